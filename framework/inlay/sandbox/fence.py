"""The second tier: a process that closes itself in by Landlock and seccomp, for machines without user namespaces.

There are no file systems of its own, so what it may write is a scratch folder of the host; there is no process
namespace, so it can neither leave its process group nor be left running. Names and dates of files outside can be seen.
"""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from inlay.sandbox.base import TierName
from inlay.sandbox.inside.filters import fence_filter
from inlay.sandbox.inside.landlock import abi
from inlay.sandbox.walls import Walls, box_uid, giving_up_root, open_to_everyone

__all__ = ["LEAST_ABI", "Fence", "barrier", "scratch", "threads_of_user", "watched"]

LEAST_ABI = 3
"""The first version of Landlock, of Linux 6.2, under which no file outside can be cut short."""
_KEEPS_SIGNALS_IN = 6
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/dev/urandom", "/dev/zero")
_BLOCK, _LOOK_SECONDS = 512, 0.1
_READS_ALL = "dac_read_search"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fence:
    """The folders of the host that a process may read, and those that it may write; `kept` is one that outlives it."""

    readable: tuple[Path, ...]
    writable: tuple[Path, ...] = ()
    kept: Path | None = None
    hash_seed: int = 0

    def order(self) -> dict[str, object]:
        """Give what the process does to itself before anything else, as plain data."""
        return {
            "readable": [*_SYSTEM, *map(os.fspath, self.readable)],
            "writable": ["/dev/null", *map(os.fspath, self._writable())],
            "filter": fence_filter(signals=abi() >= _KEEPS_SIGNALS_IN).hex(),
        }

    def command(self, program: Sequence[str]) -> list[str]:
        """Give the command line; root is given up, but for reading what only root may enter of the folders shown."""
        if os.geteuid() != 0:
            return list(program)
        uid = box_uid(kept=self.kept is not None)
        for folder in self._writable():
            os.chown(folder, uid, uid)
        may_enter = all(map(open_to_everyone, (*self.readable, *self._writable())))
        return [*giving_up_root(uid, keeping=() if may_enter else (_READS_ALL,)), *program]

    def _writable(self) -> tuple[Path, ...]:
        return self.writable if self.kept is None else (*self.writable, self.kept)


def barrier(tier: TierName, folders: tuple[Path, ...], most_bytes: int, *, hash_seed: int = 0) -> Walls | Fence | None:
    """Give what a tier puts around a process that keeps nothing and reads these folders; None where it puts nothing."""
    match tier:
        case "bubblewrap":
            return Walls(
                folders=folders, project_bytes=most_bytes, tmp_bytes=most_bytes, hash_seed=hash_seed, forks=True
            )
        case "landlock":
            return Fence(readable=folders, hash_seed=hash_seed)
    return None


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for a project and its temporary files, and take it away again."""
    with tempfile.TemporaryDirectory(prefix="inlay-", ignore_cleanup_errors=True) as folder:
        for name in ("project", "tmp"):
            (Path(folder) / name).mkdir()
        yield Path(folder)


@contextmanager
def watched(process: subprocess.Popen[bytes], folder: Path, most_bytes: int) -> Iterator[None]:
    """End all that a fenced command has started when it ends itself, or when its folder holds too much."""
    watcher = threading.Thread(target=_watch, args=(process, folder, most_bytes), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        watcher.join()


def _watch(process: subprocess.Popen[bytes], folder: Path, most_bytes: int) -> None:
    while process.poll() is None and _held(folder) <= most_bytes:
        time.sleep(_LOOK_SECONDS)
    # none has left the group: the filter lets nobody
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _held(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(place) / name).lstat().st_blocks * _BLOCK
    return total


def threads_of_user() -> int:
    """Count the threads that run as this user; root's are never counted against a box, whose user is another."""
    if os.geteuid() == 0:
        return 0
    mine = (place for place in Path("/proc").glob("[0-9]*") if _owner(place) == os.geteuid())
    return sum(_threads(place) for place in mine)


def _owner(process: Path) -> int | None:
    try:
        return process.stat().st_uid
    except OSError:
        return None


def _threads(process: Path) -> int:
    try:
        return sum(1 for _ in (process / "task").iterdir())
    except OSError:
        return 0
