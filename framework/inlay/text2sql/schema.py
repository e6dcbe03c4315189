"""A database as a model is told of it: tables, columns, keys and a few values, out of a `tables.json` and the data."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from inlay.errors import UsageError
from inlay.text2sql.json_file import read_json

__all__ = ["Column", "Database", "Table", "database_file", "opened", "read_schemas", "with_values"]

_SHOWN_VALUES = 3
_LONGEST_VALUE = 40
_TYPES = {"text": "TEXT", "number": "NUMERIC", "time": "DATETIME", "boolean": "BOOLEAN", "others": "TEXT"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `meaning` is its name in words where that says more, `values` are a few that occur."""

    name: str
    type: str
    meaning: str = ""
    primary: bool = False
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Database:
    """A database; a link joins (table, column) with (table, column)."""

    name: str
    tables: tuple[Table, ...]
    links: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()


class _Raw(BaseModel):
    """One schema of a `tables.json`; BIRD groups the parts of a composed key, Spider does not."""

    model_config = ConfigDict(extra="ignore")

    db_id: str
    table_names_original: list[str]
    column_names: list[tuple[int, str]]
    column_names_original: list[tuple[int, str]]
    column_types: list[str]
    primary_keys: list[int | list[int]] = []
    foreign_keys: list[tuple[int, int]] = []


def _meaning(name: str, words: str) -> str:
    return "" if name.replace("_", " ").lower() == words.lower() else words


def _database(raw: _Raw) -> Database:
    keys = {key for each in raw.primary_keys for key in (each if isinstance(each, list) else [each])}
    tables: list[list[Column]] = [[] for _ in raw.table_names_original]
    for number, (table, name) in enumerate(raw.column_names_original):
        if table < 0:
            continue
        kind = _TYPES.get(raw.column_types[number].lower(), raw.column_types[number].upper())
        meaning = _meaning(name, raw.column_names[number][1])
        tables[table].append(Column(name, kind, meaning, primary=number in keys))

    def place(number: int) -> tuple[str, str]:
        table, name = raw.column_names_original[number]
        return raw.table_names_original[table], name

    named = zip(raw.table_names_original, tables, strict=True)
    return Database(
        raw.db_id,
        tuple(Table(name, tuple(columns)) for name, columns in named),
        tuple((place(one), place(other)) for one, other in raw.foreign_keys),
    )


def read_schemas(file: Path) -> dict[str, Database]:
    """Read the schemas of a `tables.json`, by name."""
    found = {}
    for number, raw in enumerate(read_json(file), start=1):
        try:
            database = _database(_Raw.model_validate(raw))
        except (ValidationError, IndexError) as fault:
            reason = (
                fault.errors()[0] if isinstance(fault, ValidationError) else {"loc": ("column",), "msg": str(fault)}
            )
            place = ".".join(map(str, reason["loc"]))
            raise UsageError(f"{file}: schema {number}: {place}: {reason['msg']}") from fault
        found[database.name] = database
    return found


def database_file(folder: Path, name: str) -> Path | None:
    """Give the SQLite file of a database as Spider and BIRD lay it, if it is there."""
    places = (folder / name / f"{name}.{end}" for end in ("sqlite", "db"))
    return next((each for each in places if each.is_file()), None)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database so that nothing can change it; text in it may be of any encoding."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = lambda octets: octets.decode("utf-8", "replace")
        connection.execute("PRAGMA query_only = ON")
        yield connection


def _values(connection: sqlite3.Connection, table: str, column: str) -> tuple[object, ...]:
    one, other = (name.replace('"', '""') for name in (column, table))
    query = f'SELECT DISTINCT "{one}" FROM "{other}" WHERE "{one}" IS NOT NULL LIMIT {_SHOWN_VALUES * 4}'
    try:
        found = [row[0] for row in connection.execute(query)]
    except sqlite3.Error:
        return ()
    shown = [value for value in found if not isinstance(value, bytes) and 0 < len(str(value)) <= _LONGEST_VALUE]
    return tuple(shown[:_SHOWN_VALUES])


def with_values(database: Database, file: Path) -> Database:
    """Give the schema with a few values for each column."""
    with opened(file) as connection:
        tables = []
        for table in database.tables:
            columns = [replace(each, values=_values(connection, table.name, each.name)) for each in table.columns]
            tables.append(Table(table.name, tuple(columns)))
    return replace(database, tables=tuple(tables))
