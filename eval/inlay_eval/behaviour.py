"""How samples behave on given inputs, told so that what behaves the same is the same; None is no behaviour.

Of an error only its kind counts; sets and mappings have no order, and floats are alike to nine digits. Results of
queries are the same as the suite's rule has it.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from inlay_eval.sql.answers import Answer
from inlay_eval.sql.comparing import Result, UndecidableError, same_result, same_set
from inlay_eval.sql.suite import Rule

__all__ = ["behaviour_of_answers", "behaviours_of_queries"]

Results = Sequence[Result]


def behaviour_of_answers(answers: Sequence[str] | None) -> str | None:
    """Spell what a program answered to the operations of a test; None where it answered with nothing but errors."""
    try:
        said = [json.loads(answer) for answer in answers or ()]
        if any(type(each) is not dict for each in said) or not any("v" in each for each in said):
            return None
        return _digest([{"e": each["e"][0]} if "e" in each else _plain(each) for each in said])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None  # a candidate may answer what the protocol does not know


def behaviours_of_queries(answers: Sequence[Sequence[Answer]], rule: Rule) -> list[int | None]:
    """Give each query, by what it gave over every variant of its database, the place of the first that gave the same.

    The order of rows never counts: whether it does for gold is not known to what chooses.
    """
    found: list[Results | None] = [_results(each) for each in answers]
    first: dict[int, Results] = {}
    behaviours: list[int | None] = []
    for place, results in enumerate(found):
        if results is None:
            behaviours.append(None)
            continue
        same = next((earlier for earlier, other in first.items() if _alike(other, results, rule)), place)
        first.setdefault(same, results)
        behaviours.append(same)
    return behaviours


def _results(answers: Sequence[Answer]) -> Results | None:
    results = [answer.result for answer in answers]
    given = [result for result in results if result is not None]
    return given if given and len(given) == len(results) else None


def _alike(one: Results, other: Results, rule: Rule) -> bool:
    pairs = zip(one, other, strict=True)
    try:
        return all(same_result(*pair, ordered=False) if rule == "bag" else same_set(*pair) for pair in pairs)
    except UndecidableError:
        return False


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
