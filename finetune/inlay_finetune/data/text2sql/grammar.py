"""What questions are drawn from: the tables, columns, links and values of one schema, by type."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inlay.text2sql.names import must_be_quoted
from inlay.text2sql.schema import Column, Database, Table
from inlay_finetune.data.text2sql.seeding import Pools, is_day, is_number

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["Condition", "Grammar", "Link", "NothingFits", "at", "literal", "place", "said", "select", "table_of"]

_COMPARED = {
    ">": ("more than", "above", "over"),
    "<": ("less than", "below", "under"),
    ">=": ("at least", "no less than"),
}
_DAYS = {">": ("after", "later than"), "<": ("before", "earlier than"), ">=": ("on or after", "since")}


class NothingFits(Exception):
    """The schema has nothing that a shape asks for."""


@dataclass(frozen=True)
class Condition:
    """A comparison of a column with a value, and how it is said."""

    words: str
    test: "exp.Expr" = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A child table whose `column` points at the `key` of its parent."""

    child: Table
    column: str
    parent: Table
    key: str

    def tie(self) -> "exp.EQ":
        """Give what joins the two."""
        from sqlglot import exp

        return exp.EQ(this=place(self.child, self.column), expression=place(self.parent, self.key))

    def joined(self, query: "exp.Select", other: Table) -> "exp.Select":
        """Give a query over one of the two with the other joined to it."""
        return query.join(table_of(other), on=self.tie())


def place(table: Table, name: str) -> "exp.Column":
    """Give a column by its name as it stands in a query."""
    from sqlglot import exp

    return exp.column(name, table.name, quoted=must_be_quoted(name) or must_be_quoted(table.name))


def at(table: Table, column: Column) -> "exp.Column":
    """Give a column as it is named in a query."""
    return place(table, column.name)


def literal(value: object) -> "exp.Expr":
    """Give a value as it stands in a query."""
    from sqlglot import exp

    return exp.convert(value)


def said(thing: Column | Table) -> str:
    """Give a name in words."""
    meaning = thing.meaning if isinstance(thing, Column) else ""
    return meaning or thing.name.replace("_", " ").lower()


def select(table: Table, *what: "exp.Expr") -> "exp.Select":
    """Give the beginning of a query over a table."""
    from sqlglot import exp

    return exp.select(*what).from_(table_of(table))


def table_of(table: Table) -> "exp.Table":
    """Give a table as it is named in a query."""
    from sqlglot import exp

    return exp.table_(table.name, quoted=must_be_quoted(table.name))


@dataclass(frozen=True)
class Grammar:
    """Draws questions over one database; values come from the pools."""

    database: Database
    pools: Pools
    dice: random.Random

    def table(self) -> Table:
        """Give any table."""
        return self.dice.choice(self.database.tables)

    def column(self, table: Table, fits: Callable[[Column], bool], *, but: Sequence[str] = ()) -> Column:
        """Give a column of a table that `fits`, rather no key; links are nobody's answer."""
        linked = {name for link in self.database.links for owner, name in link if owner == table.name}
        found = [each for each in table.columns if fits(each) and each.name not in {*linked, *but}]
        found = [each for each in found if not each.primary] or found
        if not found:
            raise NothingFits
        return self.dice.choice(found)

    def link(self) -> Link:
        """Give a child and its parent, by the key of the child that points at it."""
        tables = {table.name: table for table in self.database.tables}
        found = [
            Link(tables[own], column, tables[other], key)
            for (own, column), (other, key) in self.database.links
            if own != other and own in tables and other in tables
        ]
        if not found:
            raise NothingFits
        return self.dice.choice(found)

    def condition(self, table: Table, *, but: Sequence[str] = ()) -> Condition:
        """Give a comparison of one column with a value that it may have."""
        from sqlglot import exp

        column = self.column(table, lambda each: not each.type.upper().startswith("BOOL"), but=but)
        value = self.dice.choice(self.pools[table.name, column.name])
        where, words = at(table, column), said(column)
        if not (is_number(column) or is_day(column)):
            return Condition(f"whose {words} is {value}", exp.EQ(this=where, expression=literal(value)))
        sign, ways = self.dice.choice(list((_DAYS if is_day(column) else _COMPARED).items()))
        kind = {">": exp.GT, "<": exp.LT, ">=": exp.GTE}[sign]
        return Condition(
            f"whose {words} is {self.dice.choice(ways)} {value}", kind(this=where, expression=literal(value))
        )
