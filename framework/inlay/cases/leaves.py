"""One plain value at a time, drawn by a seeded source of chance; remembers when a drawn value was not sure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from inlay.cases.case import Value
from inlay.cases.domains import Domains, Pick
from inlay.cases.fillers import filler
from inlay.contract import Constraint, OptionalType, Scalar, Type

__all__ = ["Leaves"]

T = TypeVar("T")

_ANCHORS = (date(2024, 2, 29), date(2024, 1, 1), date(2023, 12, 31), date(2024, 3, 31))
_STEPS = (0, 0, 0, -1, 1, 7, 30, 31, -30, 365, 366, -366)
_ODD_DAYS = (date(2024, 2, 29), date(2023, 1, 31), date(2023, 12, 31), date(2000, 2, 29))
_TIMES = (time(0), time(0, 0, 1), time(8, 30), time(12), time(22), time(23, 59, 59))


class Leaves:
    """Draws plain values; `unsure` says whether one of this case is none that the spec vouches for."""

    def __init__(self, domains: Domains, random: Random) -> None:
        self.unsure = self.unsure_text = False
        self._domains = domains
        self._random = random
        self._known: dict[tuple[Type, str, tuple[Constraint, ...], bool], Sequence[Pick]] = {}
        self._anchor = _ANCHORS[0]
        self._decks: dict[object, list[Any]] = {}

    def begin(self) -> None:
        """Start another case: its days lie around one day."""
        self.unsure = self.unsure_text = False
        self._anchor = self._random.choice((*self._domains.seen.days, *_ANCHORS))

    def least(self, kind: Type, name: str, limits: tuple[Constraint, ...], *, bare: bool) -> Value:
        """Give nothing where nothing may be, else the lowest or first value that is sure."""
        match kind:
            case OptionalType():
                return None
            case Scalar("date"):
                return self._anchor
            case Scalar("datetime"):
                return self._moment(self._anchor, time(0))
        picks = self._picks(kind, name, limits, bare)
        sure = [pick for pick in picks if pick.sure] or picks
        first = min(sure, key=lambda pick: pick.value if isinstance(pick.value, int | Decimal) else 0)
        return self._taken(first)

    def any(self, kind: Type, name: str, limits: tuple[Constraint, ...] = (), *, bare: bool) -> Value:
        """Give some value of a plain type."""
        match kind:
            case Scalar("date"):
                return self._day(name)
            case Scalar("datetime"):
                return self._moment(self._day(name), self.dealt(("time", name), _TIMES))
        return self._taken(self.dealt((kind, name, limits, bare), self._picks(kind, name, limits, bare)))

    def _taken(self, pick: Pick) -> Value:
        self.unsure |= not pick.sure
        self.unsure_text |= not pick.sure and isinstance(pick.value, str)
        return pick.value

    def _picks(self, kind: Type, name: str, limits: tuple[Constraint, ...], bare: bool) -> Sequence[Pick]:
        key = kind, name, limits, bare
        if key not in self._known:
            found = self._domains.picks(kind, name, limits, bare=bare)
            self._known[key] = found or [Pick(filler(kind, name, limits))]
        return self._known[key]

    def dealt(self, key: object, cards: Sequence[T]) -> T:
        """Give one of some cards by chance, each once before any comes again."""
        deck = self._decks.get(key)
        if not deck:
            deck = self._decks[key] = self._random.sample(cards, len(cards))
        card: T = deck.pop()
        return card

    def _day(self, name: str) -> date:
        near = [step for span in self._domains.span() for step in (span - 1, span, span + 1, -span)]
        cards: tuple[int | date, ...] = (*_STEPS, *near, *_ODD_DAYS)
        step = self.dealt(("day", name), cards)
        return step if isinstance(step, date) else self._anchor + timedelta(days=step)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, UTC if self._domains.seen.in_utc else None)
