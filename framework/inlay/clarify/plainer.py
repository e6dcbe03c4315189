"""Plainer inputs: what else of an input can go so that the same readings still part on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from inlay.cases import Case, Thing, Value

__all__ = ["plainest", "steps", "weight_of"]

_ROUNDS = 8
_MOST_STEPS = 60


def plainest(case: Case, keeps: Callable[[Sequence[Case]], Sequence[bool]]) -> Case:
    """Take one thing after the other out of a case as long as `keeps` says that it still tells what it told."""
    for _ in range(_ROUNDS):
        lighter = sorted(steps(case), key=weight_of)[:_MOST_STEPS]
        kept = next((step for step, kept in zip(lighter, keeps(lighter), strict=True) if kept), None)
        if kept is None:
            return case
        case = kept
    return case


def weight_of(case: Case) -> int:
    """Say how much there is to read in a case."""
    return len(repr(case.arguments)) + len(repr(case.tables))


def steps(case: Case) -> Iterator[Case]:
    """Give the cases with one thing less: an item of a list, a row that nothing points to, a part of a number."""
    for name, value in case.arguments.items():
        for lighter in _lighter(value):
            yield replace(case, arguments={**case.arguments, name: lighter})
    for table, rows in case.tables.items():
        if rows and not any(_points_to(table, row, case.tables) for row in rows):
            yield replace(case, tables={**case.tables, table: []})
        for at, row in enumerate(rows):
            if not _points_to(table, row, case.tables):
                yield replace(case, tables={**case.tables, table: [*rows[:at], *rows[at + 1 :]]})


def _points_to(table: str, row: Mapping[str, Value], tables: Mapping[str, Sequence[Mapping[str, Value]]]) -> bool:
    """Say whether a row of another table may carry the key of this one."""
    keys = (
        value
        for name, rows in tables.items()
        if name != table
        for other in rows
        for column, value in other.items()
        if column.endswith("_id")
    )
    return row.get("id") in set(keys)


def _lighter(value: Value) -> Iterator[Value]:
    match value:
        case Thing(entity, fields):
            for name, inner in fields.items():
                yield from (Thing(entity, {**fields, name: lighter}) for lighter in _lighter(inner))
        case list() | tuple():
            for at, item in enumerate(value):
                yield [*value[:at], *value[at + 1 :]]
                yield from ([*value[:at], lighter, *value[at + 1 :]] for lighter in _lighter(item))
        case dict():
            yield from ({key: inner for key, inner in value.items() if key != gone} for gone in value)
