"""What each value of a worked example stands under: the name of its parameter, field or column."""

from collections.abc import Iterator, Mapping, Sequence

from inlay.cases.expansion import TABLES

__all__ = ["named_values"]


def named_values(given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Give every plain value of what an example is given, with the nearest name that it stands under."""
    for name, value in given.items():
        if name == TABLES and isinstance(value, Mapping):
            for rows in value.values():
                yield from _inside("", rows)
        else:
            yield from _inside(name, value)


def _inside(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _inside(str(key), inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _inside(name, inner)
    else:
        yield name, value
