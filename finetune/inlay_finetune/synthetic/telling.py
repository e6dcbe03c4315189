"""A pattern told over a world in the language of its dice; what cannot be said in that language is not told."""

from inlay.linking import in_english
from inlay_finetune.synthetic.catalogue import Pattern
from inlay_finetune.synthetic.chinese import in_chinese
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, Draft, to_contract
from inlay_finetune.synthetic.spelling import by_value, value_of
from inlay_finetune.synthetic.wording import NoWordingsError
from inlay_finetune.synthetic.world import World

__all__ = ["told"]


def told(pattern: Pattern, world: World) -> Draft | None:
    """Give the draft of a pattern over a world, or None when the world does not suit or its language lacks words for it."""
    if world.dice.language == "en":
        return pattern.make(world)
    try:
        made = pattern.make(world)
    except NoWordingsError:
        return None
    draft = in_chinese(made, world.entities, world.dice) if made is not None else None
    return draft if draft is not None and _states_its_constants(draft, world) else None


def _states_its_constants(draft: Draft, world: World) -> bool:
    """Whether the sentence, once read, states every constant of the body."""
    needed = {value_of(found) for found in MARKED_CONSTANT.findall(draft.body)}
    return needed <= by_value(in_english(draft.does, to_contract(draft, world.entities)))
