"""Moments that are compared with a day, which is taken for its midnight: `<= :until` leaves out the day `until`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["cut_days"]


def cut_days(statement: exp.Query, family: Callable[[exp.Expr], str]) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    """Give each comparison that takes a handed-over day for its midnight, with the moment; `>=` and `<` mean the same.

    `family` says what kind of value an expression has.
    """
    from sqlglot import exp

    for node in statement.find_all(exp.EQ, exp.GT, exp.LTE, exp.GTE, exp.LT, exp.Between):
        if isinstance(node, exp.Between):
            sides = [(node.this, node.args["high"])]
        else:
            sides = [(node.left, node.right)] if isinstance(node, exp.EQ | exp.GT | exp.LTE) else []
            sides += [(node.right, node.left)] if isinstance(node, exp.EQ | exp.LT | exp.GTE) else []
        for moment, day in sides:
            if isinstance(moment, exp.Column) and family(moment) == "moment" and _is_handed_day(day, family):
                yield node, moment


def _is_handed_day(node: exp.Expr, family: Callable[[exp.Expr], str]) -> bool:
    from sqlglot import exp

    return isinstance(node, exp.Cast) and isinstance(node.this, exp.Placeholder) and family(node) == "date"
