"""When two results of a query are the same.

Rows count as a bag: how often a row stands there matters, where it stands only if the gold query orders at its top
level. There are as many columns as the gold query gives, in any order, and one order for all rows. Names of columns
do not matter. Numbers are equal by amount (8 and 8.0), text is never equal to a number. BIRD counts otherwise: rows
are a set, and columns stand in gold's order.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Result", "UndecidableError", "same_result", "same_set"]

Cell = object
_MOST_ARRANGEMENTS = 20_000


class UndecidableError(Exception):
    """Too many columns hold the same values to try every way of pairing them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a query gave."""

    columns: int
    rows: tuple[tuple[Cell, ...], ...]


def same_result(gold: Result, other: Result, *, ordered: bool) -> bool:
    """Say whether two results are the same."""
    if gold.columns != other.columns or len(gold.rows) != len(other.rows):
        return False
    if gold.rows == other.rows or not gold.rows:
        return True
    wanted = list(gold.rows) if ordered else Counter(gold.rows)
    for tried, places in enumerate(_arrangements(gold, other)):
        if tried >= _MOST_ARRANGEMENTS:
            raise UndecidableError
        rows = [tuple(row[place] for place in places) for row in other.rows]
        if (rows if ordered else Counter(rows)) == wanted:
            return True
    return False


def same_set(gold: Result, other: Result) -> bool:
    """Say whether two results are the same as BIRD has it: as sets of rows, with columns in gold's order."""
    return gold.columns == other.columns and set(gold.rows) == set(other.rows)


def _arrangements(gold: Result, other: Result) -> Iterator[tuple[int, ...]]:
    """Give the ways to pair columns that hold the same values as often."""
    bags = [Counter(row[place] for row in other.rows) for place in range(other.columns)]
    fitting = [
        [place for place, bag in enumerate(bags) if bag == Counter(row[column] for row in gold.rows)]
        for column in range(gold.columns)
    ]
    return _choose(fitting, ())


def _choose(fitting: Sequence[Sequence[int]], chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(chosen) == len(fitting):
        yield chosen
        return
    for place in fitting[len(chosen)]:
        if place not in chosen:
            yield from _choose(fitting, (*chosen, place))
