"""Slotbench as a suite like the others: slots filled by a model, judged by hidden cases, reported the same way."""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from inlay.errors import UsageError
from inlay_eval.metrics import mean_with_interval
from inlay_eval.report import CaseLine, Report, Score
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.slotbench import Outcome, bench, slots_with_hidden_cases, specs_in
from inlay_eval.watching import Watcher

__all__ = ["report_of", "run_slots"]

STUB, ACCEPTED, RIGHT, WRONG = "stub", "accepted, no hidden case", "accepted and right", "accepted and wrong"
_EMPTY = {"python-function": "return None", "sql-query": "SELECT NULL WHERE 0"}


def run_slots(paths: Sequence[Path], model: str, watcher: Watcher) -> Report:
    """Fill every slot of every spec with a model."""
    from inlay.backends import open_backend
    from inlay.fill import FillSettings

    specs = specs_in(paths)
    slots = [pair for path in specs for pair in slots_with_hidden_cases(path)]
    if not slots:
        raise UsageError("there is no slot in these specs", hint="give specs, or folders that hold them, with --specs")
    check = _self_check(specs)
    start = time.perf_counter()
    watcher.stage("Filling slots", len(slots))
    backend = open_backend(model)
    outcomes = []
    try:
        for outcome in bench(specs, backend, FillSettings()):
            outcomes.append(outcome)
            watcher.step()
    finally:
        backend.close()
    return report_of(outcomes, f"{len(specs)} specs", f"model {model}", check, time.perf_counter() - start)


def _self_check(specs: Sequence[Path]) -> tuple[str, ...]:
    """No hidden case may be passed by an empty body: a bench that asks nothing is no bench."""
    from inlay.slot import Slot
    from inlay_eval.slotbench import passes

    judged: list[tuple[Slot, Slot]] = [
        (slot, hidden) for path in specs for slot, hidden in slots_with_hidden_cases(path) if hidden is not None
    ]
    empty = [slot.id for slot, hidden in judged if slot.kind in _EMPTY and passes(hidden, _EMPTY[slot.kind])]
    line = f"nothing  {len(empty)} of {len(judged)} slots with hidden cases pass (none may)"
    if empty:
        raise SelfCheckFailed(f"the self-check fails, so nothing is reported\n{line}: {', '.join(empty[:8])}")
    return (line,)


def report_of(
    outcomes: Sequence[Outcome], data: str, environment: str, check: tuple[str, ...], seconds: float
) -> Report:
    """Count outcomes."""
    cases = tuple(map(_case, outcomes))
    return Report(
        suite="slotbench",
        data=data,
        environment=environment,
        tasks=len(outcomes),
        missing=(),
        verdicts=dict(Counter(case.verdict for case in cases)),
        scores=tuple(_scores(outcomes)),
        self_check=check,
        notes=(),
        seconds=seconds,
        resumed=0,
        cases=cases,
    )


def _case(outcome: Outcome) -> CaseLine:
    verdict = {True: RIGHT, False: WRONG, None: ACCEPTED if outcome.accepted else STUB}[outcome.right]
    return CaseLine(
        case=f"{outcome.spec}.{outcome.slot}",
        line=1,
        verdict=verdict,
        reason=outcome.reason,
        passed=None if verdict == ACCEPTED else verdict == RIGHT,
    )


def _scores(outcomes: Sequence[Outcome]) -> list[Score]:
    judged = [outcome for outcome in outcomes if outcome.right is not None]
    groups = {
        ("accept", "slots"): [float(outcome.accepted) for outcome in outcomes],
        ("precision", "accepted slots with hidden cases"): [float(bool(outcome.right)) for outcome in judged],
        ("accepted and right", "slots"): [float(bool(outcome.right)) for outcome in outcomes],
        ("pass@1 of the greedy candidate, before gates", "slots"): [float(found.greedy_right) for found in outcomes],
    }
    for kind in sorted({outcome.kind for outcome in outcomes}):
        groups[f"accept, {kind}", "slots"] = [float(found.accepted) for found in outcomes if found.kind == kind]
        right = [float(bool(found.right)) for found in judged if found.kind == kind]
        groups[f"precision, {kind}", "accepted slots with hidden cases"] = right
    return [
        Score(name=name, estimate=mean_with_interval(values), unit=unit)
        for (name, unit), values in groups.items()
        if values
    ]
