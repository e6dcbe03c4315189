"""What a run may start with beside the folder of another run: a Llama in a folder, the mean of two networks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from typer.testing import CliRunner

from inlay.errors import InlayError, UsageError
from inlay_finetune.cli import app
from inlay_finetune.export.opening import open_gguf
from inlay_finetune.export.release import release
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.pretrain.starting import starting_network


@pytest.fixture
def further(taught: Path, teach: Callable[..., Path], tmp_path: Path) -> Path:
    return teach(tmp_path / "further", start=taught, seed=1)


def test_a_model_that_was_opened_from_its_file_is_the_network_that_was_exported_and_trains_on(
    taught: Path, tokenizer_file: Path, teach: Callable[..., Path], tmp_path: Path
) -> None:
    file, folder = tmp_path / "taught.gguf", tmp_path / "opened"
    release(taught, tokenizer_file, file, name="taught", prompts={}, data={}, form="f32")
    open_gguf(file, folder)

    was, now = load_network(taught), starting_network(folder)

    assert was.config == now.config
    assert all(torch.equal(weight, now.state_dict()[name]) for name, weight in was.state_dict().items())
    on = teach(tmp_path / "on", start=folder)
    done = CliRunner().invoke(app, ["average", str(folder), str(on), "--to", str(tmp_path / "mean")])
    assert done.exit_code == 0, done.output


def test_a_mean_lies_between_the_two_networks(taught: Path, further: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app,
        ["average", str(taught), str(further), "--share", "0.25", "--to", str(tmp_path / "m"), "--output-format=json"],
    )
    first, second, mean = (load_network(run).state_dict() for run in (taught, further, tmp_path / "m"))

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "to": str(tmp_path / "m"),
        "share": 0.25,
        "first": str(taught),
        "second": str(further),
    }
    for name, weight in mean.items():
        torch.testing.assert_close(weight, 0.75 * first[name] + 0.25 * second[name])
    assert not torch.equal(mean["embedding"], first["embedding"])


def test_a_mean_is_started_with_and_not_gone_on_with(
    taught: Path, further: Path, teach: Callable[..., Path], tmp_path: Path
) -> None:
    mean = tmp_path / "mean"
    CliRunner().invoke(app, ["average", str(taught), str(further), "--to", str(mean)])

    teach(tmp_path / "on", start=mean)
    with pytest.raises(InlayError, match="holds a mean of networks") as fault:
        teach(mean)

    assert "`start`" in fault.value.hint


def test_networks_of_different_shapes_have_no_mean(
    taught: Path, teach: Callable[..., Path], small: dict[str, Any], tmp_path: Path
) -> None:
    other = teach(tmp_path / "other", model={**small, "width": 96, "heads": 3}, steps=1)

    done = CliRunner().invoke(app, ["average", str(taught), str(other), "--to", str(tmp_path / "mean")])

    assert isinstance(done.exception, UsageError)
    assert "different shapes" in str(done.exception)
    assert not (tmp_path / "mean").exists()


def test_a_llama_with_an_output_head_of_its_own_is_refused(tmp_path: Path) -> None:
    from transformers import LlamaConfig

    LlamaConfig(tie_word_embeddings=False).save_pretrained(tmp_path)

    with pytest.raises(UsageError, match="no Llama with tied embeddings"):
        starting_network(tmp_path)
