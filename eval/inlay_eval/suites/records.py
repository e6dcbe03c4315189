"""Reads files of records (JSON lines) and of texts, gzipped or not, and names every faulty line."""

import gzip
import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from inlay.errors import UsageError
from inlay.plain_json import plain_of
from inlay_eval.suites.faults import DataInvalid, Faults, invalid
from inlay_eval.suites.hub import fetched, hub_address
from inlay_eval.suites.parquet import PARQUET, json_rows

__all__ = [
    "DATA_VARIABLE",
    "DataInvalid",
    "Faults",
    "Reader",
    "digest_of",
    "find_data",
    "invalid",
    "json_of",
    "text_of",
]

_FOR_NO_GZIP = "fetch it again, or give it its right name"
DATA_VARIABLE = "INLAY_EVAL_DATA"

Record = TypeVar("Record", bound=BaseModel)


def find_data(given: Path | None, names: Sequence[str], beside: Sequence[str] = ()) -> Path:
    """Give the file of a suite: the one given, or a usual name in the folder given or in the environment's.

    An address of a hub is fetched first, with the files `beside` it that are there.
    """
    place = given or (Path(os.environ[DATA_VARIABLE]) if os.environ.get(DATA_VARIABLE) else None)
    if place is None:
        raise UsageError(
            f"no data is given for this suite: {names[0]} is needed",
            hint=f"give the file with --data, or the folder that holds it in {DATA_VARIABLE}",
        )
    if address := hub_address(str(place)):
        return fetched(address, names, beside)
    if not place.exists():
        raise UsageError(f"{place} does not exist", hint=f"give the suite's file with --data: {names[0]}")
    if place.is_file():
        return place
    for name in names:
        for candidate in (place / name, place / Path(name).name):
            if candidate.exists():
                return candidate
    raise UsageError(f"{place} holds none of {', '.join(names)}", hint="give the file itself with --data")


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text_of(path: Path) -> str:
    """Give the text of a file in UTF-8, gzipped or not, or raise `DataInvalid` with the line that is none.

    The text of a Parquet file is its rows as JSON lines.
    """
    try:
        with _open(path) as file:
            return file.read()
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        raise invalid(path, f"is not UTF-8: {error.reason}", line=line) from error
    except gzip.BadGzipFile as error:
        raise invalid(path, _no_gzip(error, 0), hint=_FOR_NO_GZIP) from error
    except (EOFError, zlib.error) as error:
        raise invalid(path, f"the file breaks off ({error})", hint="fetch it again") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _no_gzip(error: Exception, lines: int) -> str:
    return f"the file is damaged ({error})" if lines else "the file is no gzip, whatever its name says"


class Reader(Generic[Record]):
    """Reads records of one kind and gathers faults; `finish` raises them all at once."""

    def __init__(self, path: Path, kind: type[Record]) -> None:
        self._path = path
        self._kind = kind
        self._faults = Faults(path)

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        """Give every good record with its line, and remember the faults of the others."""
        line = 0
        try:
            with _open(self._path) as file:
                for line, text in enumerate(file, start=1):
                    if text.strip():
                        yield from self._read(line, text)
        except UnicodeDecodeError as error:
            self.fault(_no_text(self._path), f"is not UTF-8: {error.reason}")
        except gzip.BadGzipFile as error:
            self.fault(line + 1, _no_gzip(error, line), _FOR_NO_GZIP)
        except (EOFError, zlib.error) as error:
            self.fault(line + 1, f"the file breaks off here ({error})", "fetch it again")
        except OSError as error:
            raise UsageError(f"{self._path}: {error.strerror or error}") from error

    def _read(self, line: int, text: str) -> Iterator[tuple[int, Record]]:
        try:
            plain = plain_of(text.rstrip())
        except json.JSONDecodeError as error:
            self.fault(line, f"is not JSON: {error.msg}", column=error.colno)
            return
        except ValueError as error:
            self.fault(line, f"is not JSON: {error}")
            return
        if not isinstance(plain, dict):
            self.fault(line, "is no JSON object: every record is one object in a line of its own")
            return
        try:
            yield line, self._kind.model_validate(plain)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                where = ".".join(map(str, fault["loc"]))
                self.fault(line, f"{where}: {fault['msg']}" if where else fault["msg"])

    def fault(self, line: int, message: str, hint: str = "", column: int = 1) -> None:
        """Remember that a line is wrong."""
        self._faults.add(line, message, hint, column)

    def finish(self, *, hint: str = "") -> None:
        """Raise what was found wrong, if anything was."""
        self._faults.finish(hint=hint)


def json_of(path: Path) -> bytes:
    """Give a file that holds one list of records as JSON; the rows of a Parquet file are such a list."""
    return f"[{','.join(json_rows(path))}]".encode() if path.suffix == PARQUET else text_of(path).encode()


def _no_text(path: Path) -> int:
    """Give the first line of a file that is not UTF-8, which is read in larger pieces than lines."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for line, given in enumerate(file, start=1):
            try:
                given.decode()
            except UnicodeDecodeError:
                return line
    return 1


def _open(path: Path) -> io.TextIOBase:
    """Open a text; the mark that some editors put before one is no part of it."""
    if path.suffix == PARQUET:
        return io.StringIO("".join(f"{row}\n" for row in json_rows(path)))
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")
