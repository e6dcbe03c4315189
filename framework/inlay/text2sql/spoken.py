"""A database as a contract, so that the schema linker and the compact prompts of queries know its names.

What a schema calls `StuID`, and means by it `student id`, is `student_id` in the contract; `originals` leads back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    Field,
    ListType,
    RecordType,
    ReferenceType,
    Scalar,
    ScalarName,
    Type,
)
from inlay.contract.naming import class_name, foreign_key, singular, table_name
from inlay.linking import words_of
from inlay.text2sql.schema import Column, Database, Table

__all__ = ["Spoken", "spoken"]

_KEY = "id"
# How the types of columns begin, and what a contract calls them; any other is text.
_TYPES: Mapping[str, ScalarName] = {"INT": "int", "NUM": "int", "DATE": "date", "TIME": "datetime", "BOOL": "bool"}
_FRACTIONS = ("REAL", "DEC", "FLOAT", "DOUBLE")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A contract over a database; `tables` and `columns` give its names by the database's own in small letters,
    `originals` the database's own by those of the contract.
    """

    contract: Contract
    tables: Mapping[str, str]
    columns: Mapping[str, str]
    originals: Mapping[str, str]


@dataclass
class _Namer:
    """Gives each original name one name, and no two originals the same."""

    originals: dict[str, str] = field(default_factory=dict)

    def take(self, wishes: Iterator[str], original: str) -> str:
        wish = next(each for each in wishes if self.originals.get(each, original).lower() == original.lower())
        self.originals.setdefault(wish, original)
        return wish


def spoken(database: Database) -> Spoken:
    """Give a database's contract: a query over it that takes nothing and whose result columns nobody names."""
    namer = _Namer()
    entities = {table.name: _entity(table, namer) for table in database.tables}
    columns = _columns(database, namer)
    targets = {(table, column.lower()): other for (table, column), (other, _) in database.links if other in entities}
    contract = Contract(
        name="question",
        kind="sql-query",
        parameters=(),
        result=ListType(RecordType(())),
        entities=tuple(
            Entity(name=entities[table.name], fields=tuple(_fields(table, columns, entities, targets)))
            for table in database.tables
        ),
    )
    tables = {name.lower(): table_name(entity) for name, entity in entities.items()}
    return Spoken(contract, tables, columns, namer.originals)


def _said(name: str, meaning: str = "") -> str:
    """Give the words of a name as a name of the contract."""
    said = "_".join(words_of(meaning) or words_of(name)) or "column"
    return said if not said[0].isdigit() else f"n_{said}"


def _entity(table: Table, namer: _Namer) -> str:
    said = singular(_said(table.name))
    names = (class_name("other_" * number + said) for number in count())
    found = ""

    def spelt() -> Iterator[str]:
        nonlocal found
        for found in names:
            yield table_name(found)

    namer.take(spelt(), table.name)
    return found


def _columns(database: Database, namer: _Namer) -> dict[str, str]:
    """Name every column; columns of one name are one, and those that point at a table end in `_id`."""
    linked = {column.lower() for (_, column), _ in database.links} - {_KEY}
    found: dict[str, str] = {}
    for column in (column for table in database.tables for column in table.columns):
        own = column.name.lower()
        if own not in found:
            said = _KEY if own == _KEY else _not_key(column)
            if own in linked:
                said = foreign_key(said.removesuffix("_id") or "key")
            found[own] = namer.take(("other_" * number + said for number in count()), column.name)
    return found


def _not_key(column: Column) -> str:
    """Give the name of a column that is not called `id`, which prompts take for granted."""
    said = _said(column.name, column.meaning)
    said = _said(column.name) if said == _KEY else said
    return f"own_{said}" if said == _KEY else said


def _fields(
    table: Table, columns: Mapping[str, str], entities: Mapping[str, str], targets: Mapping[tuple[str, str], str]
) -> Iterator[Field]:
    for column in table.columns:
        own = column.name.lower()
        other = targets.get((table.name, own))
        if other is None or own == _KEY:
            yield Field(name=columns[own], type=_type(column))
        else:
            yield Field(name=columns[own].removesuffix("_id"), type=ReferenceType(entities[other]))


def _type(column: Column) -> Type:
    kind = column.type.upper()
    if kind.startswith(_FRACTIONS):
        return DecimalType()
    return Scalar(next((name for beginning, name in _TYPES.items() if kind.startswith(beginning)), "str"))
