"""Fills that were accepted before: the same slot, models, prompts and gates are not asked again, and read the same."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import inlay
from inlay.build.caches import read_entry, write_entry
from inlay.fill import SlotResult
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


def find_fill(key: str) -> SlotResult | None:
    """Give the result that was kept under a key, or None."""
    kept = read_entry(KIND, key)
    if kept is None:
        return None
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(SlotResult).validate_python(kept)
    except ValidationError:
        return None


def keep_fill(key: str, result: SlotResult) -> None:
    """Keep an accepted fill for later runs, with the candidates that tell how else its sentence was read.

    What it took is not kept: who finds it spends nothing.
    """
    kept = SlotResult(
        slot=result.slot, state=result.state, fill=result.fill, attempts=(*result.passed, *result.refuted)
    )
    write_entry(KIND, key, json.loads(json.dumps(asdict(kept), default=str)))
