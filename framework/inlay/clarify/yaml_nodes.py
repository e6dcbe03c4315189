"""Examples as nodes of a YAML document: on one line where they fit, else broken up as people would."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

__all__ = ["SpecRepresenter", "example_node"]

_FITS = 96
_PLAIN = re.compile(r"\w([\w ./-]*\w)?")
"""What may stand without quotes anywhere; what looks like another value is quoted by the library."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}|Z)?)?")


class SpecRepresenter(RoundTripRepresenter):
    """Spells decimals and days as a spec has them; no value is ever written as a reference to another."""

    def ignore_aliases(self, _: object) -> bool:
        """Write every value out."""
        return True


def example_node(given: Mapping[str, object], then: object) -> Any:
    """Give an example for a list of examples."""
    return _node({"given": given, "then": then}, _FITS)


class _Day(str):
    """A day or a moment, written without quotes."""

    __slots__ = ()


def _decimal(representer: RoundTripRepresenter, value: Decimal) -> ScalarNode:
    text = f"{value:f}"
    return representer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _day(representer: RoundTripRepresenter, value: _Day) -> ScalarNode:
    return representer.represent_scalar("tag:yaml.org,2002:timestamp", str(value))


SpecRepresenter.add_representer(Decimal, _decimal)
SpecRepresenter.add_representer(_Day, _day)


def _node(value: object, room: int) -> Any:
    """Give a value as a node in at most so many characters a line, as far as they go."""
    flow = len(_flat(value)) <= room
    match value:
        case Mapping():
            mapping = CommentedMap({str(key): _node(inner, room - 4) for key, inner in value.items()})
            (mapping.fa.set_flow_style if flow or not value else mapping.fa.set_block_style)()
            return mapping
        case list() | tuple():
            items = CommentedSeq([_node(item, room - 4) for item in value])
            (items.fa.set_flow_style if flow or not value else items.fa.set_block_style)()
            return items
    return _scalar(value)


def _scalar(value: object) -> object:
    match value:
        case date():
            return _Day(value.isoformat())
        case str() if _DAY.fullmatch(value):
            return _Day(value)
        case str() if not _PLAIN.fullmatch(value):
            return DoubleQuotedScalarString(value)
    return value


def _flat(value: object) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_flat(inner)}" for key, inner in value.items()) + "}"
        case Sequence() if not isinstance(value, str):
            return f"[{', '.join(_flat(item) for item in value)}]"
    return str(value)
