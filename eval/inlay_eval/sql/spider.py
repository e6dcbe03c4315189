"""Spider and its variants in their own format: questions with gold SQL, and a folder of SQLite files a database."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from inlay_eval.sql.hardness import hardness
from inlay_eval.sql.suite import SqlSuite, SqlTask, folders_of, records_of, variants
from inlay_eval.suites.records import digest_of, find_data

__all__ = ["load", "load_dk", "tidy"]

_LEVELS = ("easy", "medium", "hard", "extra")
_SPLIT_OPERATORS = re.compile(r"([<>!]) +=")
_THIS_YEAR = re.compile(r"YEAR\s*\(\s*CURDATE\s*\(\s*\)\s*\)", re.IGNORECASE)


class _Record(BaseModel):
    db_id: str
    question: str
    query: str
    sql: dict[str, Any] | None = None


def load(data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read the questions of Spider's development set."""
    return _load("spider", find_data(data, ("spider/dev.json",)), databases, 1034)


def load_dk(data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read the questions of Spider-DK."""
    return _load("spider-dk", find_data(data, ("spider-dk/Spider-DK.json",)), databases, 535)


def _load(name: str, path: Path, databases: Sequence[Path], whole: int) -> SqlSuite:
    roots = folders_of(path, databases, ("database",))
    tables = path.with_name("tables.json")
    records = records_of(path, _Record)
    files = {database: variants(database, roots) for database in {record.db_id for record in records}}
    return SqlSuite(
        name=name,
        file=path,
        digest=digest_of(path),
        tasks=tuple(_task(number, record, files[record.db_id]) for number, record in enumerate(records)),
        whole=whole,
        roots=roots,
        levels=_LEVELS,
        tables=tables if tables.is_file() else None,
        tidy=tidy,
    )


def _task(number: int, record: _Record, databases: tuple[Path, ...]) -> SqlTask:
    return SqlTask(
        id=str(number),
        database=record.db_id,
        question=record.question,
        gold=tidy(record.query),
        databases=databases,
        level=hardness(record.sql) if record.sql else "",
    )


def tidy(query: str) -> str:
    """Do to a query what the official evaluation does to every query: `> =` is `>=`, this year is 2020."""
    return _THIS_YEAR.sub("2020", _SPLIT_OPERATORS.sub(r"\1=", query.strip()))
