"""Which values the examples of a slot hold, by the name they stand under, and which of them the sentence tells."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from inlay.cases import named_values
from inlay.contract import EnumType, OptionalType, Type
from inlay.linking import constants_in
from inlay.slot import Slot

__all__ = ["ExampleValues"]

_ORDINARY = {"0", "1", "-1", "", "true", "false", "none"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = re.compile(r"[零一二两三四五六七八九十百千万亿半折]")


class ExampleValues:
    """The values under each name, spelt alike; `gives_away` says whether a literal can only come from an example."""

    def __init__(self, slot: Slot) -> None:
        self._by_name: dict[str, set[str]] = {}
        for example in slot.examples:
            for name, value in named_values(example.given):
                self._by_name.setdefault(name, set()).add(spelt(value))
        self._sentence = slot.sentence.lower()
        self._told = _told(slot.sentence) | _words_of(slot)
        self._in_words = bool(_NUMBER_WORDS.search(slot.sentence))

    def gives_away(self, name: str, literal: object) -> bool:
        """Say whether a literal that is compared with the value called `name` can only come from an example."""
        return self._by_examples(spelt(literal), self._by_name.get(name, set()))

    def gives_away_anywhere(self, literal: object) -> bool:
        """Say the same for a literal that is compared with something that is called nothing."""
        return self._by_examples(spelt(literal), {value for values in self._by_name.values() for value in values})

    def _by_examples(self, literal: str, known: set[str]) -> bool:
        if literal not in known or literal in _ORDINARY or literal in self._told:
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
    return written | meant | percent


def _words_of(slot: Slot) -> set[str]:
    kinds: list[Type] = [field.type for entity in slot.contract.entities for field in entity.fields]
    kinds += [parameter.type for parameter in slot.contract.parameters]
    bare = [kind.inner if isinstance(kind, OptionalType) else kind for kind in kinds]
    return {value for kind in bare if isinstance(kind, EnumType) for value in kind.values}
