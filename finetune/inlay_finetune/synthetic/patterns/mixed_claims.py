"""Yes-or-no rules that mix a limit, conditions and lists."""

from inlay.contract import Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, claim_of, decimal, done, root_of
from inlay_finetune.synthetic.world import World, is_number

__all__ = ["PATTERNS"]


def mixed_or(world: World) -> Draft | None:
    """A parameter over a limit, or a condition, or a pair of conditions."""
    dice = world.dice
    root, takes = root_of(world)
    first = sample_condition(dice, world.root, negatives=False)
    second = sample_condition(dice, world.root, but=first.fields) if first else None
    if first is None or second is None:
        return None
    third = sample_condition(dice, world.root, but=(*first.fields, *second.fields))
    amount = Parameter(name=dice.pick(["amount", "damage", "value", "total"]), type=DECIMAL)
    operator, limit = dice.pick([">", ">="]), str(dice.round_number(50, 9000))
    code, x, y = f"{name(amount.name)} {operator} {decimal(limit)}", first.python(root), second.python(root)
    words = {
        "over": dice.tell("mixed_claims.mixed_or.over", amount=amount.name, how=compare_words(dice, operator, limit)),
        "a": claim_of(world, first),
        "b": claim_of(world, second),
        "lead": dice.tell("mixed_claims.mixed_or.lead"),
    }
    if third is not None and dice.chance(0.5):
        shape, code = "pair_last", f"{code} or {x} or ({y} and {third.python(root)})"
        words["c"] = third.predicate.format(s="it")
    elif dice.chance(0.5):
        shape, code = "pair", f"{code} or ({x} and {y})"
    else:
        shape, code = "three", f"{code} or {x} or {y}"
    does = dice.tell(f"mixed_claims.mixed_or.{shape}", **words)
    return done("needed", (*takes, amount), BOOL, does, f"return {code}", "R162")


def nothing_yet(world: World) -> Draft | None:
    """Requirements on lists: only while a list is empty, no child with something, unless some child has something."""
    dice = world.dice
    root, takes = root_of(world)
    list_name = world.seconds if world.seconds and dice.chance(0.5) else world.children
    entity = world.second if list_name == world.seconds and world.second else world.child
    over = f"{root}.{name(list_name)}"
    number = world.field(entity, is_number)
    words = {"rows": label(list_name), "it": entity_word(dice, entity), "one": entity_word(dice, world.root)}
    shape = dice.pick(["empty", "zero", "unless", "empty"])
    if shape == "empty" or number is None:
        does = dice.tell("mixed_claims.lists.empty", **words)
        return done("untouched", takes, BOOL, does, f"return not {over}", "R003")
    does = dice.tell(f"mixed_claims.lists.{shape}", said=field_words(dice, number), **words)
    own, operator = ("none_zero", "==") if shape == "zero" else ("unless_some", ">")
    code = f"not any(<v0>.{name(number.name)} {operator} 0 for <v0> in {over})"
    return done(own, takes, BOOL, does, f"return {code}", "R161")


PATTERNS = (
    (mixed_or, 1.5),
    (nothing_yet, 1.5),
)
