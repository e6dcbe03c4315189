"""A GGUF file opened as a folder that a training can begin with."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.framework.backends.conftest import tiny as tiny, write_tiny

from inlay.errors import UsageError
from inlay_finetune.export.opening import open_gguf
from inlay_finetune.sft.exporting import export_folder
from inlay_finetune.sft.tokens import load_tokens


def test_what_is_opened_and_exported_again_is_the_same_model(tiny: Callable[..., Path], tmp_path: Path) -> None:
    file = tiny("opened", prompts={"sql-query": "1"})
    found = open_gguf(file, tmp_path / "folder")

    assert found.tokens_equal
    assert found.same_choice == 1.0
    assert json.loads((tmp_path / "folder" / "inlay_prompts.json").read_text()) == {"sql-query": "1"}
    tokens = load_tokens(tmp_path / "folder")
    assert (tokens.size, tokens.end, tokens.begin) == (640, "<|end|>", "")
    assert export_folder(tmp_path / "folder", tmp_path / "again.gguf", form="f32").tokens_equal
    assert open_gguf(tmp_path / "again.gguf", tmp_path / "again").tokens_equal


def test_a_folder_that_is_there_and_a_file_that_is_no_model_are_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "text.gguf").write_text("no model")
    with pytest.raises(UsageError, match="taken is there already"):
        open_gguf(write_tiny(tmp_path / "tiny.gguf"), tmp_path / "taken")
    with pytest.raises(UsageError, match=r"text\.gguf is no GGUF file"):
        open_gguf(tmp_path / "text.gguf", tmp_path / "folder")
    with pytest.raises(UsageError, match=r"cannot read .*nowhere\.gguf: No such file or directory"):
        open_gguf(tmp_path / "nowhere.gguf", tmp_path / "folder")
    assert not (tmp_path / "folder").exists()
