"""Filling one slot: candidates, gates, repair, choice."""

from inlay.fill.budget import Budget
from inlay.fill.results import Attempt, Fill, SlotResult
from inlay.fill.settings import FillSettings
from inlay.fill.slot_filling import fill_slot

__all__ = ["Attempt", "Budget", "Fill", "FillSettings", "SlotResult", "fill_slot"]
