"""Whether the order of the rows, and which rows there are, is left to chance.

The order is settled when the keys of `ORDER BY` determine the whole row: then rows that tie are the same.
What determines what is read off the statement: the `id` or a unique column of a table its columns, a grouped
SELECT's keys its row, `a.x = b.y` each the other, the place in a numbered partition its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inlay.contract import Contract, is_unique
from inlay.contract.tables import Column, TableShape, tables_of
from inlay.gates.sql_grouping import aggregates

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["left_to_chance"]

Columns = frozenset[tuple[str, str]]
Rule = tuple[Columns, Columns]


def left_to_chance(statement: exp.Query, contract: Contract, *, explicit_nulls: bool) -> str:
    """Say what of the order of a qualified statement is left to chance; empty when nothing is."""
    from sqlglot import exp

    tables = {table.name: table for table in tables_of(contract.entities)}
    if isinstance(statement, exp.Select) and _is_one_row(statement):
        return ""
    order = statement.args.get("order")
    if not order:
        return "the order of the rows is left to chance; end with ORDER BY and a unique key"
    if isinstance(statement, exp.Select):
        reason = "" if explicit_nulls else _unordered_nulls(statement, tables)
        return reason or _open_order(statement, tables)
    keys = {key.this.name for key in order.expressions} | {key.this.sql() for key in order.expressions}
    return next(
        (_tie(name) for place, name in enumerate(statement.named_selects, 1) if not {name, str(place)} & keys), ""
    )


def _is_one_row(select: exp.Select) -> bool:
    return not list(_sources(select)) or (aggregates(select) and not select.args.get("group"))


def _open_order(select: exp.Select, tables: dict[str, TableShape]) -> str:
    from sqlglot import exp

    keys = [_meaning(key.this, select) for key in select.args["order"].expressions]
    start = frozenset((key.table, key.name) for key in keys if isinstance(key, exp.Column))
    known = _closure(start, list(_rules(select, tables)))
    here = {name for name, _ in _sources(select)}
    written = {key.sql() for key in keys}
    group = select.args.get("group")
    if group:
        grouped = all(key.sql() in written or _settled(key, known, here) for key in group.expressions)
        settled = grouped or all(item.unalias().sql() in written for item in select.selects)
        return "" if settled else _tie(group.expressions[0].name or group.expressions[0].sql())
    for item in select.selects:
        if item.unalias().sql() not in written and not _settled(item.unalias(), known, here):
            return _tie(item.alias_or_name, _unsettled_key(item, known, select, tables))
    return ""


def _unsettled_key(item: exp.Expr, known: Columns, select: exp.Select, tables: dict[str, TableShape]) -> str:
    """Give the key of the table whose rows tie; nothing where it may not stand in ORDER BY or is settled anyhow."""
    from sqlglot import exp

    if select.args.get("distinct"):
        return ""
    sources = {name: source.name for name, source in _sources(select) if isinstance(source, exp.Table)}
    free = (column.table for column in item.find_all(exp.Column) if (column.table, column.name) not in known)
    return next((f"{table}.id" for table in free if sources.get(table) in tables and (table, "id") not in known), "")


def _tie(name: str, key: str = "") -> str:
    suggestion = f", such as `{key}`" if key else ""
    return f"rows may tie and differ in `{name}`; end ORDER BY with a unique key{suggestion}"


def _meaning(key: exp.Expr, select: exp.Select) -> exp.Expr:
    """Give what an order key stands for: an alias or a position is the column behind it."""
    from sqlglot import exp

    key = key.unnest()
    if isinstance(key, exp.Literal) and key.is_int and 0 < int(key.name) <= len(select.selects):
        return select.selects[int(key.name) - 1].unalias()
    if isinstance(key, exp.Column) and not key.table:
        return next((item.unalias() for item in select.selects if item.alias_or_name == key.name), key)
    return key


def _settled(node: exp.Expr, known: Columns, here: set[str]) -> bool:
    """Say whether a value follows from what is known; a subquery's own tables are its own affair."""
    from sqlglot import exp

    if node.find(exp.Window):
        return ("", "every row") in known
    return all((column.table, column.name) in known for column in node.find_all(exp.Column) if column.table in here)


def _closure(start: Columns, rules: list[Rule]) -> Columns:
    known, grew = start, True
    while grew:
        grew = False
        for needed, given in rules:
            if needed <= known and not given <= known:
                known, grew = known | given, True
    return known


def _rules(select: exp.Select, tables: dict[str, TableShape]) -> Iterator[Rule]:
    from sqlglot import exp

    every: set[tuple[str, str]] = set()
    for name, source in _sources(select):
        columns, keys = _keys(source, tables, select)
        whole = frozenset((name, column) for column in columns)
        every |= whole
        for key in keys:
            yield frozenset((name, column) for column in key), whole
    yield frozenset(every), frozenset({("", "every row")})
    places = [select.args.get("where"), *(join.args.get("on") for join in select.args.get("joins") or [])]
    for place in places:
        for equal in _conjuncts(place.this if isinstance(place, exp.Where) else place):
            yield from _equality(equal, {name for name, _ in _sources(select)})


def _conjuncts(node: exp.Expr | None) -> Iterator[exp.EQ]:
    from sqlglot import exp

    if isinstance(node, exp.And):
        yield from _conjuncts(node.left)
        yield from _conjuncts(node.right)
    elif isinstance(node, exp.Paren):
        yield from _conjuncts(node.this)
    elif isinstance(node, exp.EQ):
        yield node


def _equality(equal: exp.EQ, here: set[str]) -> Iterator[Rule]:
    """Give what an equality settles: a subquery hangs on no more than the columns around it that it names."""
    from sqlglot import exp

    for one, other in ((equal.left, equal.right), (equal.right, equal.left)):
        if isinstance(one, exp.Column):
            used = frozenset((column.table, column.name) for column in other.find_all(exp.Column))
            asks = other.find(exp.Query) is not None
            yield frozenset(each for each in used if each[0] in here or not asks), frozenset({(one.table, one.name)})


def _sources(select: exp.Select) -> Iterator[tuple[str, exp.Expr]]:
    parts = [select.args.get("from_"), *(select.args.get("joins") or [])]
    for part in parts:
        if part is not None:
            yield part.this.alias_or_name, part.this


def _keys(
    source: exp.Expr, tables: dict[str, TableShape], select: exp.Select
) -> tuple[list[str], list[frozenset[str]]]:
    """Give the columns of what stands behind FROM, and the sets of columns that determine its row."""
    from sqlglot import exp

    if isinstance(source, exp.Subquery):
        return _keys_of_query(source.unnest(), tables)
    if source.name in tables:
        shape = tables[source.name].columns
        return [column.name for column in shape], [frozenset({column.name}) for column in shape if _unique(column)]
    for cte in select.root().find_all(exp.CTE):
        if cte.alias == source.name:
            columns, keys = _keys_of_query(cte.this, tables)
            return (cte.alias_column_names, []) if cte.alias_column_names else (columns, keys)
    return [], []


def _unique(column: Column) -> bool:
    if column.field is None:
        return column.name == "id"
    return not column.optional and is_unique(column.field.constraints)


def _keys_of_query(query: exp.Expr, tables: dict[str, TableShape]) -> tuple[list[str], list[frozenset[str]]]:
    from sqlglot import exp

    if not isinstance(query, exp.Query):
        return [], []
    names = query.named_selects
    if not isinstance(query, exp.Select):
        return names, [frozenset(names)]
    named = {item.unalias().sql(): item.alias_or_name for item in query.selects}
    keys = [frozenset(names)]
    group = query.args.get("group")
    if group and all(key.sql() in named for key in group.expressions):
        keys.append(frozenset(named[key.sql()] for key in group.expressions))
    return names, [*keys, *_inner_keys(query, tables, named), *_numbered(query, named)]


def _inner_keys(query: exp.Select, tables: dict[str, TableShape], named: dict[str, str]) -> Iterator[frozenset[str]]:
    rules = list(_rules(query, tables))
    here = {name for name, _ in _sources(query)}
    group = query.args.get("group")
    for written, name in named.items():
        table, _, column = written.rpartition(".")
        known = _closure(frozenset({(table, column)}), rules)
        grouped = group and group.expressions and all(_settled(key, known, here) for key in group.expressions)
        if grouped or (not group and ("", "every row") in known):
            yield frozenset({name})


def _numbered(query: exp.Select, named: dict[str, str]) -> Iterator[frozenset[str]]:
    from sqlglot import exp

    for item in query.selects:
        window = item.unalias()
        if not isinstance(window, exp.Window) or not isinstance(window.this, exp.RowNumber):
            continue
        parts = [part.sql() for part in window.args.get("partition_by") or []]
        if all(part in named for part in parts):
            yield frozenset({item.alias_or_name, *(named[part] for part in parts)})


def _unordered_nulls(select: exp.Select, tables: dict[str, TableShape]) -> str:
    """Say which key may be null, since the engines put null at different ends."""
    from sqlglot import exp

    sources = {name: source.name for name, source in _sources(select) if isinstance(source, exp.Table)}
    where = select.args.get("where")
    asked = {column.sql() for column in where.find_all(exp.Column)} if where else set()
    for key in select.args["order"].expressions:
        column = _meaning(key.this, select)
        table = tables.get(sources.get(column.table, "")) if isinstance(column, exp.Column) else None
        shape = table.column(column.name) if table else None
        if shape and shape.optional and column.sql() not in asked:
            return f"`{column.name}` may be null, which the engines put at different ends; write NULLS LAST or FIRST"
    return ""
