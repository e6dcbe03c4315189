"""The suites of SQL by name."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from inlay_eval.sql.suite import SqlSuite

__all__ = ["SQL_SUITES", "load_sql_suite"]

# name: (where it is read, what it is)
SQL_SUITES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bird": ("inlay_eval.sql.bird:load", "BIRD, dev: execution accuracy and valid efficiency"),
        "bird-mini-dev": ("inlay_eval.sql.bird:load_mini", "BIRD Mini-Dev: execution accuracy and valid efficiency"),
        "spider": ("inlay_eval.sql.spider:load", "Spider, dev: execution accuracy and exact set match"),
        "spider-dk": ("inlay_eval.sql.spider:load_dk", "Spider-DK: execution accuracy and exact set match"),
    }
)


def load_sql_suite(name: str, data: Path | None, databases: Sequence[Path]) -> SqlSuite:
    """Read a suite; databases are looked for beside its file and in the folders given."""
    module, function = SQL_SUITES[name][0].split(":")
    read: Callable[[Path | None, Sequence[Path]], SqlSuite] = getattr(import_module(module), function)
    return read(data, databases)
