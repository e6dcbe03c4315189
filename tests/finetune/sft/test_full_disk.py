"""A disk that takes no more: one line that names the place, nothing half written, what was saved before kept."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

from inlay.errors import UsageError
from inlay_finetune.saving import save_state_file
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.exporting import export_folder
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.merging import merge_run

Made = Callable[..., SftConfig]


@contextmanager
def _no_file_above(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, which is how a full disk looks to what writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_weights_that_do_not_fit_are_told_with_their_place_and_leave_nothing(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=1")
    with _no_file_above(40_000), pytest.raises(UsageError, match=r"cannot write .*/run/base") as fault:
        fine_tune(config)
    assert "make room on the disk" in str(fault.value.hint)
    assert not {"base", "base.passing"} & _names(config.run)
    fine_tune(config)
    before = _names(tmp_path)
    with _no_file_above(40_000), pytest.raises(UsageError, match="cannot write"):
        merge_run(config.run, tmp_path / "merged")
    assert _names(tmp_path) == before


def test_a_file_that_does_not_fit_is_not_exported(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=1", "adapter=null")
    fine_tune(config)
    (tmp_path / "out").mkdir()
    with _no_file_above(40_000), pytest.raises(UsageError, match="cannot write .*gguf"):
        export_folder(config.run / "model", tmp_path / "out" / "tiny.gguf")
    assert _names(tmp_path / "out") == set()


def test_a_state_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    with _no_file_above(40_000), pytest.raises(UsageError, match="cannot save") as fault:
        save_state_file(tmp_path, {"weights": torch.zeros(100_000)})
    assert "is kept" not in str(fault.value.hint)
    assert _names(tmp_path) == set()
    save_state_file(tmp_path, {"step": 1})
    with _no_file_above(40_000), pytest.raises(UsageError, match="cannot save") as fault:
        save_state_file(tmp_path, {"weights": torch.zeros(100_000)})
    assert "the last good checkpoint is kept" in str(fault.value.hint)
    assert torch.load(tmp_path / "checkpoint.pt") == {"step": 1}
    assert _names(tmp_path) == {"checkpoint.pt"}
