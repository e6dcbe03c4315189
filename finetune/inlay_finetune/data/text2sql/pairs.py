"""Questions over schemas as chat samples, the queries run first where the database is there."""

import hashlib
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inlay.errors import UsageError
from inlay.text2sql.rendering import FORMS
from inlay.text2sql.schema import Database, database_file, opened, with_values
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Chat, Turn
from inlay_finetune.data.text2sql.questions import Question
from inlay_finetune.data.text2sql.reasoning import steps_of

__all__ = ["Parted", "question_samples"]

_SYSTEM = (
    "You write one SQLite query that answers a question over the schema given. Answer with one fenced SQL block and"
    " nothing else. Use only the tables and columns of the schema."
)
_REASONED = (
    "You write one SQLite query that answers a question over the schema given. Think in short numbered steps, then give"
    " one fenced SQL block and nothing behind it. Use only the tables and columns of the schema."
)
_STEPS = 10_000


@dataclass
class Parted:
    """Samples, no database on both sides."""

    train: list[Chat] = field(default_factory=list)
    heldout: list[Chat] = field(default_factory=list)


class _Databases:
    """Schemas with their values, and a way to run a query on each; opened once each."""

    def __init__(self, schemas: Mapping[str, Database], folder: Path | None, form: str) -> None:
        if form not in FORMS:
            raise UsageError(f"there is no form {form!r}", hint=f"forms: {', '.join(FORMS)}")
        self._schemas, self._folder, self._form = schemas, folder, FORMS[form]
        self._texts: dict[str, str] = {}

    def file(self, name: str) -> Path | None:
        return database_file(self._folder, name) if self._folder else None

    def text(self, name: str) -> str | None:
        schema = self._schemas.get(name)
        if schema is None:
            return None
        if name not in self._texts:
            file = self.file(name)
            self._texts[name] = self._form(with_values(schema, file) if file else schema)
        return self._texts[name]


def _read_only(action: int, *_: str | None) -> int:
    reading = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in reading else sqlite3.SQLITE_DENY


def _fault(file: Path, query: str, seconds: float) -> tuple[str, str]:
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


def _sample(question: Question, schema: str, steps: str) -> Chat:
    told = [schema, f"Note: {question.evidence}" if question.evidence else "", f"Question: {question.text}"]
    turns = (
        Turn(role="system", content=_REASONED if steps else _SYSTEM),
        Turn(role="user", content="\n\n".join(filter(None, told))),
        Turn(role="assistant", content=f"{steps}```sql\n{question.query}\n```"),
    )
    about = {"database": question.database, "difficulty": question.difficulty}
    return Chat(messages=turns, about={key: value for key, value in about.items() if value})


def _told(query: str) -> tuple[str, str]:
    """Give the steps that lead to a query, or the reason why it has none."""
    try:
        return f"{steps_of(query)}\n\n", ""
    except ValueError as fault:
        return "", str(fault)


def _kept(
    questions: list[Question], databases: _Databases, ledger: Ledger, seconds: float, reasoned: bool
) -> Iterator[tuple[str, Chat]]:
    seen: set[tuple[str, str, str]] = set()
    for question in questions:
        what, key = f"{question.database}: {question.text}", (question.database, question.text, question.query)
        schema, file = databases.text(question.database), databases.file(question.database)
        steps, untold = _told(question.query) if reasoned else ("", "")
        untried = "" if question.tried else "not run, no database is there"
        reason, detail = _fault(file, question.query, seconds) if file else ("", untried)
        if schema is None:
            ledger.drop(what, "no schema of this database is known")
        elif key in seen:
            ledger.drop(what, "the same question with the same query came before")
        elif reason or untold:
            ledger.drop(what, reason or "the query cannot be told in steps", detail if reason else untold)
        else:
            seen.add(key)
            ledger.keep()
            ledger.notes.update([detail] if detail else [])
            yield question.database, _sample(question, schema, steps)


def question_samples(
    questions: list[Question],
    schemas: Mapping[str, Database],
    ledger: Ledger,
    *,
    folder: Path | None = None,
    form: str = "m-schema",
    heldout: float = 0.0,
    seed: int = 0,
    seconds: float = 10.0,
    reasoned: bool = False,
) -> Parted:
    """Give the samples, parted by database; a query that does not run on its database within `seconds` is dropped.

    With `reasoned` the answer tells the query step by step before it gives it.
    """
    parted = Parted()
    for name, sample in _kept(questions, _Databases(schemas, folder, form), ledger, seconds, reasoned):
        digest = hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest()
        side = parted.heldout if int.from_bytes(digest) / 2**64 < heldout else parted.train
        side.append(sample)
    return parted
