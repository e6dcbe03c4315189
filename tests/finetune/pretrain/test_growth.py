"""A run that starts with the network of another, made larger."""

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
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.heldout import read_heldout, score
from inlay_finetune.pretrain.loop import pretrain
from inlay_finetune.tokenizer import load_tokenizer

# Beside the small stream of a network hardly taught, the usual epsilon would count.
_SMALL = {"vocabulary": 512, "width": 64, "layers": 2, "heads": 2, "hidden": 128, "context": 512, "norm_epsilon": 1e-9}
_LARGER = [
    {"width": 96, "heads": 3},
    {"hidden": 192},
    {"layers": 4},
    {"width": 128, "heads": 4, "hidden": 160, "layers": 3},
]


def _taught(shards: Path, tokenizer_file: Path, run: Path, **changes: Any) -> Path:
    settings: dict[str, Any] = {
        "data": shards,
        "tokenizer": tokenizer_file,
        "run": run,
        "model": _SMALL,
        "workers": 1,
        "dtype": "float32",
        "step_tokens": 600,
        "warmup_steps": 2,
        "steps": 12,
    }
    return pretrain(PretrainConfig.model_validate({**settings, **changes}))


@pytest.fixture
def taught(shards: Path, tokenizer_file: Path, tmp_path: Path) -> Path:
    return _taught(shards, tokenizer_file, tmp_path / "taught")


@pytest.mark.parametrize("larger", _LARGER, ids=lambda larger: "-".join(larger))
def test_a_larger_network_gives_the_logits_of_the_one_it_starts_with(
    larger: dict[str, int], taught: Path, shards: Path, tokenizer_file: Path
) -> None:
    small = load_network(taught)
    trees = read_heldout(next(shards.glob("*.jsonl")), load_tokenizer(tokenizer_file), count=4, limit=512, context=512)
    batch = collate(trees, dtype=torch.float32)
    shape = ModelConfig.model_validate({**_SMALL, **larger})
    large = Network(shape, dtype=torch.float32)
    other = large.logits(batch.tokens, batch.layout, batch.rows)
    large.load_state_dict(grown(small.state_dict(), small.config, shape))
    expected = small.logits(batch.tokens, batch.layout, batch.rows)
    assert torch.allclose(large.logits(batch.tokens, batch.layout, batch.rows), expected, atol=1e-4)
    assert not torch.allclose(other, expected, atol=0.1)


def test_every_new_weight_learns(taught: Path, shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    shape = {**_SMALL, **_LARGER[-1]}
    run = _taught(shards, tokenizer_file, tmp_path / "large", start=taught, model=shape, steps=24)
    small, large = load_network(taught), load_network(run)
    kept = grown(small.state_dict(), small.config, large.config)
    for name, weights in large.state_dict().items():
        if weights.ndim == 2:
            new = weights[kept[name] == 0]
            assert new.numel() == 0 or float(new.abs().min(dim=0).values.mean()) > 0, name
            assert not torch.equal(weights, kept[name]), name


def test_a_run_that_starts_with_another_is_ahead_from_its_first_steps(
    taught: Path, shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    shape = {**_SMALL, **_LARGER[0]}
    ahead = _taught(shards, tokenizer_file, tmp_path / "ahead", start=taught, model=shape, steps=2)
    fresh = _taught(shards, tokenizer_file, tmp_path / "fresh", model=shape, steps=2)
    trees = read_heldout(next(shards.glob("*.jsonl")), load_tokenizer(tokenizer_file), count=8, limit=512, context=512)
    first, second = (score(load_network(run), trees, batch_tokens=2048).loss for run in (ahead, fresh))
    assert first < second - 0.5


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"width": 32, "heads": 1}, "model.width is 32, less than the 64"),
        ({"layers": 1}, "model.layers is 1, less than the 2"),
        ({"width": 96, "heads": 2}, "model.heads is 2: heads of 48, but they were of 32"),
        ({"context": 1024}, "only model.width, layers, heads and hidden may differ"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(
    changes: dict[str, int], reason: str, taught: Path, shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=reason):
        _taught(shards, tokenizer_file, tmp_path / "large", start=taught, model={**_SMALL, **changes})
    assert not (tmp_path / "large" / "checkpoint.pt").exists()


def test_a_start_without_a_checkpoint_is_refused(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no checkpoint"):
        _taught(shards, tokenizer_file, tmp_path / "large", start=tmp_path / "nowhere")
