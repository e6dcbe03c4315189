"""Which part of a text a prefix LM reads both ways (Raffel et al. 2020): its task."""

from collections.abc import Sequence
from typing import Any, NamedTuple

__all__ = ["Marks", "marks_of", "prefix_of"]


class Marks(NamedTuple):
    """The tokens that a task begins and ends with."""

    begin: int
    end: int


def marks_of(config: Any) -> Marks | None:
    """Give the marks that a configuration of transformers names under `prefix_lm`; None for what is no prefix LM."""
    said = getattr(config, "prefix_lm", None)
    return Marks(*said) if said else None


def prefix_of(tokens: Sequence[int], marks: Marks | None) -> tuple[int, int]:
    """Give where the first task begins and ends, the line end behind it included; behind the text if it has none."""
    if marks is None or marks.begin not in tokens:
        return len(tokens), len(tokens)
    begin = tokens.index(marks.begin)
    end = tokens.index(marks.end, begin) + 2 if marks.end in tokens[begin:] else len(tokens)
    return begin, min(end, len(tokens))
