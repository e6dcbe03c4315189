"""Spider and its variants in their own format: questions with gold SQL, and a folder of SQLite files a database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from inlay.errors import Fault, UsageError
from inlay_eval.samples import Sample, read_samples
from inlay_eval.sql.hardness import hardness
from inlay_eval.suites.records import DataInvalid, digest_of, find_data

__all__ = [
    "SQL_SUITES",
    "SqlSuite",
    "SqlTask",
    "load_sql_suite",
    "orders",
    "read_predictions",
    "spoilt_query",
    "tidy",
]

# name: (usual files, what it is, number of questions)
SQL_SUITES: Mapping[str, tuple[tuple[str, ...], str, int]] = MappingProxyType(
    {
        "spider": (("spider/dev.json",), "Spider, dev: execution accuracy", 1034),
        "spider-dk": (("spider-dk/Spider-DK.json",), "Spider-DK: execution accuracy", 535),
    }
)
_SPLIT_OPERATORS = re.compile(r"([<>!]) +=")
_THIS_YEAR = re.compile(r"YEAR\s*\(\s*CURDATE\s*\(\s*\)\s*\)", re.IGNORECASE)


class _Record(BaseModel):
    db_id: str
    question: str
    query: str
    sql: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlTask:
    """One question; `databases` are all variants of its database, each of which must agree."""

    id: str
    database: str
    question: str
    gold: str
    databases: tuple[Path, ...]
    level: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlSuite:
    """A suite as it was read; `roots` are the folders that hold its databases."""

    name: str
    file: Path
    digest: str
    tasks: tuple[SqlTask, ...]
    whole: int
    roots: tuple[Path, ...]


def load_sql_suite(name: str, data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read a suite; databases are looked for beside its file and in the folders given."""
    files, _, whole = SQL_SUITES[name]
    path = find_data(data, files)
    roots = tuple(root.resolve() for root in (*databases, path.parent / "database") if root.is_dir())
    if not roots:
        raise UsageError(f"no databases for {path}", hint="give the folder of databases with --databases")
    try:
        records = TypeAdapter(list[_Record]).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        fault = Fault(file=str(path), line=1, column=1, message=f"{where}: {first['msg']}" if where else first["msg"])
        raise DataInvalid([fault], hint="fetch it again") from error
    tasks = tuple(_task(number, record, roots) for number, record in enumerate(records))
    return SqlSuite(name=name, file=path, digest=digest_of(path), tasks=tasks, whole=whole, roots=roots)


def _task(number: int, record: _Record, roots: Sequence[Path]) -> SqlTask:
    return SqlTask(
        id=str(number),
        database=record.db_id,
        question=record.question,
        gold=tidy(record.query),
        databases=_variants(record.db_id, roots),
        level=hardness(record.sql) if record.sql else "",
    )


def _variants(name: str, roots: Sequence[Path]) -> tuple[Path, ...]:
    """Give every SQLite file of the first folder that holds the database; a name that leaves the folder has none."""
    if Path(name).name != name:
        return ()
    for root in roots:
        found = tuple(sorted((root / name).glob("*.sqlite")))
        if found:
            return found
    return ()


def tidy(query: str) -> str:
    """Do to a query what the official evaluation does to every query: `> =` is `>=`, this year is 2020."""
    return _THIS_YEAR.sub("2020", _SPLIT_OPERATORS.sub(r"\1=", query.strip()))


def read_predictions(path: Path, suite: SqlSuite) -> tuple[Sample, ...]:
    """Read predictions: JSON lines of task_id and completion, or the official form of one query a line, in order."""
    known = [task.id for task in suite.tasks]
    if path.suffix == ".jsonl":
        return _one_each(path, read_samples(path, known))
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    if len(lines) != len(known):
        message = f"{len(lines)} lines for the {len(known)} questions of {suite.file.name}"
        fault = Fault(file=str(path), line=len(lines), column=1, message=message)
        raise DataInvalid([fault], hint="give one line a question, or JSON lines of task_id and completion")
    return tuple(
        Sample(task=task, completion=line.split("\t")[0], line=number)
        for number, (task, line) in enumerate(zip(known, lines, strict=True), start=1)
    )


def spoilt_query(query: str) -> str:
    """Give a gold query with a column too many."""
    return f"SELECT *, NULL FROM ({query.rstrip().rstrip(';')})"


def _one_each(path: Path, samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
    first: dict[str, int] = {}
    faults = []
    for sample in samples:
        line = first.setdefault(sample.task, sample.line)
        if line != sample.line:
            message = f"question {sample.task!r} is answered in line {line} already"
            faults.append(Fault(file=str(path), line=sample.line, column=1, message=message))
    if faults:
        raise DataInvalid(faults, hint="give one prediction a question")
    return samples


def orders(query: str) -> bool:
    """Say whether a query orders at its top level; one that cannot be parsed does if it says so anywhere."""
    import sqlglot

    try:
        return sqlglot.parse_one(query, read="sqlite").args.get("order") is not None
    except sqlglot.errors.SqlglotError:
        return "order by" in query.lower()
