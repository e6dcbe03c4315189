"""What is to be run, as it was asked for, and what is said of options that a suite does not take."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path

from inlay.errors import UsageError
from inlay_eval.executor import Executor

__all__ = ["OF_CODE", "OF_SLOTS", "OF_SQL", "Request", "refuse_others"]

_IDLE = "leave it out: it would change nothing"
OF_CODE = frozenset({"samples", "data", "ks", "jobs", "executor", "seconds", "memory_mib"})
OF_SQL = frozenset({"samples", "data", "databases", "jobs", "executor", "seconds", "races"})
OF_SLOTS = frozenset({"ks", "specs", "language", "model", "count", "temperature", "questions"})
_ALWAYS = {"suite", "folder"}
_SPELLED = {"memory_mib": "memory", "ks": "k"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is to be run, as it was asked for; what is left out is the suite's own."""

    suite: str
    folder: Path
    samples: Path | None = None
    data: Path | None = None
    databases: tuple[Path, ...] = ()
    ks: tuple[int, ...] = (1,)
    jobs: int = 1
    executor: Executor = Executor.local
    seconds: float | None = None
    memory_mib: int = 1024
    races: int | None = None
    specs: tuple[Path, ...] = ()
    language: str = ""
    model: str = "embedded"
    count: int = 0
    temperature: float | None = None
    questions: int = 0


def refuse_others(
    request: Request, taken: Collection[str], hint: str = "leave it out: it would change nothing"
) -> None:
    """Raise a `UsageError` that names the options which were given though the suite does nothing with them."""
    others = [each for each in fields(request) if each.name not in {*taken, *_ALWAYS}]
    given = [each.name for each in others if getattr(request, each.name) != each.default]
    if given:
        named = ", ".join(f"--{_SPELLED.get(name, name)}" for name in given)
        raise UsageError(f"{request.suite} does not take {named}", hint=hint)
