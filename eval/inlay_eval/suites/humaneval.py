"""HumanEval and its relatives in their own formats and languages: a prompt, a body to write, a test that calls it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from inlay_eval.judging import PYTHON, CodeTask
from inlay_eval.judging.task import Explained
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = [
    "asked_of",
    "load",
    "load_pack",
    "load_pack_explain",
    "load_pack_fix",
    "load_pack_fix_java",
    "load_pack_fix_javascript",
    "load_pack_java",
    "load_pack_javascript",
    "load_x",
    "load_x_java",
    "load_x_javascript",
]

_FILES = ("human-eval/HumanEval.jsonl.gz", "HumanEval.jsonl")
_FILES_X = ("humaneval-x/humaneval_{short}.jsonl.gz", "humaneval_{short}.jsonl")
_FILES_PACK = ("humanevalpack/humanevalpack_{short}.jsonl", "humanevalpack_{short}.jsonl.gz")
_WHOLE = 164
_SHORT = {PYTHON: "python", "java": "java", "javascript": "js"}
# What a test is after, by language; helpers that a prompt defines as well are the prompt's own.
_DECLARED = {
    "bash": re.compile(r"^(\w+)\s*\(\)\s*\{", re.MULTILINE),
    "java": re.compile(r"(\w+)\s*\([^()]*\)\s*(?:throws\s+[\w.,\s]+)?\{"),
    "javascript": re.compile(r"^(?:const|let|var|function)\s+(\w+)", re.MULTILINE),
    "typescript": re.compile(r"^(?:const|let|var|function)\s+(\w+)", re.MULTILINE),
}
_WRONG_GOLD: Mapping[str, str] = {
    "JavaScript/112": "as published it returns a truth value where its test asks for a list",
    "JavaScript/155": "as published it counts no digit in 0 where its test asks for one",
}


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


def _load_x(language: str, data: Path | None) -> CodeSuite:
    """Read the tasks of HumanEval-X in one language."""
    name = "humaneval-x" if language == PYTHON else f"humaneval-x-{language}"
    path = find_data(data, _named(_FILES_X, language))
    return read_suite(name, path, _RecordX, lambda record: _task_x(record, language), _WHOLE)


load_x = partial(_load_x, PYTHON)
load_x_java = partial(_load_x, "java")
load_x_javascript = partial(_load_x, "javascript")


def _load_pack(language: str, data: Path | None, *, repair: bool = False) -> CodeSuite:
    """Read the tasks of HumanEvalPack in one language; a sample is the body below the declaration.

    It is written as told in words, or to `repair` (HumanEvalFix) a body that is told with its defect and the tests.
    """
    name = "humanevalpack" + ("-fix" if repair else "") + ("" if language == PYTHON else f"-{language}")
    path = find_data(data, _named(_FILES_PACK, language))
    task_of = _task_of_repair if repair else _task_of_pack
    return read_suite(name, path, _RecordOfPack, lambda record: task_of(record, language), _WHOLE)


load_pack = partial(_load_pack, PYTHON)
load_pack_java = partial(_load_pack, "java")
load_pack_javascript = partial(_load_pack, "javascript")
load_pack_fix = partial(_load_pack, PYTHON, repair=True)
load_pack_fix_java = partial(_load_pack, "java", repair=True)
load_pack_fix_javascript = partial(_load_pack, "javascript", repair=True)


def load_pack_explain(data: Path | None) -> CodeSuite:
    """Read the same tasks for explanation (HumanEvalExplain): a model describes the program, then writes it again."""
    path = find_data(data, _named(_FILES_PACK, PYTHON))
    return read_suite("humanevalpack-explain", path, _RecordOfPack, _task_of_explanation, _WHOLE)


def _named(files: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(name.format(short=_SHORT[language]) for name in files)


def _task(record: _Record) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.prompt,
        gold=record.canonical_solution,
        test=f"{record.test}\ncheck({record.entry_point})\n",
        remote=(record.entry_point,),
    )


def _task_x(record: _RecordX, language: str) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.prompt,
        gold=record.canonical_solution,
        test=record.test,
        remote=asked_of(record.prompt, language),
        language=language,
        blind=_WRONG_GOLD.get(record.task_id, ""),
    )


def asked_of(head: str, language: str) -> tuple[str, ...]:
    """Give the function that a head ends with; in Python all functions are asked for, as ever."""
    return () if language == PYTHON else tuple(_DECLARED[language].findall(head)[-1:])


def _task_of_pack(record: _RecordOfPack, language: str = PYTHON) -> CodeTask:
    return CodeTask(
        id=record.task_id,
        head=record.declaration,
        gold=record.canonical_solution,
        test=record.test,
        remote=asked_of(record.declaration, language) or (record.entry_point,),
        wrong=record.buggy_solution,
        prompt=record.instruction,
        language=language,
    )


def _task_of_explanation(record: _RecordOfPack) -> CodeTask:
    """A description may be as long as the docstring, so that it cannot hold the program itself."""
    program = record.declaration + record.canonical_solution
    return replace(_task_of_pack(record), prompt="", explained=Explained(program=program, most=len(record.docstring)))


def _task_of_repair(record: _RecordOfPack, language: str) -> CodeTask:
    broken = f"```{language}\n{record.declaration}{record.buggy_solution}```"
    told = f"Fix the defect in `{record.entry_point}`.\n\n{broken}\n\nIt must pass:\n\n```{language}{record.test}```"
    return replace(_task_of_pack(record, language), prompt=told)
