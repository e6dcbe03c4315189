"""An input and its rival results as one question in words of the business, in the language of its sentence."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from inlay.clarify.tongues import Tongue, tongue_of
from inlay.contract import (
    Contract,
    DecimalType,
    EntityType,
    Parameter,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    walk,
    without_optional,
)
from inlay.contract.naming import singular
from inlay.slot import Slot
from inlay.strength import shown_value

__all__ = ["asked", "result_in_words"]

_TABLES = "tables"


def asked(slot: Slot, given: Mapping[str, object], results: Sequence[str]) -> str:
    """Give the question: the slot, the input, and what may come out."""
    tongue = _tongue(slot)
    parts = [_parameter(each, given[each.name], tongue) for each in slot.contract.parameters if each.name in given]
    tables = given.get(_TABLES)
    if isinstance(tables, Mapping):
        kept = _without_idle_keys(tables)
        parts += [_rows(tongue.words(name), rows, tongue) for name, rows in kept.items()] or [tongue.nothing_stored]
    return tongue.question(tongue.words(slot.contract.name), tongue.joined(parts), results)


def _without_idle_keys(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> Mapping[str, object]:
    """Leave out the keys of rows that no row of another table can mean."""
    shown: dict[str, object] = {}
    for name, rows in tables.items():
        others = (row for other, rows in tables.items() if other != name for row in rows)
        meant = {column.removesuffix("_id") for row in others for column in row if column.endswith("_id")}
        idle = meant <= {singular(other) for other in tables} - {singular(name)}
        shown[name] = [{column: row[column] for column in row if not (idle and column == "id")} for row in rows]
    return shown


def result_in_words(value: object, slot: Slot) -> str:
    """Give a result as people say it who speak the language of the slot's sentence."""
    return _result(value, _tongue(slot))


def _tongue(slot: Slot) -> Tongue:
    return tongue_of(slot.sentence, frozenset(_numbers(slot.contract)))


def _numbers(contract: Contract) -> Iterator[str]:
    """Give the names that stand for a number, of which `no mites` would say that it is 0."""
    named = [(field.name, field.type) for entity in contract.entities for field in entity.fields]
    named += [(parameter.name, parameter.type) for parameter in contract.parameters]
    named += [column for kind in walk(contract.result) if isinstance(kind, RecordType) for column in kind.columns]
    yield from (name for name, kind in named if _is_number(without_optional(kind)))


def _is_number(kind: Type) -> bool:
    return isinstance(kind, DecimalType) or kind == Scalar("int")


def _result(value: object, tongue: Tongue) -> str:
    match value:
        case bool():
            return tongue.yes if value else tongue.no
        case None:
            return tongue.nothing
        case list() | tuple():
            return f"[{'; '.join(_item(item, tongue) for item in value)}]" if value else tongue.empty_list
    return shown_value(value)


def _item(value: object, tongue: Tongue) -> str:
    return _fields(value, tongue) if isinstance(value, Mapping) else _result(value, tongue)


def _parameter(parameter: Parameter, value: object, tongue: Tongue) -> str:
    if isinstance(value, Mapping) and isinstance(without_optional(parameter.type), EntityType | ReferenceType):
        return tongue.thing(tongue.words(parameter.name), _fields(value, tongue))
    return _field(parameter.name, value, tongue)


def _fields(values: Mapping[str, object], tongue: Tongue) -> str:
    return tongue.joined([_field(name, value, tongue) for name, value in values.items()])


def _field(name: str, value: object, tongue: Tongue) -> str:
    words = tongue.words(name)
    match value:
        case None:
            return tongue.unknown(words) if name in tongue.numbers else tongue.lacking(words)
        case bool():
            return tongue.flag(words, value)
        case Mapping():
            return tongue.nested(words, tongue.listed([_field(key, inner, tongue) for key, inner in value.items()]))
        case list() | tuple():
            return _rows(words, value, tongue)
        case date():
            return f"{words} {value.isoformat()}"
        case str():
            return f"{words} {value}" if value and value.isprintable() else f"{words} {value!r}"
    return f"{words} {shown_value(value)}"


def _rows(words: str, rows: object, tongue: Tongue) -> str:
    if not isinstance(rows, Sequence) or not rows:
        return tongue.lacking(words)
    shown = "; ".join(_row(row, tongue) for row in rows)
    return tongue.counted(words, len(rows), shown if shown.strip("; ") else "")


def _row(row: object, tongue: Tongue) -> str:
    if isinstance(row, Mapping):
        return tongue.listed([_field(name, value, tongue) for name, value in row.items()])
    return _result(row, tongue)
