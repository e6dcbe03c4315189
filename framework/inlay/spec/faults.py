"""Collects everything that is wrong with a spec, so that a person sees all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from inlay.errors import Fault, SpecInvalid
from inlay.spec.model import Place

__all__ = ["Faults", "did_you_mean"]

_NEAR = 0.6
_SHOWN = 12
_MOST = 200


@dataclass(slots=True)
class Faults:
    """The faults found so far in one file.

    `unread` are fields and columns whose own fault is noted, as `Order.total` and `orders.total`; what else speaks
    of them is no fault of its own.
    """

    file: str
    found: dict[Fault, None] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault; the same fault at the same place is noted once."""
        fault = Fault(file=self.file, line=place.line, column=place.column, message=message, hint=hint)
        self.found[fault] = None

    def join(self, more: Iterable[Fault]) -> None:
        """Note faults from elsewhere, unless their place has one already: it may be all that is behind them."""
        places = {(fault.line, fault.column) for fault in self.found}
        self.found |= {fault: None for fault in more if (fault.line, fault.column) not in places}

    def error(self) -> SpecInvalid:
        """Give all faults as one error, in the order of the file; what no person would read is only counted."""
        ordered = sorted(self.found, key=lambda fault: (fault.line, fault.column))
        if len(ordered) > _MOST:
            rest = replace(ordered[_MOST], message=f"{len(ordered) - _MOST:,} faults more", hint="correct these first")
            ordered = [*ordered[:_MOST], rest]
        return SpecInvalid(tuple(ordered))

    def check(self) -> None:
        """Raise the error if there is any fault."""
        if self.found:
            raise self.error()


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Give a hint with the nearest known word, or with all of them, or what is to be said, when none is near."""
    choices = list(known)
    near = process.extractOne(
        word, choices, scorer=DamerauLevenshtein.normalized_similarity, processor=str.lower, score_cutoff=_NEAR
    )
    if near:
        return f"did you mean {near[0]}?"
    if otherwise:
        return otherwise
    more = ", …" if len(choices) > _SHOWN else ""
    return f"known: {', '.join(choices[:_SHOWN])}{more}" if choices else ""
