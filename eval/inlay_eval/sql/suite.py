"""What a suite of SQL is once it is read, whatever its format."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from inlay.errors import UsageError
from inlay_eval.suites.records import invalid, json_of

__all__ = ["Rule", "SqlSuite", "SqlTask", "folders_of", "records_of", "spoilt_query", "variants"]

_AT = re.compile(r" at line (\d+) column (\d+)$")
_FETCH = "fetch it again: a list of questions in one file of JSON is wanted"
Record = TypeVar("Record", bound=BaseModel)
Rule = Literal["bag", "set"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlTask:
    """One question; `databases` are all variants of its database, each of which must agree, `evidence` is a hint."""

    id: str
    database: str
    question: str
    gold: str
    databases: tuple[Path, ...]
    level: str = ""
    evidence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlSuite:
    """A suite as it was read; `roots` are the folders that hold its databases.

    `rule` says when two results are the same, `tidy` what is done to a query before it is asked, `races` how often a
    right query is timed against gold, `tables` where the schemas lie by which queries are compared component by
    component.
    """

    name: str
    file: Path
    digest: str
    tasks: tuple[SqlTask, ...]
    whole: int
    roots: tuple[Path, ...]
    levels: tuple[str, ...]
    rule: Rule = "bag"
    seconds: float = 10.0
    races: int = 0
    tables: Path | None = None
    tidy: Callable[[str], str] = field(default=str.strip)

    @property
    def folders(self) -> tuple[Path, ...]:
        """What a box must see: the roots, and the folders that links in them lead to."""
        files = {path.parent for task in self.tasks for path in task.databases if path.is_file()}
        outside = (folder for folder in files if not any(folder.is_relative_to(root) for root in self.roots))
        return (*self.roots, *sorted(outside))


def records_of(path: Path, kind: type[Record]) -> list[Record]:
    """Read a JSON list of records, or raise `DataInvalid` with the first that is none."""
    try:
        records = TypeAdapter(list[kind]).validate_json(json_of(path))  # type: ignore[valid-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"{where}: {first['msg']}" if where else first["msg"]
        at = _AT.search(message)
        line, column = map(int, at.groups()) if at else (1, 1)
        said = message[: at.start()] if at else message
        raise invalid(path, said, line=line, column=max(column, 1), hint=_FETCH) from error
    if not records:
        raise invalid(path, "holds no question", hint=_FETCH)
    return records


def folders_of(path: Path, given: Sequence[Path], usual: Sequence[str]) -> tuple[Path, ...]:
    """Give the folders that hold databases: those given, and the usual ones beside the suite's file."""
    if lost := [root for root in given if not root.is_dir()]:
        raise UsageError(f"{lost[0]} is no folder of databases", hint="give a folder that is there with --databases")
    places = (*given, *(path.parent / name for name in usual))
    roots = tuple(root.resolve() for root in places if root.is_dir())
    if not roots:
        raise UsageError(f"no databases for {path}", hint="give the folder of databases with --databases")
    return roots


def variants(name: str, roots: Sequence[Path]) -> tuple[Path, ...]:
    """Give every SQLite file of the first folder that holds the database; a name that leaves the folder has none.

    A link is followed, as stores of data sets keep their files behind links.
    """
    if Path(name).name != name:
        return ()
    for root in roots:
        found = tuple(sorted((root / name).glob("*.sqlite")))
        if found:
            return tuple(path.resolve() for path in found)
    return ()


def spoilt_query(query: str) -> str:
    """Give a gold query with a column too many."""
    return f"SELECT *, NULL FROM ({query.rstrip().rstrip(';')})"
