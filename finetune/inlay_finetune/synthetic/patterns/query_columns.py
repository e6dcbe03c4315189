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
    return world.dice.tell("query_columns.list", first=", ".join(parts[:-1]), last=parts[-1])


def of_partner(world: World, owner: str, field: Field) -> str:
    """Say a partner's column."""
    return world.dice.tell("query_columns.of_partner", owner=owner, said=field_words(world.dice, field))


def key_name(world: World, entity_name: str) -> str:
    """Name the key in the result: plainly or with its owner."""
    return world.dice.pick(["id", "id", f"{snake_case(entity_name)}_id"])


def sorting_of(world: World, prefix: str, shown: list[Field]) -> Order:
    """Order by one of the shown fields, or by the key."""
    sortable = [field for field in shown if str(field.type).rstrip("?").startswith(("str", "int", "date", "decimal"))]
    if not sortable or world.dice.chance(0.2):
        return Order(code=f"{prefix}id", words=world.dice.tell("query_frames.by_key"))
    field = world.dice.pick(sortable)
    return by_text(world, prefix, field) if field.type == Scalar("str") else by_field(world, prefix, field)
