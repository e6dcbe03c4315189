"""How many bodies behave on many inputs, with few crossings of the wall; looked at on this side of it."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from inlay.cases import Case
from inlay.contract import Contract, ListType, Parameter, Scalar
from inlay.gates.python_examples import in_box, python_job
from inlay.gates.sql_examples import row_of
from inlay.languages.sql import ddl, result_columns
from inlay.sandbox import Box, CaseOutcome, SqlCase, SqlJob, Table, Value, canonical

__all__ = ["Behaviour", "Bench", "bench_for"]

_PACKED = "given__"
_MOST_RESULTS = 2000
_EXACT_TO = 6
_CUT_SHORT = ("killed", "timeout")
"""How the last of many statements ends where one before it used up what they all may use."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a body does on an input: the value that it gives, or the name of the error that it ends with.

    `spelled` is the same for behaviours that are the same.
    """

    value: Value = None
    error: str = ""

    @property
    def spelled(self) -> str:
        """The behaviour as text."""
        return f"! {self.error}" if self.error else canonical(self.value)


class Bench(Protocol):
    """Tries bodies of one contract."""

    def try_all(self, bodies: Sequence[str], cases: Sequence[Case]) -> list[list[Behaviour]]:
        """Give for each body how it behaves on each case."""


def bench_for(box: Box, contract: Contract, language: str) -> Bench:
    """Give the bench of a language."""
    return _SqlBench(box, contract) if language == "sql" else _PythonBench(box, contract)


class _PythonBench:
    """Calls all bodies in one function, input by input; one by one where that does not come to an end."""

    def __init__(self, box: Box, contract: Contract) -> None:
        self._box = box
        self._contract = contract
        self._job = replace(contract, parameters=(Parameter(name=_PACKED, type=ListType(Scalar("int"))),))

    def try_all(self, bodies: Sequence[str], cases: Sequence[Case]) -> list[list[Behaviour]]:
        """Give for each body how it behaves on each case."""
        if not bodies:
            return []
        rows: list[list[Behaviour]] = []
        step = max(1, _MOST_RESULTS // len(bodies))
        for start in range(0, len(cases), step):
            rows += self._together(bodies, cases[start : start + step])
        return [[row[place] for row in rows] for place in range(len(bodies))]

    def _together(self, bodies: Sequence[str], cases: Sequence[Case]) -> list[list[Behaviour]]:
        packed = [Case(arguments={_PACKED: [list(case.arguments.values())]}, expected=None) for case in cases]
        outcomes = self._box.run_python(python_job(self._job, packed, self._dispatch(bodies)))
        read = [_rows(outcome, len(bodies)) for outcome in outcomes]
        whole = [row for row in read if row is not None]
        return whole if len(whole) == len(cases) else self._apart(bodies, cases)

    def _apart(self, bodies: Sequence[str], cases: Sequence[Case]) -> list[list[Behaviour]]:
        """Give each body a process of its own, since one of them hangs, floods or ends it."""
        jobs = [python_job(self._contract, cases, body) for body in bodies]
        columns = [[_behaviour(outcome) for outcome in self._box.run_python(job)] for job in jobs]
        return [list(row) for row in zip(*columns, strict=True)]

    def _dispatch(self, bodies: Sequence[str]) -> str:
        """Give the body that calls all bodies with what is packed, which it takes out so that it is not echoed."""
        takes = ", ".join(parameter.name for parameter in self._contract.parameters)
        functions = [
            f"def body_{number}({takes}):\n{textwrap.indent(body.strip(chr(10)), '    ')}\n"
            for number, body in enumerate(bodies)
        ]
        names = ", ".join(f"body_{number}" for number in range(len(bodies)))
        return "\n".join([*functions, _CALL_ALL.format(packed=_PACKED, names=names)])


_CALL_ALL = """\
arguments = {packed}.pop()
results = []
for each in [{names}]:
    try:
        results.append([True, each(*arguments)])
    except Exception as error:
        results.append([False, type(error).__name__])
return results
"""


def _rows(outcome: CaseOutcome, count: int) -> list[Behaviour] | None:
    match outcome:
        case CaseOutcome(ending="returned", value=list(results)) if len(results) == count:
            return [_read(result) for result in results]
    return None


def _read(result: Value) -> Behaviour:
    match result:
        case [True, value]:
            return Behaviour(value)
        case [False, str(error)]:
            return Behaviour(error=error)
    return Behaviour(error="tampered")


def _behaviour(outcome: CaseOutcome) -> Behaviour:
    if outcome.ending == "returned":
        return Behaviour(outcome.value)
    return Behaviour(error=outcome.error.partition(":")[0] if outcome.ending == "raised" else outcome.ending)


class _SqlBench:
    """Runs all statements over the same databases in one job; each by itself where that does not come to an end."""

    def __init__(self, box: Box, contract: Contract) -> None:
        self._box = box
        self._contract = contract
        self._columns = result_columns(contract)

    def try_all(self, bodies: Sequence[str], cases: Sequence[Case]) -> list[list[Behaviour]]:
        """Give for each body how it behaves on each case."""
        step = max(1, _MOST_RESULTS // max(1, len(cases)) // 4)
        found: list[list[Behaviour]] = []
        for start in range(0, len(bodies), step):
            found += self._some(bodies[start : start + step], cases)
        return found

    def _some(self, bodies: Sequence[str], cases: Sequence[Case]) -> list[list[Behaviour]]:
        """Ask all statements of the rows of one case before those of the next, so that rows are stored once."""
        named = frozenset(re.findall(r"\w+", " ".join(bodies).lower()))
        stored = [_sql_case(case, named) for case in cases]
        given = tuple(replace(case, statement=body) for case in stored for body in bodies)
        outcomes = self._box.run_sql(SqlJob(ddl=ddl(self._contract), statement=bodies[0], cases=given))
        if len(bodies) > 1 and outcomes and outcomes[-1].ending in _CUT_SHORT:
            return [self._some([body], cases)[0] for body in bodies]
        read = [self._behaviour(outcome) for outcome in outcomes]
        return [read[place :: len(bodies)] for place in range(len(bodies))]

    def _behaviour(self, outcome: CaseOutcome) -> Behaviour:
        match outcome.value:
            case Table(columns, rows) if len(columns) == len(self._columns):
                return Behaviour([_rounded(row_of(row, self._columns)) for row in rows])
        return Behaviour(error=outcome.error.partition(":")[0] or outcome.ending)


def _sql_case(case: Case, named: frozenset[str]) -> SqlCase:
    tables = {
        name: tuple({column: in_box(value) for column, value in row.items()} for row in rows)
        for name, rows in case.tables.items()
        if name in named
    }
    return SqlCase(tables=tables, parameters={name: in_box(value) for name, value in case.arguments.items()})


def _rounded(row: Mapping[str, Value]) -> dict[str, Value]:
    """Cut fractions where the engine, which counts in binary, is no longer sure."""
    return {name: _cut(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def _cut(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return round(value, _EXACT_TO) if isinstance(exponent, int) and exponent < -_EXACT_TO else value
