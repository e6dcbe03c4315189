"""When a project's own checks speak of a slot: its body goes back to a stub, and the rest of the service stands."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from inlay.build.assembling import tests_of
from inlay.build.checking import require_passed
from inlay.build.report import CheckReport
from inlay.fill import SlotResult
from inlay.plan import Plan

__all__ = ["Tried", "settled"]

_LONGEST = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """A project as it was staged, and what its own checks said of it; no check where there is nothing to run.

    `yours` are the files in it that people wrote in.
    """

    results: Mapping[str, SlotResult]
    contents: dict[str, str]
    checks: tuple[CheckReport, ...]
    yours: frozenset[str] = frozenset()


Staged = TypeVar("Staged", bound=Tried)


def settled(
    plan: Plan,
    results: Mapping[str, SlotResult],
    attempt: Callable[[Mapping[str, SlotResult]], Staged],
    spared: Callable[[Staged], Collection[str]] = lambda _: (),
) -> Staged:
    """Try the results, and once more with a stub for each body that the project's own checks refuse; it must pass."""
    tried = attempt(results)
    if refused := _refused_by(plan, results, tried.checks, spared(tried)):
        tried = attempt({**results, **refused})
    require_passed(tried.checks, tried.yours)
    return tried


def _refused_by(
    plan: Plan, results: Mapping[str, SlotResult], checks: Sequence[CheckReport], spared: Collection[str]
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
