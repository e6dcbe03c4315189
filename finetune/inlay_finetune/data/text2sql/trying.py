"""Whether a query runs on a database."""

import sqlite3
import time
from pathlib import Path

from inlay.text2sql.schema import opened

__all__ = ["fault_of"]

_STEPS = 10_000


def _read_only(action: int, *_: str | None) -> int:
    reading = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in reading else sqlite3.SQLITE_DENY


def fault_of(file: Path, query: str, seconds: float) -> tuple[str, str]:
    """Run a query; give the reason to drop it with the detail, or what is to be noted of it."""
    ends = time.monotonic() + seconds
    try:
        with opened(file) as connection:
            connection.set_authorizer(_read_only)
            connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
            return "", "" if connection.execute(query).fetchone() else "the query finds nothing"
    except (sqlite3.Error, sqlite3.Warning) as fault:
        slow = "interrupted" in str(fault)
        return ("the query takes too long", "") if slow else ("the query does not run", str(fault))
