"""What a schema has now and then beside the usual: an entity that points to its own kind, a moment in time.

Drawn by dice of their own, which the names of a schema seed, so that the rest of the schema stays what it is.
"""

from collections.abc import Sequence

from inlay.contract import Entity, Field, OptionalType, ReferenceType, Scalar
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.dice import Dice, Split, hash_of

__all__ = ["extras_of", "with_moment", "with_own_kind"]

_ABOVE = ("parent", "parent", "superior", "mentor", "predecessor", "sponsor", "referrer", "main", "upper", "source")
_SHARE = 0.16


def extras_of(names: Sequence[str], split: Split) -> Dice:
    """Give the dice for what a schema of these names has besides."""
    return Dice(hash_of(" ".join(names), 1), split)


def with_own_kind(dice: Dice, entity: Entity) -> Entity:
    """Let an entity point to another of its kind, sometimes; the first of them points to none."""
    if not dice.chance(_SHARE):
        return entity
    own = snake_case(entity.name)
    word = dice.pick(_ABOVE) if dice.chance(0.7) else dice.invented()
    name = f"{word}_{own}" if dice.chance(0.35) or word in ("main", "upper") else word
    return _with(dice, entity, Field(name=name, type=OptionalType(ReferenceType(entity.name))))


def with_moment(dice: Dice, entity: Entity) -> Entity:
    """Give an entity a moment with its time of day, sometimes."""
    if not dice.chance(_SHARE):
        return entity
    word = dice.word(lexicon.words("dates.done")) if dice.chance(0.6) else dice.invented()
    return _with(dice, entity, Field(name=f"{word}_at", type=Scalar("datetime")))


def _with(dice: Dice, entity: Entity, field: Field) -> Entity:
    taken = {snake_case(entity.name), *(each.name for each in entity.fields)}
    if {field.name, f"{field.name}_id"} & taken or not lexicon.is_usable(field.name):
        return entity
    at = dice.between(0, len(entity.fields))
    return Entity(name=entity.name, fields=(*entity.fields[:at], field, *entity.fields[at:]))
