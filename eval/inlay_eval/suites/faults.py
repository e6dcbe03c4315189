"""What is wrong with a file of tasks, samples or verdicts, line by line."""

from collections.abc import Sequence
from pathlib import Path

from inlay.errors import Fault, UsageError

__all__ = ["DataInvalid", "Faults", "invalid"]

_MOST_FAULTS = 20


class DataInvalid(UsageError):
    """A file of tasks or samples has faults; `faults` holds them in the order of the file."""

    def __init__(self, faults: Sequence[Fault], *, hint: str = "") -> None:
        shown = [str(fault) for fault in faults[:_MOST_FAULTS]]
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        super().__init__("\n".join(shown + more), hint=hint)
        self.faults = tuple(faults)


class Faults:
    """Gathers what is wrong with a file; `finish` raises it all at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: list[Fault] = []

    def add(self, line: int, message: str, hint: str = "", column: int = 1) -> None:
        """Remember that a line is wrong."""
        self._found.append(Fault(file=str(self._path), line=line, column=column, message=message, hint=hint))

    def finish(self, *, hint: str = "") -> None:
        """Raise what was found wrong, if anything was."""
        if self._found:
            raise DataInvalid(sorted(self._found, key=lambda fault: fault.line), hint=hint)


def invalid(path: Path, message: str, *, line: int = 1, column: int = 1, hint: str = "") -> DataInvalid:
    """Give the one fault that makes a file unreadable."""
    return DataInvalid([Fault(file=str(path), line=line, column=column, message=message)], hint=hint)
