"""Spider and its variants in their own format: questions with gold SQL, and a folder of SQLite files a database."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from inlay_eval.sql.hardness import hardness
from inlay_eval.sql.suite import SqlSuite, SqlTask, folders_of, records_of, variants
from inlay_eval.suites.records import digest_of, find_data, invalid

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
    return _load("spider", find_data(data, ("spider/dev.json",), ("tables.json",)), databases, 1034)


def load_dk(data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read the questions of Spider-DK."""
    return _load("spider-dk", find_data(data, ("spider-dk/Spider-DK.json",), ("tables.json",)), databases, 535)


def _load(name: str, path: Path, databases: Sequence[Path], whole: int) -> SqlSuite:
    roots = folders_of(path, databases, ("database",))
    tables = path.with_name("tables.json")
    records = records_of(path, _Record)
    files = {database: variants(database, roots) for database in {record.db_id for record in records}}
    return SqlSuite(
        name=name,
        file=path,
        digest=digest_of(path),
        tasks=tuple(_task(path, number, record, files[record.db_id]) for number, record in enumerate(records)),
        whole=whole,
        roots=roots,
        levels=_LEVELS,
        tables=tables if tables.is_file() else None,
        tidy=tidy,
    )


def _task(path: Path, number: int, record: _Record, databases: tuple[Path, ...]) -> SqlTask:
    return SqlTask(
        id=str(number),
        database=record.db_id,
        question=record.question,
        gold=tidy(record.query),
        databases=databases,
        level=_level(path, number, record.sql) if record.sql else "",
    )


def _level(path: Path, number: int, parsed: dict[str, Any]) -> str:
    try:
        return hardness(parsed)
    except (KeyError, IndexError, TypeError) as error:
        message = f"{number}.sql: is no query as Spider parses it: {type(error).__name__} {error}"
        raise invalid(path, message, hint="fetch the file again, or leave `sql` out") from error


def tidy(query: str) -> str:
    """Do to a query what the official evaluation does to every query: `> =` is `>=`, this year is 2020."""
    return _THIS_YEAR.sub("2020", _SPLIT_OPERATORS.sub(r"\1=", query.strip()))
