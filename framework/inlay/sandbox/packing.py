"""Packs a project into an archive in memory, so that a box can have a copy without seeing the host's folder."""

import io
import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

from inlay.errors import UnsafeRefused, UsageError

__all__ = ["pack"]

_LEFT_OUT = frozenset(
    {".git", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "__pycache__", "node_modules", "venv"}
)
_MAX_BYTES = 256 * 1024 * 1024


def pack(project: Path) -> bytes:
    """Pack the regular files and folders of a project; links and special files stay out, and so do caches."""
    if not project.is_dir():
        raise UsageError(f"{project} is not a folder")
    packed, total = io.BytesIO(), 0
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in _paths(project):
            content = _content(path)
            if content is None:
                continue
            total += len(content)
            if total > _MAX_BYTES:
                raise UnsafeRefused(f"{project} is too large to be copied into the sandbox", hint="take data files out")
            archive.addfile(_entry(path, project, len(content)), io.BytesIO(content))
    return packed.getvalue()


def _paths(project: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(project):
        folders[:] = sorted(set(folders) - _LEFT_OUT)
        yield from (Path(folder) / name for name in [*folders, *sorted(names)])


def _content(path: Path) -> bytes | None:
    """Give a file's bytes, nothing for a folder, and None for what is neither; never follows a link."""
    if path.is_dir() and not path.is_symlink():
        return b""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(_MAX_BYTES + 1) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _entry(path: Path, project: Path, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(path.relative_to(project).as_posix())
    status = path.lstat()
    is_folder = stat.S_ISDIR(status.st_mode)
    entry.type = tarfile.DIRTYPE if is_folder else tarfile.REGTYPE
    entry.size, entry.mtime = size, int(status.st_mtime)
    entry.mode = 0o700 if is_folder else 0o600 | (status.st_mode & 0o111)
    return entry
