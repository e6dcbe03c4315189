"""The suites of code by name, and what every one of them is once it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from inlay.errors import UsageError
from inlay_eval.judging import CodeTask
from inlay_eval.suites.records import Reader, digest_of

__all__ = ["CODE_SUITES", "CodeSuite", "load_suite", "read_suite"]

Record = TypeVar("Record", bound=BaseModel)

_INFILLING = "inlay_eval.suites.infilling"
_HUMANEVAL = "inlay_eval.suites.humaneval"
_MULTIPL_E = "inlay_eval.suites.multipl_e"
_TRANSLATION = "inlay_eval.suites.translation"

# name: (where it is read, what it is)
CODE_SUITES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "apps": ("inlay_eval.suites.apps:load", "APPS: a whole program from a problem"),
        "gsm-hard": ("inlay_eval.suites.pal:load_gsm_hard", "GSM-Hard: a program that works out large numbers"),
        "gsm8k": ("inlay_eval.suites.pal:load_gsm8k", "GSM8K: a program that works out the answer"),
        "humaneval": (f"{_HUMANEVAL}:load", "HumanEval: complete a function from its docstring"),
        "humaneval-infilling-multi-line": (f"{_INFILLING}:load_multi_line", "HumanEval infilling: several lines"),
        "humaneval-infilling-random-span": (f"{_INFILLING}:load_random_span", "HumanEval infilling: a random span"),
        "humaneval-infilling-random-span-light": (
            f"{_INFILLING}:load_random_span_light",
            "HumanEval infilling: one random span a task",
        ),
        "humaneval-infilling-single-line": (f"{_INFILLING}:load_single_line", "HumanEval infilling: one line"),
        "humaneval-plus": ("inlay_eval.suites.evalplus:load", "HumanEval+: many more inputs a task"),
        "humaneval-x": (f"{_HUMANEVAL}:load_x", "HumanEval-X, Python"),
        "humaneval-x-from-java": (f"{_TRANSLATION}:load_from_java", "HumanEval-X: Java to Python"),
        "humaneval-x-from-javascript": (f"{_TRANSLATION}:load_from_javascript", "HumanEval-X: JavaScript to Python"),
        "humaneval-x-java": (f"{_HUMANEVAL}:load_x_java", "HumanEval-X, Java"),
        "humaneval-x-javascript": (f"{_HUMANEVAL}:load_x_javascript", "HumanEval-X, JavaScript"),
        "humanevalpack": (f"{_HUMANEVAL}:load_pack", "HumanEvalPack, Python: write a body as told"),
        "humanevalpack-explain": (
            f"{_HUMANEVAL}:load_pack_explain",
            "HumanEvalPack, Python: describe a program, write it from the words",
        ),
        "humanevalpack-fix": (f"{_HUMANEVAL}:load_pack_fix", "HumanEvalPack, Python: repair a body"),
        "humanevalpack-fix-java": (f"{_HUMANEVAL}:load_pack_fix_java", "HumanEvalPack, Java: repair a body"),
        "humanevalpack-fix-javascript": (
            f"{_HUMANEVAL}:load_pack_fix_javascript",
            "HumanEvalPack, JavaScript: repair a body",
        ),
        "humanevalpack-java": (f"{_HUMANEVAL}:load_pack_java", "HumanEvalPack, Java: write a body as told"),
        "humanevalpack-javascript": (
            f"{_HUMANEVAL}:load_pack_javascript",
            "HumanEvalPack, JavaScript: write a body as told",
        ),
        "mbpp": ("inlay_eval.suites.mbpp:load", "MBPP: a whole program from one sentence"),
        "mbpp-plus": ("inlay_eval.suites.mbpp_plus:load", "MBPP+: many more inputs a task"),
        "mbpp-sanitized": ("inlay_eval.suites.mbpp:load_sanitized", "MBPP sanitized: complete a function"),
        "multipl-e-bash": (f"{_MULTIPL_E}:load_bash", "MultiPL-E, Bash: complete a function"),
        "multipl-e-java": (f"{_MULTIPL_E}:load_java", "MultiPL-E, Java: complete a function"),
        "multipl-e-javascript": (f"{_MULTIPL_E}:load_javascript", "MultiPL-E, JavaScript: complete a function"),
        "multipl-e-typescript": (f"{_MULTIPL_E}:load_typescript", "MultiPL-E, TypeScript: complete a function"),
        "quixbugs": ("inlay_eval.suites.quixbugs:load", "QuixBugs: repair a whole program"),
    }
)


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
        from inlay_eval.refusing import no_suite

        raise no_suite(name)
    module, function = CODE_SUITES[name][0].split(":")
    suite: CodeSuite = getattr(import_module(module), function)(data)
    if not suite.tasks:
        raise UsageError(f"{suite.file} holds no task", hint="fetch it again")
    return suite
