"""Draws inputs that a contract allows: the least, the fullest, examples with something changed, and fresh ones.

The same slot draws the same inputs on every machine, so that a verdict can be repeated. Chance comes from
`random.Random` and not from Hypothesis, which was tried: it writes files where it is run, draws other values
when other modules are loaded, and cost twenty times the running of the candidate.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from random import Random

from inlay.cases.case import Case, Thing, Value
from inlay.cases.domains import Domains
from inlay.cases.expansion import expand
from inlay.cases.leaves import Leaves
from inlay.cases.seen import Seen
from inlay.contract import (
    Contract,
    EntityType,
    Field,
    ListType,
    MapType,
    OptionalType,
    Parameter,
    ReferenceType,
    Type,
    is_unique,
    without_optional,
)
from inlay.spec.model import Example

__all__ = ["Draw", "draw_calls"]

_DEEPEST = 3
_CHANGES = 0.25
_MISSING = (True, False, False)
_SIZES = (0, 1, 1, 2, 2, 3)
_LARGEST = 6
_TIES = 0.3


@dataclass(frozen=True, slots=True)
class Draw:
    """A drawn case. `unsure`: it holds a value that the spec does not vouch for; `unsure_text`: one that is a text."""

    case: Case
    unsure: bool = False
    unsure_text: bool = False


def draw_calls(
    contract: Contract,
    examples: Sequence[Example],
    *,
    constants: Sequence[Decimal] = (),
    words: Sequence[str] = (),
    seed: str,
    count: int,
    tied: bool = False,
) -> tuple[Draw, ...]:
    """Give at most `count` different inputs for a function; `constants` and `words` are those of its sentence.

    `tied` brings lists with equal items, and lists with more items than a number of the sentence.
    """
    domains = Domains(Seen(tuple(examples)), tuple(constants), tuple(words))
    drawer = _Drawer(contract, domains, Random(seed), tied=tied)
    found: dict[str, Draw] = {}
    for draw in drawer.draws([expand(contract, example) for example in examples], count):
        found.setdefault(repr(draw.case.arguments), draw)
    return tuple(found.values())[:count]


class _Drawer:
    def __init__(self, contract: Contract, domains: Domains, random: Random, *, tied: bool) -> None:
        self._contract = contract
        self._entities = {entity.name: entity for entity in contract.entities}
        self._seen = domains.seen
        self._random = random
        self._leaves = Leaves(domains, random)
        self._ties = _TIES if tied else 0.0
        told = (int(number) + 1 for number in domains.constants if tied and number == int(number))
        self._sizes = (*_SIZES, *(size for size in told if len(_SIZES) // 2 < size <= _LARGEST))

    def draws(self, worked: Sequence[Case], count: int) -> Iterator[Draw]:
        """Give inputs, the plain ones first."""
        yield self._made(lambda parameter: self._least(parameter.type, parameter.name))
        for number in range(count - 1):
            if worked and number % 2:
                like = worked[number // 2 % len(worked)].arguments
                yield self._made(partial(self._varied, like))
            else:
                yield self._made(lambda parameter: self._fresh(parameter.type, parameter.name, bare=True))

    def _made(self, value: Callable[[Parameter], Value]) -> Draw:
        self._leaves.begin()
        arguments = {parameter.name: value(parameter) for parameter in self._contract.parameters}
        return Draw(Case(arguments=arguments, expected=None), self._leaves.unsure, self._leaves.unsure_text)

    def _least(self, kind: Type, name: str, field: Field | None = None) -> Value:
        match kind:
            case ListType():
                return []
            case MapType():
                return {}
            case EntityType(entity) | ReferenceType(entity):
                fields = self._entities[entity].fields
                return Thing(entity, {inner.name: self._least(inner.type, inner.name, inner) for inner in fields})
        return self._leaves.least(kind, name, field.constraints if field else (), bare=field is None)

    def _fresh(self, kind: Type, name: str, field: Field | None = None, *, bare: bool, depth: int = 0) -> Value:
        match kind:
            case OptionalType(inner):
                deep = isinstance(inner, ReferenceType | EntityType) and depth >= _DEEPEST
                missing = deep or self._leaves.dealt(("missing", name), _MISSING)
                return None if missing else self._fresh(inner, name, field, bare=bare, depth=depth)
            case EntityType(entity) | ReferenceType(entity):
                return self._thing(entity, depth)
            case ListType(item):
                size = 0 if depth >= _DEEPEST else self._leaves.dealt(("size", name), self._sizes)
                items = [self._fresh(item, name, field, bare=bare, depth=depth + 1) for _ in range(size)]
                if self._ties and size > 1 and self._random.random() < self._ties:
                    items[self._random.randrange(size)] = self._random.choice(items)
                return self._distinct(items)
            case MapType(value):
                keys = self._random.sample(self._keys(name), self._random.randrange(4))
                return {key: self._fresh(value, name, field, bare=bare, depth=depth + 1) for key in keys}
        limits = field.constraints if field else ()
        return self._leaves.any(kind, name, limits, bare=bare)

    def _keys(self, name: str) -> list[str]:
        shown = [key for example in self._seen.examples for key in _keys_in(example.given.get(name))]
        return list(dict.fromkeys([*shown, "a", "b", "Ä"]))

    def _thing(self, entity: str, depth: int) -> Thing:
        fields = self._entities[entity].fields
        return Thing(
            entity,
            {field.name: self._fresh(field.type, field.name, field, bare=False, depth=depth + 1) for field in fields},
        )

    def _varied(self, like: Mapping[str, Value], parameter: Parameter) -> Value:
        return self._changed(parameter.type, parameter.name, like[parameter.name], None, 0)

    def _changed(self, kind: Type, name: str, value: Value, field: Field | None, depth: int) -> Value:
        match without_optional(kind), value:
            case ((EntityType(entity) | ReferenceType(entity)), Thing(fields=held)):
                if isinstance(kind, OptionalType) and self._random.random() < _CHANGES:
                    return None
                inner = self._entities[entity].fields
                return Thing(
                    entity,
                    {
                        each.name: self._changed(each.type, each.name, held[each.name], each, depth + 1)
                        for each in inner
                    },
                )
            case ListType(item), list() | tuple():
                return self._list(item, name, list(value), field, depth)
        if self._random.random() < _CHANGES:
            return self._fresh(kind, name, field, bare=field is None, depth=depth)
        return value

    def _list(self, item: Type, name: str, items: list[Value], field: Field | None, depth: int) -> list[Value]:
        kept = [self._changed(item, name, each, field, depth + 1) for each in items]
        if self._random.random() >= _CHANGES:
            return kept
        more = self._fresh(item, name, field, bare=field is None, depth=depth + 1)
        return self._distinct(self._random.choice(([], kept[:-1], [*kept, more], [*kept, *kept[-1:]])))

    def _distinct(self, items: list[Value]) -> list[Value]:
        """Leave out what repeats the value of a unique field."""
        seen: set[object] = set()
        kept: list[Value] = []
        for item in items:
            keys = self._unique(item) if isinstance(item, Thing) else set()
            if not keys & seen:
                kept.append(item)
            seen |= keys
        return kept

    def _unique(self, thing: Thing) -> set[object]:
        fields = self._entities[thing.entity].fields
        unique = [field.name for field in fields if is_unique(field.constraints)]
        return {(name, thing.fields[name]) for name in unique if not isinstance(thing.fields[name], Thing | None)}


def _keys_in(given: object) -> list[str]:
    return [str(key) for key in given] if isinstance(given, Mapping) else []
