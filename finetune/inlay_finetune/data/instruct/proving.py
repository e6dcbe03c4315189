"""Which of several solutions does what the checks of its task say: they run in the sandbox and are compared outside."""

from collections.abc import Sequence

from inlay.sandbox import Box, CaseOutcome, PythonCase, PythonJob, Value, same_value
from inlay_finetune.data.instruct.tasks import Check, Task

__all__ = ["first_right", "tell_nothing"]

_CALL = "\n\ndef call_with(arguments):\n    return {entry}(*arguments)\n"
_NOTHING: tuple[Value, ...] = (None, True, False, 0, 1, "", [])


def first_right(box: Box, task: Task, checks: Sequence[Check], solutions: Sequence[str]) -> str | None:
    """Give the first solution that passes every check."""
    return next((each for each in dict.fromkeys(solutions) if _passes(box, task, checks, each)), None)


def tell_nothing(checks: Sequence[Check]) -> bool:
    """Say whether a function that always gives the same plain value would pass, or one that gives its argument back."""
    constant = any(all(same_value(check.expected, value) for check in checks) for value in _NOTHING)
    echo = all(len(check.arguments) == 1 and same_value(check.expected, check.arguments[0]) for check in checks)
    return constant or echo


def _passes(box: Box, task: Task, checks: Sequence[Check], solution: str) -> bool:
    cases = tuple(PythonCase(arguments={"arguments": list(check.arguments)}) for check in checks)
    job = PythonJob(source=solution + _CALL.format(entry=task.entry), function="call_with", cases=cases)
    outcomes = box.run_python(job)
    return len(outcomes) == len(checks) and all(map(_right, outcomes, checks))


def _right(outcome: CaseOutcome, check: Check) -> bool:
    return outcome.ending == "returned" and same_value(outcome.value, check.expected)
