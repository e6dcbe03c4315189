"""Reads the rows of a Parquet file, as hubs keep data sets, as JSON."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from inlay.errors import UsageError
from inlay_eval.suites.faults import invalid

__all__ = ["PARQUET", "json_rows"]

PARQUET = ".parquet"


def json_rows(path: Path) -> list[str]:
    """Give every row of a Parquet file as a text of JSON, or raise `DataInvalid` for a file that is none."""
    try:
        pyarrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise UsageError(
            f"{path} is a Parquet file, and pyarrow is not installed",
            hint="pip install 'inlay[hub]', or give the data as JSON lines",
        ) from error
    try:
        rows = parquet.read_table(path).to_pylist()
    except pyarrow.ArrowInvalid as error:
        raise invalid(path, f"is no Parquet file: {error}", hint="fetch it again") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    return [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
