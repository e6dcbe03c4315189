"""What stands twice in a list of parts, in words; the same for every language whose parts can be spelt."""

from collections.abc import Iterable, Iterator

__all__ = ["said_twice"]


def said_twice(parts: Iterable[str], where: str) -> Iterator[str]:
    """Name each part that stands there more than once."""
    spelt = list(parts)
    yield from (f"{where} has `{one}` twice" for one in dict.fromkeys(spelt) if spelt.count(one) > 1)
