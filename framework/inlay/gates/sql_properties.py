"""Runs a query over drawn databases and looks, on this side of the wall, at what must hold over every one.

It fails on none, gives the declared columns with values of their types, and the same rows in the same order
when its tables hold their rows the other way round. For that the tables here have no primary key, by
which SQLite would lay their rows out.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from inlay.cases import Case, Draw
from inlay.contract import Contract, DecimalType, OptionalType, Type
from inlay.gates.behaviour import Behaviour, Observation
from inlay.gates.broken import Broken
from inlay.gates.fitting import misfit
from inlay.gates.python_examples import in_box
from inlay.gates.spelling import said
from inlay.gates.sql_draws import Named
from inlay.gates.sql_examples import ended, row_of
from inlay.languages.sql import ddl, result_columns
from inlay.sandbox import Box, CaseOutcome, EntityValue, SqlJob, Table, Value, canonical
from inlay.spec.holding import unkept_by_rows

__all__ = ["break_sql", "observe_sql"]

_EXACT_TO = 6


def break_sql(box: Box, contract: Contract, always: Sequence[str], draws: Sequence[Draw], body: str) -> Broken | None:
    """Give the plainest database over which something does not hold, or None."""
    trial = _Trial(contract, body, always)
    pairs = trial.run(box, draws, both_ways=True)
    named = Named(body)
    found = [
        Broken(reason, named.spelled(draw.case), f"gave {said(one.value)}" if one.ending == "returned" else ended(one))
        for draw, (one, other) in zip(draws, pairs, strict=True)
        if (reason := trial.reason(draw.case, one, other))
    ]
    return min(found, key=lambda broken: len(broken.given), default=None)


def observe_sql(box: Box, contract: Contract, draws: Sequence[Draw], bodies: Sequence[str]) -> Observation:
    """Show how queries behave over the same databases."""
    shared = Named("\n".join(bodies))
    behaviours = []
    for body in bodies:
        trial = _Trial(contract, body)
        outcomes = [one for one, _ in trial.run(box, draws, both_ways=False)]
        rows = [canonical(trial.rows(one.value)) if isinstance(one.value, Table) else one.ending for one in outcomes]
        behaviours.append(Behaviour(tuple(rows), tuple(map(trial.said, outcomes))))
    return Observation(tuple(shared.spelled(draw.case) for draw in draws), tuple(behaviours))


class _Trial:
    """One query over its databases."""

    def __init__(self, contract: Contract, body: str, always: Sequence[str] = ()) -> None:
        self._contract = contract
        self._always = always
        self._columns = result_columns(contract)
        self._body = body
        self._named = Named(body)

    def run(self, box: Box, draws: Sequence[Draw], *, both_ways: bool) -> list[tuple[CaseOutcome, CaseOutcome]]:
        """Run the query over each database, forward and, when asked for, backward."""
        ways = (False, True) if both_ways else (False,)
        cases = tuple(self._named.case(draw.case, backwards=backwards) for backwards in ways for draw in draws)
        laid_out = tuple(statement.replace(" PRIMARY KEY", "") for statement in ddl(self._contract))
        outcomes = box.run_sql(SqlJob(ddl=laid_out, statement=self._body, cases=cases))
        return list(zip(outcomes[: len(draws)], outcomes[-len(draws) :], strict=True))

    def reason(self, case: Case, one: CaseOutcome, other: CaseOutcome) -> str:
        """Say what does not hold of a database; empty when all does."""
        if one.ending != "returned" or not isinstance(one.value, Table):
            return ended(one)
        names = tuple(name for name, _ in self._columns)
        if one.value.columns != names:
            return f"the columns are {', '.join(one.value.columns)}, asked for are {', '.join(names)}"
        for number, row in enumerate(self._read(one.value), 1):
            for name, kind in self._columns:
                if unfit := misfit(row[name], _stored(kind)):
                    return f"row {number}: {unfit.replace('the result', f'`{name}`', 1)}"
        if not isinstance(other.value, Table) or canonical(self.rows(other.value)) != canonical(self.rows(one.value)):
            return "the rows or their order are left to chance: the same rows laid out the other way round give others"
        return self._unkept(case, self._read(one.value))

    def _unkept(self, case: Case, rows: Sequence[Mapping[str, Value]]) -> str:
        """Say which `always` a row does not keep, or all of them together where it names no column."""
        given = {name: in_box(value) for name, value in case.arguments.items()}
        result = [EntityValue("row", row) for row in rows]
        return unkept_by_rows(self._always, given, rows, result)

    def rows(self, table: Table) -> list[Value]:
        """Give rows to compare: fractions are rounded, since the engine counts them in binary."""
        if len(table.columns) != len(self._columns):
            return [table]
        return [[_rounded(value) for value in row.values()] for row in self._read(table)]

    def said(self, outcome: CaseOutcome) -> str:
        """Say what a query gave, row by row."""
        if not isinstance(outcome.value, Table):
            return ended(outcome)
        return said([dict(row) for row in self._read(outcome.value)])

    def _read(self, table: Table) -> list[dict[str, Value]]:
        return [row_of(row, self._columns) for row in table.rows]


def _stored(kind: Type) -> Type:
    """Give a type without the number of its decimals, which SQLite does not keep."""
    match kind:
        case OptionalType(inner):
            return OptionalType(_stored(inner))
        case DecimalType():
            return DecimalType()
    return kind


def _rounded(value: Value) -> Value:
    return round(value, _EXACT_TO) if isinstance(value, Decimal) and value.is_finite() else value
