"""A folder whose files are reached part by part, so that nothing outside it is read or written."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from inlay.errors import UnsafeRefused
from inlay.project.paths import check_path

__all__ = ["Tree", "digest_of"]

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_REMOVE = "move what stands in the way, then run the command again"


def digest_of(data: bytes) -> str:
    """Give the sha256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Tree:
    """An open folder. Paths are relative, use `/`, and follow no symlink on the way or at the end."""

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            self._folder = os.open(root, _FOLDER)
        except NotADirectoryError as error:
            raise UnsafeRefused(f"{root} is a symlink or no folder", hint="name the folder itself") from error

    def __enter__(self) -> "Tree":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._folder)

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, or None when there is no such file."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            with self._parent(path) as (folder, name):
                descriptor = os.open(name, flags, dir_fd=folder)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise UnsafeRefused(f"{self.root / path} is no ordinary file", hint=_REMOVE)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def digest(self, path: str) -> str | None:
        """Give the sha256 of a file, or None when there is no such file."""
        data = self.read(path)
        return None if data is None else digest_of(data)

    def write(self, path: str, data: bytes) -> None:
        """Write a file, with the folders it needs; text that starts with `#!` becomes executable."""
        mode = 0o777 if data.startswith(b"#!") else 0o666
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        with self._parent(path, make=True) as (folder, name):
            descriptor = os.open(name, flags, mode, dir_fd=folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)

    def take(self, path: str, source: "Tree") -> None:
        """Move a file here from the same place of another tree, over what may stand there."""
        with source._parent(path) as (theirs, name), self._parent(path, make=True) as (ours, _):
            os.rename(name, name, src_dir_fd=theirs, dst_dir_fd=ours)

    def lend(self, path: str, source: "Tree") -> None:
        """Have the same file here as in another tree, without a second copy where the file system can do that."""
        with source._parent(path) as (theirs, name), self._parent(path, make=True) as (ours, _):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=ours)
            with suppress(OSError):
                os.link(name, name, src_dir_fd=theirs, dst_dir_fd=ours, follow_symlinks=False)
                return
        data = source.read(path)
        if data is not None:
            self.write(path, data)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that are empty without it; a missing one is no fault."""
        with suppress(FileNotFoundError), self._parent(path) as (folder, name):
            os.unlink(name, dir_fd=folder)
        self._remove_empty_parents(path)

    def files(self, skip: frozenset[str] = frozenset()) -> Iterator[str]:
        """Give the path of everything that is no folder, in order; folders named in `skip` are left out."""
        for top, folders, names, _ in os.fwalk(".", dir_fd=self._folder, follow_symlinks=False):
            links = [name for name in folders if (Path(self.root, top, name)).is_symlink()]
            folders[:] = sorted(name for name in folders if name not in skip and name not in links)
            for name in sorted([*names, *links]):
                yield os.path.normpath(f"{top}/{name}")

    @contextmanager
    def _parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        *parts, name = check_path(path).split("/")
        folder = os.dup(self._folder)
        try:
            for part in parts:
                folder = _step(folder, part, make=make)
            yield folder, name
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOTDIR):
                raise UnsafeRefused(f"{self.root / path} goes through a symlink or a file", hint=_REMOVE) from error
            raise
        finally:
            os.close(folder)

    def _remove_empty_parents(self, path: str) -> None:
        parts = path.split("/")[:-1]
        for depth in range(len(parts), 0, -1):
            try:
                with self._parent("/".join(parts[:depth])) as (folder, name):
                    os.rmdir(name, dir_fd=folder)
            except FileNotFoundError:
                continue
            except OSError:
                return


def _step(folder: int, part: str, *, make: bool) -> int:
    if make:
        with suppress(FileExistsError):
            os.mkdir(part, dir_fd=folder)
    inner = os.open(part, _FOLDER, dir_fd=folder)
    os.close(folder)
    return inner
