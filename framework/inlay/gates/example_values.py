"""Which values the examples of a slot hold, by the name they stand under, and which of them the sentence tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from inlay.cases import named_values
from inlay.contract import EnumType, OptionalType, Type
from inlay.linking import constants_in, in_english
from inlay.slot import Slot

__all__ = ["ExampleValues", "length_of", "spelt"]

_ORDINARY = {"0", "1", "-1", "", "true", "false", "none"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = re.compile(r"[零一二两三四五六七八九十百千万亿半折]")
_ENGLISH = re.compile(r"[a-z]+")
_MEANT_BY = {
    "half": "0.5 6 30", "quarter": "0.25 3 15", "quarters": "0.75 9 45", "both": "2", "pair": "2", "couple": "2",
    "twice": "2", "double": "2", "thrice": "3", "triple": "3", "week": "7", "weekly": "7", "fortnight": "14",
    "dozen": "12", "noon": "12", "midday": "12", "month": "30 31", "year": "12 365 366", "hour": "60 3600", "day": "24",
    "adult": "18", "adults": "18", "minor": "18", "minors": "18", "children": "18",
}  # fmt: skip
"""Numbers that a sentence may mean by a word."""
_MONTHS = "january february march april may june july august september october november december".split()
_MONTHS_IN_SHORT = [month[:3] for month in _MONTHS]
_UNITS = tuple(map(Decimal, (1, 7, 12, 24, 60, 100, 1000)))


class ExampleValues:
    """The values under each name, spelt alike; `gives_away` says whether a literal can only come from an example."""

    def __init__(self, slot: Slot) -> None:
        self._by_name: dict[str, set[str]] = {}
        for example in slot.examples:
            for name, value in (*named_values(example.given), *_lengths("", example.given)):
                self._by_name.setdefault(name, set()).add(spelt(value))
        self._sentence = slot.sentence.lower()
        read = in_english(slot.sentence, slot.contract)
        self._told = _words_of(slot).union(*map(_told, {slot.sentence, read}))
        self._bounds = _bounds(self._told)
        self._days = frozenset(_days(self._sentence))
        self._in_words = bool(_NUMBER_WORDS.search(slot.sentence))

    def gives_away(self, name: str, literal: object, *, bound: bool = False) -> bool:
        """Say whether a literal that is compared with the value called `name` can only come from an example.

        `bound` says that it is compared for more or less, where a told number may stand in other units or one beside.
        """
        if bound and spelt(literal) in self._bounds:
            return False
        return self._by_examples(spelt(literal), self._by_name.get(name, set()))

    def gives_away_anywhere(self, literal: object) -> bool:
        """Say the same for a literal that is compared with something that is called nothing."""
        return self._by_examples(spelt(literal), {value for values in self._by_name.values() for value in values})

    def _by_examples(self, literal: str, known: set[str]) -> bool:
        if literal not in known or literal in _ORDINARY or literal in self._told or literal in self._days:
            return False
        if re.fullmatch(r"-?[\d.]+", literal):
            return not self._in_words
        return literal.lower() not in self._sentence


def spelt(value: object) -> str:
    """Give a value in one spelling, whatever way it was written."""
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    try:
        number = Decimal(str(value))
        return f"{number.normalize():f}" if number.is_finite() else str(value)
    except (InvalidOperation, ValueError):
        return str(value)


def _told(sentence: str) -> set[str]:
    written = {spelt(found.replace(",", "")) for found in _NUMBER.findall(sentence)}
    meant = {spelt(constant.value) for constant in constants_in(sentence)}
    percent = {spelt(Decimal(value) / 100) for value in written | meant if re.fullmatch(r"\d+(\.\d+)?", value)}
    words = _ENGLISH.findall(sentence.lower())
    by_words = {number for word in words for number in _MEANT_BY.get(word.removesuffix("s"), "").split()}
    months = {str(_MONTHS.index(word) + 1) for word in words if word in _MONTHS}
    return written | meant | percent | by_words | months


def _bounds(told: set[str]) -> set[str]:
    numbers = [Decimal(value) for value in told if re.fullmatch(r"\d+(\.\d+)?", value)]
    return {spelt(number * unit + step) for number in numbers for unit in _UNITS for step in (-1, 0, 1)}


def _days(sentence: str) -> Iterator[str]:
    """Give the days that a sentence may mean by its numbers and the names of months: `31 March 2024`, `31.3.2024`."""
    numbers = {int(digits) for digits in re.findall(r"\d{1,4}", sentence)}
    named = {
        _MONTHS_IN_SHORT.index(word[:3]) + 1 for word in _ENGLISH.findall(sentence) if word[:3] in _MONTHS_IN_SHORT
    }
    for year in (number for number in numbers if number > 1000):
        for month in (named | numbers) & set(range(1, 13)):
            yield from (f"{year}-{month:02d}-{day:02d}" for day in numbers if 1 <= day <= 31)


def length_of(name: str) -> str:
    """Give the name that the length of a list stands under."""
    return f"len({name})" if name else ""


def _lengths(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Give how long each list of an example is."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _lengths(str(key), inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield length_of(name), len(value)
        for inner in value:
            yield from _lengths(name, inner)


def _words_of(slot: Slot) -> set[str]:
    kinds: list[Type] = [field.type for entity in slot.contract.entities for field in entity.fields]
    kinds += [parameter.type for parameter in slot.contract.parameters]
    bare = [kind.inner if isinstance(kind, OptionalType) else kind for kind in kinds]
    return {value for kind in bare if isinstance(kind, EnumType) for value in kind.values}
