"""What is opened once in a process, kept warm for all of it, and closed when it ends; a fork of it opens its own."""

import atexit
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Generic, ParamSpec, TypeVar

__all__ = ["OncePerProcess"]

P = ParamSpec("P")
T = TypeVar("T")


class OncePerProcess(Generic[P, T]):
    """Decorates what gives a context manager: calls give what it opened in this process for the same arguments."""

    def __init__(self, manager: Callable[P, AbstractContextManager[T]]) -> None:
        self._manager = manager
        self._opened: dict[tuple[object, ...], T] = {}
        self._closing: dict[int, ExitStack] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Give what is open, or open it."""
        key = (os.getpid(), *args, *kwargs.items())
        if key not in self._opened:
            self._opened[key] = self._stack().enter_context(self._manager(*args, **kwargs))
        return self._opened[key]

    def close(self) -> None:
        """Close what this process has opened; the next call opens anew."""
        self._opened = {key: value for key, value in self._opened.items() if key[0] != os.getpid()}
        self._stack().close()

    def _stack(self) -> ExitStack:
        if os.getpid() not in self._closing:
            self._closing[os.getpid()] = ExitStack()
            atexit.register(self._closing[os.getpid()].close)
        return self._closing[os.getpid()]
