"""The metrics of a run, as any stage writes them: one JSON object a line, of `kind` train or heldout."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inlay.errors import UsageError

__all__ = ["Line", "Metrics", "read_metrics"]

_FILE = "metrics.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured at one step; only numbers are kept."""

    step: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The lines of a run by kind, in the order of their steps."""

    train: Sequence[Line]
    heldout: Sequence[Line]

    def series(self, kind: str, name: str) -> tuple[list[int], list[float]]:
        """Give the steps at which a number was measured, and the number."""
        found = [line for line in self._of(kind) if name in line.values]
        return [line.step for line in found], [line.values[name] for line in found]

    def names(self, kind: str) -> list[str]:
        """Give the names of all numbers of a kind, sorted."""
        return sorted({name for line in self._of(kind) for name in line.values})

    def _of(self, kind: str) -> Sequence[Line]:
        return self.heldout if kind == "heldout" else self.train


def read_metrics(run: Path) -> Metrics:
    """Read the metrics of a run; a last line that a kill left torn is left out.

    Raises:
        UsageError: The folder holds no metrics, or a line is none; the message names it.
    """
    path = run / _FILE
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        hint = f"name the folder of a training run; it holds {_FILE}"
        raise UsageError(f"cannot read {path}: {fault.strerror}", hint=hint) from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path} is not UTF-8: {fault.reason} at byte {fault.start}") from fault
    by_kind: dict[str, list[Line]] = {"train": [], "heldout": []}
    for kind, line in _lines(path, text):
        by_kind.setdefault(kind, []).append(line)
    if not by_kind["train"]:
        raise UsageError(f"{path} holds no step of a training yet")
    return Metrics(by_kind["train"], by_kind["heldout"])


def _lines(path: Path, text: str) -> Iterator[tuple[str, Line]]:
    written = text.splitlines(keepends=True)
    for number, each in enumerate(written, 1):
        try:
            raw: dict[str, Any] = json.loads(each)
            kind, step = raw.pop("kind"), int(raw.pop("step"))
        except (ValueError, KeyError, AttributeError, TypeError) as fault:
            if number == len(written) and not each.endswith("\n"):
                return
            raise UsageError(f"{path}:{number}:1: not a line of metrics") from fault
        numbers = {name: float(value) for name, value in raw.items() if isinstance(value, int | float)}
        yield str(kind), Line(step, numbers)
