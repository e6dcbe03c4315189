"""The bubblewrap command line: one audited list of arguments, and for root the steps that give up root first.

`bwrap` never runs as uid 0: without a user mapping below root, "nobody" inside the box is root outside.
Its environment is empty, because process 1 of the box would show it. `--remount-ro /` stands last,
because a later bind would fail; the binds follow the file systems of the box, because they may lie in them.
"""

import itertools
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay.errors import UnsafeRefused

__all__ = [
    "CACHE",
    "PROJECT",
    "SEARCH_PATH",
    "Walls",
    "box_uid",
    "find_program",
    "giving_up_root",
    "interpreter",
    "interpreter_folders",
    "open_to_everyone",
    "outside_system",
]

SEARCH_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
PROJECT = "/project"
CACHE = "/cache"
_SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_MEBIBYTE = 1024 * 1024
_FIRST_UID, _UIDS, _KEEPERS_UID = 61184, 4000, 61183
_boxes = itertools.count()

# As root: in a mount namespace of its own, show the folders that only root may enter to the box's uid.
_AS_ROOT = """
set -eu
meeting=$1 count=$2; shift 2
mount -t tmpfs -o mode=0755,size=64k inlay "$meeting"
i=0
while [ "$i" -lt "$count" ]; do
  mkdir "$meeting/$i"
  mount --rbind "$1" "$meeting/$i"
  shift; i=$((i + 1))
done
exec "$@"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Walls:
    """One kind of box: the folders of the host that it sees, and how much its own file systems hold.

    `kept` is the one folder that it may write and that outlives it; it stands at /cache. `hash_seed` is how
    Python hashes text in it. What `forks` has every function that it calls looked up at its start, not in each child.
    """

    folders: tuple[Path, ...]
    project_bytes: int
    tmp_bytes: int
    kept: Path | None = None
    hash_seed: int = 0
    forks: bool = False

    def command(self, program: Sequence[str], *, meeting: Path, filter_fd: int) -> list[str]:
        """Give the command line that runs a program behind these walls; `meeting` is an empty folder for root's use."""
        places = self.folders if self.kept is None else (*self.folders, self.kept)
        if os.geteuid() != 0:
            return [*self._bwrap(places, filter_fd), *program]
        uid = box_uid(kept=self.kept is not None)
        if self.kept is not None:
            os.chown(self.kept, uid, uid)
        if all(map(open_to_everyone, places)):
            return [*giving_up_root(uid), *self._bwrap(places, filter_fd), *program]
        shown = tuple(meeting / str(number) for number in range(len(places)))
        sources = [os.path.realpath(place) for place in places]
        stage = [find_program("unshare"), "--mount", "--propagation", "private", "--", find_program("sh"), "-c"]
        stage += [_AS_ROOT, "sh", str(meeting), str(len(sources)), *sources]
        return [*stage, *giving_up_root(uid), *self._bwrap(shown, filter_fd), *program]

    def _bwrap(self, sources: Sequence[Path], filter_fd: int) -> list[str]:
        binds: list[str] = []
        for source, folder in zip(sources, self.folders, strict=False):
            binds += ["--ro-bind", os.fspath(source), os.fspath(folder)]
        if self.kept is not None:
            binds += ["--bind", os.fspath(sources[-1]), CACHE]
        return [
            find_program("bwrap"),
            *("--unshare-all", "--unshare-user", "--disable-userns", "--assert-userns-disabled"),
            *("--uid", "65534", "--gid", "65534", "--hostname", "box", "--die-with-parent", "--new-session"),
            *("--clearenv", "--setenv", "PATH", "/usr/bin", "--setenv", "LC_ALL", "C.UTF-8", "--setenv", "TZ", "UTC"),
            *("--setenv", "HOME", "/tmp", "--setenv", "PYTHONHASHSEED", str(self.hash_seed)),
            *(("--setenv", "LD_BIND_NOW", "1") if self.forks else ()),
            *("--ro-bind", "/usr", "/usr", *_system_folders()),
            *("--dev", "/dev", "--size", str(16 * _MEBIBYTE), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"),
            *("--size", str(self.tmp_bytes), "--tmpfs", "/tmp"),
            *("--size", str(self.project_bytes), "--tmpfs", PROJECT, "--chdir", PROJECT),
            *binds,
            *("--cap-drop", "ALL", "--remount-ro", "/", "--seccomp", str(filter_fd), "--"),
        ]


def box_uid(*, kept: bool) -> int:
    """A uid for each box, so that not even leftovers of two boxes meet; one for those that keep a folder."""
    return _KEEPERS_UID if kept else _FIRST_UID + (os.getpid() * 16 + next(_boxes)) % _UIDS


def open_to_everyone(folder: Path) -> bool:
    """Say whether every user may enter and read a folder."""
    real = Path(os.path.realpath(folder))
    return all(step.stat().st_mode & 0o005 == 0o005 for step in (real, *real.parents))


def _system_folders() -> Iterator[str]:
    for name in _SYSTEM_FOLDERS:
        folder = Path("/") / name
        if folder.is_symlink():
            yield from ("--symlink", str(folder.readlink()), str(folder))
        elif folder.is_dir():
            yield from ("--ro-bind", str(folder), str(folder))


def giving_up_root(uid: int, *, keeping: Sequence[str] = ()) -> list[str]:
    """Give the command that becomes another user for good; `keeping` are capabilities that stay."""
    kept = "".join(f",+{name}" for name in keeping)
    return [
        find_program("setpriv"),
        *("--reuid", str(uid), "--regid", str(uid), "--clear-groups", "--no-new-privs"),
        *(f"--inh-caps=-all{kept}", *([f"--ambient-caps=-all{kept}"] if kept else []), f"--bounding-set=-all{kept}"),
    ]


def find_program(name: str) -> str:
    """Give the full path of a system program, looked up in system folders only; raises `FileNotFoundError`."""
    found = shutil.which(name, path=SEARCH_PATH)
    if found is None:
        raise FileNotFoundError(name)
    return found


def interpreter() -> Path:
    """Give the interpreter that runs inlay, outside of any virtual environment."""
    return Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))


def interpreter_folders() -> tuple[Path, ...]:
    """Give the folders outside /usr that the interpreter lives in, by every name it is known by."""
    prefixes = (sys.base_prefix, sys.base_exec_prefix, os.path.realpath(sys.base_prefix))
    return outside_system(Path(prefix) for prefix in prefixes)


def outside_system(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Give the folders that a box does not show anyhow, each once, outer ones first; never one that holds a home."""
    outside = sorted({folder for folder in folders if not folder.is_relative_to("/usr")})
    for folder in outside:
        if Path.home().is_relative_to(folder):
            raise UnsafeRefused(
                f"the sandbox would have to show all of {folder} to run its Python",
                hint="run inlay from a virtual environment in a folder of its own",
            )
    return tuple(outside)
