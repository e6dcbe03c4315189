"""Names for what inlay and the official evaluation of Spider are known to see differently."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from spider_material import Pair
from verdicts import NOT_KNOWN

from inlay_eval.sql.ordering import orders

__all__ = ["difference"]

_Rows = list[tuple[object, ...]]


def difference(pair: Pair, databases: Path, *, official: bool) -> str:
    """Name the reason for which only one of the two lets a prediction pass; `official` says which."""
    return next((name for name, holds in _REASONS.items() if holds(pair, databases, official)), NOT_KNOWN)


def _no_rows(pair: Pair, databases: Path, official: bool) -> bool:
    """Say whether neither gives a row: the official script then looks no further, at the columns neither."""
    both = [(_rows(file, pair.gold), _rows(file, pair.predicted)) for file in _files(pair, databases)]
    return official and any(gold == predicted == [] for gold, predicted in both)


def _order_inside(pair: Pair, _: Path, official: bool) -> bool:
    """Say whether gold orders, but only inside: the official script takes this for an order of its rows."""
    return not official and "order by" in pair.gold.lower() and not orders(pair.gold)


def _word_value(pair: Pair, _: Path, official: bool) -> bool:
    """Say whether the official command has changed the prediction: it puts 1 for the letters `value`, wherever."""
    return "value" in pair.predicted


def _spelling(pair: Pair, databases: Path, official: bool) -> bool:
    """Say whether the official script, which sorts the cells of a row as text, sorts equal numbers apart (8, 8.0)."""
    files = _files(pair, databases)
    return not official and any(_kinds(_rows(file, pair.gold)) != _kinds(_rows(file, pair.predicted)) for file in files)


_REASONS: Mapping[str, Callable[[Pair, Path, bool], bool]] = {
    "no rows: the official script does not compare columns": _no_rows,
    "an order inside of gold: the official script takes it for one of its rows": _order_inside,
    "the letters `value`: the official command puts 1 in their place": _word_value,
    "8 and 8.0: the official script sorts the cells of a row as text": _spelling,
}


def _files(pair: Pair, databases: Path) -> list[Path]:
    return sorted((databases / pair.database).glob("*.sqlite"))


def _rows(file: Path, query: str) -> _Rows | None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "ignore")
        try:
            return connection.execute(query).fetchall()
        except (sqlite3.Error, sqlite3.Warning):
            return None


def _kinds(rows: _Rows | None) -> set[type]:
    return {type(cell) for row in rows or () for cell in row}
