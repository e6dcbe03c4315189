"""What the worked examples of a slot show, by the name that it stands under: numbers, texts, days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from inlay.cases.named import named_values
from inlay.spec.model import Example

__all__ = ["Seen"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Seen:
    """The values of examples. A name is that of a parameter, a field or a column."""

    examples: tuple[Example, ...]

    def numbers(self, name: str) -> list[Decimal]:
        """Give the numbers under a name."""
        shown = self._by_name.get(name, ())
        return [Decimal(value) for value in shown if isinstance(value, int | Decimal) and not isinstance(value, bool)]

    def texts(self, name: str) -> list[str]:
        """Give the texts under a name, days left out."""
        return [value for value in self._by_name.get(name, ()) if isinstance(value, str) and not _DAY.match(value)]

    @cached_property
    def days(self) -> tuple[date, ...]:
        """All days that stand anywhere."""
        found = [moment.date() if isinstance(moment, datetime) else moment for moment in self._moments]
        return tuple(sorted(set(found)))

    @cached_property
    def in_utc(self) -> bool:
        """Whether moments are written with a time zone."""
        return any(isinstance(moment, datetime) and moment.tzinfo is not None for moment in self._moments)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[object, ...]]:
        found: dict[str, dict[object, None]] = {}
        for example in self.examples:
            for name, value in named_values(example.given):
                found.setdefault(name, {})[value] = None
        return {name: tuple(values) for name, values in found.items()}

    @cached_property
    def _moments(self) -> tuple[date, ...]:
        values = (value for values in self._by_name.values() for value in values)
        return tuple(moment for value in values if (moment := _moment(value)) is not None)


def _moment(value: object) -> date | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.match(value):
        return None
    try:
        return date.fromisoformat(value) if len(value) == len("2024-02-29") else datetime.fromisoformat(value)
    except ValueError:
        return None
