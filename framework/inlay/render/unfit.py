"""Changes of a table that no migration can make over rows that are there, each with what to do instead."""

from collections.abc import Iterator

from inlay.render.changes import Change
from inlay.render.schema import Column
from inlay.spec.faults import Faults
from inlay.spec.model import Place, Spec

__all__ = ["check_change"]

_FAMILIES = (frozenset(("str", "enum")), frozenset(("int", "decimal")))
_OTHER_NAME = "leave it and add the new one under another name; drop the old one when its values have been moved"
_THREE_STEPS = "make it optional, update, give every row its own value, then make it required"


def check_change(change: Change, spec: Spec) -> None:
    """Raise `SpecInvalid` with every change of a field that would need a value nobody has given."""
    faults = Faults(spec.path)
    for alteration in change.altered:
        for column in alteration.added:
            for message, hint in _without_value(column, alteration.table):
                faults.add(_place(spec, column), message, hint)
        for before, after in alteration.altered:
            for message, hint in _without_way(before, after):
                faults.add(_place(spec, after), message, hint)
    faults.check()


def _place(spec: Spec, column: Column) -> Place:
    return spec.places.get(f"entities.{column.said}", Place())


def _without_value(column: Column, table: str) -> Iterator[tuple[str, str]]:
    """Name what rows that are there would have to hold and do not."""
    if column.optional or column.fill is not None:
        return
    if column.points_to and "." not in column.said:
        hint = "own a new entity, and drop the one that is there when its rows have been moved"
        yield f"`{column.said}` would come to own the {table} that are there, and they have no {column.said}", hint
    elif column.points_to or column.unique:
        yield f"the new field `{column.said}` is required, and rows that are there have no value for it", _THREE_STEPS
    else:
        hint = "give it a default (`= …`), which those rows get, or make it optional (`?`)"
        yield f"the new field `{column.said}` is required, and rows that are there have no value for it", hint


def _without_way(before: Column, after: Column) -> Iterator[tuple[str, str]]:
    """Name a change of type that values do not survive."""
    if before.points_to != after.points_to:
        message = f"`{after.said}` pointed to rows of {before.points_to}, which are none of {after.points_to}"
        yield message, _OTHER_NAME
    elif before.kind != after.kind and not any({before.kind, after.kind} <= family for family in _FAMILIES):
        yield f"`{after.said}` cannot turn from {before.kind} to {after.kind} with its values", _OTHER_NAME
    elif after.kind == "int" and before.kind == "decimal":
        yield f"`{after.said}` would lose what stands behind the point", _OTHER_NAME
    elif (after.scale or 0) < (before.scale or 0):
        message = f"`{after.said}` would lose decimals: it had {before.scale} of them and would have {after.scale}"
        yield message, _OTHER_NAME
