"""What is judged and what comes of it: tasks of code, scripts of operations, verdicts."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Attempt", "CodeTask", "Judgement", "Script", "TaskFaulty", "Verdict"]


class Verdict(StrEnum):
    """How one sample ended; every sample has exactly one."""

    passed = "passed"
    failed = "failed"
    timed_out = "timed out"
    crashed = "crashed"
    refused = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeTask:
    """One task: a candidate's program is `head` and a completion, and `test` runs over what it defines.

    `gold` is the completion that is known to be right. `remote` are the names that the test takes from a candidate;
    none means all functions and classes that the reference defines. `wrong` is a completion that is known to fail.
    """

    id: str
    head: str
    gold: str
    test: str
    remote: tuple[str, ...] = ()
    wrong: str | None = None

    @property
    def reference(self) -> str:
        """The whole program that is known to be right."""
        return self.program(self.gold)

    def program(self, completion: str) -> str:
        """Give the program that a completion makes."""
        return f"{self.head}{completion}\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """The operations, each as JSON, that a task's test performs on a candidate."""

    task: str
    operations: tuple[str, ...]

    @property
    def text(self) -> str:
        """The script as one text."""
        return f"[{', '.join(self.operations)}]"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One completion of one task, and the script that its test follows."""

    task: CodeTask
    script: Script
    completion: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A verdict with its reason in one line."""

    verdict: Verdict
    reason: str = ""

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
