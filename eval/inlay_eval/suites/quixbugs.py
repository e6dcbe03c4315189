"""QuixBugs: forty programs with one defect each, and assertions over the repaired ones."""

from pathlib import Path

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["load"]

_FILES = ("humanevalpack/quixbugs_python.jsonl",)
_WHOLE = 40


class _Record(BaseModel):
    name: str
    buggy_program: str
    solution: str
    tests: str


def load(data: Path | None) -> CodeSuite:
    """Read the tasks of QuixBugs; a sample is the whole repaired program."""
    return read_suite("quixbugs", find_data(data, _FILES), _Record, _task, _WHOLE, seconds=10.0)


def _task(record: _Record) -> CodeTask:
    return CodeTask(
        id=record.name,
        head="",
        gold=record.solution,
        test=record.tests + "\n",
        wrong=record.buggy_program,
        prompt=f"This program has one defect. Write it without.\n\n```python\n{record.buggy_program}```",
    )
