"""Which values the examples of a slot hold, by the name they stand under, and which of them the sentence tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from inlay.cases import named_values
from inlay.contract import EnumType, Type, walk, without_optional
from inlay.gates.told_numbers import bounds_of, days_in, made_of, numbers_in, spelt
from inlay.gates.told_texts import tells_text
from inlay.linking import in_english, names_of
from inlay.slot import Slot

__all__ = ["ExampleValues", "length_of"]

_ORDINARY = {"0", "1", "-1", "", "true", "false", "none"}
_UNASKED = {"2", "48", "57", "65", "90", "97", "122"}
"""Numbers that bodies need on their own: both of two, what is even, codes of the first and last digit and letter."""
_NUMBER_WORDS = re.compile(r"[零一二两三四五六七八九十百千万亿半折]")
_NUMERIC = re.compile(r"-?[\d.]+")
_WORD = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_ALONE = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_SIGNS, _FEWEST_SIGNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "aeiouy"), 5


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
        self._told = _words_of(slot).union(*map(numbers_in, self._sentences))
        self._limits = frozenset(_limits_of(slot))
        self._bounds = bounds_of(self._told)
        self._days = frozenset(days_in(slot.sentence.lower()))
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
        if written in self._limits | _UNASKED or _is_of_signs(literal) or self._is_spelt_out(written):
            return False
        number = written.removeprefix("-")
        if not self._is_told_nowhere(written) or (bound and number in self._bounds):
            return False
        return number not in self._made

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
        return not _NUMERIC.fullmatch(written) or written.removeprefix("-") not in self._made

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

    def _is_spelt_out(self, text: str) -> bool:
        """Say whether each letter of a text stands by itself in the sentence: `DFG` for "D, F and G"."""
        return text.isalpha() and set(text) <= set(_LETTER_ALONE.findall(self._sentences[0]))

    @cached_property
    def _made(self) -> set[str]:
        return made_of(self._told)


def _is_of_signs(literal: object) -> bool:
    """Say whether a text is a single sign, or letters or digits in their order, in which one is looked for."""
    if not isinstance(literal, str):
        return False
    if len(literal) < _FEWEST_SIGNS:
        return len(literal) == 1 and not literal.isdigit()
    return any(literal.lower() in signs for signs in _SIGNS)


def _has_among_its_words(text: str, known: str) -> bool:
    return len(known) > 2 and bool(re.search(rf"(?<!\w){re.escape(known)}(?!\w)", text))


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
    """Give the limits and defaults of the fields that a contract hands over, and how many values its enums have."""
    yield from (str(len(kind.values)) for kind in _enums_of(slot))
    for entity in slot.contract.entities:
        for field in entity.fields:
            yield from (spelt(limit.bound) for limit in field.constraints if limit.bound is not None)
            if field.default is not None:
                yield spelt(field.default)


def _words_of(slot: Slot) -> set[str]:
    return {value for kind in _enums_of(slot) for value in kind.values}


def _enums_of(slot: Slot) -> Iterator[EnumType]:
    kinds: list[Type] = [field.type for entity in slot.contract.entities for field in entity.fields]
    kinds += [parameter.type for parameter in slot.contract.parameters]
    kinds += walk(slot.contract.result)
    yield from (kind for kind in map(without_optional, kinds) if isinstance(kind, EnumType))
