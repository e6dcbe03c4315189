"""The known name that was probably meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

__all__ = ["meant"]


def meant(name: str, known: Iterable[str]) -> str:
    """Give a hint that names the nearest known name, or nothing when none is near."""
    near = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" (did you mean `{near[0]}`?)" if near else ""
