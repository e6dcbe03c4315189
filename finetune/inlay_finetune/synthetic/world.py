"""Random schemas: a root entity with children, references and typed fields, and ways to speak of them."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import (
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    OptionalType,
    ReferenceType,
    Scalar,
    Type,
)
from inlay.contract.naming import class_name, plural, snake_case
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.fields import sample_fields
from inlay_finetune.synthetic.names import Names
from inlay_finetune.synthetic.world_extras import extras_of, with_moment, with_own_kind

__all__ = [
    "Check",
    "World",
    "extra_entities",
    "is_bool",
    "is_date",
    "is_decimal",
    "is_enum",
    "is_int",
    "is_moment",
    "is_number",
    "is_optional",
    "is_str",
    "sample_world",
]

Check = Callable[[Type], bool]

# Shares of names that are words of a trade; the others are invented, so that none can be learnt by heart.
_KNOWN = (1.0, 0.85, 0.7, 0.5, 0.3, 0.1)


def is_decimal(kind: Type) -> bool:
    """Exact numbers that are always there."""
    return isinstance(kind, DecimalType)


def is_int(kind: Type) -> bool:
    """Whole numbers that are always there."""
    return kind == Scalar("int")


def is_number(kind: Type) -> bool:
    """Numbers that are always there."""
    return is_decimal(kind) or is_int(kind)


def is_bool(kind: Type) -> bool:
    """Yes or no."""
    return kind == Scalar("bool")


def is_str(kind: Type) -> bool:
    """Text that is always there."""
    return kind == Scalar("str")


def is_date(kind: Type) -> bool:
    """Days that are always there."""
    return kind == Scalar("date")


def is_moment(kind: Type) -> bool:
    """Days with a time of day that are always there."""
    return kind == Scalar("datetime")


def is_enum(kind: Type) -> bool:
    """One of some values."""
    return isinstance(kind, EnumType)


def is_optional(kind: Type) -> bool:
    """What may be missing."""
    return isinstance(kind, OptionalType)


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """A schema to make slots over. `root` owns `child` through the list `children`;
    `other` is what `reference` of the root points to; `link` of the child points to `thing` when there is one;
    the root may own another kind of children, `second`, through the list `seconds`.
    """

    dice: Dice
    entities: tuple[Entity, ...]
    root: Entity
    child: Entity
    children: str
    other: Entity
    reference: str
    thing: Entity | None = None
    link: str | None = None
    second: Entity | None = None
    seconds: str | None = None

    def field(self, entity: Entity, *checks: Check, but: tuple[Field, ...] = ()) -> Field | None:
        """Give a random field of an entity whose type meets one of the checks, or None."""
        fitting = [field for field in entity.fields if field not in but and any(check(field.type) for check in checks)]
        return self.dice.pick(fitting) if fitting else None

    def var(self, entity: Entity) -> str:
        """Give the name that a parameter of this entity has."""
        return snake_case(entity.name)


def sample_world(dice: Dice, known: float | None = None) -> World:
    """Draw a schema; `known` is the share of its names that are words of a trade."""
    make = _Maker(Names(dice, dice.pick(_KNOWN) if known is None else known), set())
    far = make.entity(make.title(), dice.between(3, 7)) if dice.chance(0.5) else None
    other = make.entity(make.title(), dice.between(3, 7), first=make.ties(far, 0.7))
    thing = make.entity(make.title(), dice.between(3, 6), first=make.ties(far, 0.3)) if dice.chance(0.45) else None
    root_name = make.title()
    child_word = make.names.child()
    joined = f"{snake_case(root_name)}_{child_word}" if dice.chance(0.3) else child_word
    child_name = make.unique(class_name(joined))
    link = make.reference(thing) if thing else None
    child = make.entity(child_name, dice.between(3, 7), first=[link] if link else [], rich=True)
    children = plural(child_word if dice.chance(0.7) else snake_case(child_name))
    reference = make.reference(other, optional=dice.chance(0.2))
    owned = [Field(name=children, type=ListType(EntityType(child.name)))]
    second = make.second(children) if dice.chance(0.4) else None
    if second is not None:
        owned.append(Field(name=plural(snake_case(second.name)), type=ListType(EntityType(second.name))))
    ties = dice.some([reference, *make.ties(thing, 0.4), *make.ties(far, 0.3)], 3)
    root = make.entity(root_name, dice.between(5, 10), first=ties, last=owned, rich=True)
    extras = extras_of((root.name, child.name, other.name), dice.split)
    other, root, child = with_own_kind(extras, other), with_moment(extras, root), with_moment(extras, child)
    everyone = [entity for entity in (far, other, thing, root, child, second) if entity is not None]
    return World(
        dice=dice,
        entities=tuple(everyone if dice.chance(0.6) else dice.some(everyone, len(everyone))),
        root=root,
        child=child,
        children=children,
        other=other,
        reference=reference.name,
        thing=thing,
        link=link.name if link else None,
        second=second,
        seconds=owned[-1].name if second is not None else None,
    )


def extra_entities(world: World) -> tuple[Entity, ...]:
    """Draw entities beside those of a world, as a whole spec has them; some refer to its root."""
    dice = world.dice
    taken = {snake_case(entity.name) for entity in world.entities} | {world.children}
    make = _Maker(Names(dice, dice.pick(_KNOWN)), taken)
    found: list[Entity] = []
    for _ in range(dice.between(1, 3)):
        first = make.ties(dice.pick([world.root, world.other, *found]), 0.6)
        found.append(make.entity(make.title(), dice.between(3, 7), first=first))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes entities whose names differ from those that are `taken`."""

    names: Names
    taken: set[str]

    def title(self) -> str:
        """Name an entity."""
        while True:
            word = self.names.entity()
            if word not in self.taken:
                return self.unique(class_name(word))

    def unique(self, name: str) -> str:
        """Give the name of an entity, longer when it is taken."""
        while snake_case(name) in self.taken:
            name += "Item"
        self.taken.add(snake_case(name))
        return name

    def reference(self, entity: Entity, *, optional: bool = False) -> Field:
        """Point to an entity by its own name, or by one that says more."""
        own, dice = snake_case(entity.name), self.names.dice
        name = f"{self.names.adjective()}_{own}" if dice.chance(0.1) else own
        target: Type = ReferenceType(entity.name)
        return Field(name=name, type=OptionalType(target) if optional else target)

    def ties(self, entity: Entity | None, probability: float) -> list[Field]:
        """Point to an entity besides what patterns speak of, or do not."""
        dice = self.names.dice
        return [self.reference(entity, optional=dice.chance(0.5))] if entity and dice.chance(probability) else []

    def second(self, children: str) -> Entity | None:
        """Make another kind of children, unless its name is taken."""
        word = self.names.child()
        if {word, plural(word)} & (self.taken | {children}):
            return None
        return self.entity(self.unique(class_name(word)), self.names.dice.between(2, 4), rich=True)

    def entity(
        self,
        name: str,
        size: int,
        *,
        first: list[Field] | None = None,
        last: list[Field] | None = None,
        rich: bool = False,
    ) -> Entity:
        """Make an entity of about this many fields between those given."""
        own, before, after = snake_case(name), first or [], last or []
        names = {field.name for field in [*before, *after]} | {own}
        fields = sample_fields(self.names, own, size - len(before), names, rich=rich)
        self.taken.update(names, (field.name for field in fields))
        at = self.names.dice.pick([0, 1, 1, 1, 2, len(fields)])
        return Entity(name=name, fields=(*fields[:at], *before, *fields[at:], *after))
