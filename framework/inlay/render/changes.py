"""What leads from the tables of one spec to those of another: what is made, what is altered, what goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from inlay.render.schema import Column, Constraint, Index, StoredTable

__all__ = ["Alteration", "Change", "about", "change_between", "steps_of"]

_Part = TypeVar("_Part", Constraint, Index)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alteration:
    """What happens to one table, in this order; `altered` are columns before and after."""

    table: str
    dropped_indexes: tuple[Index, ...]
    dropped_constraints: tuple[Constraint, ...]
    dropped: tuple[Column, ...]
    altered: tuple[tuple[Column, Column], ...]
    added: tuple[Column, ...]
    added_constraints: tuple[Constraint, ...]
    added_indexes: tuple[Index, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that stay and are no longer the same."""
        indexes = (*self.dropped_indexes, *self.added_indexes)
        constraints = (*self.dropped_constraints, *self.added_constraints)
        moved = {column.name for column in (*self.dropped, *self.added)}
        names = [after.name for _, after in self.altered] + [one.column for one in constraints]
        names += [index.column for index in indexes]
        return tuple(name for name in dict.fromkeys(names) if name not in moved)

    @property
    def demanding(self) -> tuple[str, ...]:
        """The columns that stay and take less than before: a row that does not fit stops the migration."""
        added = {column.name for column in self.added}
        before = {one.name: one for one in self.dropped_constraints}
        names = [after.name for was, after in self.altered if _takes_less(was, after)]
        names += [
            one.column
            for one in self.added_constraints
            if one.column not in added and one.kind != "foreignkey" and not _only_adds(before.get(one.name), one)
        ]
        return tuple(dict.fromkeys(names))


def _takes_less(before: Column, after: Column) -> bool:
    if before.optional and not after.optional and after.fill is None:
        return True
    if after.kind == "decimal" == before.kind:
        return (after.precision or 0) - (after.scale or 0) < (before.precision or 0) - (before.scale or 0)
    return after.length is not None and (before.length is None or after.length < before.length)


def _only_adds(before: Constraint | None, after: Constraint) -> bool:
    return before is not None and set() < set(before.values) <= set(after.values)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One direction of a migration: tables made first, tables dropped last."""

    created: tuple[StoredTable, ...] = ()
    altered: tuple[Alteration, ...] = ()
    dropped: tuple[StoredTable, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is to be done."""
        return not (self.created or self.altered or self.dropped)


def change_between(before: tuple[StoredTable, ...], after: tuple[StoredTable, ...]) -> Change:
    """Compare tables by their names, and what is in them by its name: what has another name is another thing."""
    old, new = ({table.name: table for table in tables} for tables in (before, after))
    alterations = (_alteration(old[name], table) for name, table in new.items() if name in old)
    return Change(
        created=tuple(table for name, table in new.items() if name not in old),
        altered=tuple(alteration for alteration in alterations if alteration is not None),
        dropped=tuple(table for name, table in reversed(old.items()) if name not in new),
    )


def _alteration(old: StoredTable, new: StoredTable) -> Alteration | None:
    before, after = ({column.name: column for column in table.columns} for table in (old, new))
    dropped = tuple(column for name, column in before.items() if name not in after)
    added = tuple(column for name, column in after.items() if name not in before)
    altered = tuple((before[name], column) for name, column in after.items() if before.get(name, column) != column)
    constraints, indexes = _moves(old.constraints, new.constraints), _moves(old.indexes, new.indexes)
    if not any((dropped, added, altered, *constraints, *indexes)):
        return None
    return Alteration(
        table=new.name,
        dropped_indexes=indexes[0],
        dropped_constraints=constraints[0],
        dropped=dropped,
        altered=altered,
        added=added,
        added_constraints=constraints[1],
        added_indexes=indexes[1],
    )


def _moves(before: tuple[_Part, ...], after: tuple[_Part, ...]) -> tuple[tuple[_Part, ...], tuple[_Part, ...]]:
    return tuple(part for part in before if part not in after), tuple(part for part in after if part not in before)


def steps_of(change: Change) -> tuple[str, ...]:
    """Say what a migration does, a step a text: `add seats to cars`."""
    return tuple(_steps(change))


def _steps(change: Change) -> Iterator[str]:
    for table in change.created:
        yield f"create {table.name}"
    for alteration in change.altered:
        for column in alteration.added:
            yield f"add {column.name} to {alteration.table}"
        for name in alteration.changed:
            yield f"change {name} of {alteration.table}"
        for column in alteration.dropped:
            yield f"drop {column.name} from {alteration.table}"
    for table in change.dropped:
        yield f"drop {table.name}"


def about(change: Change) -> str:
    """Say in a word or two what a migration of several steps is about."""
    tables = [table.name for table in (*change.created, *change.dropped)]
    names = tables + [alteration.table for alteration in change.altered]
    return names[0] if len(names) == 1 else "tables"
