"""The tables of a service as typed values: what a migration makes, compares and changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from inlay.render.shapes import Plain

__all__ = ["Column", "Constraint", "Index", "StoredTable", "schema_of"]

_LONGEST_ENUM, _LONGEST_UNIQUE = 64, 255
_PRECISION, _SCALE = 18, 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column as it is stored; two are equal when a database cannot tell them apart.

    `points_to` is the table whose key it carries; `fill` is the text of what rows get that were there before it;
    `said` is the entity or the field that the spec has it from.
    """

    name: str
    kind: str
    optional: bool = False
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    points_to: str = ""
    values: tuple[str, ...] = field(default=(), compare=False)
    fill: str | None = field(default=None, compare=False)
    unique: bool = field(default=False, compare=False)
    said: str = field(default="", compare=False)

    @property
    def type(self) -> tuple[str, int | None, int | None, int | None]:
        """What decides the type in the database: an enum is a text there."""
        return ("str" if self.kind == "enum" else self.kind, self.length, self.precision, self.scale)


@dataclass(frozen=True, kw_only=True, slots=True)
class Constraint:
    """A named condition on one column. A `late` one is made when all tables are there."""

    name: str
    kind: Literal["check", "foreignkey", "unique"]
    column: str
    condition: str = ""
    values: tuple[str, ...] = ()
    points_to: str = ""
    cascades: bool = False
    late: bool = field(default=False, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """A named index; `column` is the one that it is there for. `plain` names follow the convention of the models."""

    name: str
    column: str
    columns: tuple[str, ...]
    plain: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredTable:
    """The table of an entity. It is equal to another when a database cannot tell them apart, but for the order."""

    name: str
    said: str
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]


def schema_of(context: Plain) -> tuple[StoredTable, ...]:
    """Give the tables of a spec, each behind those that it points to at once."""
    return tuple(_table(entity, context["entity"]) for entity in context["tables"])


def _table(entity: Plain, entities: Plain) -> StoredTable:
    return StoredTable(
        name=entity["table"],
        said=entity["name"],
        columns=tuple(_columns(entity, entities)),
        constraints=tuple(_constraints(entity, entities)),
        indexes=tuple(_indexes(entity)),
    )


def _columns(entity: Plain, entities: Plain) -> Iterator[Column]:
    yield Column(name="id", kind="key")
    for owner in entity["owners"]:
        several = len(entity["owners"]) > 1
        yield Column(name=owner["column"], kind="key", optional=several, points_to=owner["table"], said=owner["entity"])
    for one in entity["fields"]:
        if one["kind"] != "children":
            yield _column(one, f"{entity['name']}.{one['name']}", entities)
    if entity["root"] == entity["name"]:
        yield Column(name="version", kind="int", fill="1")
        yield Column(name="created_at", kind="datetime", fill="now")
        yield Column(name="updated_at", kind="datetime", fill="now")


def _column(one: Plain, said: str, entities: Plain) -> Column:
    kind, type_ = one["kind"], one["type"]
    column = {"name": one["column"], "optional": one["optional"], "unique": one["unique"], "said": said}
    if kind == "reference":
        return Column(kind="key", points_to=entities[one["target"]]["table"], **column)
    column["fill"] = None if one["unique"] else _fill(kind, one["default"])
    if kind == "str":
        column["length"] = one["max"] or (_LONGEST_UNIQUE if one["unique"] else None)
    if kind == "enum":
        column |= {"length": _LONGEST_ENUM, "values": tuple(type_["values"])}
    if kind == "decimal":
        scale = _SCALE if type_["scale"] is None else type_["scale"]
        column |= {"precision": type_["precision"] or _PRECISION, "scale": scale}
    return Column(kind=kind, **column)


def _fill(kind: str, default: str | None) -> str | None:
    """Give a default as both engines keep it: a moment without its zone, in UTC."""
    if default is None or kind != "datetime":
        return default
    moment = datetime.fromisoformat(default)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _constraints(entity: Plain, entities: Plain) -> Iterator[Constraint]:
    table = entity["table"]
    for one in entity["fields"]:
        name = f"ck_{table}_{one['name']}"
        if one["check"]:
            yield Constraint(name=name, kind="check", column=one["column"], condition=one["check"])
        elif one["kind"] == "enum":
            yield Constraint(name=name, kind="check", column=one["column"], values=tuple(one["type"]["values"]))
    for owner in entity["owners"]:
        name = f"fk_{table}_{owner['column']}"
        yield Constraint(name=name, kind="foreignkey", column=owner["column"], points_to=owner["table"], cascades=True)
    for one in entity["fields"]:
        if one["kind"] == "reference":
            to, name = entities[one["target"]]["table"], f"fk_{table}_{one['column']}"
            yield Constraint(name=name, kind="foreignkey", column=one["column"], points_to=to, late=one["late"])
    for one in entity["fields"]:
        if one["unique"]:
            yield Constraint(name=f"uq_{table}_{one['column']}", kind="unique", column=one["column"])


def _indexes(entity: Plain) -> Iterator[Index]:
    table, is_root = entity["table"], entity["root"] == entity["name"]
    for owner in entity["owners"]:
        yield Index(name=f"ix_{table}_{owner['column']}", column=owner["column"], columns=(owner["column"],))
    for one in entity["fields"]:
        column = one["column"]
        if one["unique"]:
            continue
        if one["kind"] == "reference" or (one["kind"] == "enum" and is_root):
            yield Index(name=f"ix_{table}_{column}", column=column, columns=(column,))
        elif one["sortable"] and is_root:
            yield Index(name=f"ix_{table}_{column}_id", column=column, columns=(column, "id"), plain=False)
