"""What Spider's judges are measured on: questions whose databases are here, variants of these, changed predictions."""

import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CHANGES", "Pair", "every_change", "one_change_each", "pairs_of", "write", "write_lines"]

_UP_TO_THE_NEXT = r"(?=\)|\bGROUP\b|\bORDER\b|\bLIMIT\b|\bINTERSECT\b|\bUNION\b|\bEXCEPT\b|$)"
_SELECTED = re.compile(r"^(SELECT(?: DISTINCT)?) (.+?) (FROM .*)$", re.IGNORECASE)
_KEPT_ROWS = 0.8


@dataclass(frozen=True, slots=True)
class Pair:
    """A prediction and its gold, and how the one was made of the other."""

    database: str
    gold: str
    predicted: str
    change: str


def pairs_of(questions: Sequence[Path], databases: Mapping[str, Path]) -> list[Pair]:
    """Give gold against itself for every question whose database is here and runs it."""
    records = [record for path in questions for record in json.loads(path.read_text("utf-8"))]
    found = [(record["db_id"], " ".join(record["query"].split())) for record in records]
    return [Pair(name, gold, gold, "") for name, gold in found if name in databases and _runs(databases[name], gold)]


def _runs(folder: Path, query: str) -> bool:
    with closing(sqlite3.connect(f"file:{folder / folder.name}.sqlite?mode=ro", uri=True)) as connection:
        try:
            connection.execute(query).fetchall()
        except sqlite3.Error:
            return False
        return True


def _swapped(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Swap words for each other, whatever their letters."""
    other = {word: partner for pair in pairs for word, partner in (pair, pair[::-1])}
    words = re.compile(rf"\b({'|'.join(other)})\b", re.IGNORECASE)
    return lambda query: words.sub(lambda found: other[found[0].lower()], query)


def _replaced(pattern: str, put: str | Callable[[re.Match[str]], str], count: int = 0) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda query: compiled.sub(put, query, count=count)


def _selecting(arrange: Callable[[list[str]], list[str]]) -> Callable[[str], str]:
    """Arrange the columns of a query that selects plain ones."""

    def arranged(query: str) -> str:
        found = _SELECTED.match(query)
        if not found or "(" in found[2]:
            return query
        return f"{found[1]} {' , '.join(arrange([column.strip() for column in found[2].split(',')]))} {found[3]}"

    return arranged


CHANGES: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda query: query,
    "keywords in small letters": _replaced(r"\b(select|from|where|join|as|limit)\b", lambda found: found[0].lower()),
    "as a subquery": lambda query: f"SELECT * FROM ({query.rstrip('; ')})",
    "counted as a fraction": _replaced(r"count ?\(\*\)", "count(*) * 1.0"),
    "without DISTINCT": _replaced(r"\bDISTINCT\b", " "),
    "with DISTINCT": _replaced(r"^SELECT (?!DISTINCT)", "SELECT DISTINCT "),
    "without an order": _replaced(rf"\bORDER BY\b.*?{_UP_TO_THE_NEXT}", ""),
    "in another order": _swapped(("asc", "desc")),
    "ordered by the first column": lambda query: query if "order by" in query.lower() else f"{query} ORDER BY 1 DESC",
    "one row more": _replaced(r"\bLIMIT (\d+)", lambda found: f"LIMIT {int(found[1]) + 1}"),
    "another number": _replaced(r"(?<![\w.])(\d+)(?![\w.])", lambda found: str(int(found[1]) + 1), 1),
    "no condition": _replaced(rf"\bWHERE\b.*?{_UP_TO_THE_NEXT}", ""),
    "other connectives": _swapped(("and", "or")),
    "other aggregates": _swapped(("max", "min"), ("avg", "sum")),
    "other comparisons": _replaced(r"(?<![<>!])=", "!="),
    "other sets": _swapped(("intersect", "union"), ("except", "union all")),
    "columns in another order": _selecting(lambda columns: columns[::-1]),
    "a column less": _selecting(lambda columns: columns[:-1] or columns),
    "a column twice": _selecting(lambda columns: [columns[0], *columns]),
    "nothing": lambda _: "SELECT",
}


def every_change(pairs: Sequence[Pair]) -> list[Pair]:
    """Give each question with every change that does change it, and with the gold of the question before it."""
    found = [
        Pair(pair.database, pair.gold, predicted, change) for pair in pairs for change, predicted in _changed(pair.gold)
    ]
    before = zip(pairs, [pairs[-1], *pairs], strict=False)
    return found + [Pair(pair.database, pair.gold, last.gold, "of another question") for pair, last in before]


def one_change_each(pairs: Sequence[Pair]) -> list[Pair]:
    """Give each question once, half of them changed, one change after the other."""
    return [
        Pair(pair.database, pair.gold, *reversed(changes[number % len(changes)] if number % 2 else changes[0]))
        for number, pair in enumerate(pairs)
        for changes in [list(_changed(pair.gold))]
    ]


def _changed(gold: str) -> Iterator[tuple[str, str]]:
    for name, change in CHANGES.items():
        predicted = " ".join(change(gold).split())
        if name == "as it is" or predicted != gold:
            yield name, predicted


def write(pairs: Sequence[Pair], databases: Mapping[str, Path], variants: int, folder: Path) -> None:
    """Write what both judges read: `dev.json`, `gold.txt`, `predicted.txt`, `database`."""
    records = [{"db_id": pair.database, "question": "?", "query": pair.gold} for pair in pairs]
    (folder / "dev.json").write_text(json.dumps(records), "utf-8")
    write_lines(folder, pairs)
    for name in {pair.database for pair in pairs}:
        place = folder / "database" / name
        place.mkdir(parents=True)
        for number in range(variants):
            file = place / (f"{name}_{number}.sqlite" if number else f"{name}.sqlite")
            shutil.copyfile(databases[name] / f"{name}.sqlite", file)
            if number:
                _vary(file, random.Random(f"{name} {number}"))


def write_lines(folder: Path, pairs: Sequence[Pair]) -> None:
    """Write what both judges read a line each: `gold.txt`, `predicted.txt`."""
    (folder / "gold.txt").write_text("".join(f"{pair.gold}\t{pair.database}\n" for pair in pairs), "utf-8")
    (folder / "predicted.txt").write_text("".join(f"{pair.predicted}\n" for pair in pairs), "utf-8")


def _vary(file: Path, dice: random.Random) -> None:
    """Leave out rows, and deal the values of every column anew among the rows."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        for table in [f'"{name}"' for (name,) in listed]:
            rows = [row for row in connection.execute(f"SELECT * FROM {table}") if dice.random() < _KEPT_ROWS]
            columns = [dice.sample(column, len(column)) for column in zip(*rows, strict=True)]
            connection.execute(f"DELETE FROM {table}")
            if not rows:
                continue
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", zip(*columns, strict=True))
