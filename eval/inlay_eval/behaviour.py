"""How a sample behaves on given inputs, spelled so that what behaves the same is the same text; None is no behaviour.

Of an error only its kind counts; sets and mappings have no order, and floats are alike to nine digits.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from inlay_eval.sql.answers import Answer

__all__ = ["behaviour_of_answers", "behaviour_of_results"]


def behaviour_of_answers(answers: Sequence[str] | None) -> str | None:
    """Spell what a program answered to the operations of a test; None where it answered with nothing but errors."""
    try:
        said = [json.loads(answer) for answer in answers or ()]
        if any(type(each) is not dict for each in said) or not any("v" in each for each in said):
            return None
        return _digest([{"e": each["e"][0]} if "e" in each else _plain(each) for each in said])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None  # a candidate may answer what the protocol does not know


def behaviour_of_results(answers: Sequence[Answer]) -> str | None:
    """Spell what a query gave over every variant of its database; rows count as a bag."""
    results = [answer.result for answer in answers]
    if not results or any(result is None for result in results):
        return None
    return _digest([[result.columns, sorted(map(repr, result.rows))] for result in results if result is not None])


def _plain(wire: Any) -> Any:
    if type(wire) is float:
        return int(wire) if wire.is_integer() else f"{wire:.9g}"
    if type(wire) is list:
        return [_plain(item) for item in wire]
    if type(wire) is not dict:
        return wire
    plain = {tag: _plain(inner) for tag, inner in wire.items()}
    return {tag: sorted(inner, key=json.dumps) if tag in ("S", "F", "m") else inner for tag, inner in plain.items()}


def _digest(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
