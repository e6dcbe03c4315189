"""Has a function of a module that a box holds as its prelude read one text and say lines of text; in a confined child.

The payload is a line `module function` and the text.
"""

import sys
from collections.abc import Callable

__all__ = ["run"]


def run(payload: bytes, say: Callable[[str], None]) -> None:
    """Say each line that the function gives, as soon as it gives it."""
    target, _, text = payload.decode().partition("\n")
    module, function = target.split()
    for line in getattr(sys.modules[module], function)(text):
        say(line)
