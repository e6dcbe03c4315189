"""Finds the gates of a slot kind: the built-in ones come through the same door as those of strangers."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from inlay.catalog import SlotKind, load_slot_kind
from inlay.errors import CatalogInvalid, Fault, UsageError
from inlay.gates.base import Gate
from inlay.sandbox import TierName

__all__ = ["GATES", "gates_for", "missing_gates"]

GATES = "inlay.gates"
"""The group of entry points; each names a callable that takes a `SlotKind` and the walls and gives a gate."""


def gates_for(slot_kind: str, *, walls: TierName = "bubblewrap") -> list[Gate]:
    """Give the gates of a slot kind, in the order in which they run; `walls` confine what they run."""
    kind = load_slot_kind(slot_kind)
    missing = missing_gates(kind)
    if missing:
        raise CatalogInvalid(missing, hint="install inlay again")
    known = _claimed()
    return [_made(known[name], kind, walls) for name in kind.gates]


def missing_gates(kind: SlotKind) -> tuple[Fault, ...]:
    """Give the fault that a slot kind names gates which nobody brings; none when all are there."""
    known = _claimed()
    missing = [name for name in kind.gates if name not in known]
    if not missing:
        return ()
    message = f"no gate is called {', '.join(missing)}; known are {', '.join(sorted(known)) or 'none'}"
    return (Fault(file=str(kind.folder / "slot.yaml"), line=1, column=1, message=message),)


@cache
def _claimed() -> dict[str, EntryPoint]:
    found = list({(point.name, point.value): point for point in entry_points(group=GATES)}.values())
    twice = sorted(name for name, count in Counter(point.name for point in found).items() if count > 1)
    if twice:
        claims = ", ".join(f"{point.name} by {point.value}" for point in found if point.name in twice)
        raise UsageError(f"two gates claim one name: {claims}", hint="uninstall one of the packages")
    return {point.name: point for point in found}


def _made(point: EntryPoint, kind: SlotKind, walls: TierName) -> Gate:
    try:
        build = cast("Callable[[SlotKind, TierName], Gate]", point.load())
    except (ImportError, AttributeError) as error:
        raise UsageError(f"the gate `{point.name}` ({point.value}) does not load: {error}") from error
    return build(kind, walls)
