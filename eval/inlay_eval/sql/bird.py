"""BIRD in its own format: questions with evidence, gold SQL and a difficulty, and one SQLite file a database."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, Field

from inlay_eval.sql.suite import SqlSuite, SqlTask, folders_of, records_of, variants
from inlay_eval.suites.records import digest_of, find_data, invalid

__all__ = ["load", "load_mini"]

_LEVELS = ("simple", "moderate", "challenging")
_FOLDERS = ("dev_databases", "databases", "database")
_SCHEMAS = ("dev_tables.json", "tables.json")
_SECONDS = 30.0
_RACES = 100


class _Record(BaseModel):
    db_id: str
    question: str
    sql: str = Field(validation_alias="SQL")
    question_id: int | str | None = None
    evidence: str = ""
    difficulty: str = ""


def load(data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read the questions of BIRD's development set."""
    return _load("bird", find_data(data, ("bird/dev.json",), _SCHEMAS), databases, 1534)


def load_mini(data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read the questions of BIRD Mini-Dev for SQLite."""
    names = ("bird-mini-dev/mini_dev_sqlite.json", "MINIDEV/mini_dev_sqlite.json")
    return _load("bird-mini-dev", find_data(data, names, _SCHEMAS), databases, 500)


def _load(name: str, path: Path, databases: Sequence[Path], whole: int) -> SqlSuite:
    roots = folders_of(path, databases, _FOLDERS)
    tasks: dict[str, SqlTask] = {}
    records = records_of(path, _Record)
    files = {database: variants(database, roots) for database in {record.db_id for record in records}}
    for number, record in enumerate(records):
        task = _task(number, record, files[record.db_id])
        if task.id in tasks:
            raise invalid(path, f"{number}.question_id: {task.id!r} stands here twice")
        tasks[task.id] = task
    return SqlSuite(
        name=name,
        file=path,
        digest=digest_of(path),
        tasks=tuple(tasks.values()),
        whole=whole,
        roots=roots,
        levels=_LEVELS,
        rule="set",
        seconds=_SECONDS,
        races=_RACES,
    )


def _task(number: int, record: _Record, databases: tuple[Path, ...]) -> SqlTask:
    return SqlTask(
        id=str(number if record.question_id is None else record.question_id),
        database=record.db_id,
        question=record.question,
        gold=record.sql.strip(),
        databases=databases,
        level=record.difficulty,
        evidence=record.evidence.strip(),
    )
