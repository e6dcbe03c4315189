"""Reads the examples of a slot: what is given and what comes out, typed, and none against another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inlay.contract import Entity, OptionalType, Parameter, Type, is_unique
from inlay.contract.tables import Column, TableShape, tables_of
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.kept import unkept_by_example
from inlay.spec.model import Example, Place
from inlay.spec.nodes import Items, Keys, Node, Word, kind_of
from inlay.spec.sameness import Completion, canonical
from inlay.spec.values import ValueReader

__all__ = ["ExampleReader"]

_TABLES = "tables"
_CORRECT = "correct one of them"


@dataclass(frozen=True, slots=True)
class ExampleReader:
    """Reads examples against the parameters and the result of their slot."""

    entities: Mapping[str, Entity]
    faults: Faults

    def read(
        self,
        node: Node | None,
        takes: tuple[Parameter, ...],
        returns: Type | None,
        *,
        tables: bool = False,
        always: Sequence[str] = (),
    ) -> tuple[Example, ...]:
        """Read the examples of a slot, whose results keep to `always`; those of a query also give small tables."""
        if not isinstance(node, Items):
            return ()
        entries = [entry for entry in node.nodes if isinstance(entry, Keys)]
        found = [(entry, *self._example(entry, takes, returns, tables)) for entry in entries]
        whole = [(entry, example) for entry, example, faultless in found if faultless]
        self._compare([(example, entry.place_of("given")) for entry, example in whole], takes)
        if returns:
            for entry, example in whole:
                if said := unkept_by_example(example, always, takes, returns, self.entities):
                    self.faults.add(entry.place_of("then"), f"this example contradicts its slot: {said}", _CORRECT)
        return tuple(example for _, example, _ in found)

    def _example(
        self, entry: Keys, takes: tuple[Parameter, ...], returns: Type | None, tables: bool
    ) -> tuple[Example, bool]:
        """Read one example, and tell whether nothing of it was at fault: what was not read is like nothing else."""
        before = len(self.faults.found)
        given, then = entry.get("given"), entry.get("then")
        known = given if isinstance(given, Keys) else Keys((), entry.place)
        values = self._given(known, takes, entry.place_of("given"), tables)
        result = ValueReader(self.entities, self.faults).read(then, returns, "the result") if then and returns else None
        return Example(given=values, then=result, place=entry.place), len(self.faults.found) == before

    def _given(self, node: Keys, takes: tuple[Parameter, ...], place: Place, tables: bool) -> dict[str, object]:
        reader = ValueReader(self.entities, self.faults)
        known = {parameter.name: parameter.type for parameter in takes}
        values: dict[str, object] = {}
        for key, value in node:
            if key.text in known:
                values[key.text] = reader.read(value, known[key.text], f"`{key.text}`")
            elif tables and key.text == _TABLES:
                values[_TABLES] = self._tables(value)
            else:
                hint = did_you_mean(key.text, (*known, *((_TABLES,) if tables else ())))
                self.faults.add(key.place, f"`{key.text}` is not a parameter", hint)
        if tables and node.get(_TABLES) is None:
            self.faults.add(place, "the example gives no `tables`", "give the rows that the query finds, or tables: {}")
        for name, kind in known.items():
            if node.get(name) is None and not isinstance(kind, OptionalType):
                self.faults.add(place, f"the example gives no `{name}`", "give every parameter a value")
        return values

    def _tables(self, node: Node) -> dict[str, object]:
        shapes = {shape.name: shape for shape in tables_of(tuple(self.entities.values()))}
        if not isinstance(node, Keys):
            self.faults.add(node.place, f"`tables` is {kind_of(node)}", "write a mapping of table to rows")
            return {}
        found: dict[str, object] = {}
        for key, value in node:
            if shape := shapes.get(key.text):
                found[key.text] = self._rows(value, shape)
            else:
                self.faults.add(key.place, f"there is no table `{key.text}`", did_you_mean(key.text, shapes))
        self._check_keys(node, shapes, found)
        return found

    def _rows(self, node: Node, shape: TableShape) -> list[dict[str, object]]:
        if not isinstance(node, Items):
            self.faults.add(node.place, f"the table `{shape.name}` is {kind_of(node)}", "write a list of rows")
            return []
        return [self._row(row, shape) for row in node.nodes]

    def _row(self, node: Node, shape: TableShape) -> dict[str, object]:
        if not isinstance(node, Keys):
            self.faults.add(node.place, f"a row of `{shape.name}` is {kind_of(node)}", "write {column: value}")
            return {}
        row: dict[str, object] = {}
        for key, value in node:
            if column := shape.column(key.text):
                row[key.text] = self._cell(value, column)
            elif f"{shape.name}.{key.text}" not in self.faults.unread:
                hint = did_you_mean(key.text, (column.name for column in shape.columns))
                self.faults.add(key.place, f"the table `{shape.name}` has no column `{key.text}`", hint)
        return row

    def _cell(self, node: Node, column: Column) -> object:
        reader = ValueReader(self.entities, self.faults)
        if column.field and not column.points_to:
            return reader.field(node, column.field)
        return reader.read(node, column.type, f"`{column.name}`")

    def _check_keys(self, node: Keys, shapes: Mapping[str, TableShape], found: Mapping[str, object]) -> None:
        """Note keys that stand twice and keys that point to no row of a table that is given."""
        for key, rows in node:
            shape = shapes.get(key.text)
            if shape and isinstance(rows, Items):
                for column in shape.columns:
                    self._check_column(column, rows, found)

    def _check_column(self, column: Column, rows: Items, found: Mapping[str, object]) -> None:
        single = column.name == "id" or bool(column.field and is_unique(column.field.constraints))
        targets = _ids(found.get(column.points_to or ""))
        seen: set[object] = set()
        for row in rows.nodes:
            cell = row.get(column.name) if isinstance(row, Keys) else None
            if not isinstance(cell, Word) or cell.value is None:
                continue
            if single and cell.value in seen:
                self.faults.add(cell.place, f"the {column.name} {cell.text} stands twice", "it is unique")
            if targets and cell.value not in targets:
                hint = "give that row, or leave the table out"
                self.faults.add(cell.place, f"no row of `{column.points_to}` has the id {cell.text}", hint)
            seen.add(cell.value)

    def _compare(self, examples: list[tuple[Example, Place]], takes: tuple[Parameter, ...]) -> None:
        if self.faults.unread:
            return
        seen: dict[object, Example] = {}
        for example, place in examples:
            key = canonical(self._completed(example.given, takes))
            first = seen.setdefault(key, example)
            if first is example:
                continue
            where = f"the one in line {first.place.line}"
            if canonical(first.then) == canonical(example.then):
                self.faults.add(place, f"this example says the same as {where}", "delete one of them")
            else:
                self.faults.add(place, f"this example contradicts {where}: same input, other result", _CORRECT)

    def _completed(self, given: Mapping[str, object], takes: tuple[Parameter, ...]) -> dict[str, object]:
        completion = Completion(self.entities)
        known = {parameter.name: parameter.type for parameter in takes}
        whole = {name: completion.value(given.get(name), kind) for name, kind in known.items()}
        tables = given.get(_TABLES)
        if isinstance(tables, Mapping):
            shapes = {shape.name: shape for shape in tables_of(tuple(self.entities.values()))}
            whole[_TABLES] = {name: completion.rows(rows, shapes[name]) for name, rows in tables.items() if rows}
        return whole


def _ids(rows: object) -> set[object]:
    """Give the ids of a given table; nothing when a row leaves its id to chance."""
    if not isinstance(rows, list) or not all("id" in row for row in rows):
        return set()
    return {row["id"] for row in rows}
