"""MultiPL-E (Cassano et al. 2023): tasks of HumanEval and MBPP in many languages, without right completions."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.humaneval import asked_of
from inlay_eval.suites.records import find_data

__all__ = ["load_bash", "load_java", "load_javascript", "load_typescript"]

_FILES = ("multipl-e/humaneval-{short}.jsonl", "multipl-e/humaneval-{short}.jsonl.gz", "multipl-e/mbpp-{short}.jsonl")
_BLIND = "the data holds none, so a task of inlay's own stands in"
_CLOSING = re.compile(r"\A\s*\}\n")  # tests begin with the brace at which a completion was cut

_DECLARED_BY_TESTS = """
declare var require: any;
const assert = require('node:assert');

function test() {{
  let candidate = {name};
}}
"""


class _Record(BaseModel):
    name: str
    language: str
    prompt: str
    tests: str
    stop_tokens: tuple[str, ...] = ()


class _Bash(_Record):
    language: Literal["sh"]


class _Java(_Record):
    language: Literal["java"]


class _JavaScript(_Record):
    language: Literal["js"]


class _TypeScript(_Record):
    language: Literal["ts"]


def _load(
    language: str, short: str, kind: type[_Record], task_of: Callable[[_Record], CodeTask], data: Path | None
) -> CodeSuite:
    path = find_data(data, tuple(name.format(short=short) for name in _FILES))
    return read_suite(f"multipl-e-{language}", path, kind, task_of, 0)


def _bash(record: _Record) -> CodeTask:
    return _task(record, "bash", gold="    :", tail="\n}\n", test=_CLOSING.sub("", record.tests))


def _java(record: _Record) -> CodeTask:
    """The tests are the rest of the candidate's class; here they are a class of their own that is derived from it."""
    owner = re.search(r"\bclass\s+(\w+)", record.prompt)
    test = f"public class Main extends {owner[1] if owner else 'Problem'} {{\n{_CLOSING.sub('', record.tests)}"
    return _task(record, "java", gold="        throw new RuntimeException();", tail="\n    }\n}\n", test=test)


def _javascript(record: _Record) -> CodeTask:
    return _task(record, "javascript", gold="}", tail="", test=record.tests)


def _typescript(record: _Record) -> CodeTask:
    """Below a candidate stands what a test declares, without what it asks: the two may not declare the same."""
    asked = asked_of(record.prompt, "typescript")
    tail = _DECLARED_BY_TESTS.format(name=asked[-1] if asked else "undefined")
    return _task(record, "typescript", gold="  return undefined as any;\n}", tail=tail, test=record.tests)


def _task(record: _Record, language: str, *, gold: str, tail: str, test: str) -> CodeTask:
    return CodeTask(
        id=record.name,
        head=record.prompt,
        gold=gold,
        tail=tail,
        test=test,
        remote=asked_of(record.prompt, language),
        language=language,
        blind=_BLIND,
        stops=record.stop_tokens,
    )


load_bash = partial(_load, "bash", "sh", _Bash, _bash)
load_java = partial(_load, "java", "java", _Java, _java)
load_javascript = partial(_load, "javascript", "js", _JavaScript, _javascript)
load_typescript = partial(_load, "typescript", "ts", _TypeScript, _typescript)
