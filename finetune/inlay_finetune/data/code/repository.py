"""Asks git what a foreign repository holds, and held; nothing that its own configuration names is run or fetched."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from inlay.errors import UsageError

__all__ = ["last_versions", "removed", "tracked"]

_QUIET = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false")
_ALONE = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_SECONDS = 300


def tracked(folder: Path) -> list[str]:
    """Give the paths that git tracks; a byte that is no UTF-8 is escaped as a surrogate."""
    return [path for path in _text(_asked(folder, "list the files", "ls-files", "-z")).split("\0") if path]


def removed(folder: Path) -> dict[str, str]:
    """Give the paths that some commit of any branch removed and that are not tracked, with the blob each was last."""
    options = ("--all", "--no-renames", "--diff-filter=D", "--raw", "--no-abbrev", "--format=", "-z")
    told = _text(_asked(folder, "read the history", "log", *options)).split("\0")
    still, last = set(tracked(folder)), dict[str, str]()
    for entry, path in zip(told[::2], told[1::2], strict=False):
        mode, _, blob, _, _ = entry.lstrip("\n").split(" ")
        if mode.startswith(":100") and path not in still:  # neither a link nor a module
            last.setdefault(path, blob)  # the newest commit comes first
    return last


def last_versions(folder: Path, blobs: Sequence[str], largest: int) -> Iterator[tuple[str, bytes | None]]:
    """Give what each blob holds, or None where it is larger than `largest` bytes or not there."""
    sizes = _asked(folder, "read the history", "cat-file", "--batch-check", lines=blobs).splitlines()
    fitting = {blob for blob, told in zip(blobs, sizes, strict=True) if _size(told) <= largest}
    whole = _asked(folder, "read the history", "cat-file", "--batch", lines=[each for each in blobs if each in fitting])
    at = 0
    for blob in blobs:
        if blob not in fitting:
            yield blob, None
            continue
        start = whole.index(b"\n", at) + 1
        end = start + int(whole[at : start - 1].split()[2])
        yield blob, whole[start:end]
        at = end + 1


def _size(told: bytes) -> float:
    parts = told.split()
    return int(parts[2]) if len(parts) == 3 else float("inf")


def _text(output: bytes) -> str:
    return output.decode(errors="surrogateescape")


def _asked(folder: Path, what: str, *words: str, lines: Sequence[str] = ()) -> bytes:
    quiet = [part for setting in (*_QUIET, f"safe.directory={folder}") for part in ("-c", setting)]
    try:
        found = subprocess.run(
            ["git", *quiet, *words],
            cwd=folder,
            env={**os.environ, **_ALONE},
            input="".join(f"{line}\n" for line in lines).encode(),
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise UsageError(f"git cannot {what} of {folder}: {fault}") from fault
    if found.returncode != 0:
        told = found.stderr.decode(errors="replace").strip()
        raise UsageError(f"git cannot {what} of {folder}: {told}", hint="remove its .git to read it as a folder")
    return found.stdout
