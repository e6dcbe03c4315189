"""A ledger of what a data step kept and what it dropped, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from textwrap import shorten
from typing import TypeVar

from inlay.errors import InlayError

__all__ = ["Dropped", "Ledger"]

_Any = TypeVar("_Any")

_SHOWN = 200
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing that was left out."""

    what: str
    reason: str
    detail: str = ""


@dataclass
class Ledger:
    """Counts of everything read; the first things dropped are named too.

    `stopped` is what ended the step early, to be raised again once what was made until then is written.
    """

    kept: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    named: list[Dropped] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    stopped: KeyboardInterrupt | None = None

    @property
    def read(self) -> int:
        """How many things were looked at."""
        return self.kept + self.reasons.total()

    def keep(self, count: int = 1) -> None:
        """Count what is kept."""
        self.kept += count

    def drop(self, what: str, reason: str, detail: str = "") -> None:
        """Count what is dropped, with the reason."""
        self.reasons[reason] += 1
        if len(self.named) < _SHOWN:
            self.named.append(Dropped(what, reason, detail))

    def some(self, made: Iterable[_Any]) -> Iterator[_Any]:
        """Give what was made as it is, once its first is there; `InlayError` says why there is nothing at all."""
        rest = iter(made)
        for first in rest:
            return chain([first], rest)
        dropped = ", ".join(f"{count} {reason}" for reason, count in self.reasons.most_common())
        told = next((f"{each.what}: {each.detail}" for each in self.named if each.detail), "")
        such = f"; such as {shorten(told, _LONGEST)}" if told else ""
        raise InlayError(
            f"nothing is left to learn from: {self.read} read{dropped and f', dropped: {dropped}'}{such}",
            hint="nothing was written; mend what was given, or what is asked of it",
        )

    def plain(self) -> dict[str, object]:
        """Give the ledger as plain data."""
        dropped = [{"what": each.what, "reason": each.reason, "detail": each.detail} for each in self.named]
        return {
            "read": self.read,
            "kept": self.kept,
            "dropped": dict(self.reasons.most_common()),
            "notes": dict(self.notes),
            "first_dropped": dropped,
        }
