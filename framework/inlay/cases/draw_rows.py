"""Draws small databases that a contract allows: empty ones, parents without children, ties, missing values, odd days.

Keys point to rows that are there, unique columns hold each value once, and a child has exactly one owner.
Numbers are halves and quarters, which SQLite adds up without error, so that a sum does not hang on its order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from inlay.cases.case import Case, Value
from inlay.cases.domains import Domains
from inlay.cases.draw import Draw
from inlay.cases.fillers import room_of
from inlay.cases.leaves import Leaves
from inlay.cases.seen import Seen
from inlay.contract import Contract, Scalar, Type, is_unique, without_optional
from inlay.contract.tables import Column, TableShape, tables_of
from inlay.spec.model import Example

__all__ = ["draw_databases"]

Row = dict[str, Value]
Tables = dict[str, list[Row]]

_ROWS = (1, 2, 3, 4, 5, 6)
_ORPHANS = "parents alone"
_PROFILES = ("empty", _ORPHANS, "small", "large")
_TRIES = 12
_MISSING = (True, False, False)
_RELATED = 0.7
_REPEATED = 0.35


def draw_databases(
    contract: Contract,
    examples: Sequence[Example],
    *,
    constants: Sequence[Decimal] = (),
    words: Sequence[str] = (),
    seed: str,
    count: int,
) -> tuple[Draw, ...]:
    """Give `count` databases with the parameters of a query; `constants` and `words` are those of its sentence."""
    domains = Domains(Seen(tuple(examples)), tuple(constants), tuple(words), quarters=True)
    drawer = _RowDrawer(contract, domains, Random(seed))
    return tuple(drawer.draw(profile) for profile in _profiles(count))


def _profiles(count: int) -> Iterator[str]:
    yield from _PROFILES[:count]
    for number in range(count - len(_PROFILES)):
        yield "large" if number % 2 else "small"


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with the keys of its owners and the tables that must have a row before it can have one."""

    shape: TableShape
    owners: tuple[str, ...]
    needs: frozenset[str]
    points_to: frozenset[str]


class _RowDrawer:
    def __init__(self, contract: Contract, domains: Domains, random: Random) -> None:
        self._contract = contract
        self._random = random
        self._leaves = Leaves(domains, random)
        self._tables = _in_order([_table(shape) for shape in tables_of(contract.entities)])

    def draw(self, profile: str) -> Draw:
        """Give one database with parameters that have to do with it."""
        self._leaves.begin()
        tables: Tables = {}
        for table in self._tables:
            tables[table.shape.name] = self._rows(table, profile, tables)
        self._leaves.unsure = False
        arguments = {each.name: self._argument(each.type, each.name, tables) for each in self._contract.parameters}
        return Draw(Case(arguments=arguments, expected=None, tables=tables), self._leaves.unsure)

    def _rows(self, table: _Table, profile: str, tables: Tables) -> list[Row]:
        alone = profile == _ORPHANS and table.points_to
        if profile == "empty" or alone or any(not tables[needed] for needed in table.needs):
            return []
        size = self._random.choice(_ROWS[:3] if profile == "small" else _ROWS[2:])
        rows: list[Row] = []
        for number in range(1, size + 1):
            row = self._row(table, number, {**tables, table.shape.name: rows})
            if all(row[column.name] is not None or column.optional for column in table.shape.columns):
                rows.append(row)
        return rows

    def _row(self, table: _Table, number: int, tables: Tables) -> Row:
        owner = self._random.choice(table.owners) if table.owners else ""
        row: Row = {"id": number}
        for column in table.shape.columns[1:]:
            if column.points_to:
                row[column.name] = self._key(column, [one["id"] for one in tables.get(column.points_to, [])], owner)
            else:
                row[column.name] = self._cell(column, number, [one[column.name] for one in tables[table.shape.name]])
        return row

    def _key(self, column: Column, keys: Sequence[Value], owner: str) -> Value:
        of_another = column.field is None and column.name != owner
        missing = column.field is not None and self._missing(column)
        return None if of_another or missing or not keys else self._random.choice(keys)

    def _missing(self, column: Column) -> bool:
        return column.optional and self._leaves.dealt(("missing", column.name), _MISSING)

    def _cell(self, column: Column, number: int, before: Sequence[Value]) -> Value:
        if self._missing(column):
            return None
        kind = without_optional(column.type)
        limits = column.field.constraints if column.field else ()
        unique = is_unique(limits)
        if before and not unique and self._random.random() < _REPEATED:
            return self._random.choice(before)
        for _ in range(_TRIES):
            value = self._leaves.any(kind, column.name, limits, bare=False)
            if unique and isinstance(value, str):
                value = f"{number}{value}"[: room_of(limits)]
            if not (unique and value in before):
                return value
        return None

    def _argument(self, kind: Type, name: str, tables: Tables) -> Value:
        """Give a value that has to do with what stands in the database more often than not."""
        found = list(_related(without_optional(kind), name, tables))
        if found and self._random.random() < _RELATED:
            return self._random.choice(found)
        return self._leaves.any(without_optional(kind), name, bare=True)


def _table(shape: TableShape) -> _Table:
    pointing = [column for column in shape.columns if column.points_to and column.points_to != shape.name]
    return _Table(
        shape,
        tuple(column.name for column in pointing if column.field is None),
        frozenset(column.points_to or "" for column in pointing if not column.optional),
        frozenset(column.points_to or "" for column in pointing),
    )


def _in_order(tables: list[_Table]) -> list[_Table]:
    """Give the tables so that each stands behind those that it points to, as far as circles allow."""
    names = {table.shape.name for table in tables}
    placed: list[_Table] = []
    while len(placed) < len(tables):
        done = {table.shape.name for table in placed}
        left = [table for table in tables if table.shape.name not in done]
        free = [table for table in left if table.points_to & names <= done]
        free = free or [table for table in left if table.needs & names <= done] or left
        placed.append(free[0])
    return placed


def _related(kind: Type, name: str, tables: Tables) -> Iterator[Value]:
    """Give values of the database that a parameter of this name and type may mean."""
    for column, value in ((column, value) for rows in tables.values() for row in rows for column, value in row.items()):
        day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
        match kind:
            case Scalar("date") if day is not None:
                yield day
            case Scalar("datetime") if isinstance(value, datetime):
                yield value
            case Scalar("int") if name.endswith("year") and day is not None:
                yield day.year
            case Scalar("str") if isinstance(value, str) and (column in name or name in column):
                yield value
