"""Counts what a spec costs to write: the lines of each entry, and how many of them are examples."""

import re
from collections.abc import Iterator

from inlay.spec.model import Place

__all__ = ["count_lines", "example_lines", "lines_of"]

_IDLE = re.compile(r"\s*(#.*)?")
_EXAMPLES = re.compile(r"\s*examples\s*:")


def count_lines(text: str) -> int:
    """Count the lines that say something: neither empty nor a comment."""
    return sum(not _IDLE.fullmatch(line) for line in text.splitlines())


def lines_of(source: str, place: Place) -> str:
    """Give the lines of the entry whose key stands at a place."""
    lines = source.splitlines()[place.line - 1 :]
    return "\n".join([lines[0], *_deeper(lines[1:], place.column - 1)]) if lines else ""


def example_lines(entry: str) -> int:
    """Count the lines of an entry that are its examples."""
    lines = entry.splitlines()
    for index, line in enumerate(lines):
        if _EXAMPLES.match(line) and index:
            return count_lines(
                "\n".join([line, *_deeper(lines[index + 1 :], len(line) - len(line.lstrip()), dash=True)])
            )
    return 0


def _deeper(lines: list[str], indent: int, *, dash: bool = False) -> Iterator[str]:
    """Give the lines up to the first that says something and is not indented further; a list may hang at its key."""
    for line in lines:
        own = len(line) - len(line.lstrip())
        item = dash and own == indent and line.lstrip().startswith("-")
        if not _IDLE.fullmatch(line) and own <= indent and not item:
            return
        yield line
