"""HumanEval-X as translation: a model is told the program in another language, and what it writes is Python."""

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import Reader, digest_of, find_data, invalid

__all__ = ["load_from_java", "load_from_javascript"]

_PYTHON = ("humaneval-x/humaneval_python.jsonl.gz", "humaneval_python.jsonl")
_WHOLE = 164
_STRAY = '    "\n'  # of four quotes that begin a docstring, Python/142 as published has kept one
_TOLD = "Translate this {language} to Python.\n\n```{tag}\n{source}```"


class _Source(BaseModel):
    task_id: str
    declaration: str
    canonical_solution: str

    @property
    def number(self) -> str:
        """What the same task has in every language."""
        return self.task_id.rpartition("/")[2]


class _Record(_Source):
    test: str


def _load(language: str, short: str, data: Path | None) -> CodeSuite:
    """Read the Python tasks and, beside them, the programs in the other language."""
    target = find_data(data, _PYTHON, [name.rpartition("/")[2].replace("python", short) for name in _PYTHON])
    source = target.with_name(target.name.replace("python", short))
    programs = _programs(source)
    name = f"humaneval-x-from-{language.lower()}"
    suite = read_suite(name, target, _Record, lambda record: _task(record, language, programs), _WHOLE)
    bare = [task.id for task in suite.tasks if not task.prompt]
    if bare:
        raise invalid(source, f"holds no program for {bare[0]}", hint="fetch it again")
    both = hashlib.sha256(f"{suite.digest} {digest_of(source)}".encode()).hexdigest()
    return replace(suite, digest=both)


load_from_java = partial(_load, "Java", "java")
load_from_javascript = partial(_load, "JavaScript", "js")


def _programs(path: Path) -> dict[str, str]:
    reader = Reader(path, _Source)
    found = {record.number: record.declaration + record.canonical_solution for _, record in reader}
    reader.finish(hint="HumanEval-X has a file for each language: humaneval_python, humaneval_js, humaneval_java")
    return found


def _task(record: _Record, language: str, programs: dict[str, str]) -> CodeTask:
    source = programs.get(record.number)
    return CodeTask(
        id=record.task_id,
        head=record.declaration.removesuffix(_STRAY),
        gold=record.canonical_solution,
        test=record.test,
        prompt=_TOLD.format(language=language, tag=language.lower(), source=source) if source else "",
    )
