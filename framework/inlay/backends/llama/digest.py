"""The hash of a model file; that of a large one is remembered as long as the file is not touched."""

import contextlib
import hashlib
import json
from pathlib import Path

from inlay.journal import home

__all__ = ["digest_of_file"]

_LARGE = 256 * 1024 * 1024


def digest_of_file(path: Path) -> str:
    """Give the SHA-256 of a file."""
    status = path.stat()
    if status.st_size < _LARGE:
        return _computed(path)
    notes = home() / "model-digests.json"
    key = f"{path.resolve()}:{status.st_size}:{status.st_mtime_ns}"
    known = _read(notes)
    if key not in known:
        known[key] = _computed(path)
        with contextlib.suppress(OSError):
            notes.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            notes.write_text(json.dumps(known, indent=1), encoding="utf-8")
    return known[key]


def _computed(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _read(notes: Path) -> dict[str, str]:
    try:
        known = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
