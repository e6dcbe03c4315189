"""The tree of errors: what a caller cannot go on from, each with its exit code and what to do next.

    InlayError                  1  a check said no
    |-- UsageError              2  the command line or a configuration is wrong
    |   |-- SpecInvalid         2  the spec has faults; carries every one of them
    |   `-- CatalogInvalid      2  a template, slot kind or prompt has faults
    |-- BackendError            3  a model or a network did not answer
    |   `-- BeyondContext       3  a prompt is too long for the model, whenever it is asked
    |-- UnsafeRefused           4  going on would run or write something unsafe
    |-- BudgetExhausted         5  tokens, seconds or cost are used up
    `-- ConflictsLeft           6  conflicts stand in the tree

A rejected candidate is never an error: it is a `Verdict` (see `inlay.gates.base`).
"""

from dataclasses import dataclass
from typing import ClassVar

__all__ = [
    "BackendError",
    "BeyondContext",
    "BudgetExhausted",
    "CatalogInvalid",
    "ConflictsLeft",
    "Fault",
    "InlayError",
    "SpecInvalid",
    "UnsafeRefused",
    "UsageError",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that is wrong in a file, with its place (line and column count from 1) and what to do."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        advice = f" ({self.hint})" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{advice}"


class InlayError(Exception):
    """What a command cannot go on from; `hint` says what to do next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(InlayError):
    """The command line, a setting or a file given by the user is wrong."""

    exit_code = 2


class _Faulty(UsageError):
    def __init__(self, faults: tuple[Fault, ...], *, hint: str = "") -> None:
        super().__init__("\n".join(str(fault) for fault in faults), hint=hint)
        self.faults = faults


class SpecInvalid(_Faulty):
    """The spec has faults; `faults` holds every one of them in the order of the file."""


class CatalogInvalid(_Faulty):
    """A template, slot kind or prompt has faults."""


class BackendError(InlayError):
    """A model or a network did not answer, or answered what cannot be used."""

    exit_code = 3


class BeyondContext(BackendError):
    """What is asked for does not fit into the model's context; asking again changes nothing."""


class UnsafeRefused(InlayError):
    """Going on would run or write something unsafe."""

    exit_code = 4


class BudgetExhausted(InlayError):
    """Tokens, seconds or cost are used up."""

    exit_code = 5


class ConflictsLeft(InlayError):
    """Conflicts were left in the tree for a person to resolve."""

    exit_code = 6
