"""Drawn databases as one query sees them: the tables that it names go into an engine, their columns into words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from inlay.cases import Case, Draw, Value as Given
from inlay.gates.python_examples import in_box
from inlay.gates.spelling import spelled
from inlay.sandbox import SqlCase

__all__ = ["Named", "with_whole_amounts"]


class Named:
    """The tables and columns that a query, or several, may name."""

    def __init__(self, body: str) -> None:
        self._words = frozenset(re.findall(r"\w+", body.lower()))

    def case(self, case: Case, *, backwards: bool = False) -> SqlCase:
        """Give the tables with their rows, the last one first when asked for, and what is bound."""
        tables = {
            name: tuple(
                {column: in_box(value) for column, value in row.items()}
                for row in (reversed(rows) if backwards else rows)
            )
            for name, rows in case.tables.items()
            if name in self._words
        }
        return SqlCase(tables=tables, parameters={name: in_box(value) for name, value in case.arguments.items()})

    def spelled(self, case: Case) -> str:
        """Give a database in words of the spec."""
        tables = {name: [self._shown(row) for row in rows] for name, rows in case.tables.items() if name in self._words}
        return spelled({**case.arguments, "tables": tables})

    def _shown(self, row: Mapping[str, Given]) -> dict[str, Given]:
        return {column: value for column, value in row.items() if column in self._words}


def with_whole_amounts(draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """Give the databases with every amount rounded up: SQLite holds those as whole numbers, and divides them so."""
    return tuple(replace(draw, case=replace(draw.case, tables=_whole(draw.case))) for draw in draws)


def _whole(case: Case) -> dict[str, list[dict[str, Given]]]:
    return {
        table: [
            {
                name: value.to_integral_value(ROUND_CEILING) if isinstance(value, Decimal) else value
                for name, value in row.items()
            }
            for row in rows
        ]
        for table, rows in case.tables.items()
    }
