"""One warm box for each tier, opened when the first candidate needs it and closed when the process ends."""

import atexit
from contextlib import ExitStack
from functools import cache

from inlay.sandbox import Box, TierName, open_box

__all__ = ["warm_box"]


@cache
def warm_box(walls: TierName) -> Box:
    """Give the box of a tier; raises `UnsafeRefused` where the machine cannot give its walls."""
    opened = ExitStack()
    box = opened.enter_context(open_box(tier=walls))
    atexit.register(opened.close)
    return box
