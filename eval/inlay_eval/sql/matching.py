"""Exact set match as Spider defines it: two queries have the same components, whatever the order inside each.

Values do not count, nor DISTINCT, nor on which columns tables are joined; columns that a foreign key makes the same are
the same. A component is matched whole or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inlay_eval.sql.parsing import COMPARISONS, Query, Schema

__all__ = ["COMPONENTS", "EMPTY", "Matched", "components", "exact_match"]

COMPONENTS = (
    "select",
    "select (no AGG)",
    "where",
    "where (no OP)",
    "group (no HAVING)",
    "group",
    "order",
    "and/or",
    "intersect, union, except",
    "keywords",
)
_COMPOUND = ("intersect", "except", "union")
EMPTY: Query = {
    "select": (False, []),
    "from": {"table_units": [], "conds": []},
    "where": [],
    "groupBy": [],
    "having": [],
    "orderBy": [],
    "limit": None,
    **dict.fromkeys(_COMPOUND),
}


@dataclass(frozen=True, slots=True)
class Matched:
    """How often a component stands in gold and in the prediction, and how much of it is the same."""

    gold: int
    predicted: int
    same: int

    @property
    def whole(self) -> bool:
        """Say whether the component is the same."""
        return self.gold == self.predicted == self.same


def exact_match(gold: Query, predicted: Query, schema: Schema) -> bool:
    """Say whether two parsed queries have the same components and read the same tables."""
    return _matches(_settled(gold, schema), _settled(predicted, schema), schema)


def components(gold: Query, predicted: Query, schema: Schema) -> dict[str, Matched]:
    """Compare two parsed queries component by component."""
    return _components(_settled(gold, schema), _settled(predicted, schema), schema)


def _matches(gold: Query, predicted: Query, schema: Schema) -> bool:
    if not all(found.whole for found in _components(gold, predicted, schema).values()):
        return False
    tables = [_bag(query["from"]["table_units"]) for query in (gold, predicted)]
    return not tables[0] or tables[0] == tables[1]


def _components(gold: Query, predicted: Query, schema: Schema) -> dict[str, Matched]:
    pair = (gold, predicted)
    selects = [query["select"][1] for query in pair]
    wheres = [query["where"][::2] for query in pair]
    groups = [[column[1] for column in query["groupBy"]] for query in pair]
    found = (
        _same_bag(*selects),
        _same_bag(*([unit for _, unit in select] for select in selects)),
        _same_bag(*wheres),
        _same_bag(*([condition[2] for condition in where] for where in wheres)),
        _same_bag(*([schema.names.get(column, "*") for column in group] for group in groups)),
        _grouped(*pair, same=groups[0] == groups[1]),
        _ordered(*pair),
        _joined(*({*query["where"][1::2]} for query in pair)),
        _compound(*pair, schema),
        _same_words(_keywords(gold), _keywords(predicted)),
    )
    return dict(zip(COMPONENTS, found, strict=True))


def _same_bag(gold: Sequence[Any], predicted: Sequence[Any]) -> Matched:
    left, same = list(gold), 0
    for unit in predicted:
        if unit in left:
            left.remove(unit)
            same += 1
    return Matched(len(gold), len(predicted), same)


def _bag(units: Sequence[Any]) -> list[str]:
    return sorted(map(repr, units))


def _grouped(gold: Query, predicted: Query, *, same: bool) -> Matched:
    there, given = bool(gold["groupBy"]), bool(predicted["groupBy"])
    return Matched(there, given, there and given and same and gold["having"] == predicted["having"])


def _ordered(gold: Query, predicted: Query) -> Matched:
    there, given = bool(gold["orderBy"]), bool(predicted["orderBy"])
    limited = (gold["limit"] is None) == (predicted["limit"] is None)
    return Matched(there, given, there and gold["orderBy"] == predicted["orderBy"] and limited)


def _joined(gold: set[str], predicted: set[str]) -> Matched:
    if gold == predicted:
        return Matched(1, 1, 1)
    return Matched(len(predicted), len(gold), 0)  # the official script has the two the wrong way round


def _compound(gold: Query, predicted: Query, schema: Schema) -> Matched:
    pairs = [(gold[name], predicted[name]) for name in _COMPOUND]
    same = sum(one is not None and two is not None and _matches(one, two, schema) for one, two in pairs)
    return Matched(sum(one is not None for one, _ in pairs), sum(two is not None for _, two in pairs), same)


def _same_words(gold: set[str], predicted: set[str]) -> Matched:
    return Matched(len(gold), len(predicted), len(gold & predicted))


def _keywords(query: Query) -> set[str]:
    named = {"where": "where", "groupBy": "group", "having": "having", "orderBy": "order"}
    found = {word for name, word in named.items() if query[name]}
    found |= {name for name in ("limit", *_COMPOUND) if query[name] is not None}
    found |= {query["orderBy"][0]} if query["orderBy"] else set()
    conditions = [query["from"]["conds"], query["where"], query["having"]]
    found |= {word for each in conditions for word in each[1::2] if word == "or"}
    for negated, operator, *_ in (condition for each in conditions for condition in each[::2]):
        found |= {"not"} if negated else set()
        found |= {COMPARISONS[operator]} & {"in", "like"}
    return found


def _settled(query: Query, schema: Schema) -> Query:
    """Give a query without values and DISTINCT, and with the first of the columns that mean the same."""
    tables = {unit for kind, unit in query["from"]["table_units"] if kind == "table_unit"}
    own = {place: first for place, first in schema.foreign_keys.items() if schema.owners[place] in tables}
    return _with_keys(_without_values(query), _Keys(own))


def _without_values(query: Query) -> Query:
    source = query["from"]
    conditions = {name: _bare(query[name]) for name in ("where", "having")}
    compound = {name: _without_values(query[name]) if query[name] else None for name in _COMPOUND}
    return {**query, **conditions, **compound, "from": {**source, "conds": _bare(source["conds"])}}


def _bare(conditions: Sequence[Any]) -> list[Any]:
    return [
        item if isinstance(item, str) else (*item[:3], *(_nested(value) for value in item[3:])) for item in conditions
    ]


def _nested(value: Any) -> Any:
    return _without_values(value) if isinstance(value, dict) else None


@dataclass(frozen=True, slots=True)
class _Keys:
    """Which columns stand for which: those of the outermost query's tables that a foreign key makes the same."""

    first: Mapping[int, int]

    def column(self, column: Any) -> Any:
        return column and (column[0], self.first.get(column[1], column[1]), None)

    def unit(self, unit: Any) -> Any:
        return unit[0], self.column(unit[1]), self.column(unit[2])

    def conditions(self, conditions: Sequence[Any]) -> list[Any]:
        return [item if isinstance(item, str) else (*item[:2], self.unit(item[2]), *item[3:]) for item in conditions]


def _with_keys(query: Query, keys: _Keys) -> Query:
    """Settle the columns of a query; as in the official script not those of the queries among its conditions."""
    source, order = query["from"], query["orderBy"]
    return {
        **query,
        "select": (None, [(aggregate, keys.unit(unit)) for aggregate, unit in query["select"][1]]),
        "from": {**source, "conds": keys.conditions(source["conds"])},
        "where": keys.conditions(query["where"]),
        "having": keys.conditions(query["having"]),
        "groupBy": [keys.column(column) for column in query["groupBy"]],
        "orderBy": (order[0], [keys.unit(unit) for unit in order[1]]) if order else [],
        **{name: _with_keys(query[name], keys) if query[name] else None for name in _COMPOUND},
    }
