"""HumanEval+ in EvalPlus's format: many inputs a task, and what the reference makes of them is what is right."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["Differential", "load", "test_of"]

_FILES = ("humaneval-plus/HumanEvalPlus.jsonl.gz", "HumanEvalPlus.jsonl")
_WHOLE = 164
_SECONDS = 20.0  # hundreds of inputs, some of them large
_TEST = """
import copy
import math

inf, nan = math.inf, math.nan
test_names = {{}}
exec({reference!r}, test_names)
test_right = test_names[{entry!r}]
test_inputs = {inputs!r}
test_tolerance = {tolerance!r}


def floats(value):
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(item, float) for item in value)
    return isinstance(value, float)


def close(found, expected, limit):
    if isinstance(expected, (list, tuple)):
        pairs = zip(found, expected)
        return len(found) == len(expected) and all(close(one, other, limit) for one, other in pairs)
    return found == expected or abs(found - expected) <= limit + 1e-07 * abs(expected)


def same(found, expected):
    limit = test_tolerance or (1e-06 if floats(expected) else 0)
    return found == expected or (limit and type(found) is type(expected) and close(found, expected, limit))


def is_zero(numbers, found):
    value = sum(number * math.pow(found, power) for power, number in enumerate(numbers))
    return abs(value) <= (test_tolerance or 1e-06)


for test_number, test_given in enumerate(test_inputs):
    test_found = {entry}(*copy.deepcopy(test_given))
    test_expected = test_right(*copy.deepcopy(test_given))
    assert {rule}, f"input {{test_number}}"
"""
_SAME = "same(test_found, test_expected)"
_ROOT = "is_zero(*test_given, test_found)"  # any root of a polynomial is one


class Differential(BaseModel):
    """A task of EvalPlus: what the reference gives on these inputs is what is right."""

    task_id: str
    prompt: str
    entry_point: str
    canonical_solution: str
    base_input: list[list[Any]]
    plus_input: list[list[Any]] = []
    atol: float = 0.0

    @property
    def inputs(self) -> list[list[Any]]:
        """The base inputs and those that were added."""
        return [*self.base_input, *self.plus_input]


def load(data: Path | None) -> CodeSuite:
    """Read the tasks of HumanEval+; a sample passes when it passes the base inputs and those that were added."""
    return read_suite("humaneval-plus", find_data(data, _FILES), Differential, _task, _WHOLE, seconds=_SECONDS)


def _task(record: Differential) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.prompt,
        gold=record.canonical_solution,
        test=test_of(
            record,
            record.prompt + record.canonical_solution,
            record.inputs,
            rule=_ROOT if record.entry_point == "find_zero" else _SAME,
        ),
        remote=(record.entry_point,),
    )


def test_of(record: Differential, reference: str, inputs: Sequence[Sequence[Any]], *, rule: str = _SAME) -> str:
    """Give the test that holds a program against a reference, by a rule over what both give on an input."""
    return _TEST.format(
        reference=reference, entry=record.entry_point, inputs=list(inputs), tolerance=record.atol, rule=rule
    )
