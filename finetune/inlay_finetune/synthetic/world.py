"""Random schemas: a root entity with children, references and typed fields, and ways to speak of them."""

import keyword
from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import (
    Constraint,
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
    without_optional,
)
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.dice import Dice

__all__ = [
    "World",
    "extra_entities",
    "is_bool",
    "is_date",
    "is_decimal",
    "is_enum",
    "is_int",
    "is_number",
    "is_optional",
    "is_str",
    "sample_world",
]

Check = Callable[[Type], bool]

# The share of names that are words of a trade; the others are invented, so that none can be learnt by heart.
_KNOWN = 0.6


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


def sample_world(dice: Dice) -> World:
    """Draw a schema."""
    taken: set[str] = set()
    other = _entity(dice, _title(dice, lexicon.ENTITIES, taken), dice.between(2, 5), taken)
    thing = (
        _entity(dice, _title(dice, lexicon.ENTITIES, taken), dice.between(2, 4), taken) if dice.chance(0.4) else None
    )
    root_name = _title(dice, lexicon.ENTITIES, taken)
    child_word = dice.word(lexicon.CHILDREN)
    child_name = _unique(
        _camel(f"{snake_case(root_name)}_{child_word}") if dice.chance(0.4) else _camel(child_word), taken
    )
    link_fields = [_reference(dice, thing)] if thing else []
    child = _entity(dice, child_name, dice.between(3, 6), taken, first=link_fields, force=True)
    children = _plural(child_word if dice.chance(0.7) else snake_case(child_name))
    reference = _reference(dice, other, optional=dice.chance(0.12))
    owned = [Field(name=children, type=ListType(EntityType(child.name)))]
    second, seconds = _second_children(dice, taken | {children}) if dice.chance(0.35) else (None, None)
    if second is not None and seconds is not None:
        owned.append(Field(name=seconds, type=ListType(EntityType(second.name))))
    root = _entity(dice, root_name, dice.between(4, 8), taken, first=[reference], last=owned, force=True)
    return World(
        dice=dice,
        entities=tuple(entity for entity in (other, thing, root, child, second) if entity is not None),
        root=root,
        child=child,
        children=children,
        other=other,
        reference=reference.name,
        thing=thing,
        link=link_fields[0].name if link_fields else None,
        second=second,
        seconds=seconds,
    )


def _second_children(dice: Dice, taken: set[str]) -> tuple[Entity | None, str | None]:
    word = dice.word(lexicon.CHILDREN)
    if word in taken or _plural(word) in taken:
        return None, None
    return _entity(dice, _unique(_camel(word), taken), dice.between(2, 4), taken, force=True), _plural(word)


def extra_entities(world: World) -> tuple[Entity, ...]:
    """Draw entities beside those of a world, as a whole spec has them; some refer to its root."""
    dice, taken = world.dice, {snake_case(entity.name) for entity in world.entities} | {world.children}
    found = []
    for _ in range(dice.between(1, 3)):
        title = _title(dice, lexicon.ENTITIES, taken)
        first = [_reference(dice, dice.pick([world.root, world.other]))] if dice.chance(0.5) else []
        found.append(_entity(dice, title, dice.between(2, 5), taken, first=first))
    return tuple(found)


def _entity(
    dice: Dice,
    name: str,
    size: int,
    taken: set[str],
    *,
    first: list[Field] | None = None,
    last: list[Field] | None = None,
    force: bool = False,
) -> Entity:
    names = {field.name for field in [*(first or []), *(last or [])]} | {snake_case(name)}
    fields: list[Field] = []
    wanted = (
        dice.some([_decimal, _decimal, _enum, _int, _date, _bool, _string], dice.between(3, 4)) if force else [_string]
    )
    makers = [*wanted, *(dice.pick(_MAKERS) for _ in range(max(size - len(wanted), 0)))]
    for maker in makers:
        field = maker(dice)
        if field.name not in names and field.name not in _RESERVED:
            names.add(field.name)
            fields.append(_maybe_optional(dice, field))
    middle = dice.some(fields, len(fields))
    taken |= names
    return Entity(name=name, fields=(*(first or []), *middle, *(last or [])))


_RESERVED = frozenset({"id", "metadata", "registry", "version", *keyword.kwlist})


def _maybe_optional(dice: Dice, field: Field) -> Field:
    wanted = {"date": 0.35, "str": 0.15}.get(str(field.type), 0.08)
    if isinstance(field.type, EnumType) or is_bool(field.type) or not dice.chance(wanted):
        return field
    return Field(name=field.name, type=OptionalType(without_optional(field.type)))


def _decimal(dice: Dice) -> Field:
    word = dice.word(lexicon.DECIMALS) if dice.chance(_KNOWN) else dice.invented()
    name = f"{dice.word(lexicon.QUALIFIERS)}_{word}" if dice.chance(0.45) else word
    constraints = (Constraint(">=", "0"),) if dice.chance(0.5) else ()
    return Field(name=name, type=DecimalType(12, 2) if dice.chance(0.8) else DecimalType(), constraints=constraints)


def _int(dice: Dice) -> Field:
    word = dice.word(lexicon.INTS) if dice.chance(_KNOWN) else dice.invented()
    name = f"{dice.word(lexicon.QUALIFIERS)}_{word}" if dice.chance(0.2) else word
    return Field(name=name, type=Scalar("int"))


def _bool(dice: Dice) -> Field:
    word = dice.word(lexicon.BOOLS) if dice.chance(_KNOWN) else dice.invented()
    return Field(name=f"is_{word}" if dice.chance(0.12) else word, type=Scalar("bool"))


def _date(dice: Dice) -> Field:
    word = dice.word(lexicon.DATES)
    return Field(name=dice.pick([f"{word}_on", f"{word}_on", f"{word}_date"]), type=Scalar("date"))


def _string(dice: Dice) -> Field:
    word = dice.word(lexicon.STRINGS) if dice.chance(_KNOWN) else dice.invented()
    return Field(name=word, type=Scalar("str"))


def _enum(dice: Dice) -> Field:
    kind = dice.word(sorted(lexicon.ENUMS))
    values = dice.pick(lexicon.ENUMS[kind])
    if dice.chance(0.1):
        values = tuple(dict.fromkeys(dice.invented() for _ in range(3)))
    return Field(name=kind, type=EnumType(values))


_MAKERS = (_decimal, _decimal, _int, _int, _bool, _bool, _date, _date, _string, _string, _enum)


def _reference(dice: Dice, entity: Entity, *, optional: bool = False) -> Field:
    own = snake_case(entity.name)
    name = f"{dice.pick(lexicon.ADJECTIVES)}_{own}" if dice.chance(0.08) else own
    target: Type = ReferenceType(entity.name)
    return Field(name=name, type=OptionalType(target) if optional else target)


def _title(dice: Dice, words: list[str], taken: set[str]) -> str:
    while True:
        word = dice.word(words) if dice.chance(_KNOWN) else dice.invented()
        if dice.chance(0.1):
            word = f"{dice.pick(lexicon.ADJECTIVES)}_{word}"
        if word not in taken:
            return _unique(_camel(word), taken)


def _unique(name: str, taken: set[str]) -> str:
    while snake_case(name) in taken:
        name += "Item"
    taken.add(snake_case(name))
    return name


def _camel(word: str) -> str:
    return "".join(part.capitalize() for part in word.split("_"))


def _plural(word: str) -> str:
    from inlay.contract.naming import plural

    return plural(word)
