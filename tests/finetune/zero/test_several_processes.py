import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from safetensors.torch import load_file
from torch.testing import assert_close
from toy import STARCODER

from inlay.errors import UsageError
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.merging import merge_run
from inlay_finetune.zero.config import settings_of

Made = Callable[..., SftConfig]


def _metrics(run: Path, name: str) -> list[float]:
    return [json.loads(line)[name] for line in (run / "metrics.jsonl").read_text().splitlines()]


def _learnt_the_same(parted: Path, alone: Path) -> None:
    for name in ("loss", "gradient_norm"):
        assert _metrics(parted, name) == pytest.approx(_metrics(alone, name), rel=1e-4)


def test_two_processes_that_part_the_optimizer_learn_adapters_as_one_does_and_tell_their_steps(
    recipe: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("deepspeed")
    alone, parted = recipe("training.steps=4", run="alone"), recipe("training.steps=4", run="parted", zero="zero2")
    expected = fine_tune(alone)
    capsys.readouterr()
    found = fine_tune(parted)
    (told,) = capsys.readouterr().err.splitlines()  # the first step; later lines are seconds apart
    assert told.startswith("step 1 of 4, loss ")
    assert (found.steps, found.loss) == (4, pytest.approx(expected.loss, rel=1e-4))
    _learnt_the_same(parted.run, alone.run)
    assert merge_run(parted.run, tmp_path / "merged").difference < 1e-4


def test_two_processes_that_part_every_weight_learn_as_one_does_also_when_ended_on_the_way(recipe: Made) -> None:
    pytest.importorskip("deepspeed")
    whole = ("adapter=null", "training.steps=4")
    alone, parted = recipe(*whole, run="alone"), recipe(*whole, run="parted", zero="zero3")
    fine_tune(alone)
    ended = recipe(*whole, "training.halt_after_steps=2", run="parted", zero="zero3")
    assert fine_tune(ended).steps == 2
    assert fine_tune(parted).steps == 4
    _learnt_the_same(parted.run, alone.run)
    weights = [load_file(run / "model" / "model.safetensors") for run in (parted.run, alone.run)]
    assert_close(*weights, rtol=1e-3, atol=1e-5)
    assert sorted(state.name for state in (parted.run / "zero").glob("step-*")) == ["step-2", "step-4"]


def test_two_processes_that_part_every_weight_of_a_starcoder_learn_as_one_does(recipe: Made) -> None:
    pytest.importorskip("deepspeed")
    whole = (*STARCODER, "adapter=null", "training.steps=3")
    alone, parted = recipe(*whole, run="alone"), recipe(*whole, run="parted", zero="zero3")
    fine_tune(alone)
    assert fine_tune(parted).steps == 3
    _learnt_the_same(parted.run, alone.run)
    weights = [load_file(run / "model" / "model.safetensors") for run in (parted.run, alone.run)]
    assert_close(*weights, rtol=1e-3, atol=1e-5)


def test_what_a_process_finds_wrong_is_told_as_if_it_were_this_one(recipe: Made, tmp_path: Path) -> None:
    pytest.importorskip("deepspeed")
    config = recipe(run="run", zero="zero2")
    (tmp_path / "train.jsonl").write_text("{")
    with pytest.raises(UsageError, match=r"train\.jsonl:1:\d+: not JSON"):
        fine_tune(config)


def test_several_devices_need_a_way_to_part_the_weights(recipe: Made) -> None:
    with pytest.raises(UsageError, match="several devices need a way to part the weights"):
        fine_tune(recipe("cluster.devices=2", run="run"))


def test_without_deepspeed_it_is_said_how_to_get_it(recipe: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inlay_finetune.zero.launching.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match="needs deepspeed") as fault:
        fine_tune(recipe(run="run", zero="zero2"))
    assert fault.value.hint == "pip install 'inlay[deepspeed]'"


def test_sizes_hang_on_the_model_and_precision_on_the_recipe(recipe: Made) -> None:
    settings = settings_of(recipe("model.dtype=bfloat16", run="run", zero="zero3"))
    assert settings["bf16"] == {"enabled": True}
    assert (settings["gradient_accumulation_steps"], settings["train_batch_size"]) == (2, 4)
    stage = settings["zero_optimization"]
    assert (stage["stage"], stage["reduce_bucket_size"], stage["stage3_param_persistence_threshold"]) == (3, 1024, 320)
    assert "auto" not in stage.values()


def test_a_process_that_nothing_launched_says_how_it_is_started() -> None:
    words = [sys.executable, "-m", "inlay_finetune.zero", "tiny-lora"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "start it by torchrun, or use `inlay finetune train`" in done.stderr
