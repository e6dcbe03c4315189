"""Fills that were accepted before: the same slot, models, prompts and gates are not asked again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import inlay
from inlay.build.caches import read_entry, write_entry
from inlay.fill import Fill
from inlay.gates.base import Gate
from inlay.slot import Slot

__all__ = ["fill_key", "find_fill", "keep_fill"]

KIND = "fills"


def fill_key(slot: Slot, gates: Sequence[Gate], given: dict[str, Any]) -> str:
    """Hash all that a fill depends on; `given` are the models, prompts and parameters of the run."""
    content = asdict(slot)
    for name in ("place", "file"):
        content.pop(name)
    parts = {
        "tool": inlay.__version__,
        "slot": content,
        "gates": [(gate.name, gate.version) for gate in gates],
        "given": given,
    }
    text = json.dumps(parts, sort_keys=True, default=repr, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def find_fill(key: str) -> Fill | None:
    """Give the fill that was kept under a key, or None."""
    kept = read_entry(KIND, key)
    if kept is None:
        return None
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Fill).validate_python(kept)
    except ValidationError:
        return None


def keep_fill(key: str, fill: Fill) -> None:
    """Keep an accepted fill for later runs."""
    write_entry(KIND, key, json.loads(json.dumps(asdict(fill), default=str)))
