"""Names of tables and columns as they stand in a query: in quotes where SQLite would not read them bare."""

import re
import sqlite3
from contextlib import closing
from functools import cache

__all__ = ["must_be_quoted", "quoted"]

_PLAIN = re.compile(r"[A-Za-z_]\w*")


@cache
def must_be_quoted(name: str) -> bool:
    """Say whether SQLite itself would not read a bare name as a name."""
    if not _PLAIN.fullmatch(name):
        return True
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(f"CREATE TABLE t ({name})")
            connection.execute(f"SELECT t.{name} FROM t WHERE {name} = 1 GROUP BY {name} ORDER BY {name}")
        except sqlite3.Error:
            return True
    return False


def quoted(name: str) -> str:
    """Give a name with quotes where it needs them."""
    return '"' + name.replace('"', '""') + '"' if must_be_quoted(name) else name
