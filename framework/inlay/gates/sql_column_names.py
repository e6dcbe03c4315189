"""Whether a result column holds what its name says: `highest` a maximum, `average_price` an average."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["misnamed"]

_WORDS = {
    "min": frozenset({"lowest", "smallest", "cheapest", "min", "minimum", "minimal", "earliest", "shortest"}),
    "max": frozenset({"highest", "largest", "biggest", "max", "maximum", "maximal", "latest", "longest"}),
    "avg": frozenset({"average", "avg", "mean"}),
}


def misnamed(body: str) -> str:
    """Say which result column is a minimum, maximum or average and is called another of them; empty when none.

    A column that keeps the name of the field that it is made of, such as `minimum_age`, says nothing by it.
    """
    from sqlglot import exp

    for item in parse_statement(body).selects:
        if item.alias_or_name in {column.name for column in item.find_all(exp.Column)}:
            continue
        said, found = _said(item.alias_or_name), _found(item)
        if said and found and said not in found:
            return f"`{item.alias_or_name}` sounds like {said}(…) and is {item.unalias().sql()}"
    return ""


def _said(name: str) -> str:
    words = set(re.split(r"_+", name.lower()))
    kinds = [kind for kind, telling in _WORDS.items() if words & telling]
    return kinds[0] if len(kinds) == 1 else ""


def _found(item: exp.Expr) -> set[str]:
    from sqlglot import exp

    kinds = {exp.Min: "min", exp.Max: "max", exp.Avg: "avg"}
    return {kinds[type(node)] for node in item.find_all(*kinds)}
