"""An input and its rival results as one question in words of the business."""

from collections.abc import Mapping, Sequence
from datetime import date

from inlay.contract import EntityType, Parameter, ReferenceType, without_optional
from inlay.contract.naming import singular
from inlay.slot import Slot
from inlay.strength import shown_value

__all__ = ["asked", "result_in_words"]

_TABLES = "tables"


def asked(slot: Slot, given: Mapping[str, object], results: Sequence[str]) -> str:
    """Give the question: the slot, the input, and what may come out."""
    parts = [_parameter(each, given[each.name]) for each in slot.contract.parameters if each.name in given]
    tables = given.get(_TABLES)
    if isinstance(tables, Mapping):
        kept = _without_idle_keys(tables)
        parts += [_rows(_words(name), rows) for name, rows in kept.items()] or ["nothing stored"]
    about = _words(slot.contract.name)
    return f"{about}, {_joined(parts)}: {_alternatives(results)}?" if parts else f"{about}: {_alternatives(results)}?"


def _without_idle_keys(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> Mapping[str, object]:
    """Leave out the keys of rows that no row of another table can mean."""
    shown: dict[str, object] = {}
    for name, rows in tables.items():
        others = (row for other, rows in tables.items() if other != name for row in rows)
        meant = {column.removesuffix("_id") for row in others for column in row if column.endswith("_id")}
        idle = meant <= {singular(other) for other in tables} - {singular(name)}
        shown[name] = [{column: row[column] for column in row if not (idle and column == "id")} for row in rows]
    return shown


def result_in_words(value: object) -> str:
    """Give a result as people say it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None:
            return "nothing"
        case list() | tuple():
            return f"[{'; '.join(_item(item) for item in value)}]" if value else "an empty list"
    return shown_value(value)


def _item(value: object) -> str:
    return _fields(value) if isinstance(value, Mapping) else result_in_words(value)


def _parameter(parameter: Parameter, value: object) -> str:
    if isinstance(value, Mapping) and isinstance(without_optional(parameter.type), EntityType | ReferenceType):
        held = _fields(value)
        return f"{_article(_words(parameter.name))} with {held}" if held else _article(_words(parameter.name))
    return _field(parameter.name, value)


def _fields(values: Mapping[str, object]) -> str:
    return _joined([_field(name, value) for name, value in values.items()])


def _field(name: str, value: object) -> str:
    words = _words(name)
    match value:
        case None:
            return f"no {words}"
        case bool():
            return words if value else f"not {words}"
        case Mapping():
            held = ", ".join(_field(key, inner) for key, inner in value.items())
            return f"{words} ({held})" if held else f"some {words}"
        case list() | tuple():
            return _rows(words, value)
        case date():
            return f"{words} {value.isoformat()}"
        case str():
            return f"{words} {value}" if value and value.isprintable() else f"{words} {value!r}"
    return f"{words} {shown_value(value)}"


def _rows(words: str, rows: object) -> str:
    if not isinstance(rows, Sequence) or not rows:
        return f"no {words}"
    shown = "; ".join(_row(row) for row in rows)
    counted = f"{len(rows)} {singular(words) if len(rows) == 1 else words}"
    return f"{counted} ({shown})" if shown.strip("; ") else counted


def _row(row: object) -> str:
    if isinstance(row, Mapping):
        return ", ".join(_field(name, value) for name, value in row.items())
    return result_in_words(row)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _article(words: str) -> str:
    return f"an {words}" if words[:1] in "aeiou" else f"a {words}"


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _alternatives(results: Sequence[str]) -> str:
    return " or ".join(results) if len(results) > 1 else f"is it {results[0]}"
