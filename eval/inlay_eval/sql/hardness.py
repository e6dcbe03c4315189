"""Spider's classes of hardness, counted over the parsed gold query as the official evaluation counts."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["hardness"]

_NONE = 0  # place of `none` among the official aggregates
_LIKE = 9  # place of `like` among the official operators


def hardness(parsed: Mapping[str, Any]) -> str:
    """Give `easy`, `medium`, `hard` or `extra` for a query in Spider's parsed form."""
    first, nested, others = _clauses(parsed), _nested(parsed), _others(parsed)
    if first <= 1 and nested == 0 and others == 0:
        return "easy"
    if nested == 0 and ((others <= 2 and first <= 1) or (first <= 2 and others < 2)):
        return "medium"
    if nested == 0 and ((others > 2 and first <= 2) or (2 < first <= 3 and others <= 2)):
        return "hard"
    if first <= 1 and others == 0 and nested <= 1:
        return "hard"
    return "extra"


def _conditions(parsed: Mapping[str, Any]) -> list[Any]:
    return [*parsed["from"]["conds"][::2], *parsed["where"][::2], *parsed["having"][::2]]


def _clauses(parsed: Mapping[str, Any]) -> int:
    """Count where, group by, order by, limit, joins, every `or` and every `like`."""
    named = sum(bool(parsed[name]) for name in ("where", "groupBy", "orderBy")) + (parsed["limit"] is not None)
    joins = max(len(parsed["from"]["table_units"]) - 1, 0)
    words = [*parsed["from"]["conds"][1::2], *parsed["where"][1::2], *parsed["having"][1::2]]
    likes = sum(condition[1] == _LIKE for condition in _conditions(parsed))
    return int(named + joins + words.count("or") + likes)


def _nested(parsed: Mapping[str, Any]) -> int:
    """Count queries among the conditions, and the halves of intersect, except and union."""
    inside = [value for condition in _conditions(parsed) for value in condition[3:5]]
    compound = [parsed[name] for name in ("intersect", "except", "union")]
    return sum(type(value) is dict for value in inside) + sum(value is not None for value in compound)


def _others(parsed: Mapping[str, Any]) -> int:
    """Count one each: more than one aggregate, selected column, condition and grouping."""
    selected = parsed["select"][1]
    count = (_aggregates(parsed) > 1) + (len(selected) > 1)
    return count + (len(parsed["where"]) > 1) + (len(parsed["groupBy"]) > 1)


def _aggregates(parsed: Mapping[str, Any]) -> int:
    units = parsed["orderBy"][1] if parsed["orderBy"] else []
    found = _counted(parsed["select"][1]) + _counted(parsed["where"][::2]) + _counted(parsed["groupBy"])
    found += _counted([unit[1] for unit in units if unit[1]]) + _counted([unit[2] for unit in units if unit[2]])
    return found + _counted(parsed["having"])


def _counted(units: Sequence[Any]) -> int:
    """Count units that do not begin with zero: aggregates, and as in the official code negations and `and` as well."""
    return sum(unit[0] != _NONE for unit in units)
