"""Bodies that are right on the examples of a spec and nowhere else: looked up, split between them, or constant."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from inlay.cases import Case, Thing, Value, expand
from inlay.slot import Slot

__all__ = ["bodies_by_examples"]

Seen = tuple[str, Value]


def bodies_by_examples(slot: Slot, language: str, others: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give bodies with what is wrong about them; `others` are wrong bodies to go on with behind the examples."""
    cases = [expand(slot.contract, example) for example in slot.examples]
    if not cases:
        return
    if language == "sql":
        yield from _queries(cases)
        return
    if any(_literal(case.expected) is None for case in cases):
        return
    yield from _constant(cases)
    yield from _looked_up(cases, "", "looked up, else nothing")
    for other in others[:1]:
        yield from _looked_up(cases, other, "looked up, else another change")
    yield from _split(cases)


def _constant(cases: Sequence[Case]) -> Iterator[tuple[str, str]]:
    results = {_literal(case.expected) for case in cases}
    for result in sorted(each for each in results if each)[:2]:
        yield f"return {result}", "always the result of one example"


def _looked_up(cases: Sequence[Case], rest: str, change: str) -> Iterator[tuple[str, str]]:
    """Look for a value that is another one in each example."""
    path = next(iter(_telling_paths(cases)), "")
    if not path:
        return
    lines = [
        f"if {path} == {_literal(dict(_seen(case))[path])}:\n    return {_literal(case.expected)}"
        for case in (cases if rest else cases[:-1])
    ]
    yield "\n".join([*lines, rest or f"return {_literal(cases[-1].expected)}"]), change


def _split(cases: Sequence[Case]) -> Iterator[tuple[str, str]]:
    """Put a bound between the numbers of the examples, as somebody who only looks at them would."""
    for path in _telling_paths(cases):
        values = [(dict(_seen(case))[path], case) for case in cases]
        if all(isinstance(value, int | Decimal) and not isinstance(value, bool) for value, _ in values):
            ordered = sorted(values, key=lambda pair: Decimal(str(pair[0])))
            lines = [
                f"if {path} <= {_literal(value)}:\n    return {_literal(case.expected)}" for value, case in ordered[:-1]
            ]
            yield "\n".join([*lines, f"return {_literal(ordered[-1][1].expected)}"]), f"split by {path}"
            return


def _telling_paths(cases: Sequence[Case]) -> Iterator[str]:
    seen = [dict(_seen(case)) for case in cases]
    for path in seen[0]:
        values = [_literal(each[path]) for each in seen if path in each]
        if None not in values and len(values) == len(seen) and len(set(values)) == len(values):
            yield path


def _seen(case: Case) -> Iterator[Seen]:
    """Give what a body can look at without a loop: parameters, their plain fields, how long their lists are."""
    for name, value in case.arguments.items():
        yield from _under(name, value, depth=0)


def _under(path: str, value: Value, depth: int) -> Iterator[Seen]:
    match value:
        case Thing(fields=fields) if depth < 2:
            for name, inner in fields.items():
                yield from _under(f"{path}.{name}", inner, depth + 1)
        case list():
            yield f"len({path})", len(value)
        case bool() | int() | str() | Decimal() | date():
            yield path, value


def _literal(value: Value) -> str | None:
    match value:
        case None | bool() | int() | str():
            return repr(value)
        case Decimal():
            return f"Decimal({str(value)!r})"
        case datetime():
            return None
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case list():
            items = [_literal(item) for item in value]
            return None if None in items else f"[{', '.join(item for item in items if item)}]"
    return None


def _queries(cases: Sequence[Case]) -> Iterator[tuple[str, str]]:
    """Give the rows of an example, told by how many rows the tables have."""
    parts = [part for case in cases for part in _rows(case)]
    if parts:
        yield "\nUNION ALL\n".join(parts), "the rows of the examples, told by counting"


def _rows(case: Case) -> Iterator[str]:
    told = [f"(SELECT count(*) FROM {table}) = {len(rows)}" for table, rows in case.tables.items() if rows]
    for row in case.expected if isinstance(case.expected, list) else []:
        if isinstance(row, Mapping) and told:
            columns = ", ".join(f"{_sql_literal(value)} AS {name}" for name, value in row.items())
            yield textwrap.dedent(f"SELECT {columns} WHERE {' AND '.join(told)}")


def _sql_literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int() | Decimal():
            return str(value)
    return "'" + str(value).replace("'", "''") + "'"
