"""Runs a query on small tables and compares its rows with the expected ones, on this side of the wall."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from inlay.cases import Case
from inlay.contract import Contract, DecimalType, Scalar, Type, without_optional
from inlay.gates.failure import Failure
from inlay.gates.python_examples import in_box
from inlay.gates.spelling import said
from inlay.languages.sql import ddl, result_columns
from inlay.sandbox import Box, CaseOutcome, SqlCase, SqlJob, Table, Value

__all__ = ["ended", "judge_sql", "row_of", "sql_job"]

_FINEST = 9
"""Decimals of an amount without a declared scale; SQLite counts in binary fractions behind them."""


def judge_sql(box: Box, contract: Contract, cases: Sequence[Case], body: str) -> Failure | None:
    """Give how a query fails, or None when it passes every case."""
    outcomes = box.run_sql(sql_job(contract, cases, body))
    for place, (case, outcome) in enumerate(zip(cases, outcomes, strict=True)):
        if reason := _reason(contract, case, outcome):
            gave = f"gave {said(outcome.value)}" if outcome.ending == "returned" else ended(outcome)
            return Failure(place, reason, gave)
    return None


def sql_job(contract: Contract, cases: Sequence[Case], body: str) -> SqlJob:
    """Give the job that runs a query once for each case."""
    return SqlJob(ddl=ddl(contract), statement=body, cases=tuple(_sql_case(case) for case in cases))


def _sql_case(case: Case) -> SqlCase:
    tables = {
        name: tuple({column: in_box(value) for column, value in row.items()} for row in rows)
        for name, rows in case.tables.items()
    }
    return SqlCase(tables=tables, parameters={name: in_box(value) for name, value in case.arguments.items()})


def row_of(values: Sequence[Value], columns: Sequence[tuple[str, Type]]) -> dict[str, Value]:
    """Give a row as SQLite stores it in the types of its columns; what does not fit stays as it is."""
    return {name: _read(value, kind) for value, (name, kind) in zip(values, columns, strict=True)}


def _reason(contract: Contract, case: Case, outcome: CaseOutcome) -> str:
    if outcome.ending != "returned" or not isinstance(outcome.value, Table):
        return ended(outcome)
    columns = result_columns(contract)
    names = tuple(name for name, _ in columns)
    if outcome.value.columns != names:
        return f"the columns are {', '.join(outcome.value.columns)}, asked for are {', '.join(names)}"
    expected = case.expected if isinstance(case.expected, Sequence) else [case.expected]
    rows = [row_of(row, columns) for row in outcome.value.rows]
    if len(rows) != len(expected):
        return f"it gives {len(rows)} rows, expected are {len(expected)}"
    for number, (row, wanted) in enumerate(zip(rows, expected, strict=True), 1):
        wanted_row = in_box(wanted) if isinstance(wanted, Mapping) else {names[0]: in_box(wanted)}
        assert isinstance(wanted_row, Mapping)
        for name, kind in columns:
            if not _same(row[name], wanted_row[name], kind):
                return f"row {number}: {name} is {said(row[name])}, expected is {said(wanted_row[name])}"
    return ""


def ended(outcome: CaseOutcome) -> str:
    """Say how a query ended that gave no rows."""
    if outcome.ending == "raised":
        return f"it fails with {outcome.error}"
    return "it does not come to an end in time" if outcome.ending == "timeout" else "what came out is no answer"


def _read(value: Value, kind: Type) -> Value:
    try:
        return _typed(value, without_optional(kind))
    except (ValueError, InvalidOperation):
        return value


def _typed(value: Value, kind: Type) -> Value:
    match kind, value:
        case Scalar("bool"), 0 | 1:
            return value == 1
        case DecimalType(), int() | float():
            return Decimal(repr(value))
        case Scalar("date"), str():
            return date.fromisoformat(value)
        case Scalar("datetime"), str():
            return datetime.fromisoformat(value)
    return value


def _same(value: Value, wanted: Value, kind: Type) -> bool:
    bare = without_optional(kind)
    if isinstance(bare, DecimalType) and isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return value == wanted or _rounded(value, bare) == _rounded(wanted, bare)
    if isinstance(value, datetime) and isinstance(wanted, datetime):
        return _as_stored(value) == _as_stored(wanted)
    return type(value) is type(wanted) and value == wanted


def _as_stored(moment: datetime) -> datetime:
    """Give a moment as tables hold it, in UTC and without saying so."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _rounded(value: Decimal, kind: DecimalType) -> Decimal:
    return round(value, _FINEST if kind.scale is None else kind.scale)
