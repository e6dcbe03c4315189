"""Numbers and days that a rule goes by: fields of the root, or parameters."""

from inlay.contract import Parameter
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, root_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int

__all__ = ["day", "number"]

_Given = tuple[str, str, tuple[Parameter, ...]]


def number(world: World, check: str, names: tuple[str, ...], owned: float = 0.6) -> _Given:
    """Draw a number of the root or a parameter: code, words with an article, parameters."""
    dice, (root, takes) = world.dice, root_of(world)
    field = world.field(world.root, is_int if check == "int" else is_decimal)
    if field is not None and dice.chance(owned):
        return f"{root}.{name(field.name)}", f"the {field_words(dice, field)}", takes
    given = Parameter(name=dice.pick(names), type=INT if check == "int" else DECIMAL)
    return name(given.name), f"the {label(given.name)}", (given,)


def day(world: World, names: tuple[str, ...], owned: float) -> _Given:
    """Draw a day of the root or a parameter: code, words with an article, parameters."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_date), root_of(world)
    if field is not None and dice.chance(owned):
        return f"{root}.{name(field.name)}", f"the {day_noun(dice, field)}", takes
    given = Parameter(name=dice.pick(names), type=DATE)
    word = "given day" if dice.language == "zh" and given.name == "day" else label(given.name)
    return name(given.name), "today" if word == "today" else f"the {word.replace(' on', ' date')}", (given,)
