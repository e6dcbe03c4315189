"""APPS in its own format: programs that read text and print text, or a function or method that is called."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, field_validator

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["load"]

_FILES = ("apps/test.jsonl", "test.jsonl.gz")
_WHOLE = 5000
_SECONDS = 14.0  # four for a test and ten for them all, as the official script has it
_ANSWER = """
answer = Solution().{name} if "Solution" in globals() else {name}
"""
_CALLS = """
import json

test_inputs, test_outputs = json.loads({inputs!r}), json.loads({outputs!r})


def plain(value):
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


for test_number, (test_given, test_right) in enumerate(zip(test_inputs, test_outputs)):
    test_found = plain(answer(*test_given))
    test_wrapped = isinstance(test_right, list) and test_right and test_found == test_right[0]
    assert test_found == test_right or test_wrapped, f"input {{test_number}}"
"""
_RUNS = """
import json

test_inputs, test_outputs = json.loads({inputs!r}), json.loads({outputs!r})


def words(text):
    lines = [line.split() for line in text.strip().splitlines()]
    return [line for line in lines if line]


def near(one, other):
    try:
        found, expected = float(one), float(other)
    except ValueError:
        return False
    return abs(found - expected) <= 1e-08 + 1e-05 * abs(expected)


def same(found, expected):
    if len(found) != len(expected) or [len(line) for line in found] != [len(line) for line in expected]:
        return False
    pairs = [pair for lines in zip(found, expected) for pair in zip(*lines)]
    return all(one == other or near(one, other) for one, other in pairs)


for test_number, (test_given, test_right) in enumerate(zip(test_inputs, test_outputs)):
    assert same(words(run_program(test_given)), words(test_right)), f"input {{test_number}}"
"""


class _Cases(BaseModel):
    inputs: list[Any] = Field(min_length=1)
    outputs: list[Any]
    fn_name: str | None = None


class _Record(BaseModel):
    id: int | str = Field(validation_alias="problem_id")
    question: str
    starter_code: str = ""
    solutions: list[str] = Field(min_length=1)
    input_output: _Cases

    @field_validator("solutions", "input_output", mode="before")
    @classmethod
    def _spelled(cls, value: Any) -> Any:
        """Both are published as JSON inside JSON."""
        return json.loads(value) if isinstance(value, str) else value

    @field_validator("input_output")
    @classmethod
    def _paired(cls, value: _Cases) -> _Cases:
        if len(value.inputs) != len(value.outputs):
            raise ValueError(f"{len(value.inputs)} inputs for {len(value.outputs)} outputs")
        return value


def load(data: Path | None) -> CodeSuite:
    """Read the problems of APPS; a sample is a whole program, and the first published solution is gold."""
    return read_suite("apps", find_data(data, _FILES), _Record, _task, _WHOLE, seconds=_SECONDS)


def _task(record: _Record) -> CodeTask:
    cases, gold = record.input_output, record.solutions[0]
    start = f"\n\nBegin with:\n\n```python\n{record.starter_code}```" if record.starter_code.strip() else ""
    asked = record.question + start
    if cases.fn_name is None:
        test = _RUNS.format(inputs=_spelled_texts(cases.inputs), outputs=_spelled_texts(cases.outputs))
        return CodeTask(
            id=str(record.id), head="", gold=gold, test=test, remote=("run_program",), runs=True, prompt=asked
        )
    test = _CALLS.format(inputs=json.dumps(cases.inputs), outputs=json.dumps(cases.outputs))
    tail = _ANSWER.format(name=cases.fn_name)
    return CodeTask(id=str(record.id), head="", gold=gold, tail=tail, test=test, remote=("answer",), prompt=asked)


def _spelled_texts(texts: list[Any]) -> str:
    """A text may be published as the list of its lines."""
    return json.dumps(["\n".join(map(str, text)) if isinstance(text, list) else str(text) for text in texts])
