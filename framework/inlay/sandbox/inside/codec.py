"""Spells values as tagged JSON by exact type and reads them back; never a pickle, bounded in depth and number.

Text, whole numbers, truth values, null and lists stand for themselves. Everything else is an object with
one tag: `f` float, `d` decimal, `D` date, `T` datetime, `t` time, `s` span, `u` tuple, `m` mapping,
`e` entity, `o` a type that is not known here.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

__all__ = ["MAX_DEPTH", "MAX_VALUES", "UNCONFINED", "Decoder", "Encoder", "Malformed", "TooLarge", "Wire"]

Wire = Any  # whatever JSON holds
UNCONFINED = 97  # exit status of a child that could not be confined and ran nothing
MAX_DEPTH = 64
MAX_VALUES = 20_000  # of one case; what is larger is no worked example and would cost the host its time
MAX_NUMBER_BITS = 13_000  # below the number of digits at which Python refuses to spell an int


class TooLarge(Exception):
    """A value is too deep, too big or too many to be spelled."""


class Malformed(Exception):
    """What was read is not a value that an honest encoder spells."""


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


class Encoder:
    """Spells values; `foreign` is asked for types that the codec does not know, and may call `encode` itself."""

    def __init__(self, foreign: "Callable[[Encoder, object, int], Wire]") -> None:
        self._foreign = foreign
        self._left = MAX_VALUES

    def encode(self, value: object, depth: int = 0) -> Wire:
        """Spell one value."""
        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            raise TooLarge
        if value is None or type(value) is bool:
            return value
        spell = _SPELLINGS.get(type(value))
        return self._foreign(self, value, depth) if spell is None else spell(self, value, depth)

    def fields(self, values: dict[str, object], depth: int) -> list[Wire]:
        """Spell names with their values, in order."""
        return [[_name(name), self.encode(value, depth + 1)] for name, value in values.items()]


def _name(name: object) -> str:
    if type(name) is not str or not _is_text(name):
        raise TooLarge
    return name


def _spell_int(_: Encoder, value: int, __: int) -> Wire:
    if value.bit_length() > MAX_NUMBER_BITS:
        raise TooLarge
    return value


def _spell_str(_: Encoder, value: str, __: int) -> Wire:
    return value if _is_text(value) else {"o": "str with lone surrogates"}


def _spell_dict(encoder: Encoder, value: dict[Any, object], depth: int) -> Wire:
    if any(type(key) is not str or not _is_text(key) for key in value):
        return {"o": "dict with keys that are not text"}
    return {"m": encoder.fields(value, depth)}


_SPELLINGS: dict[type, Callable[..., Wire]] = {
    int: _spell_int,
    str: _spell_str,
    float: lambda _, value, __: {"f": repr(value)},
    Decimal: lambda _, value, __: {"d": str(value)},
    date: lambda _, value, __: {"D": value.isoformat()},
    datetime: lambda _, value, __: {"T": value.isoformat()},
    time: lambda _, value, __: {"t": value.isoformat()},
    timedelta: lambda _, value, __: {"s": [value.days, value.seconds, value.microseconds]},
    list: lambda encoder, value, depth: [encoder.encode(item, depth + 1) for item in value],
    tuple: lambda encoder, value, depth: {"u": [encoder.encode(item, depth + 1) for item in value]},
    dict: _spell_dict,
}


class Decoder:
    """Reads values back; `entity` makes an entity of its name and fields, `opaque` stands for an unknown type."""

    def __init__(self, entity: Callable[[str, dict[str, Any]], object], opaque: Callable[[str], object]) -> None:
        self._entity = entity
        self._opaque = opaque
        self._left = MAX_VALUES

    def decode(self, wire: Wire, depth: int = 0) -> Any:
        """Read one value, or raise `Malformed`."""
        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            raise Malformed("too deep or too large")
        if wire is None or type(wire) is bool or type(wire) is int:
            return wire
        if type(wire) is str:
            return _text(wire)
        if type(wire) is list:
            return [self.decode(item, depth + 1) for item in wire]
        if type(wire) is dict and "e" in wire:
            return self._entity_from(wire, depth)
        return self._tagged(wire, depth)

    def fields(self, pairs: Wire, depth: int = 0) -> dict[str, Any]:
        """Read names with their values back."""
        if type(pairs) is not list or any(type(pair) is not list or len(pair) != 2 for pair in pairs):
            raise Malformed("not a list of pairs")
        read = {_text(name): self.decode(value, depth + 1) for name, value in pairs}
        if len(read) != len(pairs):
            raise Malformed("a name occurs twice")
        return read

    def _entity_from(self, wire: dict[str, Wire], depth: int) -> object:
        if set(wire) != {"e", "v"}:
            raise Malformed("not an entity")
        return self._entity(_text(wire["e"]), self.fields(wire["v"], depth))

    def _tagged(self, wire: Wire, depth: int) -> object:
        if type(wire) is not dict or len(wire) != 1:
            raise Malformed("not a tagged value")
        ((tag, inner),) = wire.items()
        if tag == "m":
            return self.fields(inner, depth)
        if tag == "u":
            return tuple(self.decode(item, depth + 1) for item in _items(inner))
        if tag == "o":
            return self._opaque(_text(inner))
        return _read_leaf(tag, inner)


def _read_leaf(tag: str, inner: Wire) -> object:
    try:
        if tag == "s":
            days, seconds, microseconds = (_whole(part) for part in _items(inner))
            return timedelta(days, seconds, microseconds)
        return _READERS[tag](_text(inner))
    except (KeyError, ValueError, OverflowError, InvalidOperation) as error:
        raise Malformed(f"not a value of tag {tag!r}") from error


_READERS: dict[str, Callable[[str], object]] = {
    "f": float,
    "d": Decimal,
    "D": date.fromisoformat,
    "T": datetime.fromisoformat,
    "t": time.fromisoformat,
}


def _text(wire: Wire) -> str:
    if type(wire) is not str or not _is_text(wire):
        raise Malformed("not text")
    return wire


def _items(wire: Wire) -> list[Wire]:
    if type(wire) is not list:
        raise Malformed("not a list")
    return wire


def _whole(wire: Wire) -> int:
    if type(wire) is not int:
        raise Malformed("not a whole number")
    return wire
