"""Reads a suite of SQL by its name."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from inlay_eval.known import SQL_SUITES
from inlay_eval.sql.suite import SqlSuite

__all__ = ["load_sql_suite"]


def load_sql_suite(name: str, data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read a suite; databases are looked for beside its file and in the folders given."""
    module, function = SQL_SUITES[name][0].split(":")
    read: Callable[[Path | None, Sequence[Path]], SqlSuite] = getattr(import_module(module), function)
    return read(data, databases)
