"""Which numbers and days a sentence tells: in figures, in words, and what follows from them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from inlay.linking import constants_in

__all__ = ["bounds_of", "days_in", "made_of", "numbers_in", "spelt"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPAN, _LONGEST_SPAN = re.compile(r"\b(\d{1,4})\s*(?:-|–|to|till|until|through|到|至)\s*(\d{1,4})\b", re.ASCII), 31
_UNSIGNED = re.compile(r"\d+(\.\d+)?")
_ENGLISH = re.compile(r"[a-z]+")
_MEANT_BY = {
    "half": "0.5 6 30", "quarter": "0.25 3 15", "quarters": "0.75 9 45", "both": "2", "pair": "2", "couple": "2",
    "twice": "2", "double": "2", "thrice": "3", "triple": "3", "week": "7", "weekly": "7", "fortnight": "14",
    "dozen": "12", "noon": "12", "midday": "12", "month": "12 30 31", "year": "12 365 366", "hour": "60 3600",
    "day": "24",
    "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9",
    "tenth": "10", "once": "2", "monday": "0 1", "tuesday": "1 2", "wednesday": "2 3", "thursday": "3 4",
    "friday": "4 5", "saturday": "5 6", "sunday": "6 7", "weekend": "5 6 7", "weekday": "5 6 7", "working": "5 6 7",
    "adult": "18", "adults": "18", "minor": "18", "minors": "18", "children": "18", "senior": "60 65",
    "morning": "12", "afternoon": "12", "evening": "17 18", "leap": "4 100 400",
    "luhn": "9", "isbn": "10 13", "ean": "8 13",
    "mon": "0 1", "tue": "1 2", "wed": "2 3", "thu": "3 4", "fri": "4 5", "sat": "5 6", "sun": "6 7",
}  # fmt: skip
"""Numbers that a sentence may mean by a word."""
_MONTHS = "january february march april may june july august september october november december".split()
_MONTHS_IN_SHORT = [month[:3] for month in _MONTHS]
_WIDEST = 40
"""Powers of ten beyond which a number is not written out in digits."""
_UNITS = tuple(map(Decimal, (1, 7, 12, 24, 60, 100, 1000)))


def spelt(value: object) -> str:
    """Give a value in one spelling, whatever way it was written."""
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    try:
        number = Decimal(str(value))
        return f"{number.normalize():f}" if number.is_finite() and abs(number.adjusted()) <= _WIDEST else str(value)
    except (InvalidOperation, ValueError):
        return str(value)


def numbers_in(sentence: str) -> set[str]:
    """Give the numbers that a sentence says or means, each in one spelling; a percentage also as its share."""
    written = {spelt(found.replace(",", "")) for found in _NUMBER.findall(sentence)}
    meant = {spelt(constant.value) for constant in constants_in(sentence)}
    percent = {spelt(Decimal(value) / 100) for value in written | meant if _UNSIGNED.fullmatch(value)}
    words = _ENGLISH.findall(sentence.lower())
    by_words = {number for word in words for number in _MEANT_BY.get(word.removesuffix("s"), "").split()}
    return written | meant | percent | by_words | set(map(str, (*_months(words), *_between(sentence))))


def _between(sentence: str) -> Iterator[int]:
    """Give what lies within spans such as `6-8` and `6 to 8`, of a month's length at most."""
    for first, last in _SPAN.findall(sentence):
        if int(last) - int(first) <= _LONGEST_SPAN:
            yield from range(int(first), int(last))


def _months(words: Sequence[str]) -> Sequence[int]:
    """Give the months that are named, and those between the first and the last of them."""
    named = {_MONTHS_IN_SHORT.index(word[:3]) + 1 for word in words if word in _MONTHS or word in _MONTHS_IN_SHORT}
    return range(min(named), max(named) + 1) if named else ()


def bounds_of(told: set[str]) -> set[str]:
    """Give told numbers in other units, and the numbers one beside them: as limits they may mean the same."""
    return {spelt(number * unit + step) for number in _amounts(told) for unit in _UNITS for step in (-1, 0, 1)}


def made_of(told: set[str]) -> set[str]:
    """Give what two told numbers make together."""
    numbers = _amounts(told)
    made = {each for one in numbers for other in numbers for each in (one + other, one - other, one * other)}
    made |= {one / other for one in numbers for other in numbers if other}
    return {spelt(number) for number in (*numbers, *made)}


def _amounts(told: set[str]) -> list[Decimal]:
    return [Decimal(value) for value in told if _UNSIGNED.fullmatch(value)]


def days_in(sentence: str) -> Iterator[str]:
    """Give the days that a sentence may mean by its numbers and the names of months: `31 March 2024`, `31.3.2024`."""
    numbers = {int(digits) for digits in re.findall(r"\d{1,4}", sentence)}
    named = {
        _MONTHS_IN_SHORT.index(word[:3]) + 1 for word in _ENGLISH.findall(sentence) if word[:3] in _MONTHS_IN_SHORT
    }
    for year in (number for number in numbers if number > 1000):
        for month in (named | numbers) & set(range(1, 13)):
            yield from (f"{year}-{month:02d}-{day:02d}" for day in numbers if 1 <= day <= 31)
