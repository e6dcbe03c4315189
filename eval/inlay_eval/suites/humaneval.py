"""HumanEval and its relatives in their own formats: a prompt, a body to write, a test that calls `check`."""

from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.judging.task import Explained
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["load", "load_pack", "load_pack_explain", "load_pack_fix", "load_x"]

_FILES = ("human-eval/HumanEval.jsonl.gz", "HumanEval.jsonl")
_FILES_X = ("humaneval-x/humaneval_python.jsonl.gz", "humaneval_python.jsonl")
_FILES_PACK = ("humanevalpack/humanevalpack_python.jsonl", "humanevalpack_python.jsonl.gz")
_WHOLE = 164


class _Record(BaseModel):
    task_id: str
    prompt: str
    entry_point: str
    canonical_solution: str
    test: str


class _RecordX(BaseModel):
    """HumanEval-X names no entry point: its tests call `check` themselves."""

    task_id: str
    prompt: str
    canonical_solution: str
    test: str


class _RecordOfPack(_RecordX):
    declaration: str
    entry_point: str
    buggy_solution: str
    instruction: str = ""
    docstring: str = ""


def load(data: Path | None) -> CodeSuite:
    """Read the tasks of HumanEval."""
    return read_suite("humaneval", find_data(data, _FILES), _Record, _task, _WHOLE)


def load_x(data: Path | None) -> CodeSuite:
    """Read the Python tasks of HumanEval-X."""
    return read_suite("humaneval-x", find_data(data, _FILES_X), _RecordX, _task_x, _WHOLE)


def load_pack(data: Path | None) -> CodeSuite:
    """Read the Python tasks of HumanEvalPack; a sample is the body below the declaration, written as told in words."""
    return read_suite("humanevalpack", find_data(data, _FILES_PACK), _RecordOfPack, _task_of_pack, _WHOLE)


def load_pack_fix(data: Path | None) -> CodeSuite:
    """Read the same tasks for repair (HumanEvalFix): what is told is the body with a defect, and the tests."""
    return read_suite("humanevalpack-fix", find_data(data, _FILES_PACK), _RecordOfPack, _task_of_repair, _WHOLE)


def load_pack_explain(data: Path | None) -> CodeSuite:
    """Read the same tasks for explanation (HumanEvalExplain): a model describes the program, then writes it again."""
    path = find_data(data, _FILES_PACK)
    return read_suite("humanevalpack-explain", path, _RecordOfPack, _task_of_explanation, _WHOLE)


def _task(record: _Record) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.prompt,
        gold=record.canonical_solution,
        test=f"{record.test}\ncheck({record.entry_point})\n",
        remote=(record.entry_point,),
    )


def _task_x(record: _RecordX) -> CodeTask:
    return CodeTask(id=record.task_id, head=record.prompt, gold=record.canonical_solution, test=record.test)


def _task_of_pack(record: _RecordOfPack) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.declaration,
        gold=record.canonical_solution,
        test=record.test,
        remote=(record.entry_point,),
        wrong=record.buggy_solution,
        prompt=record.instruction,
    )


def _task_of_explanation(record: _RecordOfPack) -> CodeTask:
    """A description may be as long as the docstring, so that it cannot hold the program itself."""
    program = record.declaration + record.canonical_solution
    return replace(_task_of_pack(record), prompt="", explained=Explained(program=program, most=len(record.docstring)))


def _task_of_repair(record: _RecordOfPack) -> CodeTask:
    broken = f"```python\n{record.declaration}{record.buggy_solution}```"
    told = f"Fix the defect in `{record.entry_point}`.\n\n{broken}\n\nIt must pass:\n\n```python{record.test}```"
    return replace(_task_of_pack(record), prompt=told)
