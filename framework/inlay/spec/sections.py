"""Reads the entries of the sections `rules`, `queries` and `flows` of a spec."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field as dataclass_field

from inlay.contract import (
    Entity,
    EntityType,
    Field,
    ListType,
    Parameter,
    RecordType,
    Scalar,
    Type,
    variable_name,
)
from inlay.spec.examples import ExampleReader
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.flow_states import asked_in_state
from inlay.spec.invariants import check_invariant
from inlay.spec.model import Flow, Place, Query, Rule
from inlay.spec.names import NameChecker
from inlay.spec.nodes import Items, Keys, Node, Word, plain
from inlay.spec.type_nodes import TypeReader
from inlay.spec.uses import (
    misfit_of_query_parameter,
    misfit_of_query_result,
    misfit_of_rule_parameter,
    misfit_of_rule_result,
)

__all__ = ["SectionReader"]

_SECTIONS = ("rules", "queries", "flows")
_FLOW_KEYS = ("uses", "on", "requires", "examples")
_SETTING = r"^[A-Za-z][A-Za-z0-9_]{0,59}$"


@dataclass(frozen=True, slots=True)
class SectionReader:
    """Reads the entries of the sections; what is wrong is noted and left out."""

    entities: Mapping[str, Entity]
    faults: Faults
    places: dict[str, Place] = dataclass_field(default_factory=dict)

    def rules(self, node: Node | None) -> tuple[Rule, ...]:
        """Read the section `rules`."""
        return tuple(self._rule(key, entry) for key, entry in self._entries("rules", node))

    def queries(self, node: Node | None) -> tuple[Query, ...]:
        """Read the section `queries`."""
        return tuple(self._query(key, entry) for key, entry in self._entries("queries", node))

    def flows(self, node: Node | None) -> tuple[Flow, ...]:
        """Read the section `flows`."""
        return tuple(self._flow(key, entry) for key, entry in self._entries("flows", node))

    def _entries(self, section: str, node: Node | None) -> Iterator[tuple[Word, Keys]]:
        for key, entry in node if isinstance(node, Keys) else ():
            self.places[f"{section}.{key.text}"] = key.place
            NameChecker(self.faults).slot(key)
            self._check_once(section, key)
            if isinstance(entry, Keys):
                yield key, entry

    def _check_once(self, section: str, key: Word) -> None:
        """Note a name that stands in two sections: rules, queries and flows meet under the same addresses."""
        first = next((other for other in _SECTIONS if f"{other}.{key.text}" in self.places), section)
        if first != section:
            line = self.places[f"{first}.{key.text}"].line
            message = f"the name `{key.text}` stands in {first} too, in line {line}"
            self.faults.add(key.place, message, "rename one of them")

    def _rule(self, key: Word, entry: Keys) -> Rule:
        takes = self._takes(f"rules.{key.text}", entry, misfit_of_rule_parameter, "result")
        returns = self._returns(entry, misfit_of_rule_result)
        fields = {field.name for entity in self.entities.values() for field in entity.fields}
        always = self._always(entry, [parameter.name for parameter in takes], fields)
        return Rule(
            name=key.text,
            takes=takes,
            returns=returns or Scalar("bool"),
            does=entry.text("does"),
            always=always,
            examples=self._examples().read(entry.get("examples"), takes, returns, always=always),
            place=key.place,
        )

    def _query(self, key: Word, entry: Keys) -> Query:
        takes = self._takes(f"queries.{key.text}", entry, misfit_of_query_parameter, "tables")
        returns = self._returns(entry, misfit_of_query_result)
        columns = _result_columns(returns)
        always = self._always(entry, [*columns, *(parameter.name for parameter in takes)], columns)
        return Query(
            name=key.text,
            takes=takes,
            returns=returns or ListType(RecordType(())),
            does=entry.text("does"),
            always=always,
            examples=self._examples().read(entry.get("examples"), takes, returns, tables=True, always=always),
            place=key.place,
        )

    def _always(self, entry: Keys, known: Sequence[str], fields: Collection[str]) -> tuple[str, ...]:
        """Give the invariants of a slot that can be worked out."""
        invariants = entry.get("always")
        words = invariants.nodes if isinstance(invariants, Items) else ()
        return tuple(
            word.text for word in words if isinstance(word, Word) and check_invariant(word, known, fields, self.faults)
        )

    def _flow(self, key: Word, entry: Keys) -> Flow:
        on = entry.text("on")
        takes: tuple[Parameter, ...] = ()
        if on in self.entities:
            self._check_whole(entry, on)
            takes = (Parameter(name=variable_name(on), type=EntityType(on)),)
        elif on:
            place = entry.get("on")
            self.faults.add(
                place.place if place else entry.place, f"there is no entity `{on}`", did_you_mean(on, self.entities)
            )
        examples = entry.get("examples")
        if examples and not entry.text("requires"):
            self.faults.add(entry.place_of("examples"), "the flow has examples and requires nothing", "add `requires`")
        uses = entry.get("uses")
        self.places[f"flows.{key.text}.uses"] = uses.place if uses else key.place
        settings = self._settings(key, entry)
        read = self._examples().read(examples, takes, Scalar("bool")) if takes else ()
        return Flow(
            name=key.text,
            uses=entry.text("uses"),
            on=on,
            requires=entry.text("requires") or None,
            settings=settings,
            examples=asked_in_state(read, self.entities[on], settings) if takes else (),
            place=key.place,
        )

    def _check_whole(self, entry: Keys, on: str) -> None:
        """Note a flow on an owned part, which has no address of its own."""
        owners = [owner.name for owner in self.entities.values() if any(_owns(field, on) for field in owner.fields)]
        place = entry.get("on")
        if owners and place and owners != [on]:
            hint = f"let the flow work on {owners[0]}"
            self.faults.add(place.place, f"`{on}` is part of its owner", hint)

    def _settings(self, key: Word, entry: Keys) -> dict[str, object]:
        found = [(word, value) for word, value in entry if word.text not in _FLOW_KEYS]
        for word, value in found:
            self.places[f"flows.{key.text}.{word.text}"] = value.place
            if isinstance(value, Word) and isinstance(value.value, str) and not re.match(_SETTING, value.text):
                self.faults.add(
                    value.place, f"`{word.text}` is a name, not `{value.text}`", "use letters, digits and _"
                )
        return {word.text: plain(value) for word, value in found}

    def _examples(self) -> ExampleReader:
        return ExampleReader(self.entities, self.faults)

    def _takes(self, slot: str, entry: Keys, misfit: Callable[[Type], str], taken: str) -> tuple[Parameter, ...]:
        node = entry.get("takes")
        parameters = []
        for key, value in node if isinstance(node, Keys) else ():
            self.places[f"{slot}.takes.{key.text}"] = key.place
            NameChecker(self.faults).parameter(key, (taken,))
            kind = TypeReader(self.entities, self.faults).type(value)
            if kind and (said := misfit(kind)):
                self.faults.add(value.place, f"`{key.text}` cannot be {kind}", said)
            elif kind:
                parameters.append(Parameter(name=key.text, type=kind))
        return tuple(parameters)

    def _returns(self, entry: Keys, misfit: Callable[[Type], str]) -> Type | None:
        node = entry.get("returns")
        kind = TypeReader(self.entities, self.faults).type(node) if node else None
        if node is not None and kind and (said := misfit(kind)):
            self.faults.add(node.place, f"the result cannot be {kind}", said)
            return None
        for column in _columns(node):
            NameChecker(self.faults).column(column)
        return kind


def _owns(field: Field, entity: str) -> bool:
    return field.type == ListType(EntityType(entity))


def _columns(node: Node | None) -> tuple[Word, ...]:
    """Give the names of the columns of a result that is spelt as a list of mappings."""
    match node:
        case Items([Keys(entries)]):
            return tuple(key for key, _ in entries)
    return ()


def _result_columns(returns: Type | None) -> list[str]:
    """Give the names of the columns of a query's rows."""
    row = returns.item if isinstance(returns, ListType) else returns
    return [name for name, _ in row.columns] if isinstance(row, RecordType) else []
