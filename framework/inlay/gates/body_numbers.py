"""The numbers that a body compares and counts with, so that inputs can be drawn around them."""

import ast
import re
from decimal import Decimal, InvalidOperation
from itertools import chain

__all__ = ["numbers_in"]

_IN_SQL = re.compile(r"(?<![\w.'])\d+(?:\.\d+)?(?![\w.'])")
_ORDINARY = {Decimal(0), Decimal(1)}
_MOST = 6
_LONGEST = 12


def numbers_in(body: str, language: str) -> tuple[Decimal, ...]:
    """Give the telling numbers of a body, each once; none where it cannot be read."""
    found = _in_python(body) if language == "python" else chain.from_iterable(map(_number, _IN_SQL.findall(body)))
    return tuple(dict.fromkeys(number for number in found if number not in _ORDINARY))[:_MOST]


def _in_python(body: str) -> list[Decimal]:
    try:
        tree = ast.parse(f"def _():\n    {body.strip().replace(chr(10), chr(10) + '    ')}")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    numbers = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool | None):
            numbers += _number(node.value)
    return numbers


def _number(value: object) -> list[Decimal]:
    if not isinstance(value, int | str) or len(str(value)) > _LONGEST:
        return []
    try:
        number = Decimal(value)
    except InvalidOperation:
        return []
    # `1E+999999` is short to write, but no input that anybody could spell lies near it.
    return [number] if number.is_finite() and abs(number.adjusted()) <= _LONGEST else []
