"""When a project's own checks speak of a slot: its body goes back to a stub, and the rest of the service stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from inlay.build.assembling import tests_of
from inlay.build.report import CheckReport
from inlay.fill import SlotResult
from inlay.plan import Plan

__all__ = ["refused_by"]

_LONGEST = 300


def refused_by(
    plan: Plan, results: Mapping[str, SlotResult], checks: Sequence[CheckReport], spared: Collection[str] = ()
) -> dict[str, SlotResult]:
    """Give the filled slots that failed checks speak of, as stubs with the reason, but for the spared ones.

    Where they speak of every slot the fault is in none of them, and nothing is given.
    """
    failed = [check for check in checks if not check.passed and not check.timed_out]
    filled = [slot for slot in plan.slots if slot.id in results and results[slot.id].fill]
    said = {slot.id: _said_of([slot.file, tests_of(plan, slot)], failed) for slot in filled}
    if all(said.values()):
        return {}
    return {
        name: replace(results[name], state="stub", fill=None, reason=reason)
        for name, reason in said.items()
        if reason and name not in spared
    }


def _said_of(paths: Sequence[str | None], failed: Sequence[CheckReport]) -> str:
    """Give the last line in which a failed check names one of these files."""
    for check in failed:
        for line in reversed(check.output.splitlines()):
            if any(path and path in line for path in paths):
                return f"the project's own check `{check.name}` refused it: {line.strip()[:_LONGEST]}"
    return ""
