"""Columns of joined tables: how they are told, keyed and sorted."""

from inlay.contract import Field, Scalar
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.query_frames import Order, by_field, by_text
from inlay_finetune.synthetic.world import World

__all__ = ["key_name", "of_partner", "sorting_of", "told_as_list"]


def told_as_list(world: World, parts: list[str]) -> str:
    """Join what is shown into a list."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + world.dice.pick([" and ", " and ", ", ", " as well as "]) + parts[-1]


def of_partner(world: World, owner: str, field: Field) -> str:
    """Say a partner's column."""
    dice, said = world.dice, field_words(world.dice, field)
    return dice.say(
        f"the {owner}'s {said}",
        f"{said} of the {owner}",
        f"the {owner} {said}",
        f"the {said} of the {owner}",
        f"{owner}'s {said}",
        f"the {owner} by {said}",
    )


def key_name(world: World, entity_name: str) -> str:
    """Name the key in the result: plainly or with its owner."""
    return world.dice.pick(["id", "id", f"{snake_case(entity_name)}_id"])


def sorting_of(world: World, prefix: str, shown: list[Field]) -> Order:
    """Order by one of the shown fields, or by the key."""
    sortable = [field for field in shown if str(field.type).rstrip("?").startswith(("str", "int", "date", "decimal"))]
    if not sortable or world.dice.chance(0.2):
        words = world.dice.say("by id", "sorted by id", "ordered by id", "lowest id first", "in order of id")
        return Order(code=f"{prefix}id", words=words)
    field = world.dice.pick(sortable)
    return by_text(world, prefix, field) if field.type == Scalar("str") else by_field(world, prefix, field)
