"""Asks databases that may only be read; runs in a box that holds no expected result.

The connection is read-only and immutable, the authorizer lets nothing but reading pass, a progress handler stops
what computes too long, and the heap, the rows and the length of a value have bounds.
"""

import json
import sqlite3
import time
from functools import lru_cache
from typing import Any

__all__ = ["ask", "race"]

MAX_ROWS = 100_000
_STEPS = 2_000
_HEAP_BYTES = 512 * 1024 * 1024
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_FORBIDDEN_FUNCTIONS = {"load_extension", "randomblob", "zeroblob", "readfile", "writefile", "edit", "fts3_tokenizer"}


def ask(database: str, query: str, seconds: float) -> str:
    """Give a query's columns and rows, or its error, as JSON: `columns` and `rows`, `error`, `late` or `large`."""
    deadline = time.process_time() + seconds
    connection = _open(database)
    connection.set_progress_handler(lambda: int(time.process_time() >= deadline), _STEPS)
    try:
        cursor = connection.execute(query)
        if cursor.description is None:
            return json.dumps({"error": "the statement gives no result"})
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchmany(MAX_ROWS + 1)
        cursor.close()
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        late = time.process_time() >= deadline
        return json.dumps({"late": True} if late else {"error": f"{type(error).__name__}: {error}"[:300]})
    if len(rows) > MAX_ROWS:
        return json.dumps({"large": True})
    return json.dumps({"columns": columns, "rows": [[_plain(cell) for cell in row] for row in rows]})


def race(database: str, gold: str, query: str, seconds: float, times: int) -> str:
    """Give gold's time by the query's as a JSON list, run by run, at most `times`; it ends when `seconds` are used up.

    Each run is on a connection of its own, as the official script has it, and the first pair only warms up; which of
    the two runs first changes from pair to pair. Time is that of the processor: what else the machine does is in
    neither.
    """
    deadline = time.process_time() + seconds
    warm = _timed(database, gold) / _timed(database, query)
    ratios: list[float] = []
    while len(ratios) < times and time.process_time() < deadline:
        if len(ratios) % 2:
            ratios.append(_timed(database, gold) / _timed(database, query))
        else:
            ratios.append(1 / (_timed(database, query) / _timed(database, gold)))
    return json.dumps(ratios or [warm])


def _timed(database: str, query: str) -> float:
    connection = _connect(database)
    start = time.thread_time()
    connection.execute(query).fetchmany(MAX_ROWS)
    connection.close()
    return max(time.thread_time() - start, 1e-6)


@lru_cache(maxsize=8)
def _open(database: str) -> sqlite3.Connection:
    return _connect(database)


def _connect(database: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "ignore")  # published databases hold broken text
    connection.execute("pragma query_only = 1")
    connection.execute("pragma temp_store = memory")
    connection.execute(f"pragma hard_heap_limit = {_HEAP_BYTES}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000_000)
    connection.set_authorizer(_permit)
    return connection


def _permit(action: int, _: str | None, second: str | None, *__: Any) -> int:
    refused = action not in _ALLOWED or (
        action == sqlite3.SQLITE_FUNCTION and str(second).lower() in _FORBIDDEN_FUNCTIONS
    )
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _plain(cell: Any) -> Any:
    return {"b": cell.hex()} if type(cell) is bytes else cell
