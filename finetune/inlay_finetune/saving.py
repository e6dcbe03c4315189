"""States that a kill at any instant, or a full disk, leaves whole; the one before the last is kept too."""

import contextlib
import os
from pathlib import Path
from typing import Any

from inlay.errors import UsageError

__all__ = ["STATE", "save_state_file"]

STATE = "checkpoint.pt"
_BEFORE = "checkpoint.before.pt"


def save_state_file(run: Path, state: dict[str, Any]) -> None:
    """Write a state beside the old one and put it in its place by one rename.

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
