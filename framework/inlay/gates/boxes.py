"""One warm box for each tier and way of hashing, opened when a candidate needs it, closed when the process ends."""

import atexit
import os
from contextlib import ExitStack
from functools import cache

from inlay.sandbox import Box, TierName, open_box

__all__ = ["warm_box"]


def warm_box(walls: TierName, hash_seed: int = 0) -> Box:
    """Give the box of a tier and a way of hashing text; raises `UnsafeRefused` where the machine has no such walls."""
    return _opened(walls, hash_seed, os.getpid())


@cache
def _opened(walls: TierName, hash_seed: int, process: int) -> Box:
    del process  # a fork of this process has its own
    opened = ExitStack()
    box = opened.enter_context(open_box(tier=walls, hash_seed=hash_seed))
    atexit.register(opened.close)
    return box
