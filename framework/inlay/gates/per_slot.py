"""What a gate works out once for a slot, kept until another slot is judged: candidates come slot by slot."""

from collections.abc import Callable
from typing import Generic, TypeVar

from inlay.slot import Slot

__all__ = ["PerSlot"]

T = TypeVar("T")


class PerSlot(Generic[T]):
    """Gives what `make` makes of a slot; of the slot asked for last it is at hand."""

    def __init__(self, make: Callable[[Slot], T]) -> None:
        self._make = make
        self._last: tuple[Slot, T] | None = None

    def __call__(self, slot: Slot) -> T:
        """Give it for a slot."""
        last = self._last
        if last is None or last[0] is not slot:
            last = self._last = slot, self._make(slot)
        return last[1]
