"""A query told step by step, in the order in which one decides it: the chain of thought before an answer."""

from collections.abc import Iterator

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

__all__ = ["steps_of"]


def steps_of(query: str) -> str:
    """Give numbered steps that lead to a query; `ValueError` when it is none that can be told so."""
    try:
        tree = parse_one(query, read="sqlite")
    except SqlglotError as fault:
        raise ValueError(f"the query cannot be read: {fault}") from fault
    if not isinstance(tree, exp.Query):
        raise ValueError("the statement is no query")
    return "\n".join(f"{number}. {step}" for number, step in enumerate(_steps(tree), start=1))


def _steps(tree: exp.Query) -> Iterator[str]:
    for part in tree.ctes:
        yield f"First `{part.alias}`: {_joined(_steps(part.this))}"
    match tree:
        case exp.SetOperation():
            for side, word in ((tree.left, "One side"), (tree.right, "The other side")):
                yield f"{word}: {_joined(_steps(side))}"
            yield f"Both sides are put together by {tree.key.upper()}."
        case exp.Select():
            yield from _of_select(tree)
    if order := tree.args.get("order"):
        yield f"Order: {_listed(order.expressions)}."
    if limit := tree.args.get("limit"):
        yield f"Of these the first {_sql(limit.expression)}."


def _of_select(tree: exp.Select) -> Iterator[str]:
    source = tree.args.get("from_") or tree.args.get("from")
    if source is not None:
        yield f"Tables: {_sql(source.this)}{''.join(_of_join(join) for join in tree.args.get('joins') or ())}."
    where = tree.args.get("where")
    yield f"Rows: {_sql(where.this) if where else 'all'}."
    if group := tree.args.get("group"):
        having = tree.args.get("having")
        yield f"Groups: one for each {_listed(group.expressions)}{f', kept if {_sql(having.this)}' if having else ''}."
    once = ", each once" if tree.args.get("distinct") else ""
    yield f"Result: {_listed(tree.expressions)}{once}."


def _of_join(join: exp.Join) -> str:
    condition = join.args.get("on")
    kept = ", also where nothing matches" if join.side else ""
    return f", with {_sql(join.this)}{f' where {_sql(condition)}' if condition else ''}{kept}"


def _joined(steps: Iterator[str]) -> str:
    return " ".join(steps)


def _listed(parts: list[exp.Expression]) -> str:
    return ", ".join(_sql(part) for part in parts)


def _sql(part: exp.Expression) -> str:
    return f"`{part.sql(dialect='sqlite')}`"
