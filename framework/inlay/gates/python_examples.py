"""Runs the body of a Python function on cases and compares what comes out, on this side of the wall."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from inlay.cases import Case, Thing, Value as Given
from inlay.contract import Contract
from inlay.gates.failure import Failure
from inlay.gates.spelling import said
from inlay.languages.python import signature
from inlay.languages.scope import imports_in_scope
from inlay.sandbox import Box, CaseOutcome, EntityValue, Opaque, PythonCase, PythonJob, Value, same_value

__all__ = ["ending_of", "in_box", "judge_python", "python_job"]
_LINES_BEFORE_BODY = 5


def judge_python(box: Box, contract: Contract, cases: Sequence[Case], body: str) -> Failure | None:
    """Give how a body fails, or None when it passes every case twice."""
    job = python_job(contract, cases, body)
    twice = replace(job, cases=(*job.cases, *reversed(job.cases)))
    order = [*range(len(cases)), *reversed(range(len(cases)))]
    for place, call, outcome in zip(order, twice.cases, box.run_python(twice), strict=True):
        if reason := _reason(in_box(cases[place].expected), call, outcome):
            gave = f"gave {said(outcome.value)}" if outcome.ending == "returned" else ending_of(outcome)
            return Failure(place, reason, gave)
    return None


def python_job(contract: Contract, cases: Sequence[Case], body: str) -> PythonJob:
    """Give the job that calls a body once for each case."""
    return PythonJob(
        source=f"{_head(contract)}{signature(contract)}\n{textwrap.indent(body.strip(chr(10)), '    ')}\n",
        function=contract.name,
        entities=tuple(entity.name for entity in contract.entities),
        cases=tuple(PythonCase(arguments=_arguments(case)) for case in cases),
    )


def _head(contract: Contract) -> str:
    imports = "; ".join(imports_in_scope(contract.kind).splitlines())
    return f"from __future__ import annotations\n{imports}\n\n\n"


def in_box(value: Given) -> Value:
    """Give a value of a case as it goes into a box."""
    match value:
        case Thing(entity, fields):
            return EntityValue(entity, {name: in_box(inner) for name, inner in fields.items()})
        case dict():
            return {key: in_box(inner) for key, inner in value.items()}
        case list() | tuple():
            return [in_box(inner) for inner in value]
        case str() | int() | None:
            return value
    return value  # type: ignore[return-value]  # what is left is a number, a day or a moment


def _arguments(case: Case) -> dict[str, Value]:
    return {name: in_box(value) for name, value in case.arguments.items()}


def _reason(expected: Value, call: PythonCase, outcome: CaseOutcome) -> str:
    if outcome.ending != "returned":
        return ending_of(outcome)
    if not same_value(outcome.value, expected):
        return f"the result is {said(outcome.value)}, expected is {said(expected)}{_advice(outcome.value)}"
    for name, before in call.arguments.items():
        if not same_value(outcome.arguments.get(name), before):
            return f"the body changes its argument `{name}`"
    return ""


def _advice(value: Value) -> str:
    return "; only plain values leave a body, as in dict(…) or list(…)" if isinstance(value, Opaque) else ""


def ending_of(outcome: CaseOutcome) -> str:
    """Say how a call ended that gave no result."""
    at = f"line {outcome.line - _LINES_BEFORE_BODY}: " if outcome.line else ""
    match outcome.ending:
        case "raised" | "unloaded":
            return f"{at}it fails with {outcome.error}"
        case "timeout":
            return "it does not come to an end in time"
        case "killed":
            return "it ends its process or uses up its memory"
        case "oversized":
            return "its result is too large"
    return "what came out is no answer"
