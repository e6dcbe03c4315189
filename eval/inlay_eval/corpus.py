"""Training data as words: which files are text, and what they say, however it is spaced or escaped."""

import bz2
import codecs
import gzip
import lzma
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inlay.errors import UsageError
from inlay.linking.words import words_and_signs

__all__ = ["Corpus", "corpus_of", "words_in", "words_of"]

_CODES = re.compile(r"(?:\\+u[0-9a-fA-F]{4})+")
_SPACES = re.compile(r"\\+[nrtbf]")
_QUOTES = re.compile(r'\\*"[\\"]*')
_CHUNK = 1 << 20
_HEAD = 1 << 16
_MOST_UNREADABLE = 0.1  # of the signs at the beginning of a file
_FETCH = "fetch it again, or give it its right name"
_BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error)
_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """The files of text among what was given, and those in folders that are none."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]


def words_of(text: str) -> list[str]:
    """Give words and signs in small letters, Chinese sign by sign; spaces do not count, nor what JSON or CSV escape.

    So a line break is a space and a quotation mark is one, whether it stands there as itself, escaped, or twice so.
    """
    if "\\" in text:
        text = _CODES.sub(_decoded, text)
        text = _SPACES.sub(" ", text)
    return words_and_signs(_QUOTES.sub('"', text).replace("\\", "").lower())


def _decoded(codes: re.Match[str]) -> str:
    digits = codes[0].replace("\\", "").replace("u", "")
    return bytes.fromhex(digits).decode("utf-16-be", "replace")


def corpus_of(paths: Sequence[Path]) -> Corpus:
    """Give the files of text, or raise `UsageError` for a path that is not there or is no text, or if there is none."""
    files, skipped = list[Path](), list[Path]()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist", hint="give files, or folders of files")
        if path.is_file() and not _is_text(path):
            raise UsageError(f"{path} is no text", hint="give text, plain or as .gz, .bz2 or .xz")
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                (files if _is_text(file) else skipped).append(file)
    if not files:
        raise UsageError("there is no text in what was given", hint="give text, plain or as .gz, .bz2 or .xz")
    return Corpus(files=tuple(files), skipped=tuple(skipped))


def _is_text(file: Path) -> bool:
    """Say whether a file begins as text does: without zeros, and mostly with signs that UTF-8 knows."""
    try:
        with _opened(file) as stream:
            head = stream.read(_HEAD)
    except _BROKEN as error:
        raise UsageError(f"{file}: {error}", hint=_FETCH) from error
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    return b"\0" not in head and text.count("\ufffd") <= _MOST_UNREADABLE * len(text)


def _opened(file: Path) -> IO[bytes]:
    opened: IO[bytes] = _OPENERS.get(file.suffix, open)(file, "rb")  # type: ignore[operator]
    return opened


def words_in(file: Path) -> Iterator[str]:
    """Give the words of a file piece by piece, or raise `UsageError` where it breaks off."""
    decoder, rest = codecs.getincrementaldecoder("utf-8")("replace"), ""
    try:
        with _opened(file) as stream:
            while piece := stream.read(_CHUNK):
                text = rest + decoder.decode(piece)
                whole = max(text.rfind(" "), text.rfind("\n")) + 1 or len(text)
                yield from words_of(text[:whole])
                rest = text[whole:]
    except _BROKEN as error:
        raise UsageError(f"{file}: {error}", hint=_FETCH) from error
    yield from words_of(rest + decoder.decode(b"", final=True))
