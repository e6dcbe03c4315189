"""What is judged and what comes of it: tasks of code, scripts of operations, verdicts."""

import json
from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["PYTHON", "Attempt", "CodeTask", "Explained", "Judgement", "Script", "TaskFaulty", "Verdict"]

PYTHON = "python"

_RUNNER = """
import builtins
import io
import sys

PROGRAM = {program!r}


def run_program(text):
    outside = sys.stdin, sys.stdout, builtins.open
    printed = io.BytesIO()
    given = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    shown = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)


    def opened(file, mode="r", *more, **named):
        if file not in (0, "/dev/stdin"):
            return outside[2](file, mode, *more, **named)
        return given.buffer if "b" in mode else given

    sys.stdin, sys.stdout, builtins.open = given, shown, opened
    try:
        exec(compile(PROGRAM, "program.py", "exec"), {{"__name__": "__main__"}})
    except SystemExit:
        pass
    finally:
        sys.stdin, sys.stdout, builtins.open = outside
    return printed.getvalue().decode("utf-8", "replace")
"""


class Verdict(StrEnum):
    """How one sample ended; every sample has exactly one."""

    passed = "passed"
    failed = "failed"
    timed_out = "timed out"
    crashed = "crashed"
    refused = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """A program that a model is to describe first, in so many characters at most."""

    program: str
    most: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeTask:
    """One task: a candidate's program is `head`, a completion and `tail`; `test` runs over what it defines.

    `gold` is the completion that is known to be right. `remote` are the names that the test takes from a candidate;
    none means all functions and classes that the reference defines. `wrong` is a completion that is known to fail.
    Where a candidate `runs`, it reads text and prints text, and the test calls `run_program(text)`. `prompt` is what a
    model is told where no head says it, `explained` what it is shown to describe it before. `blind` says why
    the data holds no completion that is right, where it does not: `gold` is then one that only makes the program whole.
    `stops` are texts at which a completion ends, for a model that would go on.
    """

    id: str
    head: str
    gold: str
    test: str
    remote: tuple[str, ...] = ()
    wrong: str | None = None
    tail: str = ""
    runs: bool = False
    prompt: str = ""
    explained: Explained | None = None
    language: str = PYTHON
    blind: str = ""
    stops: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The whole program that is known to be right."""
        return self.program(self.gold)

    def program(self, completion: str) -> str:
        """Give the program that a completion makes."""
        whole = f"{self.head}{completion}{self.tail}\n"
        return _RUNNER.format(program=whole) if self.runs else whole

    @property
    def nothing(self) -> str:
        """A program with nothing of a candidate's; the head alone where a tail might make do without it."""
        return replace(self, tail="").program("")


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """The operations, each as JSON, that a task's test performs on a candidate."""

    task: str
    operations: tuple[str, ...]

    @property
    def text(self) -> str:
        """The script as one text."""
        return f"[{', '.join(self.operations)}]"

    @property
    def plain(self) -> list[object]:
        """The operations as plain data."""
        return [json.loads(operation) for operation in self.operations]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One completion of one task, and the script that its test follows."""

    task: CodeTask
    script: Script
    completion: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A verdict with its reason in one line; `ratio` is gold's time by its own, for a right query that was timed."""

    verdict: Verdict
    reason: str = ""
    ratio: float | None = None

    @property
    def passed(self) -> bool:
        """Say whether every assertion held."""
        return self.verdict is Verdict.passed


class TaskFaulty(Exception):
    """A task cannot be judged: its own test does not run over its own reference. A fault of the harness or the data."""

    def __init__(self, task: str, reason: str) -> None:
        super().__init__(f"{task}: {reason}")
        self.task = task
        self.reason = reason
