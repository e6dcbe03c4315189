"""Asks databases that may only be read; runs in a box that holds no expected result.

The connection is read-only and immutable, the authorizer lets nothing but reading pass, a progress handler stops
what computes too long, and the heap, the rows and the length of a value have bounds.
"""

import hashlib
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


def ask(order: str) -> str:
    """Answer an order as a JSON list: `databases`, `queries`, what is `asked` (places in both, and whether for rows).

    Of a result there is the number of its columns and rows, a digest of the rows as they stand, and the rows where they
    are asked for; of anything else `error`, `late` or `large`. A query has so many `seconds`; once this process has
    used up its `budget` of them nothing more is asked, and the list is short.
    """
    said = json.loads(order)
    answers = []
    for database, query, whole in said["asked"]:
        if time.process_time() >= said["budget"]:
            break
        answers.append(_asked(said["databases"][database], said["queries"][query], said["seconds"], whole))
    return json.dumps(answers)


def _asked(database: str, query: str, seconds: float, whole: bool) -> dict[str, Any]:
    deadline = time.process_time() + seconds
    connection = _open(database)
    connection.set_progress_handler(lambda: int(time.process_time() >= deadline), _STEPS)
    try:
        cursor = connection.execute(query)
        if cursor.description is None:
            return {"error": "the statement gives no result"}
        columns = len(cursor.description)
        rows = cursor.fetchmany(MAX_ROWS + 1)
        cursor.close()
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        late = time.process_time() >= deadline
        return {"late": True} if late else {"error": f"{type(error).__name__}: {error}"[:300]}
    if len(rows) > MAX_ROWS:
        return {"large": True}
    spelled = hashlib.blake2b(repr(rows).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
    found = {"columns": columns, "count": len(rows), "digest": spelled}
    return {**found, "rows": [[_plain(cell) for cell in row] for row in rows]} if whole else found


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
