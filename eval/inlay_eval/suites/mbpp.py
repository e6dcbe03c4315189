"""MBPP and its sanitized part: one sentence, and assertions that call what a program defines."""

from itertools import takewhile
from pathlib import Path
from textwrap import dedent, indent

from pydantic import BaseModel

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.records import find_data

__all__ = ["load", "load_sanitized"]

_FILES = ("mbpp/mbpp.jsonl", "mbpp.jsonl.gz")
_FILES_SANITIZED = ("mbpp/mbpp_sanitized_for_code_generation.jsonl",)
_WHOLE = 974
_WHOLE_SANITIZED = 427
_SECONDS = 10.0  # some of the references need several
_CALL = "\nrun_the_test({entry})\n"


class _Record(BaseModel):
    task_id: int | str
    text: str = ""
    code: str
    test_setup_code: str = ""
    test_list: list[str]


class _SanitizedRecord(BaseModel):
    task_id: str
    prompt: str
    entry_point: str
    canonical_solution: str
    test: str


def load(data: Path | None) -> CodeSuite:
    """Read the tasks of MBPP; a sample is a whole program."""
    return read_suite("mbpp", find_data(data, _FILES), _Record, _task, _WHOLE, seconds=_SECONDS)


def load_sanitized(data: Path | None) -> CodeSuite:
    """Read the sanitized tasks; a sample is the body below the prompt, indented by four."""
    path = find_data(data, _FILES_SANITIZED)
    return read_suite("mbpp-sanitized", path, _SanitizedRecord, _sanitized_task, _WHOLE_SANITIZED, seconds=_SECONDS)


def _task(record: _Record) -> CodeTask:
    """The order is code, set-up, assertions: set-up code may use what the program defines."""
    lines = [record.test_setup_code, *record.test_list]
    return CodeTask(
        id=str(record.task_id),
        head="",
        gold=_unix(record.code),
        test=_unix("\n".join(lines)) + "\n",
        prompt=_unix("\n".join([record.text, "It must pass:", *record.test_list])),
    )


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def _sanitized_task(record: _SanitizedRecord) -> CodeTask:
    """The function of the test gets a name of its own, because a task may itself ask for one called `check`."""
    return CodeTask(
        id=record.task_id,
        head=record.prompt,
        gold=_indented(record.canonical_solution),
        test="import math\n"  # as the published `test_imports` say
        + record.test.replace("def check(", "def run_the_test(", 1)
        + _CALL.format(entry=record.entry_point),
    )


def _indented(solution: str) -> str:
    """Indent the body by four as the prompts are; the functions that may follow it stand where they stood."""
    lines = [_untabbed(line) for line in solution.splitlines(keepends=True) if not line.startswith("#")]
    body = list(takewhile(lambda line: not line.strip() or line[0].isspace(), lines))
    return indent(dedent("".join(body)), "    ") + "".join(lines[len(body) :])


def _untabbed(line: str) -> str:
    """Spell the tabs before a line as Python reads them, so that all of it moves by the same width."""
    text = line.lstrip(" \t")
    return line[: len(line) - len(text)].expandtabs() + text
