"""A JSON file that holds a list of objects."""

import json
from pathlib import Path
from typing import Any

from inlay.errors import UsageError

__all__ = ["read_json"]


def read_json(file: Path) -> list[dict[str, Any]]:
    """Read a list of objects; what is none is an error with its place."""
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise UsageError(f"cannot read {file}: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{file}: byte {fault.start + 1}: not UTF-8") from fault
    except json.JSONDecodeError as fault:
        raise UsageError(f"{file}:{fault.lineno}:{fault.colno}: not JSON: {fault.msg}") from fault
    if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
        raise UsageError(f"{file}: not a list of objects")
    return content
