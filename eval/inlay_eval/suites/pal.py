"""Program-aided mathematics (PAL, Gao et al. 2022): a model writes a program, and what the program gives is the answer.

GSM8K gives a worked answer in words, GSM-Hard the same problems with large numbers and a program for each.
"""

import re
from pathlib import Path

from pydantic import BaseModel, Field, field_validator

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["load_gsm8k", "load_gsm_hard"]

_GSM8K = ("pal-math/gsm8k-test.json", "test.jsonl")
_GSM_HARD = ("pal-math/gsm-hard-test.json", "gsmhardv2.jsonl", "gsmhard.jsonl")
_WHOLE = 1319
_ANSWER = re.compile(r"####\s*(?P<number>-?[\d,]*\.?\d+)\s*\Z")
# Relative, since the answers of GSM-Hard reach 10^15; absolute for those about zero.
_TEST = """
import math

test_found = float(solution())
assert math.isclose(test_found, {answer!r}, rel_tol=1e-3, abs_tol=1e-3), "another number"
"""
_PROMPT = """Write a Python function `solution()` without parameters that works out the answer of this problem, step by
step with a name for every quantity, and returns it as a number.

{question}"""


class _Worked(BaseModel):
    """A problem of GSM8K; `answer` ends in four hashes and the number."""

    question: str
    answer: str
    idx: int | None = None

    @field_validator("answer")
    @classmethod
    def _ends_in_a_number(cls, value: str) -> str:
        if not _ANSWER.search(value):
            raise ValueError("does not end in #### and a number")
        return value


class _Programmed(BaseModel):
    """A problem of GSM-Hard."""

    question: str = Field(validation_alias="input")
    code: str
    target: float
    idx: int | None = None


def load_gsm8k(data: Path | None) -> CodeSuite:
    """Read the test problems of GSM8K; a sample is a program that defines `solution`."""
    return _load("gsm8k", data, _GSM8K, _Worked)


def load_gsm_hard(data: Path | None) -> CodeSuite:
    """Read the problems of GSM-Hard; a sample is a program that defines `solution`."""
    return _load("gsm-hard", data, _GSM_HARD, _Programmed)


def _load(name: str, data: Path | None, files: tuple[str, ...], kind: type[_Worked] | type[_Programmed]) -> CodeSuite:
    places = iter(range(10**9))
    return read_suite(name, find_data(data, files), kind, lambda record: _task(record, next(places)), _WHOLE)


def _task(record: _Worked | _Programmed, place: int) -> CodeTask:
    """Neither set names its problems; what names one is its `idx`, else its place in the file."""
    answer = record.target if isinstance(record, _Programmed) else _number(record.answer)
    return CodeTask(
        id=str(place if record.idx is None else record.idx),
        head="",
        gold=record.code if isinstance(record, _Programmed) else _program(answer),
        wrong=_program(answer * 2 + 1),
        test=_TEST.format(answer=answer),
        remote=("solution",),
        prompt=_PROMPT.format(question=record.question),
    )


def _number(answer: str) -> float:
    found = _ANSWER.search(answer)
    assert found is not None
    return float(found["number"].replace(",", ""))


def _program(answer: float) -> str:
    return f"def solution():\n    return {answer!r}\n"
