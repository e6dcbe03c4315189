"""Whether two engines gave the same rows, by what the contract says that a value is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from inlay.contract import DecimalType, Scalar, Type, without_optional
from inlay.gates.spelling import said
from inlay.gates.sql_examples import row_of
from inlay.sandbox import Table, Value

__all__ = ["Columns", "Difference", "difference", "same_but_for_ties"]

Columns = Sequence[tuple[str, Type]]
Row = Sequence[Value]

_HAIR = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Difference:
    """What of two answers differs, and what each engine gave there, in words."""

    where: str
    sqlite: str
    postgres: str


def difference(one: Table, other: Table, columns: Columns) -> Difference | None:
    """Give the first difference between two answers, row by row and in order."""
    if len(one.columns) != len(columns) or len(other.columns) != len(columns):
        return Difference("the columns", ", ".join(one.columns), ", ".join(other.columns))
    for number, (left, right) in enumerate(zip(one.rows, other.rows, strict=False), 1):
        for (name, kind), ours, theirs in zip(columns, _typed(left, columns), _typed(right, columns), strict=True):
            if not _same(ours, theirs, kind):
                return Difference(f"`{name}` of row {number}", said(ours), said(theirs))
    if len(one.rows) != len(other.rows):
        return Difference("the number of rows", str(len(one.rows)), str(len(other.rows)))
    return None


def same_but_for_ties(one: Table, other: Table, columns: Columns, keys: Sequence[int], *, limited: bool) -> bool:
    """Say whether two answers differ at most in the order of rows whose keys are equal.

    `keys` are places of columns, some of which may stand behind those of the contract. Where a limit may have cut
    rows off, those that tie with the last one need not be the same.
    """
    if len(one.rows) != len(other.rows):
        return False
    width = len(columns)
    runs, others = list(_runs(one, keys)), list(_runs(other, keys))
    for number, (run, fellow) in enumerate(zip(runs, others, strict=False), 1):
        cut = limited and number == len(runs) == len(others)
        if len(run) != len(fellow) or not (cut or _same_rows(run, fellow, columns)):
            return False
        if cut and not all(_same(run[0][key], fellow[0][key], None) for key in keys if key >= width):
            return False
    return len(runs) == len(others)


def _runs(table: Table, keys: Sequence[int]) -> Iterator[list[Row]]:
    for _, rows in groupby(table.rows, key=lambda row: [row[key] for key in keys]):
        yield list(rows)


def _same_rows(rows: Sequence[Row], others: Sequence[Row], columns: Columns) -> bool:
    """Say whether two lists hold the same rows in any order."""
    left = [_typed(row, columns) for row in others]
    for row in (_typed(row, columns) for row in rows):
        found = next((number for number, other in enumerate(left) if _same_row(row, other, columns)), None)
        if found is None:
            return False
        del left[found]
    return not left


def _same_row(row: Row, other: Row, columns: Columns) -> bool:
    cells = zip(row, other, (kind for _, kind in columns), strict=True)
    return all(_same(one, fellow, kind) for one, fellow, kind in cells)


def _typed(row: Row, columns: Columns) -> list[Value]:
    read = row_of(row[: len(columns)], columns)
    return [_settled(read[name], without_optional(kind)) for name, kind in columns]


def _settled(value: Value, kind: Type) -> Value:
    """Give a value as the other engine would hold it: a whole number may come as a decimal, a moment as its day."""
    match kind, value:
        case Scalar("int"), Decimal() if value.is_finite() and value == int(value):
            return int(value)
        case Scalar("datetime"), date() if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        case Scalar("datetime"), datetime() if value.tzinfo is not None:
            return value.replace(tzinfo=None)
    return value


def _same(one: Value, other: Value, kind: Type | None) -> bool:
    amounts = kind is None or isinstance(without_optional(kind), DecimalType)
    if amounts and _is_number(one) and _is_number(other):
        left, right = Decimal(str(one)), Decimal(str(other))
        if not (left.is_finite() and right.is_finite()):
            return str(left) == str(right)
        return abs(left - right) <= _HAIR * max(Decimal(1), abs(left))
    return type(one) is type(other) and one == other


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
