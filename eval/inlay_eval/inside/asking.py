"""Asks databases that may only be read; runs in a box that holds no expected result.

The connection is read-only and immutable, the authorizer lets nothing but reading pass, a progress handler stops
what computes too long, and the heap, the rows and the length of a value have bounds.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any

__all__ = ["ask", "digest_of", "race"]

MAX_ROWS = 100_000
_STEPS = 2_000
_LINES = 64  # that are told at once
_HEAP_BYTES = 512 * 1024 * 1024
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_FORBIDDEN_FUNCTIONS = {"load_extension", "randomblob", "zeroblob", "readfile", "writefile", "edit", "fts3_tokenizer"}


def ask(order: str) -> Iterator[str]:
    """Answer an order, a line each: `queries` (each with whether its rows are wanted), by number `asked` of databases.

    Of a result the line tells the number of columns and rows, a digest of the rows as they stand, and the rows where
    they are wanted; of anything else `error` with its text, `late` or `large`. A query has so many `seconds`; once this
    process has used up its `budget` of them nothing more is asked, and lines are missing.
    """
    lines = _lines(json.loads(order))
    while together := list(islice(lines, _LINES)):
        yield "\n".join(together)


def digest_of(rows: list[Any]) -> str:
    """Give a digest of rows as they stand."""
    return blake2b(repr(rows).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def _lines(order: dict[str, Any]) -> Iterator[str]:
    clock, queries = _Clock(order["seconds"]), order["queries"]
    for database, numbers in order["asked"]:
        for number in numbers:
            if clock.read >= order["budget"]:
                return
            yield _line(database, clock, *queries[number])


class _Clock:
    """Tells whether a query has used up its seconds of the processor.

    It is first read once a query has made some steps: most end before that, and reading it takes as long as they do.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds, self._deadline = seconds, 0.0
        self._running = False
        self.read = 0.0

    def start(self) -> None:
        self._running = False

    def late(self) -> bool:
        self.read = time.process_time()
        if not self._running:
            self._running, self._deadline = True, self.read + self._seconds
        return self.read >= self._deadline


def _line(database: str, clock: _Clock, query: str, whole: bool) -> str:
    clock.start()
    try:
        cursor = _open(database, clock).execute(query)
        if cursor.description is None:
            return 'error "the statement gives no result"'
        columns = len(cursor.description)
        rows = cursor.fetchmany(MAX_ROWS + 1)
        cursor.close()
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        return "late" if clock.late() else f"error {json.dumps(f'{type(error).__name__}: {error}'[:300])}"
    if len(rows) > MAX_ROWS:
        return "large"
    outline = f"result {columns} {len(rows)} {digest_of(rows)}"
    return f"{outline} {json.dumps(rows, default=_plain)}" if whole else outline


@lru_cache(maxsize=1)
def _open(database: str, clock: _Clock) -> sqlite3.Connection:
    connection = _connect(database)
    connection.set_progress_handler(clock.late, _STEPS)
    return connection


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


def _plain(blob: bytes) -> dict[str, str]:
    return {"b": blob.hex()}
