"""A run that starts with the network of another, made larger."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.growth import grown
from inlay_finetune.model.network import Network
from inlay_finetune.packing.batches import collate
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.pretrain.heldout import read_heldout, score
from inlay_finetune.tokenizer import load_tokenizer

_LARGER = [
    {"width": 96, "heads": 3},
    {"hidden": 192},
    {"layers": 4},
    {"width": 128, "heads": 4, "hidden": 160, "layers": 3},
]


@pytest.mark.parametrize("larger", _LARGER, ids=lambda larger: "-".join(larger))
def test_a_larger_network_gives_the_logits_of_the_one_it_starts_with(
    larger: dict[str, int], taught: Path, small: dict[str, Any], shards: Path, tokenizer_file: Path
) -> None:
    first = load_network(taught)
    trees = read_heldout(next(shards.glob("*.jsonl")), load_tokenizer(tokenizer_file), count=4, limit=512, context=512)
    batch = collate(trees, dtype=torch.float32)
    shape = ModelConfig.model_validate({**small, **larger})
    large = Network(shape, dtype=torch.float32)
    other = large.logits(batch.tokens, batch.layout, batch.rows)
    large.load_state_dict(grown(first.state_dict(), first.config, shape))
    expected = first.logits(batch.tokens, batch.layout, batch.rows)
    assert torch.allclose(large.logits(batch.tokens, batch.layout, batch.rows), expected, atol=1e-4)
    assert not torch.allclose(other, expected, atol=0.1)


def test_every_new_weight_learns(
    taught: Path, teach: Callable[..., Path], small: dict[str, Any], tmp_path: Path
) -> None:
    run = teach(tmp_path / "large", start=taught, model={**small, **_LARGER[-1]}, steps=24)
    first, large = load_network(taught), load_network(run)
    kept = grown(first.state_dict(), first.config, large.config)
    for name, weights in large.state_dict().items():
        if weights.ndim == 2:
            new = weights[kept[name] == 0]
            assert new.numel() == 0 or float(new.abs().min(dim=0).values.mean()) > 0, name
            assert not torch.equal(weights, kept[name]), name


def test_a_run_that_starts_with_another_is_ahead_from_its_first_steps(
    taught: Path,
    teach: Callable[..., Path],
    small: dict[str, Any],
    shards: Path,
    tokenizer_file: Path,
    tmp_path: Path,
) -> None:
    shape = {**small, **_LARGER[0]}
    ahead = teach(tmp_path / "ahead", start=taught, model=shape, steps=2)
    fresh = teach(tmp_path / "fresh", model=shape, steps=2)
    trees = read_heldout(next(shards.glob("*.jsonl")), load_tokenizer(tokenizer_file), count=8, limit=512, context=512)
    first, second = (score(load_network(run), trees, batch_tokens=2048).loss for run in (ahead, fresh))
    assert first < second - 0.5


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"width": 32, "heads": 1}, "model.width is 32, less than the 64"),
        ({"layers": 1}, "model.layers is 1, less than the 2"),
        ({"width": 96, "heads": 2}, "model.heads is 2: heads of 48, but they were of 32"),
        ({"context": 1024}, "only model.width, layers, heads, hidden and prefix_lm may differ"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(
    changes: dict[str, int],
    reason: str,
    taught: Path,
    teach: Callable[..., Path],
    small: dict[str, Any],
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match=reason):
        teach(tmp_path / "large", start=taught, model={**small, **changes})
    assert not (tmp_path / "large" / "checkpoint.pt").exists()


def test_a_start_without_a_checkpoint_is_refused(teach: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no checkpoint"):
        teach(tmp_path / "large", start=tmp_path / "nowhere")
