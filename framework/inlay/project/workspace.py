"""The folder beside a project where everything is made ready, and what its file system may answer."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inlay.errors import UsageError

__all__ = ["Workspace", "explained", "workspace_path"]

JOURNAL = "journal.json"

_HINTS = {
    errno.ENOSPC: "free some space, or choose a target on another disk",
    errno.EDQUOT: "free some of your quota, or choose a target on another disk",
    errno.EROFS: "choose a target on a file system that can be written",
    errno.ENOENT: "make the folder around it first",
    errno.EACCES: "choose a target that you may write to",
    errno.EPERM: "choose a target that you may write to",
    errno.EXDEV: "choose a target on the same file system as the folder around it",
    errno.ENAMETOOLONG: "choose a shorter target",
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a command works, on the target's own file system; nothing in the target is touched before a commit."""

    target: Path
    root: Path

    @property
    def stage(self) -> Path:
        """Where new files wait."""
        return self.root / "stage"

    @property
    def old(self) -> Path:
        """Where the files that are replaced wait."""
        return self.root / "old"

    @property
    def next(self) -> Path:
        """Where a file waits for the one instant in which it is moved."""
        return self.root / "next"

    @property
    def journal(self) -> Path:
        """The plan of a commit; while it stands, the commit is under way."""
        return self.root / JOURNAL


def workspace_path(target: Path) -> Path:
    """Give the workspace's place for a target: its sibling, so that moving a file between them is atomic."""
    return target.parent / f".{target.name}.inlay"


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn what the file system says into an error with what to do about it."""
    try:
        yield
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else str(target)
        hint = _HINTS.get(error.errno or 0, "the target is as it was; correct this and run the command again")
        raise UsageError(f"{target} cannot be written: {error.strerror} ({place})", hint=hint) from error
