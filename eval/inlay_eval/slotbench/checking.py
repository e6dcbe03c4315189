"""What runs before any slot is filled: right bodies pass their hidden cases, empty and spoilt ones fall."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import indent

from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.slotbench.bench import refusals
from inlay_eval.slotbench.cases import Case
from inlay_eval.spoiling import spoilt
from inlay_eval.sql.suite import spoilt_query
from inlay_eval.watching import Watcher

__all__ = ["check_cases"]

_EMPTY = {"python-function": "return None", "sql-query": "SELECT NULL WHERE 0"}
_GOLD, _NOTHING, _SPOILT = "gold", "nothing", "spoilt"
_SAID = {_NOTHING: "an empty body passes its hidden cases", _SPOILT: "its right body passes even when it is spoilt"}
_MOST_NAMED = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class _Checked:
    """What was tried on a slot, and why it falls; an empty reason says that it passes."""

    slot: str
    reasons: dict[str, str]

    def faults(self) -> list[str]:
        falls = self.reasons.get(_GOLD, "")
        gold = [f"{self.slot}: its right body fails its hidden cases: {falls}"] if falls else []
        return gold + [f"{self.slot}: {said}" for probe, said in _SAID.items() if self.reasons.get(probe) == ""]


def check_cases(cases: Sequence[Case], watcher: Watcher) -> tuple[str, ...]:
    """Try right, empty and spoilt bodies on the hidden cases, and give what came of it as lines of text.

    Raises:
        SelfCheckFailed: A right body falls, or one that is empty or spoilt passes; names the slots.
    """
    watcher.stage("Checking hidden cases", len(cases))
    found: list[_Checked] = []
    for case in cases:
        if case.hidden is not None:
            probes = _probes(case)
            reasons = dict(zip(probes, refusals(case.hidden, list(probes.values())), strict=True))
            found.append(_Checked(slot=f"{case.spec}.{case.slot.id}", reasons=reasons))
        watcher.step()
    lines = _lines(found)
    faults = [fault for checked in found for fault in checked.faults()]
    if faults:
        more = [f"and {len(faults) - _MOST_NAMED} more"] if faults[_MOST_NAMED:] else []
        raise SelfCheckFailed(
            "\n".join(["the self-check fails, so nothing is reported", *lines, *faults[:_MOST_NAMED], *more]),
            hint="correct the hidden cases or the references of these slots; no model is at fault",
        )
    return lines


def _lines(found: Sequence[_Checked]) -> tuple[str, ...]:
    tried = {probe: [each.reasons[probe] for each in found if probe in each.reasons] for probe in (_GOLD, *_SAID)}
    passed = {probe: sum(not reason for reason in reasons) for probe, reasons in tried.items()}
    nothing = f"nothing  {passed[_NOTHING]} of {len(tried[_NOTHING])} slots with hidden cases pass (none may)"
    if not tried[_GOLD]:
        return (nothing, "gold     not checked: no right body stands in a <name>.reference.yaml")
    return (
        f"gold     {passed[_GOLD]} of {len(tried[_GOLD])} right bodies pass their hidden cases (all must)",
        nothing,
        f"spoilt   {passed[_SPOILT]} of {len(tried[_SPOILT])} right bodies that were spoilt pass (none may)",
    )


def _probes(case: Case) -> dict[str, str]:
    """Give the bodies of which it is known whether they pass, as far as the kind of slot and its reference tell."""
    kind, reference = case.slot.kind, case.reference
    probes = {_NOTHING: _EMPTY.get(kind, ""), _GOLD: reference, _SPOILT: _spoilt(kind, reference) if reference else ""}
    return {probe: body for probe, body in probes.items() if body}


def _spoilt(kind: str, body: str) -> str:
    """Spoil a right body; nothing comes of one that cannot be read."""
    if kind == "sql-query":
        return spoilt_query(body)
    try:
        program = spoilt(f"def filled():\n{indent(body, '    ')}")
    except (SyntaxError, ValueError):
        return ""
    function = ast.parse(program or "pass").body[0]
    return "\n".join(map(ast.unparse, function.body)) if isinstance(function, ast.FunctionDef) else ""
