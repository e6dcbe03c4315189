"""Small databases made up for a schema, so that queries over it can be run where no data is at hand."""

import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from inlay.errors import UsageError
from inlay.text2sql.names import quoted
from inlay.text2sql.schema import Column, Database, Table

__all__ = ["Pools", "is_day", "is_number", "pools_of", "seeded"]

_ROWS = 24
_EMPTY_SHARE = 0.08
_FIRST_DAY = date(2018, 1, 1)
_WORDS = "amber birch cedar delta ember fjord grove haven indigo jade karst lumen maple north ocean pearl".split()

Pools = Mapping[tuple[str, str], Sequence[object]]
"""The values that a column may have, by table and column."""


def is_number(column: Column) -> bool:
    """Say whether a column holds amounts to reckon with; keys are not."""
    return column.type.upper().startswith(("INT", "NUM", "REAL", "DEC", "FLOAT", "DOUBLE"))


def is_day(column: Column) -> bool:
    """Say whether a column holds days or moments."""
    return column.type.upper().startswith(("DATE", "TIME"))


def pools_of(database: Database, dice: random.Random) -> Pools:
    """Give values for every column: those that its schema tells of, else invented ones of its type."""
    return {
        (table.name, column.name): column.values or _invented(column, dice)
        for table in database.tables
        for column in table.columns
    }


def _invented(column: Column, dice: random.Random) -> Sequence[object]:
    if column.type.upper().startswith("BOOL"):
        return (0, 1)
    if is_day(column):
        return [str(_FIRST_DAY + timedelta(days=dice.randrange(2500))) for _ in range(12)]
    if is_number(column):
        return sorted({dice.randrange(1, 500) for _ in range(12)})
    return [word.capitalize() for word in dice.sample(_WORDS, 8)]


@dataclass(frozen=True, slots=True)
class _Filler:
    """Draws the rows of one database; a key counts up, a reference points at a row that may be there."""

    database: Database
    pools: Pools
    dice: random.Random

    def rows(self, table: Table) -> Iterator[tuple[object, ...]]:
        for number in range(1, _ROWS + 1):
            yield tuple(self._value(table, column, number) for column in table.columns)

    def _value(self, table: Table, column: Column, number: int) -> object:
        linked = any(one == (table.name, column.name) for one, _ in self.database.links)
        if column.primary and not linked:
            return number if is_number(column) else f"{column.name}{number}"
        if linked:
            return self._reference(table, column)
        return None if self.dice.random() < _EMPTY_SHARE else self.dice.choice(self.pools[table.name, column.name])

    def _reference(self, table: Table, column: Column) -> object:
        other, key = next(other for one, other in self.database.links if one == (table.name, column.name))
        found = next((each for each in self.database.tables if each.name == other), None)
        pointed = next((each for each in found.columns if each.name == key), None) if found else None
        # some rows stay without any that points at them
        number = self.dice.randrange(1, _ROWS * 3 // 4)
        return number if pointed is None or is_number(pointed) else f"{key}{number}"


@contextmanager
def seeded(database: Database, pools: Pools, seed: int) -> Iterator[sqlite3.Connection]:
    """Give a database in memory with rows drawn from the pools."""
    with closing(sqlite3.connect(":memory:")) as connection:
        filler = _Filler(database, pools, random.Random(seed))
        for table in database.tables:
            columns, marks = ", ".join(quoted(each.name) for each in table.columns), ", ".join("?" * len(table.columns))
            try:
                connection.execute(f"CREATE TABLE {quoted(table.name)} ({columns})")
            except sqlite3.Error as fault:
                raise UsageError(f"the schema {database.name}: table {table.name} cannot be made: {fault}") from fault
            connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks})", filler.rows(table))
        yield connection
