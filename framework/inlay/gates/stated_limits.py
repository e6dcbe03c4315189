"""The limits that a sentence states in numbers: `more than 30`, `at least 2.5`, `10 or more`, `15 %`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from inlay.linking import constants_in

__all__ = ["Limit", "limits_of"]

_BEFORE = re.compile(
    r"(?:\b(?:at (?:least|most)|(?:more|less|fewer|greater|higher|lower|larger|smaller|longer|shorter|older) than"
    r"|younger than|later than|above|over|under|below|beyond|exceed|exceeds|exceeding|reaches|minimum of|maximum of"
    r"|capped at|limited to)|(?<!half )(?<!rounded )\bup to)\s*$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:>=|<=|≥|≤|(?<![-=<])>|<)\s*$")
_AFTER = re.compile(
    r"^\s*(?:[a-z]+\s+)?(?:or (?:more|fewer|less|above|below|over|higher|lower|longer|shorter|older|later|earlier)\b"
    r"|and (?:more|above|over|under|below)\b|at (?:least|most)\b|%|percent\b|per cent\b)",
    re.IGNORECASE,
)
_PLACES = re.compile(r"^\s*(?:decimal|place|digit|figure|cent)", re.IGNORECASE)
_PERCENT = re.compile(r"^\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
_UNNAMED = 2
_HUNDRED = Decimal(100)
_UNITS = tuple(map(Decimal, (7, 10, 12, 24, 30, 31, 52, 60, 100, 365, 1000, 1440, 3600, 86400)))


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as the sentence has it; `others` are the further numbers of the sentence, which may be joined with it."""

    number: Decimal
    said: str
    percent: bool
    others: tuple[Decimal, ...]

    def forms(self) -> Iterator[Decimal]:
        """Give the numbers that may stand for it in a body: itself, in other units, or joined with another one."""
        joined = [self.number]
        for other in self.others:
            joined += [self.number + other, abs(self.number - other), self.number * other]
            joined += [self.number / other, other / self.number] if other else []
        yield from joined
        if self.percent:
            for number in filter(None, joined):
                yield from (number / _HUNDRED, 1 - number / _HUNDRED, 1 + number / _HUNDRED, _HUNDRED / number)
                yield from (_HUNDRED - number, _HUNDRED + number)
        for unit in _UNITS:
            yield from (self.number * unit, self.number / unit)


def limits_of(sentence: str) -> Sequence[Limit]:
    """Give the limits of a sentence; none up to two, which a body can keep without naming them, as by taking pairs."""
    found = [
        (constant, number) for constant in constants_in(sentence) if (number := _number(constant.value)) is not None
    ]
    return [
        Limit(
            number=number,
            said=sentence[constant.start : constant.end],
            percent=bool(_PERCENT.match(sentence[constant.end :])),
            others=tuple(dict.fromkeys(other for _, other in found if other != number)),
        )
        for constant, number in found
        if number > _UNNAMED
        and (
            _is_limit(sentence[: constant.start], sentence[constant.end :])
            or _behind_sign(sentence[: constant.start], sentence[constant.start : constant.end])
        )
    ]


def _is_limit(before: str, after: str) -> bool:
    return bool(_AFTER.match(after) or (_BEFORE.search(before) and not _PLACES.match(after)))


def _behind_sign(before: str, said: str) -> bool:
    """Say whether a number in digits stands behind a sign; an arrow and the mark of a place are none."""
    return said[0].isdigit() and bool(_SIGN.search(before))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
