"""Holding a project: one command at a time writes it, and the next one finishes what a killed one began."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inlay.errors import UnsafeRefused, UsageError
from inlay.project.commit import finish
from inlay.project.workspace import Workspace, explained, workspace_path

__all__ = ["open_workspace", "recover"]


@contextmanager
def open_workspace(target: Path) -> Iterator[Workspace]:
    """Take the only right to write a target, finish what a killed command left half done, and clean up after."""
    work = Workspace(target, workspace_path(target))
    with explained(target):
        descriptor = _hold(work.root)
    try:
        with explained(target):
            finish(work)
            _empty(work.root)
            work.stage.mkdir()
        yield work
    finally:
        if not work.journal.exists():
            shutil.rmtree(work.root, ignore_errors=True)
        os.close(descriptor)


def recover(target: Path) -> bool:
    """Finish or undo what a killed command left beside a target; say whether there was anything."""
    if not os.path.lexists(workspace_path(target)):
        return False
    with open_workspace(target):
        return True


def _hold(root: Path) -> int:
    """Make the workspace and lock it; the lock goes with the process, however it ends."""
    while True:
        with suppress(FileExistsError):
            root.mkdir()
        try:
            descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except NotADirectoryError as error:
            raise UnsafeRefused(f"{root} is a symlink or no folder", hint="remove it first") from error
        except FileNotFoundError:
            if not root.parent.is_dir():
                raise
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise UsageError(f"another inlay command is at work beside {root}", hint="wait for it to end") from error
        if _still_there(root, descriptor):
            return descriptor
        os.close(descriptor)


def _still_there(root: Path, descriptor: int) -> bool:
    try:
        there, held = root.lstat(), os.fstat(descriptor)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def _empty(root: Path) -> None:
    for entry in root.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
