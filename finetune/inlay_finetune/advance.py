"""How far a training is, on standard error: a bar on a terminal, a plain line now and then in a pipe."""

import math
import sys
import time
from typing import Protocol

from tqdm import tqdm

from inlay.cli.output import say

__all__ = ["Advance", "shown"]

_SECONDS_BETWEEN_LINES = 30.0


class Advance(Protocol):
    """What is told of every step."""

    def update(self) -> object:
        """Count a step."""

    def set_postfix(self, *, loss: str) -> object:
        """Say what the loss has come to."""

    def close(self) -> object:
        """End what is shown."""


class _Lines:
    def __init__(self, total: int | None, step: int) -> None:
        self._of = "" if total is None else f" of {total}"
        self._step, self._last = step, -math.inf

    def update(self) -> None:
        self._step += 1

    def set_postfix(self, *, loss: str) -> None:
        if time.monotonic() - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            say(f"step {self._step}{self._of}, loss {loss}")

    def close(self) -> None:
        """Leave the lines."""


def shown(total: int | None, step: int, *, quiet: bool = False) -> Advance:
    """Give what shows the steps after `step`; `total` is left out where nobody knows it, a quiet one shows nothing."""
    if quiet or sys.stderr.isatty():
        bar: Advance = tqdm(total=total, initial=step, unit="step", disable=quiet)
        return bar
    return _Lines(total, step)
