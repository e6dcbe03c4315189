"""Runs one SELECT over small in-memory SQLite databases, case by case; runs inside a confined child."""

import re
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from inlay.sandbox.inside.calling import describe
from inlay.sandbox.inside.codec import Decoder, Encoder, TooLarge, Wire

__all__ = ["FUNCTIONS", "rehearse", "run"]

MAX_ROWS = 5_000
MAX_BYTES = 1_000_000
PROGRESS_STEPS = 10_000

_PLAIN_FUNCTIONS = """
abs acos asin atan atan2 avg cast ceil ceiling char coalesce concat concat_ws cos count cume_dist current_date
current_time current_timestamp date datetime degrees dense_rank exp first_value floor format glob group_concat
hex ifnull iif instr julianday lag last_value lead length like ln log log10 log2 lower ltrim max min mod
nth_value ntile nullif percent_rank pi pow power printf quote radians rank replace round row_number rtrim
sign sin sqrt strftime string_agg substr substring sum tan time timediff total trim trunc typeof unicode
unixepoch upper
"""
FUNCTIONS = frozenset(_PLAIN_FUNCTIONS.split())

# EXPLAIN and statements that have nothing to do pass the authorizer, so the first word is looked at as well.
_READING = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with|values)\b", re.IGNORECASE | re.DOTALL)
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
}


def run(job: dict[str, Wire], answer: Callable[[object], None]) -> None:
    """Answer every case in order over a fresh database; one that brings no tables asks the database of the case before.

    Nothing that is asked can change a database.
    """
    decoder = Decoder(lambda name, _: name, str)
    cases = [
        (
            None if case["tables"] is None else decoder.fields(case["tables"]),
            {name: _stored(value) for name, value in decoder.fields(case["parameters"]).items()},
            case["statement"],
        )
        for case in job["cases"]
    ]
    database: sqlite3.Connection | list[Wire] = []
    for number, (tables, given, statement) in enumerate(cases):
        if tables is not None:
            if isinstance(database, sqlite3.Connection):
                database.close()
            database = _filled(job["ddl"], tables)
        if isinstance(database, sqlite3.Connection):
            answer({"case": number, **_query(database, statement, given, job["sql_seconds"])})
        else:
            answer({"case": number, "unloaded": database})


def rehearse() -> None:
    """Do what a job does, once and for nothing."""
    tables = [["orders", [{"m": [["id", 1], ["at", {"D": "2024-02-29"}], ["total", {"d": "1.50"}]]}]]]
    statements = ("SELECT COUNT(*) AS number FROM orders WHERE id >= :least GROUP BY at", "SELECT nothing", "DROP")
    cases = [{"tables": tables, "parameters": [["least", 1]], "statement": statement} for statement in statements]
    ddl = ["CREATE TABLE orders (id INTEGER PRIMARY KEY, at DATE, total NUMERIC)"]
    run({"sql_seconds": 1.0, "ddl": ddl, "cases": cases}, lambda _: None)


def _filled(ddl: list[str], tables: dict[str, list[dict[str, object]]]) -> "sqlite3.Connection | list[Wire]":
    """Give a database with rows in its tables, or how that fails."""
    try:
        return _database(ddl, tables)
    except (sqlite3.Error, ValueError) as error:
        return describe(error)


def _database(ddl: list[str], tables: dict[str, list[dict[str, object]]]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("pragma temp_store = memory")
    for statement in ddl:
        database.execute(statement)
    for table, rows in tables.items():
        for row in rows:
            _insert(database, table, row)
    return database


def _insert(database: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    if not row:
        database.execute(f"insert into {_quoted(table)} default values")
        return
    columns = ", ".join(_quoted(column) for column in row)
    marks = ", ".join("?" * len(row))
    values = [_stored(value) for value in row.values()]
    database.execute(f"insert into {_quoted(table)} ({columns}) values ({marks})", values)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stored(value: object) -> object:
    """Give what SQLAlchemy hands to SQLite: dates as text, decimals as floats, instants in UTC."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        instant = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo is not None else value
        return instant.isoformat(sep=" ", timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _query(database: sqlite3.Connection, statement: str, given: dict[str, object], seconds: float) -> dict[str, Wire]:
    deadline = time.process_time() + seconds
    _guard(database, deadline)
    try:
        if not _READING.match(statement):
            raise sqlite3.ProgrammingError("only one SELECT may be asked")
        cursor = database.execute(statement, given)
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchmany(MAX_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        return {"late": True} if time.process_time() >= deadline else {"raised": describe(error)}
    if len(rows) > MAX_ROWS:
        return {"oversized": True}
    encoder = Encoder(lambda _, value, __: {"o": type(value).__name__})
    try:
        return {"columns": columns, "rows": [[encoder.encode(cell) for cell in row] for row in rows]}
    except TooLarge:
        return {"oversized": True}


def _guard(database: sqlite3.Connection, deadline: float) -> None:
    """From here on this connection reads its own tables and nothing else, and stops at the deadline."""
    for limit, bound in _LIMITS.items():
        database.setlimit(limit, bound)
    database.set_progress_handler(lambda: int(time.process_time() >= deadline), PROGRESS_STEPS)
    database.set_authorizer(_permit)


def _permit(action: int, first: str | None, second: str | None, *_: object) -> int:
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and not str(first).lower().startswith(("sqlite_", "pragma_")):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and str(second).lower() in FUNCTIONS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
