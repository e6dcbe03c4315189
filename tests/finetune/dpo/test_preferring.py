import json
from pathlib import Path

import pytest
import torch

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.samples import Answer, Preference, Turn, write_samples
from inlay_finetune.dpo.preferring import Preferring, prefer, read_preferences
from inlay_finetune.sft.config import DpoConfig
from inlay_finetune.sft.merging import merge_run
from inlay_finetune.sft.network import open_model
from inlay_finetune.sft.reading import tokens_of
from inlay_finetune.sft.rows import laid
from inlay_finetune.shelf import load_any

PAIRS = [Preference(prompt=f"<n{number}> is", chosen=" age", rejected=" fee + fee") for number in range(8)]


def _recipe(tmp_path: Path, tokenizer_file: Path, *overrides: str, pairs: list[Preference] = PAIRS) -> DpoConfig:
    file = tmp_path / "dpo.jsonl"
    write_samples(file, pairs)
    own = (f"run={tmp_path / 'run'}", f"model.tokenizer={tokenizer_file}", f"data.files=[{file}]")
    config = load_any("tiny-dpo", (*own, *overrides))
    assert isinstance(config, DpoConfig)
    return config


def test_before_training_no_side_is_ahead_and_the_loss_is_that_of_a_coin(tmp_path: Path, tokenizer_file: Path) -> None:
    config = _recipe(tmp_path, tokenizer_file)
    data = read_preferences(config, tokens_of(config))
    objective = Preferring(data.samples, data.groups, {}, config.beta)
    loss, told = objective.loss(open_model(config), laid(data.samples[:2]))
    assert loss.item() == pytest.approx(0.693147, abs=1e-5)
    assert told["margin"] == pytest.approx(0, abs=1e-5)


def test_the_likelihoods_of_a_pair_are_those_of_its_sides_alone(tmp_path: Path, tokenizer_file: Path) -> None:
    config = _recipe(tmp_path, tokenizer_file)
    model = open_model(config).eval()
    data = read_preferences(config, tokens_of(config))
    pair = Preferring(data.samples, data.groups, {}, 0.1)._likelihoods(model, laid(data.samples[:2]))
    for side, sample in zip(pair, data.samples[:2], strict=True):
        tokens = torch.from_numpy(sample.tokens).long()
        with torch.no_grad():
            scores = model(input_ids=tokens[None], use_cache=False).logits[0].log_softmax(-1)
        told = [scores[at - 1, tokens[at]].item() for at in range(len(tokens)) if sample.learnt[at]]
        assert side.item() == pytest.approx(sum(told), rel=1e-4)


def test_training_puts_the_chosen_side_ahead_and_the_adapters_can_be_merged(
    tmp_path: Path, tokenizer_file: Path
) -> None:
    config = _recipe(tmp_path, tokenizer_file, "training.log_steps=1", "training.steps=15", "beta=1")
    prefer(config)
    lines = [json.loads(line) for line in (config.run / "metrics.jsonl").read_text().splitlines()]
    assert lines[0]["loss"] == pytest.approx(0.693147, abs=1e-4)
    assert lines[-1]["loss"] < 0.4
    assert lines[-1]["ahead"] == 1.0
    assert lines[-1]["margin"] > 0.5
    assert merge_run(config.run, tmp_path / "merged").same_choice == 1.0


def test_chats_and_prompts_alike_are_read_and_pairs_of_one_answer_are_dropped(
    tmp_path: Path, tokenizer_file: Path
) -> None:
    asked = (Turn(role="user", content="How old?"),)
    pairs = [
        *PAIRS,
        Preference(prompt=asked, chosen="9", rejected="10"),
        PAIRS[0].model_copy(update={"rejected": " age"}),
    ]
    config = _recipe(tmp_path, tokenizer_file, "data.most_dropped=0.1", pairs=pairs)
    data = read_preferences(config, tokens_of(config))
    assert data.ledger.reasons == {"both answers are the same": 1}
    assert data.report(config)["pairs"] == 9
    with pytest.raises(InlayError, match="1 of 10 pairs would be dropped"):
        read_preferences(_recipe(tmp_path, tokenizer_file, pairs=pairs), tokens_of(config))


def test_a_sample_without_a_rejected_answer_is_named(tmp_path: Path, tokenizer_file: Path) -> None:
    config = _recipe(tmp_path, tokenizer_file)
    write_samples(config.data.files[0], [Answer(prompt="a", completion="b")])
    with pytest.raises(UsageError, match="dpo.jsonl:1:1: no preference"):
        read_preferences(config, tokens_of(config))


def test_a_pair_without_a_turn_before_it_is_named(tmp_path: Path, tokenizer_file: Path) -> None:
    config = _recipe(tmp_path, tokenizer_file)
    (tmp_path / "dpo.jsonl").write_text('{"prompt": [], "chosen": "a", "rejected": "b"}\n')
    with pytest.raises(UsageError, match=r"dpo\.jsonl:1:1: not a sample: prompt"):
        read_preferences(config, tokens_of(config))
