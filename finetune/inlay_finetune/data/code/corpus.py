"""The chain from a folder to a corpus: read, filter, drop what is nearly the same, part by family, hold exams apart."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from inlay_finetune.data.code.collecting import CODE, Source, collected
from inlay_finetune.data.code.contamination import read_exams
from inlay_finetune.data.code.duplicates import NearDuplicates, families
from inlay_finetune.data.code.licences import REFUSED, folder_fault, licence_fault
from inlay_finetune.data.code.quality import Limits, fault_of
from inlay_finetune.data.code.secrets import scanning, secrets_in
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Text

__all__ = ["CodeSettings", "Corpus", "make_corpus"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeSettings:
    """What is taken and how it is parted; with `history` also what is no longer there. `exams` are the files of
    evaluations that nothing learnt may hold.
    """

    suffixes: frozenset[str] = CODE
    largest: int = 1_000_000
    limits: Limits = field(default_factory=Limits)
    refused_licences: tuple[str, ...] = REFUSED
    similarity: float = 0.85
    heldout: float = 0.05
    exams: tuple[Path, ...] = ()
    exam_words: int = 10
    history: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents to learn from and documents held out, no family on both sides; `ledger` says what was dropped."""

    train: list[Text]
    heldout: list[Text]
    ledger: Ledger


@cache
def _folder_fault(folder: Path, refused: tuple[str, ...]) -> str:
    return folder_fault(folder, refused)


def _licence(source: Source, settings: CodeSettings) -> str:
    """Give the licence that refuses a source: its own, or that of any folder above it in its repository."""
    refused = settings.refused_licences
    above = Path(source.path).parents
    faults = (_folder_fault(source.folder / each, refused) for each in above)
    return licence_fault(source.text, refused) or next(filter(None, faults), "")


def _worth_learning(root: Path, settings: CodeSettings, ledger: Ledger) -> Iterator[Source]:
    """Give the sources that pass every check of a file by itself; all others stand in the ledger."""
    with scanning():
        found = collected(root, ledger, suffixes=settings.suffixes, largest=settings.largest, history=settings.history)
        for source in found:
            if fault := fault_of(source.path, source.text, settings.limits):
                ledger.drop(source.name, fault)
            elif licence := _licence(source, settings):
                ledger.drop(source.name, "licence", licence)
            elif secrets := secrets_in(source.file, source.text):
                kind, line = secrets[0]
                ledger.drop(source.name, "holds a secret", f"{kind}, line {line}")
            else:
                yield source


def _different(
    sources: Iterator[Source], settings: CodeSettings, ledger: Ledger
) -> tuple[list[Source], dict[str, str]]:
    """Give the first of all that are nearly the same, and the family of each repository."""
    index = NearDuplicates(settings.similarity)
    kept: list[Source] = []
    sizes: dict[str, int] = {}
    shared: list[tuple[str, str]] = []
    repositories: dict[str, str] = {}
    for source in sources:
        repositories[source.name] = source.repository
        sizes[source.repository] = sizes.get(source.repository, 0) + 1
        twin = index.twin_of(source.name, source.text)
        if twin is None:
            kept.append(source)
        else:
            shared.append((source.repository, repositories[twin]))
            ledger.drop(source.name, "nearly the same as another", twin)
    return kept, families(sizes, shared)


def _unit(source: Source, family: dict[str, str]) -> str:
    """Give what a source is parted by: its family of repositories, or its folder when there is one family only."""
    if len(set(family.values())) > 1:
        return family[source.repository]
    return Path(source.path).parts[0] if "/" in source.path else ""


def _is_held_out(unit: str, settings: CodeSettings) -> bool:
    digest = hashlib.blake2b(f"{settings.seed}\0{unit}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64 < settings.heldout


def make_corpus(root: Path, settings: CodeSettings) -> Corpus:
    """Make a corpus of the code below a folder; which side a family is on hangs on its name and the seed alone."""
    corpus = Corpus([], [], Ledger())
    exams = read_exams(settings.exams, settings.exam_words)
    kept, family = _different(_worth_learning(root, settings, corpus.ledger), settings, corpus.ledger)
    for source in kept:
        if exam := exams.found_in(source.text):
            corpus.ledger.drop(source.name, "holds what is examined", exam)
            continue
        unit = _unit(source, family)
        about = {"document": source.name, "repository": source.repository, "unit": unit}
        side = corpus.heldout if _is_held_out(unit, settings) else corpus.train
        side.append(Text(text=source.text, about=about))
        corpus.ledger.keep()
    corpus.ledger.notes.update({"learnt": len(corpus.train), "held out": len(corpus.heldout)})
    return corpus
