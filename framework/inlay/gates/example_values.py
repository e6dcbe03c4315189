"""Which values the examples of a slot hold, by the name they stand under, and which of them the sentence tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from inlay.cases import named_values
from inlay.contract import EnumType, Type, walk, without_optional
from inlay.gates.told_texts import tells_text
from inlay.linking import constants_in, in_english, names_of
from inlay.slot import Slot

__all__ = ["ExampleValues", "length_of", "spelt"]

_ORDINARY = {"0", "1", "-1", "", "true", "false", "none"}
_UNASKED = {"2", "48", "57", "65", "90", "97", "122"}
"""Numbers that bodies need on their own: both of two, what is even, codes of the first and last digit and letter."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = re.compile(r"[零一二两三四五六七八九十百千万亿半折]")
_NUMERIC = re.compile(r"-?[\d.]+")
_UNSIGNED = re.compile(r"\d+(\.\d+)?")
_WORD = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
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
_SIGNS, _FEWEST_SIGNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "aeiouy"), 5
_WIDEST = 40
"""Powers of ten beyond which a number is not written out in digits."""
_UNITS = tuple(map(Decimal, (1, 7, 12, 24, 60, 100, 1000)))


class ExampleValues:
    """The values under each name, spelt alike; `gives_away` says whether a literal can only come from an example."""

    def __init__(self, slot: Slot) -> None:
        self._by_name: dict[str, set[str]] = {}
        for example in slot.examples:
            for name, value in (*named_values(example.given), *_lengths("", example.given)):
                self._by_name.setdefault(name, set()).add(spelt(value))
        self._results = {spelt(value) for example in slot.examples for _, value in named_values({"": example.then})}
        self._texts = {text for text in {*self._anywhere(), *self._results} if _LETTER.search(text) and len(text) > 1}
        self._sentences = tuple(dict.fromkeys((slot.sentence, in_english(slot.sentence, slot.contract))))
        self._names = {name.text for name in names_of(slot.contract)}
        self._told = _words_of(slot).union(*map(_told, self._sentences))
        self._limits = frozenset(_limits_of(slot))
        self._bounds = _bounds(self._told)
        self._days = frozenset(_days(slot.sentence.lower()))
        self._in_words = bool(_NUMBER_WORDS.search(slot.sentence))

    def gives_away(self, name: str, literal: object, *, bound: bool = False) -> bool:
        """Say whether a literal that is compared with the value called `name` can only come from an example.

        `bound` says that it is compared for more or less, where a told number may stand in other units or one beside.
        """
        if bound and spelt(literal).removeprefix("-") in self._bounds:
            return False
        return self._by_examples(spelt(literal), self._by_name.get(name, set()))

    def is_untold(self, literal: object, *, bound: bool = False) -> bool:
        """Say whether neither sentence nor contract tells a literal that something is compared with.

        No test finds a body that does something else for a hidden value, be it 7 lines or everything after a day.
        """
        written = spelt(literal)
        if written in self._limits | _UNASKED or _is_of_signs(literal):
            return False
        number = written.removeprefix("-")
        if number in self._made_of_told() or (bound and number in self._bounds):
            return False
        return self._is_told_nowhere(written)

    def gives_away_anywhere(self, literal: object) -> bool:
        """Say the same for a literal that is compared with something that is called nothing."""
        return self._by_examples(spelt(literal), self._anywhere())

    def copied_text(self, text: str) -> str:
        """Give the text of an example that a text of a body is, or has among its words, when no sentence tells it."""
        if not self._is_told_nowhere(text):
            return ""
        plain = text.replace("\\", "")
        found = (known for known in self._texts if known == text or _has_among_its_words(plain, known))
        return next((known for known in sorted(found) if self._is_told_nowhere(known)), "")

    def copied_result(self, literal: object) -> bool:
        """Say whether a result that is written out can only come from what an example expects."""
        written = spelt(literal)
        if not self._by_examples(written, self._results):
            return False
        return not _NUMERIC.fullmatch(written) or written.removeprefix("-") not in self._made_of_told()

    def _anywhere(self) -> set[str]:
        return {value for values in self._by_name.values() for value in values}

    def _by_examples(self, literal: str, known: set[str]) -> bool:
        return literal in known and self._is_told_nowhere(literal)

    def _is_told_nowhere(self, literal: str) -> bool:
        if literal in _ORDINARY or literal in self._days or literal in self._names or not _WORD.search(literal):
            return False
        if not self._told.isdisjoint({literal, literal.removeprefix("-")}):
            return False
        if _NUMERIC.fullmatch(literal):
            return not self._in_words
        return not any(tells_text(sentence, literal) for sentence in self._sentences)

    def _made_of_told(self) -> set[str]:
        """Give what two told numbers make together."""
        numbers = [Decimal(value) for value in self._told if _UNSIGNED.fullmatch(value)]
        made = {each for one in numbers for other in numbers for each in (one + other, one - other, one * other)}
        made |= {one / other for one in numbers for other in numbers if other}
        return {spelt(number) for number in (*numbers, *made)}


def _is_of_signs(literal: object) -> bool:
    """Say whether a text is a single sign, or letters or digits in their order, in which one is looked for."""
    if not isinstance(literal, str):
        return False
    if len(literal) < _FEWEST_SIGNS:
        return len(literal) == 1 and not literal.isdigit()
    return any(literal.lower() in signs for signs in _SIGNS)


def _has_among_its_words(text: str, known: str) -> bool:
    return len(known) > 2 and bool(re.search(rf"(?<!\w){re.escape(known)}(?!\w)", text))


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


def _told(sentence: str) -> set[str]:
    written = {spelt(found.replace(",", "")) for found in _NUMBER.findall(sentence)}
    meant = {spelt(constant.value) for constant in constants_in(sentence)}
    percent = {spelt(Decimal(value) / 100) for value in written | meant if _UNSIGNED.fullmatch(value)}
    words = _ENGLISH.findall(sentence.lower())
    by_words = {number for word in words for number in _MEANT_BY.get(word.removesuffix("s"), "").split()}
    return written | meant | percent | by_words | set(map(str, _months(words)))


def _months(words: Sequence[str]) -> Sequence[int]:
    """Give the months that are named, and those between the first and the last of them."""
    named = {_MONTHS_IN_SHORT.index(word[:3]) + 1 for word in words if word in _MONTHS or word in _MONTHS_IN_SHORT}
    return range(min(named), max(named) + 1) if named else ()


def _bounds(told: set[str]) -> set[str]:
    numbers = [Decimal(value) for value in told if _UNSIGNED.fullmatch(value)]
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


def _limits_of(slot: Slot) -> Iterator[str]:
    """Give the limits and defaults of the fields that a contract hands over."""
    for entity in slot.contract.entities:
        for field in entity.fields:
            yield from (spelt(limit.bound) for limit in field.constraints if limit.bound is not None)
            if field.default is not None:
                yield spelt(field.default)


def _words_of(slot: Slot) -> set[str]:
    kinds: list[Type] = [field.type for entity in slot.contract.entities for field in entity.fields]
    kinds += [parameter.type for parameter in slot.contract.parameters]
    kinds += walk(slot.contract.result)
    return {value for kind in map(without_optional, kinds) if isinstance(kind, EnumType) for value in kind.values}
