"""Slotbench: how many slots a model fills, and how many of the accepted fills pass hidden cases that nothing saw."""

from inlay_eval.slotbench.bench import Outcome, bench, passes
from inlay_eval.slotbench.cases import (
    SHIPPED,
    Case,
    cases_in,
    digest_of_specs,
    shipped_specs,
    slots_with_hidden_cases,
    specs_in,
)
from inlay_eval.slotbench.checking import check_cases
from inlay_eval.slotbench.references import references_of
from inlay_eval.slotbench.reporting import report_of
from inlay_eval.slotbench.run import SlotSettings, run_slots

__all__ = [
    "SHIPPED",
    "Case",
    "Outcome",
    "SlotSettings",
    "bench",
    "cases_in",
    "check_cases",
    "digest_of_specs",
    "passes",
    "references_of",
    "report_of",
    "run_slots",
    "shipped_specs",
    "slots_with_hidden_cases",
    "specs_in",
]
