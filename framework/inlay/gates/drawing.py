"""The inputs that the candidates of one slot are tried on: the same for all, and some around the numbers of a body."""

import hashlib
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from inlay.cases import Draw
from inlay.linking import constants_in, in_english
from inlay.slot import Slot

__all__ = ["Drawing"]

Drawer = Callable[..., tuple[Draw, ...]]


class Drawing:
    """Draws for one slot after the other; those of the latest slot are kept."""

    def __init__(self, drawer: Drawer, count: int, around: int) -> None:
        self._drawer = drawer
        self._count = count
        self._around = around
        self._slot: Slot | None = None
        self._kept: tuple[Draw, ...] = ()

    def draws(self, slot: Slot, numbers: Sequence[Decimal] = (), texts: Sequence[str] = ()) -> tuple[Draw, ...]:
        """Give the inputs of a slot, and further ones around numbers and texts that its sentence does not name."""
        told, words = _told(in_english(slot.sentence, slot.contract))
        if self._slot is not slot:
            self._kept = self._drawn(slot, told, words, self._count)
            self._slot = slot
        new = [number for number in numbers if number not in told]
        texts = [text for text in texts if text not in words]
        if not new and not texts:
            return self._kept
        return self._kept + self._drawn(slot, new, [*texts, *words], self._around)

    def _drawn(self, slot: Slot, numbers: Sequence[Decimal], words: Sequence[str], count: int) -> tuple[Draw, ...]:
        text = f"{slot.id}\0{slot.contract!r}\0{sorted(numbers)}"
        seed = hashlib.sha256(text.encode()).hexdigest()
        return self._drawer(slot.contract, slot.examples, constants=numbers, words=words, seed=seed, count=count)


def _told(sentence: str) -> tuple[list[Decimal], list[str]]:
    """Give the numbers and the other constants of a sentence."""
    numbers: list[Decimal] = []
    words: list[str] = []
    for constant in constants_in(sentence):
        try:
            numbers.append(Decimal(constant.value))
        except InvalidOperation:
            words.append(constant.value)
    return list(dict.fromkeys(numbers)), words
