"""Where inlay keeps what it can make again: the user's cache folder."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from inlay.resources import cache_folder

__all__ = ["cached_digest", "read_entry", "write_entry"]


def read_entry(kind: str, key: str) -> dict[str, object] | None:
    """Give what was kept under a key, or None; a damaged entry counts as none."""
    try:
        found = json.loads(_place(kind, key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_entry(kind: str, key: str, value: dict[str, object]) -> None:
    """Keep a value under a key; a cache that cannot be written is no fault."""
    place = _place(kind, key)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        draft.replace(place)


def cached_digest(path: Path) -> str:
    """Give the sha256 of a large file, computed again only when its size, time or inode has changed."""
    state = path.stat()
    key = hashlib.sha256(f"{path.resolve()}\0{state.st_size}\0{state.st_mtime_ns}\0{state.st_ino}".encode()).hexdigest()
    known = read_entry("digests", key)
    if known and isinstance(known.get("sha256"), str):
        return str(known["sha256"])
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    write_entry("digests", key, {"sha256": digest})
    return digest


def _place(kind: str, key: str) -> Path:
    return cache_folder() / kind / f"{key}.json"
