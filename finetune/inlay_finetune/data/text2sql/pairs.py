"""Questions over schemas as samples, chats or compact ones, the queries run first where the database is there."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inlay.errors import UsageError
from inlay.prompts.prompt import Prompt
from inlay.prompts.registry import load_prompt
from inlay.text2sql.chat import SchemaTexts, chat_question
from inlay.text2sql.compact import compact_question
from inlay.text2sql.rendering import FORMS
from inlay.text2sql.schema import Database, database_file
from inlay.text2sql.spoken import Spoken, spoken
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Chat, Turn
from inlay_finetune.data.text2sql.questions import Question
from inlay_finetune.data.text2sql.reasoning import steps_of
from inlay_finetune.data.text2sql.referring import Unsayable, referring
from inlay_finetune.data.text2sql.trying import fault_of, unfit_for

__all__ = ["COMPACT", "Parted", "question_samples"]

COMPACT = "compact"


@dataclass
class Parted:
    """Samples, no database on both sides."""

    train: list[Chat | Answer] = field(default_factory=list)
    heldout: list[Chat | Answer] = field(default_factory=list)


class _Chats:
    """Makes chats, schemas in one of the forms that the field knows."""

    def __init__(self, texts: SchemaTexts, reasoned: bool) -> None:
        self._texts, self._reasoned = texts, reasoned

    def sample(self, question: Question) -> Chat:
        """Give a question with its query, after the steps that lead to it where they are asked for."""
        steps = f"{steps_of(question.query)}\n\n" if self._reasoned else ""
        schema = self._texts.of(question.database)
        asked = chat_question(question.text, schema, evidence=question.evidence, reasoned=self._reasoned)
        turns = [Turn(role=turn.role, content=turn.content) for turn in asked]
        turns.append(Turn(role="assistant", content=f"{steps}```sql\n{question.query}\n```"))
        return Chat(messages=tuple(turns), about=_about(question))


class _Compact:
    """Makes samples in the style of the embedded model, names and constants as reference tokens."""

    def __init__(self, schemas: Mapping[str, Database], prompt: Prompt) -> None:
        self._schemas, self._prompt = schemas, prompt
        self._spoken: dict[str, Spoken] = {}

    def sample(self, question: Question) -> Answer:
        """Give a question with its query; `ValueError` where reference tokens cannot say it."""
        if question.database not in self._spoken:
            self._spoken[question.database] = spoken(self._schemas[question.database])
        schema = self._spoken[question.database]
        asked = compact_question(question.text, schema, self._prompt)
        about = _about(question) | {"prompt": asked.label}
        return Answer(prompt=asked.text, completion=referring(question.query, schema, asked.references), about=about)


def _about(question: Question) -> dict[str, str]:
    about = {"database": question.database, "difficulty": question.difficulty}
    return {key: value for key, value in about.items() if value}


def _maker(schemas: Mapping[str, Database], folder: Path | None, form: str, reasoned: bool) -> _Chats | _Compact:
    if form not in (*FORMS, COMPACT):
        raise UsageError(f"there is no form {form!r}", hint=f"forms: {', '.join((*FORMS, COMPACT))}")
    if form != COMPACT:
        return _Chats(SchemaTexts(schemas, [folder] if folder else [], form), reasoned)
    if reasoned:
        raise UsageError("a compact answer has no steps before its query", hint="leave out --reasoned")
    return _Compact(schemas, load_prompt("sql-query", "production", "compact"))


def _made(question: Question, maker: _Chats | _Compact) -> tuple[Chat | Answer | None, str, str]:
    """Give a sample, or why there is none: the reason with its detail."""
    try:
        return maker.sample(question), "", ""
    except Unsayable as fault:
        return None, str(fault), question.query
    except ValueError as fault:
        return None, "the query cannot be told in steps", str(fault)


def _tried(question: Question, schema: Database, folder: Path | None, seconds: float) -> tuple[str, str]:
    """Give the reason to drop a question with its detail, or what is to be noted of it."""
    file = database_file(folder, question.database) if folder else None
    if file:
        return fault_of(file, question.query, seconds)
    if question.tried:
        return "", ""
    unfit = unfit_for(schema, question.query, seconds)
    return ("the query does not fit its schema", unfit) if unfit else ("", "not run, no database is there")


def _require_some(folder: Path | None, questions: list[Question], schemas: Mapping[str, Database]) -> None:
    asked = sorted({each.database for each in questions} & schemas.keys())
    if folder and asked and not any(database_file(folder, name) for name in asked):
        raise UsageError(
            f"{folder} holds no database that is asked about, such as {asked[0]}/{asked[0]}.sqlite",
            hint="give the folder of NAME/NAME.sqlite, or leave it out",
        )


def _kept(
    questions: list[Question],
    schemas: Mapping[str, Database],
    maker: _Chats | _Compact,
    ledger: Ledger,
    folder: Path | None,
    seconds: float,
) -> Iterator[tuple[str, Chat | Answer]]:
    seen: set[tuple[str, str, str]] = set()
    for question in questions:
        what, key = f"{question.database}: {question.text}", (question.database, question.text, question.query)
        if question.database not in schemas:
            ledger.drop(what, "no schema of this database is known")
            continue
        if key in seen:
            ledger.drop(what, "the same question with the same query came before")
            continue
        reason, noted = _tried(question, schemas[question.database], folder, seconds)
        sample, unmade, detail = (None, reason, noted) if reason else _made(question, maker)
        if sample is None:
            ledger.drop(what, unmade, detail)
            continue
        seen.add(key)
        ledger.keep()
        ledger.notes.update([noted] if noted else [])
        yield question.database, sample


def question_samples(
    questions: list[Question],
    schemas: Mapping[str, Database],
    ledger: Ledger,
    *,
    folder: Path | None = None,
    form: str = "m-schema",
    heldout: float = 0.0,
    held: Collection[str] = (),
    seed: int = 0,
    seconds: float = 10.0,
    reasoned: bool = False,
) -> Parted:
    """Give the samples, parted by database; a query that does not run on its database within `seconds` is dropped.

    So is one that does not run on the empty tables of its schema, where its database is not there.

    Held out are the databases of `held`, and a share of all as large as `heldout`. With `reasoned` the answer tells the
    query step by step before it gives it.
    """
    strange = sorted(set(held) - schemas.keys())
    if strange:
        raise UsageError(f"there is no schema of {', '.join(strange)} to hold out")
    _require_some(folder, questions, schemas)
    parted, maker = Parted(), _maker(schemas, folder, form, reasoned)
    for name, sample in _kept(questions, schemas, maker, ledger, folder, seconds):
        digest = hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest()
        apart = name in held or int.from_bytes(digest) / 2**64 < heldout
        (parted.heldout if apart else parted.train).append(sample)
    return parted
