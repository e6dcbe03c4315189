"""The suites of code by name, and what every one of them is once it is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from inlay.errors import UsageError
from inlay_eval.judging import CodeTask
from inlay_eval.suites.records import digest_of

__all__ = ["CODE_SUITES", "CodeSuite", "load_suite", "make_suite"]

# name: (where it is read, what it is)
CODE_SUITES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "humaneval": ("inlay_eval.suites.humaneval:load", "HumanEval: complete a function from its docstring"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeSuite:
    """A suite as it was read; `whole` is the number of tasks that the published suite has."""

    name: str
    file: Path
    digest: str
    tasks: tuple[CodeTask, ...]
    whole: int

    @property
    def by_id(self) -> dict[str, CodeTask]:
        """The tasks by their ids."""
        return {task.id: task for task in self.tasks}


def make_suite(name: str, file: Path, tasks: Iterable[CodeTask], whole: int) -> CodeSuite:
    """Make a suite of what a file held."""
    return CodeSuite(name=name, file=file, digest=digest_of(file), tasks=tuple(tasks), whole=whole)


def load_suite(name: str, data: Path | None) -> CodeSuite:
    """Read a suite by its name."""
    if name not in CODE_SUITES:
        raise UsageError(f"there is no suite {name!r}", hint=f"one of {', '.join(sorted(CODE_SUITES))}")
    module, function = CODE_SUITES[name][0].split(":")
    suite: CodeSuite = getattr(import_module(module), function)(data)
    if not suite.tasks:
        raise UsageError(f"{suite.file} holds no task", hint="fetch it again")
    return suite
