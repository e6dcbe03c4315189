"""Questions made up for schemas: drawn by type, run on seeded databases, kept where the answer tells something."""

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path

from inlay.text2sql.schema import Database, database_file, with_values
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.text2sql.grammar import Grammar, NothingFits
from inlay_finetune.data.text2sql.questions import Question
from inlay_finetune.data.text2sql.seeding import pools_of, seeded
from inlay_finetune.data.text2sql.shapes import Asked, ask, shapes

__all__ = ["made_questions"]

_DATABASES = 4
_TRIES = 20


def made_questions(
    schemas: Mapping[str, Database], count: int, ledger: Ledger, *, folder: Path | None = None, seed: int = 0
) -> list[Question]:
    """Give up to `count` questions for each schema; where its data is in `folder`, their values occur there.

    A query stays when it runs on every seeded database and its result is neither empty on all of them nor the same:
    else the question could be answered without looking.
    """
    found = []
    for name, schema in sorted(schemas.items()):
        file = database_file(folder, name) if folder else None
        database = _without_internal(with_values(schema, file) if file else schema)
        found += list(islice(_questions(database, ledger, random.Random(f"{seed} {name}"), count), count))
    return found


def _questions(database: Database, ledger: Ledger, dice: random.Random, count: int) -> Iterator[Question]:
    pools = pools_of(database, dice)
    grammar, asked_before = Grammar(database, pools, dice), set[str]()
    with ExitStack() as stack:
        connections = [stack.enter_context(seeded(database, pools, number)) for number in range(_DATABASES)]
        for shape in islice(shapes(dice), count * _TRIES):
            try:
                asked = ask(grammar, shape)
            except NothingFits:
                continue
            if asked.question in asked_before:
                continue
            asked_before.add(asked.question)
            reason = _reason(asked, connections)
            if reason:
                ledger.drop(f"{database.name}: {asked.question}", reason, asked.query)
                continue
            yield Question(database.name, asked.question, asked.query, difficulty=asked.shape, tried=True)


def _without_internal(database: Database) -> Database:
    """Leave out the tables that SQLite keeps for itself, which some published schemas list."""
    return replace(
        database, tables=tuple(each for each in database.tables if not each.name.lower().startswith("sqlite_"))
    )


def _reason(asked: Asked, connections: list[sqlite3.Connection]) -> str:
    """Say why a query tells nothing; empty when it does."""
    try:
        results = [sorted(map(repr, connection.execute(asked.query))) for connection in connections]
    except sqlite3.Error:
        return "the query does not run"
    if not any(results):
        return "the result is always empty"
    return "the result is always the same" if all(each == results[0] for each in results) else ""
