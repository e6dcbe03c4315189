"""A run's folder is that run's alone: what is refused leaves it as it was, and what goes on says what is new."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from toy import write_shard
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_finetune.cli import app
from inlay_finetune.pretrain.averaging import average
from inlay_finetune.pretrain.config import PretrainConfig, load_config
from inlay_finetune.pretrain.loop import pretrain
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.merging import merge_run

Made = Callable[..., SftConfig]


@pytest.fixture
def pretraining(tmp_path: Path, tokenizer_file: Path) -> Callable[..., PretrainConfig]:
    """Give a tiny pretraining, with changes."""
    write_shard(tmp_path / "shards" / "a.jsonl", 6, seed=1)

    def made(**changes: object) -> PretrainConfig:
        return PretrainConfig.model_validate(
            {
                "data": tmp_path / "shards",
                "tokenizer": tokenizer_file,
                "run": tmp_path / "pre",
                "model": {"vocabulary": 512, "width": 32, "layers": 2, "heads": 2, "hidden": 64, "context": 512},
                "workers": 1,
                "step_tokens": 400,
                "link_seconds": 0,
                "steps": 1,
                **changes,
            }
        )

    return made


def _kept(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_folder_of_a_fine_tuning_is_no_pretrainings_and_stays_as_it_was(
    recipe: Made, pretraining: Callable[..., PretrainConfig], tmp_path: Path
) -> None:
    config = recipe("training.steps=1")
    fine_tune(config)
    before = _kept(config.run)
    with pytest.raises(UsageError, match="holds a run of stage sft, not pretrain"):
        pretrain(pretraining(run=config.run))
    with pytest.raises(UsageError, match="is no checkpoint of a pretraining"):
        average(config.run, config.run, 0.5, tmp_path / "mean")
    assert _kept(config.run) == before
    assert merge_run(config.run, tmp_path / "merged").difference < 1e-4


def test_a_folder_of_a_pretraining_is_no_fine_tunings_and_keeps_what_it_was_told(
    recipe: Made, pretraining: Callable[..., PretrainConfig], tmp_path: Path
) -> None:
    run = pretrain(pretraining())
    before = _kept(run)
    with pytest.raises(UsageError, match="holds a run of stage pretrain, not sft"):
        fine_tune(recipe("training.steps=1", run="pre"))
    with pytest.raises(UsageError, match="holds a model of another shape"):
        pretrain(pretraining(model={**pretraining().model.model_dump(), "width": 64}))
    assert _kept(run) == before
    assert load_config(run / "resolved.yaml") == pretraining()


def test_a_run_that_parted_its_weights_is_not_begun_anew_in_one_process(recipe: Made, tmp_path: Path) -> None:
    fine_tune(recipe("training.steps=1"))
    (tmp_path / "run" / "checkpoint.pt").unlink()
    (tmp_path / "run" / "zero").mkdir()
    (tmp_path / "run" / "zero" / "latest").write_text("step-1")
    before = _kept(tmp_path / "run")
    with pytest.raises(UsageError, match=r"was begun with cluster\.zero"):
        fine_tune(recipe("training.steps=2"))
    assert _kept(tmp_path / "run") == before


def test_what_a_run_was_told_before_stays_beside_what_it_goes_on_with(
    recipe: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fine_tune(recipe("training.steps=4", "training.halt_after_steps=2"))
    first = (tmp_path / "run" / "resolved.yaml").read_text()
    assert capsys.readouterr().err.count("other settings") == 0
    fine_tune(recipe("training.steps=4", "training.learning_rate=0.5"))
    assert "from step 3 on with other settings: training.learning_rate: 0.5 (it was 0.01)" in capsys.readouterr().err
    assert (tmp_path / "run" / "resolved.until-2.yaml").read_text() == first
    assert (tmp_path / "run" / "origin.until-2.json").is_file()
    assert yaml.safe_load((tmp_path / "run" / "resolved.yaml").read_text())["training"]["learning_rate"] == 0.5


def test_a_run_does_not_go_on_with_other_rows_a_step(recipe: Made) -> None:
    fine_tune(recipe("training.steps=2", "training.halt_after_steps=1"))
    with pytest.raises(UsageError, match="other rows a step"):
        fine_tune(recipe("training.steps=2", "training.rows=4"))


def test_a_run_that_has_ended_has_nothing_left_to_do(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=2")
    fine_tune(config)
    before = (tmp_path / "run" / "resolved.yaml").read_text()
    files = (f"run={config.run}", f"model.tokenizer={config.model.tokenizer}")
    sources = f"data.sources=[{{path: {config.files[0]}}}]"
    output = CliRunner().invoke(app, ["train", "tiny-lora", *files, sources, "training.steps=1"]).output
    assert output == f"nothing left to do in {config.run}: 2 steps were taken before\n"
    assert (tmp_path / "run" / "resolved.yaml").read_text() == before


def test_a_folder_of_a_whole_model_is_no_runs_and_stays_as_it_was(recipe: Made, tmp_path: Path) -> None:
    fine_tune(recipe("training.steps=1"))
    merged = tmp_path / "merged"
    found = merge_run(recipe("training.steps=1").run, merged)
    assert "same choice in 100.00%" in str(found)
    before = _kept(merged)
    with pytest.raises(UsageError, match="holds a model and no run"):
        fine_tune(recipe("training.steps=1", run="merged"))
    kept = _kept(merged)
    kept.pop(".lock", None)
    assert kept == before
