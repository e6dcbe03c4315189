"""Filling one slot of a spec for a look at it."""

from pathlib import Path

from inlay.build.filling import open_ladder, settings_of
from inlay.build.options import Options
from inlay.errors import UsageError
from inlay.fill import SlotResult, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.plan import plan_of

__all__ = ["fill_one"]


def fill_one(spec_path: Path, slot_id: str, options: Options) -> SlotResult:
    """Fill a slot, whatever was accepted for it before; raise `UsageError` when the spec has no such slot."""
    plan = plan_of(spec_path)
    slot = plan.slot(slot_id)
    if slot is None:
        known = ", ".join(slot.id for slot in plan.slots)
        raise UsageError(f"{spec_path} has no slot {slot_id!r}", hint=f"its slots are: {known}")
    with open_ladder(options.ladder) as ladder, Journal() as journal:
        gates = gates_for(slot.kind, walls=options.walls)
        return fill_slot(slot, ladder, gates, settings_of(options, plan.spec.name), journal)
