"""One warm box for each tier and way of hashing, opened when a candidate needs it, closed when the process ends."""

import atexit
from contextlib import ExitStack
from functools import cache

from inlay.sandbox import Box, TierName, open_box

__all__ = ["warm_box"]


@cache
def warm_box(walls: TierName, hash_seed: int = 0) -> Box:
    """Give the box of a tier and a way of hashing text; raises `UnsafeRefused` where the machine has no such walls."""
    opened = ExitStack()
    box = opened.enter_context(open_box(tier=walls, hash_seed=hash_seed))
    atexit.register(opened.close)
    return box
