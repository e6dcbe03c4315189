"""Filling one slot: candidates, gates, repair, choice."""

from inlay.fill.budget import Budget
from inlay.fill.results import Ambiguity, Attempt, Fill, Reading, SlotResult
from inlay.fill.settings import FillSettings
from inlay.fill.side_by_side import fill_each
from inlay.fill.slot_filling import fill_slot
from inlay.fill.sureness import Sureness

__all__ = [
    "Ambiguity",
    "Attempt",
    "Budget",
    "Fill",
    "FillSettings",
    "Reading",
    "SlotResult",
    "Sureness",
    "fill_each",
    "fill_slot",
]
