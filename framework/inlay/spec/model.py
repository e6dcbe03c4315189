"""What a loaded spec is: frozen values with the place in the file that each came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inlay.contract import Entity, Parameter, Type

__all__ = ["Example", "Flow", "Place", "Query", "Rule", "Spec"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the spec file; line and column count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A worked case. `given` and `then` hold plain data: text, int, Decimal, bool, None, lists, dicts."""

    given: Mapping[str, object]
    then: object
    place: Place = Place()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A calculation or decision over its parameters."""

    name: str
    takes: tuple[Parameter, ...]
    returns: Type
    does: str
    always: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A question to the database; `returns` is a list of records."""

    name: str
    takes: tuple[Parameter, ...]
    returns: Type
    does: str
    always: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A use of a flow template; `settings` are its own keys (for `transition`: from, to, emits)."""

    name: str
    uses: str
    on: str
    requires: str | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    place: Place = Place()


@dataclass(frozen=True, kw_only=True, slots=True)
class Spec:
    """What the business developer wrote, checked. `source` is the file's text, `path` its name.

    `places` tells where each part stands: `template`, `entities.Order.status`, `flows.place_order.to`.
    """

    path: str
    source: str
    template: str
    name: str
    description: str
    entities: tuple[Entity, ...]
    rules: tuple[Rule, ...] = ()
    queries: tuple[Query, ...] = ()
    flows: tuple[Flow, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
