"""Spells what a test program hands to a candidate and what comes back: plain data, never an object's own behaviour.

Text, whole numbers, fractions, truth values, None and lists stand for themselves; all else is an object with
one tag. A subclass of a known type is spelled as the data that it holds, whatever it overrides. What is no plain
data stays where it is and is spelled by reference: `g` names a global of the candidate, `h` one of its objects.
"""

import collections
import datetime
import decimal
import fractions
from collections.abc import Callable
from typing import Any

__all__ = ["MAX_DEPTH", "Wire", "decode", "encode"]

Wire = Any  # whatever JSON holds
MAX_DEPTH = 100
_SAFE_BITS = 13_000  # below the number of digits at which Python refuses to spell an int
_PASSED_TYPES: tuple[type, ...] = (bool, bytes, complex, dict, float, frozenset, int, list, set, str, tuple)
_TYPES = {kind.__name__: kind for kind in _PASSED_TYPES}


def encode(value: Any, foreign: Callable[[Any], Wire], depth: int = 0) -> Wire:
    """Spell a value; `foreign` is asked for what is no plain data."""
    kind = type(value)
    if kind is str or kind is float or kind is bool or value is None:
        return value
    if depth > MAX_DEPTH:
        raise RecursionError("too deep to be spelled")
    if isinstance(value, type) and _TYPES.get(value.__name__) is value:
        return {"t": value.__name__}
    spell = _SPELLINGS.get(kind)
    if spell is None:
        spell = next((_SPELLINGS[base] for base in kind.__mro__ if base in _SPELLINGS), None)
    return foreign(value) if spell is None else spell(value, lambda inner: encode(inner, foreign, depth + 1))


_Spell = Callable[[Any], Wire]


def _spell_int(value: int, _: _Spell) -> Wire:
    plain = int.__add__(value, 0)
    return plain if plain.bit_length() < _SAFE_BITS else {"i": hex(plain)}


def _spell_pairs(value: dict[Any, Any], spell: _Spell) -> Wire:
    return {"m": [[spell(key), spell(inner)] for key, inner in dict.items(value)]}


_SPELLINGS: dict[type, Callable[[Any, _Spell], Wire]] = {
    int: _spell_int,
    str: lambda value, _: str.__str__(value),
    float: lambda value, _: float.__float__(value),
    list: lambda value, spell: [spell(item) for item in list.__iter__(value)],
    tuple: lambda value, spell: {"u": [spell(item) for item in tuple.__iter__(value)]},
    dict: _spell_pairs,
    set: lambda value, spell: {"S": [spell(item) for item in set.__iter__(value)]},
    frozenset: lambda value, spell: {"F": [spell(item) for item in frozenset.__iter__(value)]},
    bytes: lambda value, _: {"b": bytes.hex(value)},
    bytearray: lambda value, _: {"B": bytearray.hex(value)},
    complex: lambda value, _: {"c": [value.real, value.imag]},
    range: lambda value, _: {"r": [value.start, value.stop, value.step]},
    collections.deque: lambda value, spell: {"Q": [spell(item) for item in collections.deque.__iter__(value)]},
    decimal.Decimal: lambda value, _: {"d": decimal.Decimal.__str__(value)},
    fractions.Fraction: lambda value, _: {"q": fractions.Fraction.__str__(value)},
    datetime.datetime: lambda value, _: {"T": datetime.datetime.isoformat(value)},
    datetime.date: lambda value, _: {"D": datetime.date.isoformat(value)},
    datetime.time: lambda value, _: {"k": datetime.time.isoformat(value)},
    datetime.timedelta: lambda value, _: {"s": [value.days, value.seconds, value.microseconds]},
}


def decode(wire: Wire, refer: Callable[[str, Any], Any]) -> Any:
    """Read a value; `refer` is asked what `g` and `h` stand for. Raises for what no encoder spells."""
    if type(wire) is list:
        return [decode(item, refer) for item in wire]
    if type(wire) is not dict:
        return wire
    ((tag, inner),) = wire.items()
    if tag in "gh":
        return refer(tag, inner)
    if tag == "m":
        return {decode(key, refer): decode(value, refer) for key, value in inner}
    if tag in _GROUPS:
        return _GROUPS[tag](decode(item, refer) for item in inner)
    return _LEAVES[tag](inner)


_GROUPS: dict[str, Callable[[Any], Any]] = {"u": tuple, "S": set, "F": frozenset, "Q": collections.deque}
_LEAVES: dict[str, Callable[[Any], Any]] = {
    "i": lambda inner: int(inner, 16),
    "b": bytes.fromhex,
    "B": bytearray.fromhex,
    "c": lambda inner: complex(*inner),
    "r": lambda inner: range(*inner),
    "d": decimal.Decimal,
    "q": fractions.Fraction,
    "T": datetime.datetime.fromisoformat,
    "D": datetime.date.fromisoformat,
    "k": datetime.time.fromisoformat,
    "s": lambda inner: datetime.timedelta(*inner),
    "t": _TYPES.__getitem__,
}
