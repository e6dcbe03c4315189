"""Checks a value of an example against its type and gives it as plain data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from inlay.contract import (
    Constraint,
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    without_optional,
)
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.model import Place
from inlay.spec.nodes import Items, Keys, Node, Word, kind_of

__all__ = ["ValueReader", "breach", "default_of"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
_LARGEST_INT = 2**63 - 1
_SAID = {
    "str": "a text",
    "int": "a whole number",
    "bool": "true or false",
    "date": "a date as in 2024-03-05",
    "datetime": "a time as in 2024-03-05T14:30:00Z",
}

_TRUTHS = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}


@dataclass(frozen=True, slots=True)
class ValueReader:
    """Reads values; gives None after noting what is wrong."""

    entities: Mapping[str, Entity]
    faults: Faults

    def read(self, node: Node, kind: Type, name: str) -> object:
        """Read a value of a type; `name` says in a fault what the value is."""
        if isinstance(kind, OptionalType):
            missing = isinstance(node, Word) and node.value is None
            return None if missing else self.read(node, kind.inner, name)
        match kind, node:
            case ((Scalar() | DecimalType() | EnumType()), Word()):
                return self._scalar(node, kind, name)
            case ((EntityType(entity) | ReferenceType(entity)), Keys()):
                return self._entity(node, self.entities[entity])
            case ListType(item), Items(nodes):
                return [self.read(inner, item, f"an item of {name}") for inner in nodes]
            case MapType(value), Keys(entries):
                return {key.text: self.read(inner, value, f"`{name.strip('`')}[{key.text}]`") for key, inner in entries}
            case RecordType(), Keys():
                return self._record(node, kind)
        self._wrong(node, kind, name)
        return None

    def field(self, node: Node, field: Field) -> object:
        """Read a value of a field, within the limits of its constraints."""
        value = self.read(node, field.type, f"`{field.name}`")
        for constraint in field.constraints:
            if said := breach(value, constraint):
                self.faults.add(node.place, f"`{field.name}` is {said}", f"the entity says {constraint}")
        return value

    def _entity(self, node: Keys, entity: Entity) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, value in node:
            if field := entity.field(key.text):
                values[key.text] = self.field(value, field)
            elif key.text == "id":
                values["id"] = self.read(value, Scalar("int"), "`id`")
            elif f"{entity.name}.{key.text}" not in self.faults.unread:
                hint = did_you_mean(key.text, (field.name for field in entity.fields))
                self.faults.add(key.place, f"{entity.name} has no field `{key.text}`", hint)
        return values

    def _record(self, node: Keys, kind: RecordType) -> dict[str, object]:
        columns = dict(kind.columns)
        for key, _ in node:
            if key.text not in columns:
                self.faults.add(key.place, f"the result has no column `{key.text}`", did_you_mean(key.text, columns))
        for column in columns:
            if node.get(column) is None:
                self.faults.add(node.place, f"the column `{column}` is missing in this row")
        return {
            key.text: self.read(value, columns[key.text], f"`{key.text}`") for key, value in node if key.text in columns
        }

    def _scalar(self, word: Word, kind: Scalar | DecimalType | EnumType, name: str) -> object:
        match kind:
            case EnumType(values):
                return self._enum(word, values, name)
            case DecimalType():
                return self._decimal(word, kind, name)
        value = word.value
        if not _is_of(value, kind.name):
            self._wrong(word, kind, name)
            return None
        return value

    def _enum(self, word: Word, values: tuple[str, ...], name: str) -> object:
        if word.text not in values:
            self.faults.add(word.place, f"{name} has no value `{word.text}`", did_you_mean(word.text, values))
            return None
        return word.text

    def _decimal(self, word: Word, kind: DecimalType, name: str) -> object:
        value = word.value
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self._wrong(word, kind, name)
            return None
        number = Decimal(value)
        if said := _overflow(number, kind):
            self.faults.add(word.place, f"{name} is {kind}, {word.text} has {said}")
        return number

    def _wrong(self, node: Node, kind: Type, name: str) -> None:
        said = "a number" if isinstance(kind, DecimalType) else _SAID.get(str(kind), f"of type {kind}")
        number = isinstance(node, Word) and isinstance(node.value, bool | int | Decimal)
        hint = f'quote it: "{node.text}"' if kind == Scalar("str") and number and isinstance(node, Word) else ""
        if kind == Scalar("bool") and isinstance(node, Word):
            hint = _TRUTHS.get(node.text.lower(), "")
        shown = f"`{node.text}`" if isinstance(node, Word) and isinstance(node.value, str) else kind_of(node)
        self.faults.add(node.place, f"{name} is {said}, not {shown}", hint)


def _is_of(value: object, name: str) -> bool:
    match name:
        case "str":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_INT
    if not isinstance(value, str):
        return False
    form, read = (_DATE, date.fromisoformat) if name == "date" else (_DATETIME, datetime.fromisoformat)
    try:
        return bool(form.fullmatch(value) and read(value))
    except ValueError:
        return False


def _overflow(number: Decimal, kind: DecimalType) -> str:
    if kind.precision is None or kind.scale is None:
        return ""
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > kind.scale:
        return f"more than {kind.scale} decimals"
    whole = kind.precision - kind.scale
    return f"more than {whole} digits before the point" if abs(number) >= Decimal(10) ** whole else ""


def breach(value: object, constraint: Constraint) -> str:
    """Say how a value breaks a constraint, or nothing if it holds."""
    bound = Decimal(constraint.bound or 0)
    if constraint.operator == "max" and isinstance(value, str) and len(value) > bound:
        return f"{len(value)} characters long"
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    broken = {">=": value < bound, ">": value <= bound, "<=": value > bound, "<": value >= bound}
    return str(value) if broken.get(constraint.operator) else ""


def default_of(field: Field) -> object:
    """Give the default of a field as plain data, None if it has none."""
    if field.default is None:
        return None
    kind = without_optional(field.type)
    return ValueReader({}, Faults("")).read(Word(field.default, Place(), kind == Scalar("str")), kind, field.name)
