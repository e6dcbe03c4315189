"""Contexts of one model, each lent to one caller at a time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from inlay.backends.llama.decoder import Decoder

__all__ = ["Contexts"]


class Contexts:
    """As many contexts as were ever asked for at a time; close them when nobody has one."""

    def __init__(self, make: Callable[[], Decoder]) -> None:
        self._make = make
        self._idle: list[Decoder] = []
        self._lock = Lock()

    @contextmanager
    def lent(self, prompt: Sequence[int]) -> Iterator[Decoder]:
        """Lend the idle context that knows most of a prompt, or a new one."""
        with self._lock:
            known = max(self._idle, key=lambda each: each.known(prompt), default=None)
            if known is not None:
                self._idle.remove(known)
        decoder = known or self._make()
        try:
            yield decoder
        finally:
            self._idle.append(decoder)

    def close(self) -> None:
        """Free them."""
        while self._idle:
            self._idle.pop().close()
