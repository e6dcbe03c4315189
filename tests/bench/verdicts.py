"""Verdicts of two judges side by side: how many are equal, and by which name each of the others is known."""

from collections import Counter
from collections.abc import Sequence

__all__ = ["NOT_KNOWN", "Apart", "tell_apart"]

NOT_KNOWN = "not known"
Apart = tuple[str, str]
"""A verdict that is not equal: the name of the reason, and what to show where there is none."""


def tell_apart(apart: Sequence[Apart], count: int) -> int:
    """Print how many of so many verdicts are equal and why the others are not; give how many nobody can explain."""
    print(f"verdicts equal: {count - len(apart)} of {count}")
    for name, times in Counter(name for name, _ in apart).most_common():
        print(f"  {times} differ: {name}")
    unknown = [shown for name, shown in apart if name == NOT_KNOWN]
    for shown in unknown:
        print(f"    {shown}")
    return len(unknown)
