"""What every suite of code is once it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from inlay.errors import UsageError
from inlay_eval.judging import CodeTask
from inlay_eval.known import CODE_SUITES, no_suite
from inlay_eval.suites.records import Reader, digest_of

__all__ = ["CodeSuite", "load_suite", "read_suite"]

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeSuite:
    """A suite as it was read.

    `whole` is the number of tasks that the published suite has, 0 where there are several of them; `seconds` is what a
    sample may usually compute.
    """

    name: str
    file: Path
    digest: str
    tasks: tuple[CodeTask, ...]
    whole: int
    seconds: float = 3.0

    @property
    def by_id(self) -> dict[str, CodeTask]:
        """The tasks by their ids."""
        return {task.id: task for task in self.tasks}

    @property
    def language(self) -> str:
        """The language of all of its programs."""
        return self.tasks[0].language


def read_suite(
    name: str,
    file: Path,
    kind: type[Record],
    task_of: Callable[[Record], CodeTask],
    whole: int,
    *,
    seconds: float = 3.0,
) -> CodeSuite:
    """Read a file of records of one kind, of which each makes a task; a task that stands there twice is a fault."""
    reader, tasks = Reader(file, kind), dict[str, CodeTask]()
    for line, record in reader:
        task = task_of(record)
        if task.id in tasks:
            reader.fault(line, f"task {task.id!r} stands here twice")
        tasks[task.id] = task
    reader.finish()
    return CodeSuite(
        name=name, file=file, digest=digest_of(file), tasks=tuple(tasks.values()), whole=whole, seconds=seconds
    )


def load_suite(name: str, data: Path | None) -> CodeSuite:
    """Read a suite of code by its name, or raise a `UsageError` for a name of none and for a file without a task."""
    if name not in CODE_SUITES:
        raise no_suite(name)
    module, function = CODE_SUITES[name][0].split(":")
    suite: CodeSuite = getattr(import_module(module), function)(data)
    if not suite.tasks:
        raise UsageError(f"{suite.file} holds no task", hint="fetch it again")
    return suite
