"""Whether a query runs on a database, or on empty tables where there is none."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from inlay.text2sql.names import quoted
from inlay.text2sql.schema import Database, opened

__all__ = ["fault_of", "unfit_for"]

_STEPS = 10_000


def _read_only(action: int, *_: str | None) -> int:
    reading = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in reading else sqlite3.SQLITE_DENY


def fault_of(file: Path, query: str, seconds: float) -> tuple[str, str]:
    """Run a query; give the reason to drop it with the detail, or what is to be noted of it."""
    try:
        with opened(file) as connection:
            return "", "" if _finds(connection, query, seconds) else "the query finds nothing"
    except (sqlite3.Error, sqlite3.Warning) as fault:
        slow = "interrupted" in str(fault)
        return ("the query takes too long", "") if slow else ("the query does not run", str(fault))


def unfit_for(database: Database, query: str, seconds: float) -> str:
    """Run a query on the empty tables of a schema; give what SQLite has against it, or nothing where it runs."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            for table in database.tables:
                columns = ", ".join(quoted(each.name) for each in table.columns)
                connection.execute(f"CREATE TABLE {quoted(table.name)} ({columns})")
        except sqlite3.Error:
            return ""  # SQLite has no such tables: nothing can be said of a query over them
        try:
            _finds(connection, query, seconds)
        except (sqlite3.Error, sqlite3.Warning) as fault:
            return str(fault)
    return ""


def _finds(connection: sqlite3.Connection, query: str, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    connection.set_authorizer(_read_only)
    connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
    return connection.execute(query).fetchone() is not None
