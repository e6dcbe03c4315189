"""The journal file: SQLite, one short transaction a write."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from platformdirs import user_data_dir
from pydantic import TypeAdapter

from inlay.errors import UsageError
from inlay.journal.entries import AnswerRecord, CallEntry, CallRecord, CandidateEntry, VerdictEntry

__all__ = ["Journal", "home"]

_VERSION = 1
_SCHEMA = """
CREATE TABLE calls (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, run TEXT NOT NULL, project TEXT NOT NULL, slot TEXT NOT NULL,
    kind TEXT NOT NULL, sentence TEXT NOT NULL, contract TEXT NOT NULL, backend TEXT NOT NULL, model TEXT NOT NULL,
    prompt TEXT NOT NULL, prompt_digest TEXT NOT NULL, rendered TEXT NOT NULL, parameters TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, seconds REAL NOT NULL, cost REAL NOT NULL,
    error TEXT NOT NULL
) STRICT;
CREATE INDEX calls_by_slot ON calls (slot, at);
CREATE TABLE candidates (
    call TEXT NOT NULL REFERENCES calls (id), place INTEGER NOT NULL, raw TEXT NOT NULL, mean_logprob REAL NOT NULL,
    tokens INTEGER NOT NULL, finished INTEGER NOT NULL, body TEXT, reason TEXT NOT NULL DEFAULT '',
    chosen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (call, place)
) STRICT;
CREATE TABLE verdicts (
    call TEXT NOT NULL, place INTEGER NOT NULL, gate TEXT NOT NULL, version TEXT NOT NULL, passed INTEGER NOT NULL,
    reason TEXT NOT NULL, counterexample TEXT NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (call, place, gate),
    FOREIGN KEY (call, place) REFERENCES candidates (call, place)
) STRICT;
"""


_CALLS = TypeAdapter(list[CallEntry])
_CANDIDATES = TypeAdapter(list[CandidateEntry])
_VERDICTS = TypeAdapter(list[VerdictEntry])


def home() -> Path:
    """Give inlay's own folder on this machine; INLAY_HOME overrides it."""
    return Path(os.environ.get("INLAY_HOME") or user_data_dir("inlay", appauthor=False))


class Journal:
    """An open journal, for several threads. One connection; close it, or use it as a context manager."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = Lock()
        self.path = path or home() / "journal.db"
        with self._troubles():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=10, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        with self._transaction():
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > _VERSION:
                raise UsageError(
                    f"the journal {self.path} was written by a newer inlay", hint="update inlay, or set INLAY_HOME"
                )
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {_VERSION}")

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was written stays."""
        self._db.close()

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"the journal {self.path} cannot be used: {error}",
                hint="set INLAY_HOME to a folder that can be written, or move the file away",
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, self._troubles():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def write_call(self, call: CallRecord, answers: Sequence[AnswerRecord]) -> None:
        """Store a call and its raw answers."""
        row = (
            *(call.id, datetime.now(UTC).isoformat(timespec="milliseconds"), call.run, call.project, call.slot),
            *(call.kind, call.sentence, call.contract, call.backend, call.model, call.prompt, call.prompt_digest),
            *(call.rendered, json.dumps(dict(call.parameters), sort_keys=True), call.prompt_tokens),
            *(call.completion_tokens, call.seconds, call.cost, call.error),
        )
        with self._transaction():
            self._db.execute(f"INSERT OR IGNORE INTO calls VALUES ({', '.join('?' * len(row))})", row)
            self._db.executemany(
                "INSERT OR IGNORE INTO candidates (call, place, raw, mean_logprob, tokens, finished)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (call.id, place, _storable(answer.text), answer.mean_logprob, answer.tokens, answer.finished)
                    for place, answer in enumerate(answers)
                ],
            )

    def write_body(self, call: str, place: int, body: str | None, reason: str) -> None:
        """Store what an answer was read as."""
        with self._transaction():
            self._db.execute(
                "UPDATE candidates SET body = ?, reason = ? WHERE call = ? AND place = ?", (body, reason, call, place)
            )

    def write_verdicts(self, call: str, place: int, verdicts: Sequence[VerdictEntry]) -> None:
        """Store what the gates said of a candidate."""
        rows = [
            (call, place, item.gate, item.version, item.passed, item.reason, item.counterexample, item.seconds)
            for item in verdicts
        ]
        with self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def write_choice(self, call: str, place: int) -> None:
        """Mark the candidate that became the fill."""
        with self._transaction():
            self._db.execute("UPDATE candidates SET chosen = 1 WHERE call = ? AND place = ?", (call, place))

    def calls(self, *, slot: str | None = None, run: str | None = None, limit: int = 50) -> list[CallEntry]:
        """Give the latest calls, newest first."""
        rows = self._rows(
            """
            SELECT calls.id, at, run, project, slot, backend, model, prompt, parameters, prompt_tokens,
                   completion_tokens, seconds, cost, error, count(place) AS candidates,
                   coalesce(sum(candidates.chosen), 0) AS chosen
            FROM calls LEFT JOIN candidates ON candidates.call = calls.id
            WHERE (?1 IS NULL OR slot = ?1) AND (?2 IS NULL OR run = ?2)
            GROUP BY calls.id ORDER BY at DESC, calls.rowid DESC LIMIT ?3""",
            (slot, run, limit),
        )
        return _CALLS.validate_python([{**row, "parameters": json.loads(str(row["parameters"]))} for row in rows])

    def candidates(self, call: str) -> list[CandidateEntry]:
        """Give the candidates of a call in their order, with their verdicts in the order they were given."""
        verdicts: dict[object, list[dict[str, object]]] = {}
        for row in self._rows("SELECT * FROM verdicts WHERE call = ? ORDER BY rowid", (call,)):
            verdicts.setdefault(row["place"], []).append(row)
        rows = self._rows("SELECT * FROM candidates WHERE call = ? ORDER BY place", (call,))
        return _CANDIDATES.validate_python(
            [{**row, "verdicts": _VERDICTS.validate_python(verdicts.get(row["place"], []))} for row in rows]
        )

    def _rows(self, query: str, values: tuple[object, ...]) -> list[dict[str, object]]:
        with self._troubles():
            cursor = self._db.execute(query, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]


def _storable(text: str) -> str:
    """Give text that SQLite takes: a server may send half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8")
