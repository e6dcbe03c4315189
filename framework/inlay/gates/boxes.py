"""One warm box for each tier and way of hashing, opened when a candidate needs it, closed when the process ends."""

from contextlib import AbstractContextManager

from inlay.once import OncePerProcess
from inlay.sandbox import Box, TierName, open_box

__all__ = ["warm_box"]


def warm_box(walls: TierName, hash_seed: int = 0) -> Box:
    """Give the box of a tier and a way of hashing text; raises `UnsafeRefused` where the machine has no such walls."""
    return _box(walls, hash_seed)


@OncePerProcess
def _box(walls: TierName, hash_seed: int) -> AbstractContextManager[Box]:
    return open_box(tier=walls, hash_seed=hash_seed)
