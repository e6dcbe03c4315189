"""JSON as it was meant: nothing of it is lost because a key stands twice."""

import json
from typing import Any

__all__ = ["KeyTwice", "plain_of"]


class KeyTwice(ValueError):
    """A `key` stands twice in one object: one of its values would be lost."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key {key!r} stands in one object twice")
        self.key = key


def plain_of(text: str | bytes) -> Any:
    """Give what a text of JSON says, or raise a `ValueError`; of a key that stands in it twice neither counts."""
    try:
        return json.loads(text, object_pairs_hook=_once_each)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise KeyTwice(next(name for name in names if names.count(name) > 1))
    return found
