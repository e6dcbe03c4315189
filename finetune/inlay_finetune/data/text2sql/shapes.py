"""The shapes of questions: each is one way to ask, with its wordings and its query."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from inlay.text2sql.schema import Column
from inlay_finetune.data.text2sql.grammar import Grammar, Link, at, place, said, select
from inlay_finetune.data.text2sql.seeding import is_number

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SHAPES", "Asked", "ask", "shapes"]

_AGGREGATES = {"avg": "average", "max": "highest", "min": "lowest", "sum": "total"}
_Made: TypeAlias = "tuple[Sequence[str], exp.Select]"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its query, in SQLite's dialect."""

    question: str
    query: str
    shape: str


def ask(grammar: Grammar, shape: str) -> Asked:
    """Give a question of a shape.

    Raises:
        NothingFits: The schema has no such tables or columns.
    """
    wordings, query = SHAPES[shape](grammar)
    question = " ".join(grammar.dice.choice(wordings).split())
    return Asked(question[0].upper() + question[1:], query.sql("sqlite"), shape)


def _counted() -> "exp.Expr":
    from sqlglot import exp

    return exp.Count(this=exp.Star())


def _not_number(column: Column) -> bool:
    return not is_number(column)


def _any(_: Column) -> bool:
    return True


def _by_parent(query: "exp.Select", link: Link, column: Column) -> "exp.Select":
    """Group by a parent's key too: two parents may show the same."""
    return query.group_by(place(link.parent, link.key), at(link.parent, column))


def _plain_list(grammar: Grammar) -> _Made:
    table = grammar.table()
    column = grammar.column(table, _any)
    asked = grammar.condition(table, but=[column.name])
    name, words = said(table), said(column)
    wordings = (
        f"What is the {words} of every {name} {asked.words}?",
        f"List the {words} of each {name} {asked.words}.",
        f"Show me {words} for the {name} {asked.words}",
    )
    return wordings, select(table, at(table, column)).where(asked.test)


def _count(grammar: Grammar) -> _Made:
    table = grammar.table()
    asked, name = grammar.condition(table), said(table)
    wordings = (
        f"How many {name} are there {asked.words}?",
        f"Count the {name} {asked.words}.",
        f"What is the number of {name} {asked.words}?",
    )
    return wordings, select(table, _counted()).where(asked.test)


def _aggregate(grammar: Grammar) -> _Made:
    from sqlglot import exp

    table = grammar.table()
    column = grammar.column(table, is_number)
    function, word = grammar.dice.choice(list(_AGGREGATES.items()))
    name, words = said(table), said(column)
    query = select(table, exp.func(function, at(table, column)))
    wordings = (
        f"What is the {word} {words} of all {name}?",
        f"Give the {word} {words} over the {name}.",
        f"{word} {words} among {name}?",
    )
    if grammar.dice.random() < 0.5:
        return wordings, query
    asked = grammar.condition(table, but=[column.name])
    return [f"{each.rstrip('?.')} {asked.words}" for each in wordings], query.where(asked.test)


def _extreme(grammar: Grammar) -> _Made:
    table = grammar.table()
    measure = grammar.column(table, is_number)
    column = grammar.column(table, _any, but=[measure.name])
    most = grammar.dice.random() < 0.6
    word = "highest" if most else "lowest"
    query = (
        select(table, at(table, column)).order_by(at(table, measure).desc() if most else at(table, measure)).limit(1)
    )
    wordings = (
        f"What is the {said(column)} of the {said(table)} with the {word} {said(measure)}?",
        f"Which {said(table)} has the {word} {said(measure)}? Give its {said(column)}.",
    )
    return wordings, query


def _group(grammar: Grammar) -> _Made:
    table = grammar.table()
    column = grammar.column(table, _not_number)
    name, words = said(table), said(column)
    query = select(table, at(table, column), _counted()).group_by(at(table, column))
    if grammar.dice.random() < 0.5:
        wordings = (f"How many {name} are there for each {words}?", f"Count the {name} by {words}.")
        return wordings, query
    least = grammar.dice.randrange(1, 4)
    wordings = (
        f"Which {words} have more than {least} {name}, and how many?",
        f"Show every {words} with more than {least} {name} and the number of them",
    )
    return wordings, query.having(_counted() > least)


def _joined(grammar: Grammar) -> _Made:
    link = grammar.link()
    one = grammar.column(link.child, _any)
    other = grammar.column(link.parent, _any)
    asked = grammar.condition(link.parent, but=[other.name])
    child, parent = said(link.child), said(link.parent)
    query = select(link.child, at(link.child, one), at(link.parent, other))
    query = link.joined(query, link.parent).where(asked.test)
    wordings = (
        f"For the {child} of each {parent} {asked.words}, show the {said(one)} and the {parent}'s {said(other)}.",
        f"List {said(one)} of the {child} together with {said(other)} of their {parent}, for {parent} {asked.words}",
    )
    return wordings, query


def _most_children(grammar: Grammar) -> _Made:
    link = grammar.link()
    column = grammar.column(link.parent, _any)
    child, parent = said(link.child), said(link.parent)
    wordings = (
        f"What is the {said(column)} of the {parent} with the most {child}?",
        f"Which {parent} has the largest number of {child}? Give its {said(column)}.",
    )
    query = link.joined(select(link.parent, at(link.parent, column)), link.child)
    return wordings, _by_parent(query, link, column).order_by(_counted().desc()).limit(1)


def _per_parent(grammar: Grammar) -> _Made:
    from sqlglot import exp

    link = grammar.link()
    column, measure = grammar.column(link.parent, _any), grammar.column(link.child, is_number)
    function, word = grammar.dice.choice(list(_AGGREGATES.items()))
    child, parent = said(link.child), said(link.parent)
    query = select(link.child, at(link.parent, column), exp.func(function, at(link.child, measure)))
    wordings = (
        f"What is the {word} {said(measure)} of the {child} for each {parent}? Show its {said(column)} first.",
        f"For every {parent} with {child}, give its {said(column)} and the {word} {said(measure)} of them.",
    )
    return wordings, _by_parent(link.joined(query, link.parent), link, column)


def _childless(grammar: Grammar) -> _Made:
    from sqlglot import exp

    link = grammar.link()
    column = grammar.column(link.parent, _any)
    child, parent = said(link.child), said(link.parent)
    inner = select(link.child, exp.Literal.number(1)).where(link.tie())
    wordings = (
        f"Which {parent} have no {child}? Give the {said(column)}.",
        f"List the {said(column)} of every {parent} without any {child}.",
    )
    return wordings, select(link.parent, at(link.parent, column)).where(exp.Exists(this=inner).not_())


def _above_average(grammar: Grammar) -> _Made:
    from sqlglot import exp

    table = grammar.table()
    measure = grammar.column(table, is_number)
    column = grammar.column(table, _any, but=[measure.name])
    average = select(table, exp.func("avg", at(table, measure))).subquery()
    wordings = (
        f"What is the {said(column)} of the {said(table)} whose {said(measure)} is above the average?",
        f"List {said(column)} of every {said(table)} with more than the average {said(measure)}.",
    )
    return wordings, select(table, at(table, column)).where(exp.GT(this=at(table, measure), expression=average))


def _different(grammar: Grammar) -> _Made:
    from sqlglot import exp

    table = grammar.table()
    column = grammar.column(table, _not_number)
    name, words = said(table), said(column)
    if grammar.dice.random() < 0.5:
        counted = exp.Count(this=exp.Distinct(expressions=[at(table, column)]))
        return (f"How many different {words} do the {name} have?", f"Count the distinct {words} of {name}."), select(
            table, counted
        )
    wordings = (f"What are the different {words} of the {name}?", f"List each {words} that {name} have, once.")
    return wordings, select(table, at(table, column)).distinct()


SHAPES: Mapping[str, Callable[[Grammar], _Made]] = {
    "above the average": _above_average,
    "aggregate": _aggregate,
    "childless": _childless,
    "count": _count,
    "different": _different,
    "extreme": _extreme,
    "group": _group,
    "join": _joined,
    "list": _plain_list,
    "most children": _most_children,
    "per parent": _per_parent,
}


def shapes(dice: random.Random) -> Iterator[str]:
    """Give shapes for ever, each as often as the others."""
    names = sorted(SHAPES)
    while True:
        dice.shuffle(names)
        yield from names
