"""Telling values of plain types: limits and their neighbours, what examples show, what a sentence names.

A value is *sure* when the spec allows it in so many words: it keeps the limits of its field, or lies where
the examples of a bare parameter lie, which has no limits of its own. On the others a body may refuse to
calculate; see `inlay.gates.properties`.

A number without a lower limit is not drawn below zero, unless an example shows one that is. Most prices, counts and
weights of a spec carry no limit and are never negative, and a body that is right for all of them may fail below zero:
refusing it would be worse than missing what it does there. A slot for which negative numbers matter says so by an
example, or by a limit such as `>= -100`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import chain

from inlay.cases.case import Value
from inlay.cases.fillers import room_of
from inlay.cases.seen import Seen
from inlay.contract import Constraint, DecimalType, EnumType, Scalar, Type

__all__ = ["Domains", "Pick"]

_LARGEST = 300
_MOST = 24
_CALENDAR = {
    "month": (1, 12),
    "quarter": (1, 4),
    "week": (1, 52),
    "hour": (0, 23),
    "minute": (0, 59),
    "day": (1, 28),
}
_YEARS = (2000, 2023, 2024, 2025)
_WHOLE = tuple(map(Decimal, ("0", "1", "2", "3", "10", "25")))
_BROKEN = tuple(map(Decimal, ("0", "0.01", "0.05", "1", "2.35", "10.10", "33.33", "99.99", "1234.56")))
_QUARTER = Decimal("0.25")
_QUARTERS = tuple(map(Decimal, ("0", "0.25", "1", "2.5", "7.75", "12.5", "100", "1250.75")))
_TEXTS = ("", "a", "B c", "Zoë", "x-1")
_LIKE_A_CODE = re.compile(r"[\d/_.:#-]|^[A-Z]+$")


@dataclass(frozen=True, slots=True)
class Pick:
    """A value to draw; `sure` when the spec allows it in so many words."""

    value: Value
    sure: bool = True


@dataclass(frozen=True)
class Domains:
    """The values of a slot's plain types. `constants` are the numbers and `words` the texts of its sentence.

    With `quarters`, amounts are whole quarters, which binary fractions hold without error.
    """

    seen: Seen
    constants: tuple[Decimal, ...] = ()
    words: tuple[str, ...] = ()
    quarters: bool = False

    def picks(self, kind: Type, name: str, limits: tuple[Constraint, ...], *, bare: bool) -> list[Pick]:
        """Give the values of a type; `bare` says that it is a parameter and no field of an entity."""
        match kind:
            case EnumType(values):
                return [Pick(value) for value in values]
            case Scalar("bool"):
                return [Pick(False), Pick(True)]
            case Scalar("str"):
                return list(self._texts(name, limits))
            case DecimalType():
                return list(self._decimals(kind, name, limits, bare=bare))
            case Scalar("int"):
                return list(self._whole(name, limits, bare=bare))
        return []

    def span(self) -> list[int]:
        """Give the whole constants that may be a number of days."""
        return [int(number) for number in self.constants if 0 < number <= 400 and number == int(number)]

    def years(self) -> list[int]:
        """Give years around those that examples show."""
        shown = {day.year for day in self.seen.days}
        return sorted({year + step for year in shown for step in (-1, 0, 1)} or set(_YEARS))

    def _texts(self, name: str, limits: tuple[Constraint, ...]) -> Iterator[Pick]:
        most = room_of(limits)
        shown = self.seen.texts(name)
        coded = any(_LIKE_A_CODE.search(text) for text in shown)
        for text in dict.fromkeys(text[:most] for text in (*shown, *self.words, *_TEXTS)):
            yield Pick(text, sure=text in shown or not coded)

    def _decimals(self, kind: DecimalType, name: str, limits: tuple[Constraint, ...], *, bare: bool) -> Iterator[Pick]:
        shown = self.seen.numbers(name)
        scale = max([2, *(_places(number) for number in shown)]) if kind.scale is None else kind.scale
        step = Decimal(1).scaleb(-scale)
        largest = Decimal(10) ** (9 if kind.precision is None else kind.precision - scale)
        lowest = min([Decimal(0), *shown, *(bound - step for bound in _bounds(limits))])
        usual, step_there = (_QUARTERS, max(step, _QUARTER)) if self.quarters else (_BROKEN, step)
        for number in _spread(chain(_bounds(limits), shown, self.constants), usual, step_there):
            fits = abs(number) < largest and number >= lowest and _within(number, limits)
            exact = not self.quarters or number % _QUARTER == 0
            if fits and exact and number == number.quantize(step, context=Context(prec=80)):
                yield Pick(number, sure=not bare or number != 0 or any(value <= 0 for value in shown))

    def _whole(self, name: str, limits: tuple[Constraint, ...], *, bare: bool) -> Iterator[Pick]:
        shown = [number for number in self.seen.numbers(name) if number == int(number)]
        calendar = self._calendar(name, limits)
        if calendar:
            yield from (Pick(number) for number in calendar)
            return
        lowest = min([Decimal(0), *shown, *(bound - 1 for bound in _bounds(limits))])
        low, high = min(shown, default=None), max(shown, default=None)
        known = {*shown, *_bounds(limits), *self.constants}
        for number in _spread(chain(_bounds(limits), shown, self.constants), _WHOLE, Decimal(1)):
            small = number <= _LARGEST or any(abs(number - near) <= 1 for near in known)
            if number == int(number) and number >= lowest and small and _within(number, limits):
                in_range = low is not None and high is not None and low <= number <= high
                yield Pick(int(number), sure=not bare or in_range)

    def _calendar(self, name: str, limits: tuple[Constraint, ...]) -> list[int]:
        last = name.rpartition("_")[2]
        if last == "year":
            return [year for year in self.years() if _within(Decimal(year), limits)]
        if limits or last not in _CALENDAR:
            return []
        low, high = _CALENDAR[last]
        shown = [int(number) for number in self.seen.numbers(name)]
        if any(not low <= number <= high for number in shown):
            return []
        return sorted({low, low + 1, (low + high) // 2, high - 1, high, *shown})


def _spread(told: Iterable[Decimal], usual: Iterable[Decimal], step: Decimal) -> list[Decimal]:
    """Give each number that is told with its neighbours, then the usual ones; each once and not too many."""
    near = [number + change for number in told for change in (Decimal(0), -step, step)]
    return list(dict.fromkeys([*near[:_MOST], *usual]))


def _bounds(limits: tuple[Constraint, ...]) -> list[Decimal]:
    return [Decimal(limit.bound or 0) for limit in limits if limit.operator in (">=", ">", "<=", "<")]


def _within(number: Decimal, limits: tuple[Constraint, ...]) -> bool:
    for limit in limits:
        bound = Decimal(limit.bound or 0)
        kept = {">=": number >= bound, ">": number > bound, "<=": number <= bound, "<": number < bound}
        if not kept.get(limit.operator, True):
            return False
    return True


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
