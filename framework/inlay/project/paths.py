"""Which names a project's files may have: plain, portable, and never a way out of the project."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from inlay.errors import UnsafeRefused

__all__ = ["check_path", "check_paths", "full_path"]

LONGEST_PATH = 240
RESERVED_NAMES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"]
)
FORBIDDEN_CHARACTERS = frozenset('<>:"|?*\\')
FORBIDDEN_FOLDERS = frozenset([".git", ".hg", ".svn", "git~1"])


def full_path(place: Path) -> Path:
    """Give a path from the root without `..`; symlinks stay in it, so that they can be refused where they stand."""
    return Path(os.path.abspath(place))  # noqa: PTH100 - `resolve` would follow symlinks


def check_path(path: str) -> str:
    """Give the path back when a project may hold a file there; raise `UnsafeRefused` when it may not."""
    reason = _reason_against(path)
    if reason:
        raise UnsafeRefused(f"the path {path!r} is refused: {reason}", hint="correct the template that renders it")
    return path


def check_paths(paths: Iterable[str]) -> None:
    """Check each path, and that no two of them meet on a file system that ignores case."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        key = _folded(check_path(path))
        if key in seen:
            raise UnsafeRefused(f"the paths {seen[key]!r} and {path!r} are one file where case is ignored")
        seen[key] = path
        _remember_folders(folders, path)
    for key in seen.keys() & folders.keys():
        raise UnsafeRefused(f"{seen[key]!r} is a file, and the folder of {folders[key]!r}")


def _remember_folders(folders: dict[str, str], path: str) -> None:
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        folder = "/".join(parts[:depth])
        first = folders.setdefault(_folded(folder), path)
        if not first.startswith(f"{folder}/"):
            raise UnsafeRefused(f"the folders of {first!r} and {path!r} are one where case is ignored")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())


def _reason_against(path: str) -> str:
    if not path:
        return "it is empty"
    if len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        return f"it is longer than {LONGEST_PATH} bytes"
    if unicodedata.normalize("NFC", path) != path:
        return "it is not in Unicode normal form C"
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in path):
        return "it holds a control character"
    if path.startswith("/"):
        return "it is absolute"
    return next((reason for part in path.split("/") if (reason := _reason_against_part(part))), "")


def _reason_against_part(part: str) -> str:
    if part in ("", ".", ".."):
        return f"it holds the part {part!r}"
    if FORBIDDEN_CHARACTERS.intersection(part):
        return f"{part!r} holds a character that not every system allows"
    if part[-1] in ". ":
        return f"{part!r} ends with a dot or a space"
    if part.split(".")[0].strip().lower() in RESERVED_NAMES:
        return f"{part!r} is a reserved name on Windows"
    if part.casefold() in FORBIDDEN_FOLDERS:
        return f"{part!r} belongs to version control"
    return ""
