"""Where PostgreSQL's programs lie on this machine, and of which version they are."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Programs", "find_programs"]

_FOLDERS = (("/usr/lib/postgresql", "*/bin"), ("/usr", "pgsql-*/bin"), ("/usr/local/pgsql", "bin"), ("/usr", "bin"))
"""Where Debian, the makers' own packages for Fedora, a build by hand, and most others put them."""
_NEEDED = ("initdb", "pg_resetwal", "postgres")
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_OLDEST = 13


@dataclass(frozen=True, kw_only=True, slots=True)
class Programs:
    """A folder with `postgres` and `initdb`, and their version."""

    folder: Path
    version: str


@cache
def find_programs() -> Programs | None:
    """Give the newest PostgreSQL that is installed here, or None; a path of the environment is not looked at."""
    if sys.platform != "linux":
        return None
    found = [Programs(folder=folder, version=version) for folder in _candidates() if (version := _version(folder))]
    recent = [programs for programs in found if _numbers(programs.version)[0] >= _OLDEST]
    return max(recent, key=lambda programs: _numbers(programs.version), default=None)


def _candidates() -> Iterator[Path]:
    for top, pattern in _FOLDERS:
        for folder in Path(top).glob(pattern):
            if all((folder / name).is_file() for name in _NEEDED):
                yield folder.resolve()


def _version(folder: Path) -> str:
    try:
        said = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = _VERSION.search(said.stdout.partition(")")[2])
    return number[0] if number else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
