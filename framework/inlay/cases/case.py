"""A worked example made whole: every value typed, everything that the example leaves out filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

__all__ = ["Case", "Thing", "Value"]


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity by value with all its fields; references and owned children are `Thing`s among them."""

    entity: str
    fields: Mapping[str, "Value"]


Value: TypeAlias = (
    bool | int | str | Decimal | date | datetime | Sequence["Value"] | Mapping[str, "Value"] | Thing | None
)
"""A typed value: money is `Decimal`, a day is `date`, a word of an enum is text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One case: arguments by name, rows by table (queries only), and what is expected.

    Rows stand in the order of the example and hold every column of their table.
    """

    arguments: Mapping[str, Value]
    expected: Value
    tables: Mapping[str, Sequence[Mapping[str, Value]]] = field(default_factory=dict)
