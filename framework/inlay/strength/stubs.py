"""Bodies without any calculation that pass all examples of a slot: they need not be run to know what they give."""

from collections.abc import Sequence

from inlay.cases import Case, Value
from inlay.gates.python_examples import in_box
from inlay.sandbox import canonical

__all__ = ["passing_stubs"]


def passing_stubs(cases: Sequence[Case], language: str) -> tuple[str, ...]:
    """Give the stub that gives what every case expects, if it is an empty value; nothing where results differ."""
    results = {canonical(in_box(case.expected)) for case in cases}
    if len(results) != 1:
        return ()
    stub = _empty_row(cases[0].expected) if language == "sql" else _empty(cases[0].expected)
    return (stub,) if stub else ()


def _empty(value: Value) -> str:
    match value:
        case None | bool():
            return f"return {value}"
        case str():
            return "" if value else 'return ""'
        case dict():
            return "" if value else "return {}"
        case list() | tuple():
            return "" if value else "return []"
    return "return 0" if value == 0 else ""


def _empty_row(rows: Value) -> str:
    """Say which rows of nothing are all that is ever expected."""
    if not isinstance(rows, list | tuple):
        return ""
    if not rows:
        return "SELECT … WHERE 1 = 0"
    cells = [cell for row in rows if isinstance(row, dict) for cell in row.values()]
    empty = all(cell is None or cell == 0 or cell == "" for cell in cells)
    return "SELECT 0" if len(rows) == 1 and cells and empty else ""
