"""Whether a file holds what a model will be examined with."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inlay.errors import UsageError
from inlay.linking.words import words_of

__all__ = ["Exams", "read_exams"]


def _grams(text: str, size: int) -> Iterator[tuple[str, ...]]:
    words = words_of(text)
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1))


@dataclass(frozen=True)
class Exams:
    """The runs of `size` words that occur in evaluation files, each with the file it is of."""

    size: int
    grams: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

    def found_in(self, text: str) -> str:
        """Give the evaluation file that a text shares a run of words with, or nothing."""
        return next((self.grams[gram] for gram in _grams(text, self.size) if gram in self.grams), "")


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)


def _texts(file: Path) -> Iterator[str]:
    try:
        packed = file.read_bytes()
        content = (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as fault:
        raise UsageError(f"cannot read the evaluation file {file}: {fault}") from fault
    kind = Path(file.name.removesuffix(".gz")).suffix
    if kind not in (".json", ".jsonl"):
        yield content
        return
    for number, part in enumerate([content] if kind == ".json" else content.split("\n"), start=1):
        try:
            yield from _strings(json.loads(part) if part.strip() else "")
        except ValueError as fault:
            raise UsageError(f"{file}:{number}: not JSON: {fault}") from fault


def read_exams(files: tuple[Path, ...], size: int = 10) -> Exams:
    """Read evaluation files; of JSON, every string in it.

    Raises:
        UsageError: A file cannot be read, or holds nothing that could be found again.
    """
    exams = Exams(size)
    for file in files:
        found = [gram for text in _texts(file) for gram in _grams(text, size)]
        if not found:
            message = f"the evaluation file {file} holds no text of {size} words: nothing would be kept out"
            raise UsageError(message, hint="give the file with the texts of the evaluation")
        for gram in found:
            exams.grams.setdefault(gram, file.name)
    return exams
