"""Runs the queries of a job on PostgreSQL: each case in a transaction of its own that ends in a rollback.

A role that may do nothing else makes the tables, fills them, becomes a reader for the rest of the transaction, and
asks. The server bounds time and memory, this side the rows; a server that does not keep to its time is replaced.
"""

import hashlib
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from inlay.engines.cluster import Cluster, running
from inlay.engines.programs import Programs
from inlay.engines.statements import for_psycopg
from inlay.engines.template import DATABASE, ROLE, NotReady
from inlay.sandbox import CaseOutcome, Opaque, SqlCase, SqlJob, Table, TierName, Value

if TYPE_CHECKING:
    import psycopg

__all__ = ["Postgres"]

_MILLISECONDS = 5000
_JOB_SECONDS = 60.0
_GRACE_SECONDS = 5.0
_CONNECT_SECONDS = 30
_MOST_ROWS, _MOST_CHARACTERS = 5_000, 1_000_000
_LONGEST_ERROR = 300
_READING = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:select|with|values)\b", re.IGNORECASE | re.DOTALL)
_PLAIN = (bool, int, float, str, Decimal, date, datetime, type(None))


class Postgres:
    """A server that starts with the first job and stays; jobs share nothing but empty tables."""

    def __init__(self, programs: Programs, tier: TierName) -> None:
        self._programs = programs
        self._tier = tier
        self._lock = threading.Lock()
        self._opened = ExitStack()
        self._cluster: Cluster | None = None
        self._connection: psycopg.Connection[Any] | None = None
        self._schemas: set[str] = set()

    def run_sql(self, job: SqlJob) -> list[CaseOutcome]:
        """Give one outcome for each case, in order; raises `NotReady` where no server starts."""
        with self._lock:
            try:
                return list(self._run(job))
            except BaseException:  # an answer may still be under way, and the next job must not get it
                self.close()
                raise

    def close(self) -> None:
        """End the server."""
        self._connection = self._cluster = None
        self._schemas.clear()
        self._opened.close()

    def _run(self, job: SqlJob) -> Iterator[CaseOutcome]:
        deadline = time.monotonic() + _JOB_SECONDS
        late = CaseOutcome(ending="timeout", error="took too long")
        was_late = False
        for case in job.cases:
            outcome = late if was_late else self._one(job, case)
            was_late = outcome.ending == "timeout" or time.monotonic() > deadline
            yield outcome

    def _one(self, job: SqlJob, case: SqlCase) -> CaseOutcome:
        import psycopg

        connection = self._connected()
        try:
            with self._watched():
                return _asked(connection, self._schema(job.ddl, connection), job, case)
        except psycopg.OperationalError as error:
            return CaseOutcome(ending="killed", error=_told(error))
        finally:
            if connection.broken or connection.closed:
                self.close()

    def _connected(self) -> "psycopg.Connection[Any]":
        if self._connection is None:
            import psycopg

            self._cluster = self._opened.enter_context(running(self._programs, self._tier))
            try:
                self._connection = psycopg.connect(
                    host=str(self._cluster.folder),
                    dbname=DATABASE,
                    user=ROLE,
                    autocommit=True,
                    prepare_threshold=None,
                    connect_timeout=_CONNECT_SECONDS,
                )
            except psycopg.OperationalError as error:
                raise NotReady(f"PostgreSQL does not answer: {_told(error)}") from error
            self._opened.callback(self._connection.close)
        return self._connection

    def _schema(self, ddl: Sequence[str], connection: "psycopg.Connection[Any]") -> str:
        """Give the schema with these tables, which is made when it is not there."""
        name = f"s{hashlib.sha256(repr(ddl).encode()).hexdigest()[:24]}"
        if name not in self._schemas:
            made = (f"CREATE SCHEMA {name}", f"SET LOCAL search_path = {name}", *ddl)
            connection.execute("; ".join(["ROLLBACK", "BEGIN", *made, "COMMIT"]))
            self._schemas.add(name)
        return name

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End a server that does not stop a query in its time."""
        assert self._cluster is not None
        watch = threading.Timer(_MILLISECONDS / 1000 + _GRACE_SECONDS, self._cluster.kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def _asked(connection: "psycopg.Connection[Any]", schema: str, job: SqlJob, case: SqlCase) -> CaseOutcome:
    import psycopg

    try:
        connection.execute(_loading(schema, case, connection))
        return _answered(connection, job.statement if case.statement is None else case.statement, case.parameters)
    except psycopg.OperationalError:
        raise
    except (psycopg.Error, ValueError) as error:  # the rows themselves are what PostgreSQL does not take
        return CaseOutcome(ending="unloaded", error=_told(error))


def _loading(schema: str, case: SqlCase, connection: "psycopg.Connection[Any]") -> str:
    """Give the commands that end what went before, fill the tables and take away the right to change anything."""
    rows = (_insert(table, row, connection) for table, rows in case.tables.items() for row in rows)
    end = (f"SET LOCAL statement_timeout = {_MILLISECONDS}", "SET TRANSACTION READ ONLY")
    return "; ".join(["ROLLBACK", "BEGIN", f"SET LOCAL search_path = {schema}", *rows, *end])


def _insert(table: str, row: Mapping[str, Value], connection: "psycopg.Connection[Any]") -> str:
    from psycopg import sql

    if not row:
        return sql.SQL("INSERT INTO {} DEFAULT VALUES").format(sql.Identifier(table)).as_string(connection)
    names = sql.SQL(", ").join(map(sql.Identifier, row))
    values = sql.SQL(", ").join(sql.Literal(_held(value)) for value in row.values())
    filled = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, values)
    return filled.as_string(connection)


def _held(value: Value) -> Any:
    """Give what psycopg knows how to spell: lists and mappings are kept as JSON."""
    if isinstance(value, list | tuple | dict):
        from psycopg.types.json import Json

        return Json(value)
    return value


def _answered(connection: "psycopg.Connection[Any]", statement: str, given: Mapping[str, Value]) -> CaseOutcome:
    import psycopg

    if not _READING.match(statement):
        return CaseOutcome(ending="raised", error="only one SELECT may be asked")
    try:
        with connection.cursor() as cursor:
            return _table(cursor, for_psycopg(statement, given), given)
    except psycopg.errors.QueryCanceled:
        return CaseOutcome(ending="timeout", error="took too long")
    except psycopg.OperationalError as error:
        if connection.broken or connection.closed:
            raise
        return CaseOutcome(ending="raised", error=_told(error))
    except (psycopg.Error, ValueError, OverflowError, KeyError) as error:
        return CaseOutcome(ending="raised", error=_told(error))


def _table(cursor: "psycopg.Cursor[Any]", statement: str, given: Mapping[str, Value]) -> CaseOutcome:
    rows: list[tuple[Value, ...]] = []
    characters = 0
    # Row by row, in a protocol that takes one statement only.
    for row in cursor.stream(statement, dict(given)):
        read = tuple(map(_value, row))
        rows.append(read)
        characters += sum(len(cell) for cell in read if isinstance(cell, str))
        if len(rows) > _MOST_ROWS or characters > _MOST_CHARACTERS:
            return CaseOutcome(ending="oversized", error="the answer is too large or too deep")
    if not rows:  # a stream without rows does not tell its columns; binary results take one statement only as well
        cursor.execute(statement, dict(given), binary=True)
    columns = tuple(column.name for column in cursor.description or ())
    return CaseOutcome(ending="returned", value=Table(columns, tuple(rows)))


def _value(cell: object) -> Value:
    """Give a cell as it is where its type is one that is known; a moment without its zone, in UTC."""
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.astimezone(UTC).replace(tzinfo=None)
    return cell if type(cell) in _PLAIN else Opaque(type(cell).__name__)  # type: ignore[return-value]


def _told(error: Exception) -> str:
    """Give what PostgreSQL says in one line that is safe to print."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    safe = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in lines[0])
    return safe[:_LONGEST_ERROR]
