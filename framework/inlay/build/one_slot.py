"""Filling one slot of a spec for a look at it."""

from dataclasses import dataclass
from pathlib import Path

from inlay.build.filling import open_ladder, settings_of
from inlay.build.options import Options
from inlay.errors import UsageError
from inlay.fill import SlotResult, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.linking import reading_of
from inlay.plan import plan_of

__all__ = ["Look", "fill_one"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What became of a slot, and how its sentence is `read` (`inlay.linking.reading_of`)."""

    result: SlotResult
    read: str


def fill_one(spec_path: Path, slot_id: str, options: Options) -> Look:
    """Fill a slot, whatever was accepted for it before; raise `UsageError` when the spec has no such slot."""
    plan = plan_of(spec_path)
    slot = plan.slot(slot_id)
    if slot is None:
        known = ", ".join(slot.id for slot in plan.slots)
        raise UsageError(f"{spec_path} has no slot {slot_id!r}", hint=f"its slots are: {known}")
    with open_ladder(options.ladder) as ladder, Journal() as journal:
        gates = gates_for(slot.kind, walls=options.walls)
        result = fill_slot(slot, ladder, gates, settings_of(options, plan.spec.name), journal)
    return Look(result=result, read=reading_of(slot.sentence, slot.contract))
