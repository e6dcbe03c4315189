"""Reads a query in the language of Spider into the parsed form that Spider's own files hold.

The form: `select` (distinct, [(aggregate, unit)]), `from` {table_units, conds}, `where` and `having` (conditions with
`and` and `or` between them), `groupBy` [column], `orderBy` (direction, [unit]), `limit`, and `intersect`, `except` and
`union` with a query or None. A unit is (operator, column, column or None), a column (aggregate, id, distinct), a
condition (negated, operator, unit, value, second value). Ids are the places of columns and tables in `tables.json`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inlay_eval.sql.tokens import Unreadable, tokens

__all__ = ["AGGREGATES", "COMPARISONS", "Query", "Schema", "Unreadable", "parsed"]

AGGREGATES = ("none", "max", "min", "count", "sum", "avg")
COMPARISONS = ("not", "between", "=", ">", "<", ">=", "<=", "!=", "in", "like", "is", "exists")
_OPERATORS = ("none", "-", "+", "*", "/")
_COMPOUND = ("intersect", "union", "except")
_CLAUSES = frozenset({"select", "from", "where", "group", "order", "limit", *_COMPOUND})
_JOINING = frozenset({"join", "on", "as"})
_ENDS = frozenset({")", ";"})

Query = dict[str, Any]
Column = tuple[int, int, bool]
Unit = tuple[int, Column, Column | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """Tables with their columns, each with its id; all names in small letters."""

    tables: Mapping[str, int]
    columns: Mapping[tuple[str, str], int]
    foreign_keys: Mapping[int, int]  # a column: the first one that means the same

    @property
    def names(self) -> dict[int, str]:
        """The names of columns by their ids."""
        return {place: name for (_, name), place in self.columns.items()}

    @property
    def owners(self) -> dict[int, int]:
        """The tables of columns, both by their ids."""
        return {place: self.tables[table] for (table, _), place in self.columns.items()}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Schema":
        """Read the schema of one database of `tables.json`."""
        names = [str(name).lower() for name in record["table_names_original"]]
        columns = {
            (names[table], str(column).lower()): number
            for number, (table, column) in enumerate(record["column_names_original"])
            if table >= 0
        }
        return cls(
            tables={name: number for number, name in enumerate(names)},
            columns=columns,
            foreign_keys=_same_meaning(record["foreign_keys"]),
        )


def _same_meaning(keys: Sequence[Sequence[int]]) -> dict[int, int]:
    """Give for every column of a foreign key the first column of its group; groups grow in the order of the file."""
    groups: list[set[int]] = []
    for pair in keys:
        group = next((found for found in groups if found & {*pair}), None)
        if group is None:
            groups.append({*pair})
        else:
            group |= {*pair}
    return {column: min(group) for group in groups for column in group}


def parsed(query: str, schema: Schema) -> Query:
    """Parse a query, or raise `Unreadable`."""
    try:
        return _Parser(tokens(query), schema).query()
    except RecursionError as error:
        raise Unreadable("too deeply nested") from error


class _Parser:
    def __init__(self, found: list[str], schema: Schema) -> None:
        self._tokens = found
        self._place = 0
        self._schema = schema
        self._names = {name: name for name in schema.tables}
        for before, word, after in zip(found, found[1:], found[2:], strict=False):
            if word == "as":
                if after in schema.tables:
                    raise Unreadable(f"the alias {after!r} is a table")
                self._names[after] = before

    def query(self) -> Query:
        block = self._skip("(")
        start = self._place
        try:
            self._place = self._tokens.index("from", start) + 1
        except ValueError:
            raise Unreadable("there is no FROM") from None
        units, conditions, near = self._from()
        end, self._place = self._place, start
        select = self._select(near)
        self._place = end
        found: Query = {"select": select, "from": {"table_units": units, "conds": conditions}}
        found["where"] = self._conditions(near) if self._skip("where") else []
        found["groupBy"] = self._group(near)
        found["having"] = self._conditions(near) if self._skip("having") else []
        found["orderBy"] = self._order(near)
        found["limit"] = self._limit()
        self._skip_all(";")
        if block:
            self._expect(")")
        self._skip_all(";")
        found |= dict.fromkeys(_COMPOUND)
        if self._next in _COMPOUND:
            name = self._take()
            found[name] = self.query()
        return found

    def _from(self) -> tuple[list[tuple[str, Any]], list[Any], list[str]]:
        units: list[tuple[str, Any]] = []
        conditions: list[Any] = []
        near: list[str] = []
        while self._next:
            block = self._skip("(")
            if self._next == "select":
                units.append(("sql", self.query()))
            else:
                self._skip("join")
                near.append(self._table(units))
            if self._skip("on"):
                conditions += (["and"] if conditions else []) + self._conditions(near)
            if block:
                self._expect(")")
            if self._next in _CLAUSES | _ENDS:
                break
        return units, conditions, near

    def _table(self, units: list[tuple[str, Any]]) -> str:
        table = self._names.get(self._take(), "")
        if table not in self._schema.tables:
            raise Unreadable(f"no table stands before {self._next!r}")
        units.append(("table_unit", self._schema.tables[table]))
        if self._skip("as"):
            self._take()
        return table

    def _select(self, near: Sequence[str]) -> tuple[bool, list[tuple[int, Unit]]]:
        self._expect("select")
        distinct = self._skip("distinct")
        units = []
        while self._next and self._next not in _CLAUSES:
            aggregate = AGGREGATES.index(self._take()) if self._next in AGGREGATES else 0
            units.append((aggregate, self._unit(near)))
            self._skip(",")
        return distinct, units

    def _group(self, near: Sequence[str]) -> list[Column]:
        columns: list[Column] = []
        if self._skip("group"):
            self._expect("by")
            while self._next and self._next not in _CLAUSES | _ENDS:
                columns.append(self._column(near))
                if not self._skip(","):
                    break
        return columns

    def _order(self, near: Sequence[str]) -> tuple[str, list[Unit]] | list[Unit]:
        if not self._skip("order"):
            return []
        self._expect("by")
        direction, units = "asc", []
        while self._next and self._next not in _CLAUSES | _ENDS:
            units.append(self._unit(near))
            if self._next in ("asc", "desc"):
                direction = self._take()
            if not self._skip(","):
                break
        return direction, units

    def _limit(self) -> int | None:
        if not self._skip("limit"):
            return None
        count = self._take()
        return int(count) if count.isdecimal() else 1

    def _conditions(self, near: Sequence[str]) -> list[Any]:
        found: list[Any] = []
        while self._next:
            found.append(self._condition(near))
            if self._next in _CLAUSES | _ENDS | _JOINING:
                break
            if self._next in ("and", "or"):
                found.append(self._take())
        return found

    def _condition(self, near: Sequence[str]) -> tuple[bool, int, Unit, Any, Any]:
        unit = self._unit(near)
        negated = self._skip("not")
        operator = self._take()
        if operator not in COMPARISONS:
            raise Unreadable(f"{operator!r} compares nothing")
        first, second = self._value(near), None
        if operator == "between":
            self._expect("and")
            second = self._value(near)
        return negated, COMPARISONS.index(operator), unit, first, second

    def _value(self, near: Sequence[str]) -> Any:
        block = self._skip("(")
        if self._next == "select":
            value: Any = self.query()
        elif self._next.startswith('"'):
            value = self._take()
        else:
            value = self._number(near)
        if block:
            self._expect(")")
        return value

    def _number(self, near: Sequence[str]) -> float | Column:
        try:
            number = float(self._next)
        except ValueError:
            column = self._column(near)
            while self._next and self._next not in _CLAUSES | _JOINING | {",", ")", "and"}:
                self._take()  # the official parser leaves out what follows a column here
            return column
        self._take()
        return number

    def _unit(self, near: Sequence[str]) -> Unit:
        block = self._skip("(")
        first, second, operator = self._column(near), None, 0
        if self._next in _OPERATORS:
            operator = _OPERATORS.index(self._take())
            second = self._column(near)
        if block:
            self._expect(")")
        return operator, first, second

    def _column(self, near: Sequence[str]) -> Column:
        block = self._skip("(")
        if self._next in AGGREGATES:
            aggregate = AGGREGATES.index(self._take())
            self._expect("(")
            distinct = self._skip("distinct")
            column = self._id(near)
            self._expect(")")
            return aggregate, column, distinct
        distinct = self._skip("distinct")
        column = self._id(near)
        if block:
            self._expect(")")
        return 0, column, distinct

    def _id(self, near: Sequence[str]) -> int:
        name = self._take()
        if name == "*":
            return 0
        owner, dot, column = name.rpartition(".")
        tables = [self._names.get(owner, "")] if dot else near
        for table in tables:
            if (table, column) in self._schema.columns:
                return self._schema.columns[table, column]
        raise Unreadable(f"there is no column {name!r}")

    @property
    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next
        if not token:
            raise Unreadable("the query breaks off")
        self._place += 1
        return token

    def _skip(self, token: str) -> bool:
        found = self._next == token
        self._place += found
        return found

    def _skip_all(self, token: str) -> None:
        while self._skip(token):
            pass

    def _expect(self, token: str) -> None:
        if not self._skip(token):
            raise Unreadable(f"{self._next or 'the end'!r} stands where {token!r} must")
