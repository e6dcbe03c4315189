"""Yes-or-no rules that mix a limit, conditions and lists."""

from inlay.contract import (
    DecimalType,
    Parameter,
    Scalar,
)
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.parts import root_of
from inlay_finetune.synthetic.world import World, is_number

__all__ = ["PATTERNS"]


def mixed_or(world: World) -> Draft | None:
    """A parameter over a limit, or a condition, or a pair of conditions."""
    dice = world.dice
    root, takes = root_of(world)
    first = sample_condition(dice, world.root, negatives=False)
    if first is None:
        return None
    second = sample_condition(dice, world.root, but=first.fields)
    third = sample_condition(dice, world.root, but=(*first.fields, *second.fields)) if second else None
    if second is None:
        return None
    amount = Parameter(name=dice.pick(["amount", "damage", "value", "total"]), type=DecimalType())
    operator, limit = dice.pick([">", ">="]), str(dice.round_number(50, 9000))
    claims = [
        condition.predicate.format(s=dice.pick(["it", f"the {entity_word(dice, world.root)}"]))
        for condition in (first, second)
    ]
    lead = dice.pick(["True if", "Needed if", "Whether", "Required when", "Yes if"])
    over = f"the {amount.name} is {compare_words(dice, operator, limit)}"
    code = f'{name(amount.name)} {operator} Decimal("{constant(limit)}")'
    if third is not None and dice.chance(0.5):
        tail = third.predicate.format(s="it")
        does = f"{lead} {over}, or if {claims[0]}, or if {claims[1]} and {tail}"
        body = f"return {code} or {first.python(root)} or ({second.python(root)} and {third.python(root)})"
    elif dice.chance(0.5):
        does = f"{lead} {over}, or if {claims[0]} and {claims[1]}"
        body = f"return {code} or ({first.python(root)} and {second.python(root)})"
    else:
        does = f"{lead} {over} or {claims[0]}, or {claims[1]}"
        body = f"return {code} or {first.python(root)} or {second.python(root)}"
    return Draft(
        name="needed", takes=(*takes, amount), returns=Scalar("bool"), does=sentence(does), body=body, tags=("R162",)
    )


def nothing_yet(world: World) -> Draft | None:
    """Requirements on lists: only while a list is empty, no child with something, unless some child has something."""
    dice = world.dice
    root, takes = root_of(world)
    list_name = world.seconds if world.seconds and dice.chance(0.5) else world.children
    entity = world.second if list_name == world.seconds and world.second else world.child
    over, rows, one = f"{root}.{name(list_name)}", label(list_name), entity_word(dice, world.root)
    number = world.field(entity, is_number)
    shape = dice.pick(["empty", "zero", "unless", "empty"])
    if shape == "empty" or number is None:
        does = dice.say(
            f"Only while there are no {rows} yet",
            f"As long as the {one} has no {rows}",
            f"The {one} can be changed only while it has no {rows}",
            f"Only if there are still no {rows}",
            f"No {rows} may exist",
        )
        return Draft(
            name="untouched",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return not {over}",
            tags=("R003",),
        )
    said = field_words(dice, number)
    access = f"<v0>.{name(number.name)}"
    if shape == "zero":
        does = dice.say(
            f"No {entity_word(dice, entity)} has a {said} of zero",
            f"True if none of the {rows} has {said} zero",
            f"Allowed when no {entity_word(dice, entity)} has a {said} of zero",
        )
        return Draft(
            name="none_zero",
            takes=takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=f"return not any({access} == 0 for <v0> in {over})",
            tags=("R161",),
        )
    does = dice.say(
        f"Can be cancelled unless some {entity_word(dice, entity)} has a {said} above zero",
        f"Unless any of the {rows} has {said} greater than zero",
        f"Allowed unless there is a {entity_word(dice, entity)} whose {said} is more than zero",
    )
    return Draft(
        name="unless_some",
        takes=takes,
        returns=Scalar("bool"),
        does=sentence(does),
        body=f"return not any({access} > 0 for <v0> in {over})",
        tags=("R161",),
    )


PATTERNS = (
    (mixed_or, 1.5),
    (nothing_yet, 1.5),
)
