"""Puts one example into the text of a spec, where its slot has or may have examples; every other byte stays."""

import io
import re
from textwrap import dedent, indent
from typing import Any

import yaml

from inlay.clarify.yaml_nodes import SpecRepresenter
from inlay.errors import UsageError
from inlay.spec.question_marks import veiled

__all__ = ["with_example"]

_EXAMPLES = "examples"
_SECTIONS = ("rules", "queries", "flows")
_INDENTED = re.compile(r"^( *)[\w-]+:[ ]*(?:#.*)?\r?\n(?:[ ]*(?:#.*)?\r?\n)*( *)- ", re.MULTILINE)
_FARTHEST = 4096
"""Characters a line: what fits on one is decided where the example is made."""


def with_example(text: str, slot: str, example: Any) -> str:
    """Give the text of a spec with one example more, which `example_node` has made.

    Raises `UsageError` when the spec has no such slot.
    """
    entry = _entry(text, slot)
    known = next((value for key, value in entry.value if key.value == _EXAMPLES), None)
    if known is None:
        return _with_first(text, entry, example)
    if isinstance(known, yaml.SequenceNode) and known.flow_style and known.value:
        return _put(text, _end(known.value[-1]), f", {_flow(example)}")
    if isinstance(known, yaml.SequenceNode) and not known.flow_style:
        return _below(text, _end(known), _block(text, example, known.start_mark.column))
    key = next(key for key, _ in entry.value if key.value == _EXAMPLES)
    if entry.flow_style:
        return text[: known.start_mark.index] + f"[{_flow(example)}]" + text[known.end_mark.index :]
    bare = text[: key.end_mark.index] + ":" + text[known.end_mark.index :]
    return _below(bare, key.end_mark.index, _block(text, example, key.start_mark.column + _list_indent(text)))


def _entry(text: str, slot: str) -> yaml.MappingNode:
    root = yaml.compose(veiled(text), Loader=yaml.SafeLoader)
    section, _, rest = slot.partition(".")
    name = rest.removesuffix(".requires") if section == "flows" else rest
    node: yaml.Node | None = root if section in _SECTIONS else None
    for key in (section, name):
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for found, value in entries if found.value == key), None)
    if not isinstance(node, yaml.MappingNode):
        raise UsageError(f"the spec has no slot {slot!r}", hint="ask again, the spec has changed since")
    return node


def _with_first(text: str, entry: yaml.MappingNode, example: Any) -> str:
    if entry.flow_style:
        return _put(text, _end(entry.value[-1][1]), f", {_EXAMPLES}: [{_flow(example)}]")
    column = entry.start_mark.column
    items = _block(text, example, column + _list_indent(text))
    return _below(text, _end(entry), f"{' ' * column}{_EXAMPLES}:\n{items}")


def _end(node: yaml.Node) -> int:
    """Give where the text of a node ends: its own, not that of the comments behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(node, yaml.MappingNode) else last)
    return int(node.end_mark.index)


def _put(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


def _below(text: str, at: int, lines: str) -> str:
    """Put lines below the line in which something ends; a block of text has ended with its own line."""
    at = len(text[:at].rstrip())
    line_end = text.find("\n", at)
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = lines.replace("\n", ending)
    return _put(text, line_end + 1, lines) if line_end >= 0 else f"{text}{ending}{lines}"


def _block(text: str, example: Any, column: int) -> str:
    """Give an example as an item of a list whose dashes stand in a column."""
    return indent(dedent(_dumped([example], _list_indent(text))), " " * column)


def _flow(example: Any) -> str:
    """Give an example on one line, for between brackets."""
    for part in _parts(example):
        part.fa.set_flow_style()
    return " ".join(_dumped(example, 0).split("\n")).strip()


def _parts(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict | list) else []
    return [*own, *(part for item in inner for part in _parts(item))]


def _dumped(value: Any, offset: int) -> str:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.Representer = SpecRepresenter
    writer.width = _FARTHEST
    writer.brace_single_entry_mapping_in_flow_sequence = True
    writer.indent(mapping=2, sequence=2 + offset, offset=offset)
    drawn = io.StringIO()
    writer.dump(value, drawn)
    return drawn.getvalue()


def _list_indent(text: str) -> int:
    """Give how far the dashes of a list stand behind its key in this file."""
    found = _INDENTED.search(text)
    return len(found[2]) - len(found[1]) if found and len(found[2]) >= len(found[1]) else 2
