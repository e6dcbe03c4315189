"""Reads a YAML file of strangers: bounded, in one encoding, without aliases, tags or doubled keys."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yaml

from inlay.errors import UsageError
from inlay.spec.faults import Faults
from inlay.spec.model import Place
from inlay.spec.nodes import Items, Keys, Node, Word, kind_of
from inlay.spec.question_marks import veiled, with_question_marks

__all__ = ["read_text", "read_yaml"]

_LARGEST_FILE = 256 * 1024
_DEEPEST = 32
_LONGEST_NUMBER = 40
_OTHER_ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\xef\xbb\xbf", "UTF-8 with a byte order mark"))
# What a word processor or a Chinese keyboard types where YAML wants a space or a colon.
_LOOKS_LIKE = {"\u00a0": "an ordinary space", "\u3000": "an ordinary space", "\uff1a": "`: `"}
_MISPLACED = "start the line under the first letter of the line that it stands beside; each key ends with a colon"
_CUT = re.compile(r"[ \t]+(#[^\s#]\S*)")
"""A comment that may be none: the `#1` of `the number #1`, where a text without quotes ends."""
_SENTENCE = 3
_LINE_SEPARATORS = "\x85\u2028\u2029"


def read_text(path: Path, faults: Faults) -> str:
    """Read a file as UTF-8 text; raises `SpecInvalid` for what is no text and `UsageError` for what is no file."""
    content = _read_bytes(path)
    start = Place()
    if len(content) > _LARGEST_FILE:
        faults.add(start, "the file is too large", f"at most {_LARGEST_FILE // 1024} KiB")
    for mark, name in _OTHER_ENCODINGS:
        if content.startswith(mark):
            faults.add(start, f"the file is {name}", "save it as UTF-8 without a byte order mark")
    faults.check()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.add(_place_at(content[: error.start].decode("utf-8")), "the file is not UTF-8", "save it as UTF-8")
        faults.check()
        raise
    _refuse_hidden(text, faults)
    return text


def _read_bytes(path: Path) -> bytes:
    if not path.exists():
        raise UsageError(f"{path} does not exist", hint="give the path of a spec, a .yaml file")
    if not path.is_file():
        raise UsageError(f"{path} is not a file", hint="give the path of a spec, a .yaml file")
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _place_at(before: str) -> Place:
    lines = before.split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def _refuse_hidden(text: str, faults: Faults) -> None:
    for line, content in enumerate(text.split("\n"), 1):
        for column, character in enumerate(content.removesuffix("\r"), 1):
            if _is_hidden(character):
                faults.add(Place(line, column), *_hidden(character))
    faults.check()


def _hidden(character: str) -> tuple[str, str]:
    name = unicodedata.name(character, "control character")
    return f"hidden character U+{ord(character):04X} ({name})", "delete it, it shows nothing"


def _is_hidden(character: str) -> bool:
    if character.isascii():
        return (character < " " and character != "\t") or character == "\x7f"
    return character in _LINE_SEPARATORS or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")


def read_yaml(text: str, faults: Faults) -> Node:
    """Read one YAML document; raises `SpecInvalid` with every fault of the file as a file."""
    root = None
    try:
        root = _Builder(text, faults).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place()
        faults.add(place, f"not YAML: {_problem(error)}", _advice(error, text))
    except yaml.YAMLError as error:
        faults.add(Place(), f"not YAML: {error}")
    faults.check()
    if root is None:
        faults.add(Place(), "the file is empty", "start with `inlay: 1`")
        raise faults.error()
    return root


def _problem(error: yaml.MarkedYAMLError) -> str:
    return with_question_marks(" ".join(part for part in (error.problem, error.context) if part))


def _is_key(error: yaml.MarkedYAMLError, text: str) -> bool:
    """Say whether the colon that is not allowed ends the first word of its line."""
    mark = error.problem_mark
    return mark is not None and text.split("\n")[mark.line][: mark.column].strip().isidentifier()


def _advice(error: yaml.MarkedYAMLError, text: str) -> str:
    problem = error.problem or ""
    if mark := error.problem_mark:
        for number, line in list(enumerate(text.split("\n"), 1))[max(mark.line - 1, 0) : mark.line + 1]:
            for character in _LOOKS_LIKE.keys() & set(line):
                name = unicodedata.name(character)
                return f"line {number} holds U+{ord(character):04X} ({name}); type {_LOOKS_LIKE[character]}"
    if "mapping values are not allowed" in problem:
        return _MISPLACED if _is_key(error, text) else 'quote a text that contains ": "'
    if "'\\t'" in problem:
        return "indent with spaces"
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return _MISPLACED
    if "quoted scalar" in (error.context or "") and error.context_mark:
        return f"close the quote that opens in line {error.context_mark.line + 1}"
    if "expected ',' or" in problem or "flow" in (error.context or ""):
        return 'between { } or [ ] quote a type or text that contains , [ ] { }, as in "enum[a, b]"'
    return ""


class _Builder:
    """Turns the events of a parser into nodes and refuses what a spec has no use for."""

    def __init__(self, text: str, faults: Faults) -> None:
        self._text = text
        self._events: Iterator[yaml.Event] = iter(yaml.parse(veiled(text), Loader=yaml.SafeLoader))
        self._faults = faults

    def document(self) -> Node | None:
        """Give the only document of the file, or None if there is none."""
        root = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._refuse_directives(event)
                if root is not None:
                    self._refuse(event, "a second document", "a spec is one document; delete the `---` line")
                    self._faults.check()
                root = self._node(next(self._events), 1)
        return root

    def _refuse(self, event: yaml.Event, message: str, hint: str = "") -> None:
        self._faults.add(_place(event), message, hint)

    def _refuse_directives(self, event: yaml.DocumentStartEvent) -> None:
        if event.version or event.tags:
            self._refuse(event, "a YAML directive", "delete the line that starts with %")

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > _DEEPEST:
            self._refuse(event, "nested too deeply", f"at most {_DEEPEST} levels")
            self._faults.check()
        place = _place(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias *{event.anchor}", "write the value out")
            return Word("", place)
        self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._word(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._items(depth)), place)
        entries = tuple(self._entries(depth))
        self._refuse_cuts(entries)
        return Keys(entries, place)

    def _refuse_marks(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self._refuse(event, f"the anchor &{anchor}", "write the value out where it is needed")
        if tag:
            self._refuse(event, f"the tag {tag}", "delete it; a spec has no tags")

    def _word(self, event: yaml.ScalarEvent) -> Word:
        text = with_question_marks(event.value)
        quoted = event.style is not None
        number = re.fullmatch(r"[-+.0-9]+([eE][-+]?(\d+))?|0[xo]\w+", text) if not quoted else None
        if number and (len(text) > _LONGEST_NUMBER or int(number[2] or 0) > _LONGEST_NUMBER):
            self._refuse(event, "a number out of all proportion", f"at most {_LONGEST_NUMBER} digits")
            return Word("0", _place(event))
        if not quoted and len(text.split()) >= _SENTENCE:
            self._refuse_comment(event)
        for character in sorted(set(text)):
            if character != "\n" and _is_hidden(character):
                self._refuse(event, *_hidden(character))
        return Word(text, _place(event), quoted)

    def _refuse_comment(self, event: yaml.ScalarEvent) -> None:
        cut = _CUT.match(self._text, event.end_mark.index) if event.end_mark else None
        if cut:
            hint = "quote the text, or put a space behind # where a comment is meant"
            self._refuse(event, f"the text is cut off at `{cut[1]}`, which begins a comment", hint)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _refuse_cuts(self, entries: tuple[tuple[Word, Node], ...]) -> None:
        """Note a value that a comma has cut in two, as in {price: decimal(12,2)}."""
        for (_, value), (rest, _) in pairwise(entries):
            opened = isinstance(value, Word) and not value.quoted and value.text.count("(") > value.text.count(")")
            if opened and isinstance(value, Word) and rest.text.count(")") > rest.text.count("("):
                hint = f'between {{ }} quote what holds a comma: "{value.text},{rest.text}"'
                self._faults.add(value.place, f"`{value.text}` is cut off at a comma", hint)

    def _entries(self, depth: int) -> Iterator[tuple[Word, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Word):
                self._refuse(event, f"{kind_of(key)} as a key", "a key is a word")
                continue
            normal = unicodedata.normalize("NFC", key.text)
            if normal in seen:
                self._refuse(event, f"the key `{key.text}` stands twice", f"the first is in line {seen[normal]}")
                continue
            seen[normal] = key.place.line
            yield key, value


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place()
