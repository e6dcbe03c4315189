"""Fill in the middle: a document cut in three at random characters, put in the order that a model learns to fill."""

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from inlay.errors import UsageError
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Text

__all__ = [
    "LAYOUTS",
    "Layout",
    "Order",
    "Parts",
    "Piece",
    "arranged",
    "cut_in_three",
    "document_of",
    "encoded",
    "fim_samples",
    "layout_named",
    "pieces_of",
    "text_of",
]

Order = Literal["psm", "spm"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a model marks the parts; the spelling of each mark is that of its token."""

    name: Literal["codellama", "starcoder"]
    prefix: str
    suffix: str
    middle: str
    end: str

    @property
    def marks(self) -> tuple[str, ...]:
        """Give all marks; a document that holds one cannot be told from its parts again."""
        return (self.prefix, self.suffix, self.middle, self.end)


LAYOUTS = {
    "codellama": Layout("codellama", "▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>"),
    "starcoder": Layout("starcoder", "<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<|endoftext|>"),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A document in three."""

    prefix: str
    middle: str
    suffix: str

    @property
    def document(self) -> str:
        """Give the whole."""
        return self.prefix + self.middle + self.suffix


@dataclass(frozen=True, slots=True)
class Piece:
    """A mark, or a text; a glued text begins inside a line of code, so no tokenizer may put a space before it."""

    text: str
    is_mark: bool = False
    glued: bool = False


def layout_named(name: str) -> Layout:
    """Give a layout."""
    if name not in LAYOUTS:
        raise UsageError(f"there is no layout {name!r}", hint=f"layouts: {', '.join(LAYOUTS)}")
    return LAYOUTS[name]


def cut_in_three(document: str, chance: random.Random) -> Parts:
    """Cut at two characters, each anywhere from before the first to behind the last, independently."""
    start, end = sorted(chance.randint(0, len(document)) for _ in range(2))
    return Parts(document[:start], document[start:end], document[end:])


def arranged(parts: Parts, order: Order, layout: Layout) -> tuple[Piece, ...]:
    """Put the parts in order with their marks; suffix first, prefix and middle are one text, so one tokenisation."""
    prefix, suffix, middle = (Piece(mark, is_mark=True) for mark in (layout.prefix, layout.suffix, layout.middle))
    behind, end = Piece(parts.suffix, glued=True), Piece(layout.end, is_mark=True)
    if order == "psm":
        return (prefix, Piece(parts.prefix), suffix, behind, middle, Piece(parts.middle, glued=True), end)
    return (prefix, suffix, behind, middle, Piece(parts.prefix + parts.middle), end)


def text_of(pieces: Iterable[Piece]) -> str:
    """Give pieces as one text."""
    return "".join(piece.text for piece in pieces)


def pieces_of(text: str, layout: Layout) -> tuple[Piece, ...]:
    """Give the pieces of a text that `text_of` made; `ValueError` when it is none."""
    head, found_middle, tail = text.partition(layout.middle)
    before, found_suffix, behind = head.partition(layout.suffix)
    framed = before.startswith(layout.prefix) and tail.endswith(layout.end)
    if not (found_middle and found_suffix and framed):
        raise ValueError(f"the text does not hold the four marks of {layout.name}")
    front, last = before.removeprefix(layout.prefix), tail.removesuffix(layout.end)
    if front:
        return arranged(Parts(front, last, behind), "psm", layout)
    # Without a prefix both orders read the same; what follows the middle's mark then opens the document.
    return arranged(Parts(last, "", behind), "spm", layout)


def document_of(text: str, layout: Layout) -> str:
    """Give the document that a text was arranged from."""
    texts = [piece.text for piece in pieces_of(text, layout) if not piece.is_mark]
    return texts[0] + texts[2] + texts[1] if len(texts) == 3 else texts[1] + texts[0]


def encoded(
    pieces: Iterable[Piece], encode: Callable[[str, bool], list[int]], mark_id: Callable[[str], int]
) -> list[int]:
    """Give the tokens of pieces; `encode` takes a text and whether it is glued to what stands before."""
    tokens: list[int] = []
    for piece in pieces:
        tokens += [mark_id(piece.text)] if piece.is_mark else encode(piece.text, piece.glued)
    return tokens


def _cut_to_size(document: str, longest: int) -> Iterator[str]:
    piece = ""
    for line in document.splitlines(keepends=True):
        while len(line) > longest:
            yield piece + line[: longest - len(piece)]
            piece, line = "", line[longest - len(piece) :]
        if len(piece) + len(line) > longest:
            yield piece
            piece = ""
        piece += line
    if piece:
        yield piece


def fim_samples(
    documents: Iterable[tuple[str, str]],
    layout: Layout,
    ledger: Ledger,
    *,
    rate: float = 0.9,
    longest: int = 12_000,
    seed: int = 0,
) -> Iterator[Text]:
    """Give samples of named documents: the share `rate` of those that fit whole is rearranged, half of it each way.

    A document of more than `longest` characters is cut at line ends into plain texts: with a part missing, a model
    would learn to fill in what it cannot know. The choices hang on the seed and the document, never on the order.
    """
    for name, document in documents:
        if not document.strip():
            ledger.drop(name, "empty")
        elif any(mark in document for mark in layout.marks):
            ledger.drop(name, "holds a mark of the layout")
        else:
            ledger.keep()
            yield from _samples(name, document, layout, ledger, rate=rate, longest=longest, seed=seed)


def _samples(
    name: str, document: str, layout: Layout, ledger: Ledger, *, rate: float, longest: int, seed: int
) -> Iterator[Text]:
    chance = random.Random(hashlib.blake2b(f"{seed}\0{name}\0{document}".encode()).digest())
    if len(document) > longest:
        for piece in _cut_to_size(document, longest):
            ledger.notes["plain, of a cut document"] += 1
            yield Text(text=piece, about={"document": name})
    elif chance.random() >= rate:
        ledger.notes["plain"] += 1
        yield Text(text=document, about={"document": name})
    else:
        order: Order = "psm" if chance.random() < 0.5 else "spm"
        ledger.notes[order] += 1
        text = text_of(arranged(cut_in_three(document, chance), order, layout))
        yield Text(text=text, layout=layout.name, about={"document": name, "order": order})
