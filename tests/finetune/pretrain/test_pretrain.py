import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from inlay.errors import InlayError, UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.packing.records import Branch, Tree
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.loop import flops_of, pretrain
from inlay_finetune.pretrain.process import only_one
from inlay_finetune.utilisation import PEAKS

_ROOT = Path(__file__).parents[3]


def _config(shards: Path, tokenizer_file: Path, run: Path, **changes: Any) -> PretrainConfig:
    settings: dict[str, Any] = {
        "data": shards,
        "tokenizer": tokenizer_file,
        "run": run,
        "model": {"vocabulary": 512, "width": 64, "layers": 2, "heads": 4, "hidden": 128, "context": 512},
        "workers": 1,
        "dtype": "float32",
        "step_tokens": 600,
        "warmup_steps": 3,
        "log_steps": 1,
        "steps": 12,
    }
    return PretrainConfig.model_validate({**settings, **changes})


def _losses(run: Path) -> list[tuple[int, float]]:
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return [(line["step"], line["loss"]) for line in lines if line["kind"] == "train"]


def _weights(run: Path) -> dict[str, torch.Tensor]:
    return load_network(run).state_dict()


@pytest.mark.parametrize("dropout", [0.0, 0.1])
def test_a_resumed_run_takes_the_very_steps_of_an_uninterrupted_one(
    dropout: float, shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    pretrain(_config(shards, tokenizer_file, tmp_path / "whole", dropout=dropout))
    pretrain(_config(shards, tokenizer_file, tmp_path / "parts", dropout=dropout, halt_after_steps=5))
    assert len(_losses(tmp_path / "parts")) == 5
    pretrain(_config(shards, tokenizer_file, tmp_path / "parts", dropout=dropout))
    assert _losses(tmp_path / "parts") == _losses(tmp_path / "whole")
    whole, parts = _weights(tmp_path / "whole"), _weights(tmp_path / "parts")
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_a_run_that_is_to_be_compiled_says_at_once_that_there_is_no_compiler(
    shards: Path, tokenizer_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(UsageError, match="takes a C\\+\\+ compiler"):
        pretrain(_config(shards, tokenizer_file, tmp_path / "run", compile=True))


def _assert_same_steps(one: Path, two: Path) -> None:
    """The first gradient is the same but for rounding, which AdamW then makes larger step by step."""
    first, second = (json.loads((run / "metrics.jsonl").read_text().splitlines()[0]) for run in (one, two))
    assert first["loss"] == pytest.approx(second["loss"], rel=1e-5)
    assert first["gradient_norm"] == pytest.approx(second["gradient_norm"], rel=1e-3)
    for (step, loss), other in zip(_losses(one), _losses(two), strict=True):
        assert other == (step, pytest.approx(loss, rel=5e-3))


def test_a_helper_process_changes_nothing_but_the_order_of_a_sum(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    pretrain(_config(shards, tokenizer_file, tmp_path / "one", steps=3, optimizer="adamw"))
    pretrain(_config(shards, tokenizer_file, tmp_path / "two", steps=3, optimizer="adamw", workers=2))
    _assert_same_steps(tmp_path / "one", tmp_path / "two")


def test_the_gradient_does_not_depend_on_how_a_step_is_cut_up(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    pretrain(_config(shards, tokenizer_file, tmp_path / "whole", steps=3, optimizer="adamw", micro_tokens=600))
    pretrain(_config(shards, tokenizer_file, tmp_path / "cut", steps=3, optimizer="adamw", micro_tokens=1))
    _assert_same_steps(tmp_path / "whole", tmp_path / "cut")


def test_a_tiny_model_learns_a_few_records_by_heart(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    (shards / "b.jsonl").unlink()
    few = (shards / "a.jsonl").read_text().splitlines(keepends=True)[:2]
    (shards / "a.jsonl").write_text("".join(few))
    heldout = tmp_path / "heldout.jsonl"
    heldout.write_text("".join(few))
    pretrain(_config(shards, tokenizer_file, tmp_path / "run", steps=60, learning_rate=0.01, heldout=heldout))
    last = json.loads((tmp_path / "run" / "metrics.jsonl").read_text().splitlines()[-1])
    assert last["kind"] == "heldout"
    assert last["loss"] < 0.05
    assert last["exact"] == 1.0


def test_what_is_dropped_in_training_is_there_when_the_model_is_scored(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    heldout, run = shards / "b.jsonl", tmp_path / "run"
    settings = {"steps": 2, "learning_rate": 1e-9, "matrix_learning_rate": 1e-9, "heldout": heldout}
    for name, dropout in (("whole", 0.0), ("dropped", 0.5)):
        pretrain(_config(shards, tokenizer_file, run / name, dropout=dropout, **settings))
    ends = [json.loads((run / name / "metrics.jsonl").read_text().splitlines()[-1]) for name in ("whole", "dropped")]
    assert ends[0]["loss"] == pytest.approx(ends[1]["loss"], rel=1e-4)
    assert [loss for _, loss in _losses(run / "whole")] != [loss for _, loss in _losses(run / "dropped")]


def test_shards_that_appear_while_a_run_goes_on_are_read(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    late = shards / "b.jsonl"
    text = late.read_text()
    late.unlink()
    pretrain(_config(shards, tokenizer_file, tmp_path / "run", halt_after_steps=1))
    late.write_text(text)
    pretrain(_config(shards, tokenizer_file, tmp_path / "run"))
    cursor = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)["progress"]["cursor"]
    assert cursor["epoch"] > 0 or "b.jsonl" in (*cursor["done"], cursor["current"])


def test_a_run_killed_at_once_goes_on_from_its_last_checkpoint(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    config = _config(shards, tokenizer_file, tmp_path / "run", steps=100_000, checkpoint_seconds=0.05)
    file = tmp_path / "config.yaml"
    file.write_text(config.model_dump_json())
    places = os.pathsep.join([str(_ROOT / "finetune"), str(_ROOT / "framework")])
    process = subprocess.Popen(
        [sys.executable, "-m", "inlay_finetune.pretrain", str(file)], env={**os.environ, "PYTHONPATH": places}
    )
    checkpoint = tmp_path / "run" / "checkpoint.pt"
    while not checkpoint.exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    step = torch.load(checkpoint, weights_only=True)["progress"]["step"]
    pretrain(config.model_copy(update={"steps": step + 2, "checkpoint_seconds": 100.0}))
    assert [number for number, _ in _losses(tmp_path / "run")] == list(range(1, step + 3))


def test_a_gradient_that_is_no_number_ends_a_run_before_it_is_stepped_with(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    wild = {"learning_rate": 1e20, "optimizer": "adamw", "warmup_steps": 0, "checkpoint_seconds": 1e-9}
    with pytest.raises(InlayError, match="is not finite at step 2"):
        pretrain(_config(shards, tokenizer_file, tmp_path / "run", steps=4, **wild))
    state = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)
    assert state["progress"]["step"] == 1
    assert all(torch.isfinite(weight).all() for weight in state["weights"].values())


def test_a_model_of_another_shape_is_not_resumed(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    pretrain(_config(shards, tokenizer_file, tmp_path / "run", steps=1))
    config = _config(shards, tokenizer_file, tmp_path / "run", steps=2)
    other = config.model_copy(update={"model": config.model.model_copy(update={"layers": 3})})
    with pytest.raises(InlayError, match="another shape"):
        pretrain(other)


def test_a_vocabulary_that_is_not_the_tokenizers_is_refused(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    config = _config(shards, tokenizer_file, tmp_path / "run")
    other = config.model_copy(update={"model": config.model.model_copy(update={"vocabulary": 1024})})
    with pytest.raises(InlayError, match=r"512 tokens, model\.vocabulary is 1024"):
        pretrain(other)


def test_a_byte_that_is_no_text_is_told_with_its_file_and_line(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    lines = (shards / "a.jsonl").read_bytes().splitlines(keepends=True)
    (shards / "a.jsonl").write_bytes(b"".join([lines[0], b'{"schema": "caf\xe9"}\n', *lines[1:]]))
    with pytest.raises(UsageError, match=r"a\.jsonl:2: not a record: 'utf-8' codec can't decode"):
        pretrain(_config(shards, tokenizer_file, tmp_path / "run"))


def test_a_file_that_is_no_tokenizer_is_told(shards: Path, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text('{"bos_token": 1}')
    with pytest.raises(UsageError, match=r"tokenizer\.json is no tokenizer"):
        pretrain(_config(shards, tmp_path / "tokenizer.json", tmp_path / "run"))


def test_a_second_training_in_the_same_folder_is_refused(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    with only_one(tmp_path / "run"), pytest.raises(UsageError, match="another training runs in"):
        pretrain(_config(shards, tokenizer_file, tmp_path / "run"))


def _lines(run: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def test_a_step_tells_the_share_of_the_peak_where_that_is_known_and_the_memory_it_needed(
    shards: Path, tokenizer_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretrain(_config(shards, tokenizer_file, tmp_path / "unknown", steps=1))
    monkeypatch.setitem(PEAKS, "cpu", 1e15)
    pretrain(_config(shards, tokenizer_file, tmp_path / "known", steps=1))
    (unknown,), (known,) = _lines(tmp_path / "unknown"), _lines(tmp_path / "known")
    assert unknown["mfu"] is None
    assert 0 < known["mfu"] < 1
    # The libraries alone are more than a hundred million bytes.
    assert unknown["peak_memory"] > 100e6


def test_the_flops_of_a_tree_count_a_shared_schema_once() -> None:
    model = ModelConfig(vocabulary=512, width=64, layers=2, heads=4, hidden=128, context=512)
    tokens = np.zeros(30, dtype=np.uint16)
    branches = (Branch(tokens[:10], 5), Branch(tokens[:20], 5))
    weights = 2 * (4 * 64 * 64 + 3 * 64 * 128 + 2 * 64) + 64 + 512 * 64
    # The schema of 30 meets itself, each branch the schema twice and itself.
    pairs = 30 * 30 + (2 * 30 * 10 + 10 * 10) + (2 * 30 * 20 + 20 * 20)
    assert flops_of([Tree(tokens, branches)], model) == 6 * weights * 60 + 12 * 2 * 64 * pairs


def test_a_run_keeps_what_its_data_was_and_by_which_code_and_seed_it_was_made(
    shards: Path, tokenizer_file: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    pretrain(_config(shards, tokenizer_file, run, steps=2, seed=3, halt_after_steps=1))
    report = json.loads((run / "data_report.json").read_text())
    # Two shards of twelve records of four tasks.
    assert (report["shards"], report["records"], report["samples"]) == (2, 24, 96)
    assert 0 < report["learnt"] < 1
    origin = (run / "origin.json").read_text()
    assert json.loads(origin)["seed"] == 3
    (shards / "b.jsonl").unlink()
    pretrain(_config(shards, tokenizer_file, run, steps=2, seed=3))
    assert (run / "origin.json").read_text() == origin
    assert json.loads((run / "data_report.json").read_text()) == report
