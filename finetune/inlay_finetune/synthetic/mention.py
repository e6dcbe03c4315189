"""How a sentence speaks of fields, owners and lists: exact, turned round, possessive, shortened."""

from inlay.contract import Entity, Field, Scalar, without_optional
from inlay.contract.naming import plural, snake_case
from inlay.linking.synonyms import synonyms
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.turns import day_turn
from inlay_finetune.synthetic.world import World

__all__ = [
    "article",
    "each_child",
    "entity_word",
    "field_words",
    "label",
    "many",
    "noun",
    "of_owner",
    "rows_of",
    "several",
    "value_words",
]


def label(name: str) -> str:
    """Give a name as words: `unit_price` is `unit price`."""
    return snake_case(name).replace("_", " ")


def value_words(dice: Dice, value: str) -> str:
    """Give an enum value as it is said."""
    return value if "_" in value and dice.language == "en" and dice.chance(0.3) else label(value)


def article(word: str) -> str:
    """Give `a` or `an`."""
    return "an" if word[:1] in "aeiou" else "a"


def entity_word(dice: Dice, entity: Entity) -> str:
    """Give an entity as it is said."""
    words = label(entity.name)
    return words.split()[-1] if " " in words and dice.language == "en" and dice.chance(0.25) else words


def several(words: str) -> str:
    """Give words in the plural."""
    return plural(words.replace(" ", "_")).replace("_", " ")


def field_words(dice: Dice, field: Field) -> str:
    """Give a field's name as it is said, mostly plainly."""
    if without_optional(field.type) in (Scalar("date"), Scalar("datetime")):
        return _day_words(dice, field.name)
    words = label(field.name)
    if words.startswith("is "):
        words = words[3:]
    parts = words.split()
    if dice.language == "zh":
        return words
    if len(parts) == 2 and dice.chance(0.06):
        return dice.pick([f"{parts[1]} per {parts[0]}", parts[1], "".join(parts), "-".join(parts)])
    if dice.chance(0.04):
        others = sorted(synonyms().get(parts[-1], ()))
        if others:
            return " ".join([*parts[:-1], dice.pick(others)])
    if dice.chance(0.05):
        return field.name
    return words


def _day_words(dice: Dice, name: str) -> str:
    """Give the name of a day as it is said: as what happened on it, or as a date."""
    turn = day_turn(name)
    if turn.kind == "called" and turn.word == label(name):
        loose = turn.word.split()[-1] in ("since", "until", "from", "by") and dice.chance(0.5)
        return f"{turn.word} date" if loose else turn.word
    return dice.tell(f"mention.{turn.kind}", word=turn.word, plain=label(name))


def noun(dice: Dice, field: Field) -> str:
    """Give a field with or without its article."""
    words = field_words(dice, field)
    return f"the {words}" if dice.chance(0.6) else words


def of_owner(dice: Dice, entity: Entity, field: Field) -> str:
    """Give a field together with whose it is, or without."""
    words, owner = field_words(dice, field), entity_word(dice, entity)
    if " it " in words:
        return f"the {words.replace(' it ', dice.pick([' it ', f' the {owner} ']))}"
    return dice.tell("mention.of_owner", owner=owner, field=words)


def rows_of(dice: Dice, world: World) -> str:
    """Give the children of the root in the plural: `lines`, `order lines`."""
    words = label(world.children)
    child = several(label(world.child.name))
    return words if dice.chance(0.85) else child


def each_child(dice: Dice, world: World) -> str:
    """Give one child: `line`, `order line`."""
    from inlay.contract.naming import snake_case as snake

    return (
        entity_word(dice, world.child)
        if dice.chance(0.8) or dice.language == "zh"
        else snake(world.child.name).split("_")[-1]
    )


def many(dice: Dice, entity: Entity) -> str:
    """Give an entity in the plural."""
    return plural(snake_case(entity.name)).replace("_", " ") if dice.chance(0.9) else several(entity_word(dice, entity))
