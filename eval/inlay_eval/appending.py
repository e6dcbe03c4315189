"""JSON lines that are appended as they come: a line that a kill cut short is dropped, and the next run goes on."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO

__all__ = ["append_line", "drop_cut_line", "made_otherwise"]


def drop_cut_line(path: Path) -> bool:
    """Take away a last line without an end; say whether there is a file at all."""
    if not path.is_file():
        return False
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if whole != text:
        path.write_bytes(whole)
    return True


def append_line(file: IO[str], record: Mapping[str, object]) -> None:
    """Write a record as one line, at once."""
    file.write(json.dumps(record) + "\n")
    file.flush()


def made_otherwise(found: Mapping[str, object], wanted: Mapping[str, object]) -> str:
    """Name the settings in which what is there differs from what a run would make; nothing where it does not."""
    if found == wanted:
        return ""
    other = sorted(key for key in wanted if found.get(key) != wanted[key])
    return ", ".join(other) or "more is told of it"
