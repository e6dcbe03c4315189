"""The parts of a YAML file with the place of each; what a plain word means is YAML 1.2 core."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from inlay.spec.model import Place

__all__ = ["Items", "Keys", "Node", "Word", "kind_of", "plain"]

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar; `quoted` ones are text whatever they look like."""

    text: str
    place: Place
    quoted: bool = False

    @property
    def value(self) -> object:
        """The scalar as text, int, Decimal, bool or None."""
        return self.text if self.quoted else _resolved(self.text)


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    nodes: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping; its keys are text and each stands once."""

    entries: "tuple[tuple[Word, Node], ...]"
    place: Place
    _index: "dict[str, tuple[Word, Node]]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {word.text: (word, node) for word, node in self.entries})

    def __iter__(self) -> "Iterator[tuple[Word, Node]]":
        return iter(self.entries)

    def get(self, key: str) -> "Node | None":
        """Give the node behind a key, or None."""
        return self._index[key][1] if key in self._index else None

    def text(self, key: str) -> str:
        """Give the text behind a key on one line, empty where no word stands there."""
        node = self.get(key)
        return " ".join(node.text.split()) if isinstance(node, Word) else ""

    def place_of(self, key: str) -> Place:
        """Give where a key stands, or where the mapping begins."""
        return self._index[key][0].place if key in self._index else self.place


Node = Word | Items | Keys


def _resolved(text: str) -> object:
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    return Decimal(text) if _FRACTION.fullmatch(text) else text


def plain(node: Node) -> object:
    """Give the data of a node without places."""
    match node:
        case Word():
            return node.value
        case Items(nodes):
            return [plain(item) for item in nodes]
        case Keys(entries):
            return {key.text: plain(value) for key, value in entries}


def kind_of(node: Node) -> str:
    """Say in words what a node holds."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Keys):
        return "a mapping"
    match node.value:
        case None:
            return "nothing"
        case bool():
            return f"`{node.text}`, which is true or false"
        case int() | Decimal():
            return f"the number {node.text}"
    return "text"
