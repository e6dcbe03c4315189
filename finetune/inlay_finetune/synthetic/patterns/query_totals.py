"""Totals of children and the order by key that query patterns share."""

from inlay.contract import Entity
from inlay_finetune.synthetic.patterns.query_frames import Order
from inlay_finetune.synthetic.patterns.query_measures import Measure, measure
from inlay_finetune.synthetic.patterns.query_parts import Filter
from inlay_finetune.synthetic.world import World

__all__ = ["amount_of", "by_key"]


def amount_of(world: World, entity: Entity, prefix: str, f: Filter, rows: str) -> Measure | None:
    """Draw a total, not a count."""
    for _ in range(5):
        made = measure(world, entity, prefix, f, rows)
        if made is not None and not made.counts:
            return made
    return None


def by_key(world: World, prefix: str, who: str) -> Order:
    """Order by the key."""
    words = world.dice.tell("query_totals.by_key", who=who)
    return Order(code=f"{prefix}id", words=words)
