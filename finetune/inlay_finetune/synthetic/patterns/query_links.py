"""Links between partners and their rows that query patterns draw."""

from inlay.contract import Entity, Field
from inlay_finetune.synthetic.mention import label, many
from inlay_finetune.synthetic.patterns.query_frames import text_of
from inlay_finetune.synthetic.patterns.query_parts import (
    rows_words,
)
from inlay_finetune.synthetic.world import World

__all__ = ["links_of", "named_link"]

Link = tuple[Entity, Entity, str, str, str]


def links_of(world: World) -> list[Link]:
    """Give (partner, rows, key of the rows, word for one partner, words for the rows)."""
    found = [(world.other, world.root, world.reference, label(world.reference), many(world.dice, world.root))]
    found.append((world.root, world.child, world.root.name, label(world.root.name), rows_words(world, world.child)))
    if world.thing is not None and world.link is not None:
        found.append((world.thing, world.child, world.link, label(world.link), rows_words(world, world.child)))
    if world.second is not None and world.seconds is not None:
        found.append((world.root, world.second, world.root.name, label(world.root.name), label(world.seconds)))
    return found


def named_link(world: World) -> tuple[Entity, Entity, str, str, str, Field] | None:
    """Draw a link whose partner has a text to call it by."""
    links = [(*link, text) for link in links_of(world) if (text := text_of(link[0])) is not None]
    return world.dice.pick(links) if links else None
