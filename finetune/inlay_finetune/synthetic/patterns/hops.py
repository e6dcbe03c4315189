"""Rules two references away: what the partner of the partner, or of what a row points to, has."""

from dataclasses import dataclass

from inlay.contract import Entity, ReferenceType
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import finish_decimal
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DECIMAL,
    INT,
    TEXT,
    ZERO,
    added,
    amount,
    decimal,
    done,
    kids,
    partner,
    root_of,
    said_of,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS", "Far", "far_of", "far_of_link"]


@dataclass(frozen=True, slots=True)
class Far:
    """What stands two references away: the expression that leads there, its words, and the entity."""

    code: str
    words: str
    entity: Entity


def _beyond(world: World, dice: Dice, near: Entity, access: str, said: str) -> Far | None:
    found = [field for field in near.fields if isinstance(field.type, ReferenceType)]
    if not found:
        return None
    field = dice.pick(found)
    target = next((e for e in world.entities if ReferenceType(e.name) == field.type), None)
    if target is None:
        return None
    words = dice.tell("hops.path", far=label(field.name), near=said)
    return Far(f"{access}.{name(field.name)}", words, target)


def far_of(world: World) -> Far | None:
    """Give what the root's reference refers to in turn, or None when one of the two may be missing."""
    who = partner(world)
    return _beyond(world, world.dice, world.other, who[0], who[1]) if who is not None else None


def far_of_link(world: World, local: str = "<v0>") -> Far | None:
    """Give what the thing that a row points to refers to in turn."""
    if world.thing is None or world.link is None:
        return None
    return _beyond(world, world.dice, world.thing, f"{local}.{name(world.link)}", label(world.link))


def far_value(world: World) -> Draft | None:
    """A text two references away, or a number of the root held against one there."""
    dice, far = world.dice, far_of(world)
    if far is None:
        return None
    root, takes = root_of(world)
    text, there, own = (
        world.field(far.entity, is_str),
        world.field(far.entity, is_number),
        world.field(world.root, is_number),
    )
    if there is not None and own is not None and dice.chance(0.7):
        operator = dice.pick(["<=", "<=", ">=", "<", ">"])
        how = compare_words(dice, operator, f"the {field_words(dice, there)} of {far.words}")
        does = dice.tell("hops.against", a=field_words(dice, own), e=entity_word(dice, world.root), how=how)
        code = f"{root}.{name(own.name)} {operator} {far.code}.{name(there.name)}"
        return done("within_far", takes, BOOL, does, f"return {code}", "R246", "R030")
    if text is None:
        return None
    does = dice.tell("hops.text", t=field_words(dice, text), far=far.words)
    return done("far_text", takes, TEXT, does, f"return {far.code}.{name(text.name)}", "R246")


def far_rate(world: World) -> Draft | None:
    """An amount with a percentage, or times a number, that stands two references away."""
    dice, far, own = world.dice, far_of(world), world.field(world.root, is_decimal)
    rate = world.field(far.entity, is_number) if far else None
    if far is None or own is None or rate is None:
        return None
    root, takes = root_of(world)
    base, there = f"{root}.{name(own.name)}", f"{far.code}.{name(rate.name)}"
    shape, code = dice.pick(
        [
            ("of", f"{base} * {there} / 100"),
            ("less", f"{base} * (100 - {there}) / 100"),
            ("more", f"{base} * (100 + {there}) / 100"),
            ("times", f"{base} * {there}"),
        ]
    )
    words = {"a": field_words(dice, own), "r": field_words(dice, rate), "far": far.words}
    draft = Draft(
        name="by_far_rate",
        takes=takes,
        returns=DECIMAL,
        does=dice.tell(f"hops.rate.{shape}", **words),
        body=code,
        tags=("R246", "R057"),
    )
    if dice.chance(0.35) and shape != "times":
        return finish_decimal(world, draft, plain=True)
    return done("by_far_rate", takes, DECIMAL, draft.does, f"return {code}", "R246", "R057")


def sum_less_far(world: World) -> Draft | None:
    """What rows add up to less an amount of the reference, or two references away, between zero and another field."""
    dice, value, who = world.dice, amount(world, world.child), partner(world)
    far = far_of(world)
    if value is None or who is None:
        return None
    near = Far(who[0], f"the {who[1]}", world.other)
    there = far if far is not None and dice.chance(0.7) else near
    minus = world.field(there.entity, is_decimal)
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.3)) if dice.chance(0.5) else None
    cap_owner = dice.pick([near, Far(root_of(world)[0], f"the {entity_word(dice, world.root)}", world.root)])
    cap = world.field(cap_owner.entity, is_decimal, but=(minus,) if minus else ())
    if minus is None or cap is None:
        return None
    _, takes = root_of(world)
    rows = rows_of(dice, world) + (f" {condition.relative}" if condition else "")
    where = f" if {condition.python('<v0>')}" if condition else ""
    less = f"the {field_words(dice, minus)} of {there.words}"
    code = f"max({added(value[0], kids(world), where)} - {there.code}.{name(minus.name)}, {ZERO})"
    words = {"a": value[1], "rows": rows, "less": less}
    more = condition.takes if condition else ()
    if dice.chance(0.45):
        does = dice.tell("hops.sum_less.floor", **words)
        return done("payable", (*takes, *more), DECIMAL, does, f"return {code}", "R052", "R246")
    top = f"the {field_words(dice, cap)} of {cap_owner.words}"
    does = dice.tell("hops.sum_less.both", cap=top, **words)
    body = f"return min({code}, {cap_owner.code}.{name(cap.name)})"
    return done("payable", (*takes, *more), DECIMAL, does, body, "R052", "R246")


def far_condition(world: World) -> Draft | None:
    """Something two references away decides whether an amount is reduced, raised, waived or due at all."""
    dice, far, own = world.dice, far_of(world), world.field(world.root, is_decimal)
    condition = sample_condition(dice, far.entity, negatives=dice.chance(0.3)) if far else None
    if far is None or own is None or condition is None:
        return None
    root, takes = root_of(world)
    base, p = f"{root}.{name(own.name)}", str(dice.between(2, 60))
    shape, first, last = dice.pick(
        [
            ("less", f"{base} * (100 - {constant(p)}) / 100", base),
            ("more", f"{base} * (100 + {constant(p)}) / 100", base),
            ("plus", f"{base} + {decimal(p)}", base),
            ("part", f"{base} * {constant(p)} / 100", ZERO),
            ("free", ZERO, base),
        ]
    )
    claim = said_of(condition, far.words)
    does = dice.tell(f"hops.choice.{shape}", a=field_words(dice, own), p=p, claim=claim)
    body = f"if {condition.python(far.code)}:\n    return {first}\nreturn {last}"
    return done("by_far_condition", (*takes, *condition.takes), DECIMAL, does, body, "R246", "R043")


def rows_far(world: World) -> Draft | None:
    """Rows by what their thing refers to: counted, added up, the largest number, or different texts."""
    dice, far = world.dice, far_of_link(world)
    if far is None:
        return None
    _, takes = root_of(world)
    over, value = kids(world), amount(world, world.child)
    whole, text = world.field(far.entity, is_int), world.field(far.entity, is_str)
    words = {"rows": rows_of(dice, world), "it": each_child(dice, world), "far": far.words}
    shape = dice.pick(["count", "sum", "any", "largest", "texts", "different"])
    if shape == "largest":
        if whole is None:
            return None
        does = dice.tell("hops.rows.largest", n=field_words(dice, whole), **words)
        code = f"max(({far.code}.{name(whole.name)} for <v0> in {over}), default=0)"
        return done("largest_far", takes, INT, does, f"return {code}", "R246", "R010")
    if shape in ("texts", "different"):
        if text is None:
            return None
        if shape == "different":
            does = dice.tell("hops.rows.different", t=field_words(dice, text), **words)
            code = f"len({{{far.code}.{name(text.name)} for <v0> in {over}}})"
            return done("different_far", takes, INT, does, f"return {code}", "R246", "R017")
        operator = dice.pick(["==", "!="])
        does = dice.tell(f"hops.rows.{'same' if operator == '==' else 'mixed'}", t=field_words(dice, text), **words)
        code = f"len({{{far.code}.{name(text.name)} for <v0> in {over}}}) {'<=' if operator == '==' else '>'} 1"
        return done("same_far", takes, BOOL, does, f"return {code}", "R246", "R017")
    condition = sample_condition(dice, far.entity, negatives=dice.chance(0.3))
    if condition is None or (shape == "sum" and value is None):
        return None
    test, claim = condition.python(far.code), said_of(condition, far.words)
    if shape == "sum" and value is not None:
        does = dice.tell("hops.rows.sum", a=value[1], claim=claim, **words)
        return done("sum_far", takes, DECIMAL, does, f"return {added(value[0], over, f' if {test}')}", "R246", "R005")
    does = dice.tell(f"hops.rows.{shape}", claim=claim, **words)
    code = f"sum(1 for <v0> in {over} if {test})" if shape == "count" else f"any({test} for <v0> in {over})"
    return done(f"{shape}_far", takes, INT if shape == "count" else BOOL, does, f"return {code}", "R246", "R004")


PATTERNS = (
    (far_value, 3),
    (far_rate, 5),
    (sum_less_far, 4),
    (far_condition, 5),
    (rows_far, 8),
)
