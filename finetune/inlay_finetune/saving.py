"""States and folders that a kill at any instant, or a full disk, leaves whole."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inlay.errors import UsageError

__all__ = ["STATE", "in_place_of", "last_state", "require_file", "save_state_file", "way_out_of", "writing"]

STATE = "checkpoint.pt"
_BEFORE = "checkpoint.before.pt"


def last_state(run: Path) -> Path | None:
    """Give the file of a run's last state, or nothing where no step was taken.

    Raises:
        UsageError: Only the state before the last is there: to begin anew would write over it.
    """
    file = run / STATE
    if not file.is_file() and (run / _BEFORE).is_file():
        raise UsageError(f"{file} is gone, but {run / _BEFORE} is there", hint=f"{_go_back(run)}, or move it away too")
    return file if file.is_file() else None


def way_out_of(run: Path) -> str:
    """Say what to do when the last state of a run cannot be read."""
    return _go_back(run) if (run / _BEFORE).is_file() else "move it away to begin anew"


def _go_back(run: Path) -> str:
    return f"to go on from the checkpoint before, move {run / _BEFORE} over {run / STATE}"


def save_state_file(run: Path, state: dict[str, Any]) -> None:
    """Write a state beside the old one and put it in its place by one rename; the one before it is kept too.

    Raises:
        UsageError: It cannot be written; the old one is as it was, and nothing else is left behind.
    """
    import torch

    file, passing, before = run / STATE, run / f"{STATE}.passing", run / _BEFORE
    try:
        before.unlink(missing_ok=True)
        with passing.open("wb") as opened:
            torch.save(state, opened)
            opened.flush()
            os.fsync(opened.fileno())
    except (OSError, RuntimeError) as fault:
        passing.unlink(missing_ok=True)
        kept = "; the last good checkpoint is kept" if file.is_file() else ""
        raise UsageError(f"cannot save {passing}: {fault}", hint=f"make room on the disk{kept}") from fault
    if file.is_file():
        with contextlib.suppress(OSError):  # a file system without hard links keeps the last one only
            os.link(file, before)
    passing.replace(file)


def require_file(target: Path, *sources: Path) -> None:
    """Refuse, before any work, a place where a file cannot come to lie: a folder, or what the file is made of.

    Raises:
        UsageError: `target` is a folder, or one of the sources.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder", hint="give the name of a file in it")
    if any(target.exists() and source.exists() and target.samefile(source) for source in sources):
        raise UsageError(f"{target} is what is to be read: it would be lost", hint="choose another name")


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what goes wrong when weights are written into a usage error that names the place."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, SafetensorError) as fault:
        hint = "make room on the disk, or choose another place"
        raise UsageError(f"cannot write {place}: {fault}", hint=hint) from fault


@contextlib.contextmanager
def in_place_of(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, which takes the place of another once it is whole."""
    passing = folder.with_name(f"{folder.name}.passing")
    shutil.rmtree(passing, ignore_errors=True)
    try:
        with writing(folder):
            yield passing
    except BaseException:
        shutil.rmtree(passing, ignore_errors=True)
        raise
    if folder.exists():
        shutil.rmtree(folder)
    passing.replace(folder)
