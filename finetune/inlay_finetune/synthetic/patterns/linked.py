"""Rules through references: rows by what they point to, fields of the reference, most and distinct among linked things."""

from inlay.contract import ListType, OptionalType
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
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
from inlay_finetune.synthetic.world import World, is_decimal, is_number, is_str

__all__ = ["PATTERNS"]


def linked_check(world: World) -> Draft | None:
    """Any, all or none of the rows point to something that meets a condition."""
    dice = world.dice
    condition = sample_condition(dice, world.thing, negatives=dice.chance(0.3)) if world.thing else None
    if condition is None or world.link is None:
        return None
    _, takes = root_of(world)
    rows, it, link, over = rows_of(dice, world), each_child(dice, world), label(world.link), kids(world)
    claim, test = said_of(condition, f"the {link}"), condition.python(f"<v0>.{name(world.link)}")
    how = dice.pick(["any", "all", "none"])
    does = dice.tell(f"linked.check.{how}", rows=rows, it=it, link=link, claim=claim)
    code = f"{'not any' if how == 'none' else how}({test} for <v0> in {over})"
    return done("links_fit", takes, BOOL, does, f"return {code}", "R246", "R161")


def compared_inside(world: World) -> Draft | None:
    """Rows whose own number is held against that of what they point to."""
    dice = world.dice
    if world.thing is None or world.link is None:
        return None
    near, far = world.field(world.child, is_decimal), world.field(world.thing, is_decimal)
    if near is None or far is None:
        return None
    _, takes = root_of(world)
    rows, it, link, over, operator = (
        rows_of(dice, world),
        each_child(dice, world),
        label(world.link),
        kids(world),
        dice.pick([">", ">=", "<", "<="]),
    )
    own, there = f"<v0>.{name(near.name)}", f"<v0>.{name(world.link)}.{name(far.name)}"
    a, b = field_words(dice, near), f"the {field_words(dice, far)} of the {link}"
    how = compare_words(dice, operator, b)
    shape = dice.pick(["count", "any", "all", "sum"])
    does = dice.tell(f"linked.inside.{shape}", rows=rows, it=it, a=a, b=b, how=how)
    if shape == "count":
        code = f"return sum(1 for <v0> in {over} if {own} {operator} {there})"
        return done("count_of", takes, INT, does, code, "R246", "R004")
    if shape == "sum":
        code = f"return sum(({own} - {there} for <v0> in {over}), {ZERO})"
        return done("margin", takes, DECIMAL, does, code, "R246", "R002")
    code = f"return {shape}({own} {operator} {there} for <v0> in {over})"
    return done("check", takes, BOOL, does, code, "R246", "R161")


def distinct_links(world: World) -> Draft | None:
    """Distinct or sorted texts, extremes of what the rows point to."""
    dice = world.dice
    if world.thing is None or world.link is None:
        return None
    text, number = world.field(world.thing, is_str), world.field(world.thing, is_number)
    _, takes = root_of(world)
    rows, it, link, over = rows_of(dice, world), each_child(dice, world), label(world.link), kids(world)
    if number is not None and dice.chance(0.5):
        high, zero, said = dice.chance(0.6), ZERO if is_decimal(number.type) else "0", field_words(dice, number)
        word = dice.pick(["highest", "largest", "biggest"] if high else ["lowest", "smallest"])
        does = dice.tell("linked.extreme", word=word, said=said, link=link, rows=rows, it=it)
        return done(
            "extreme_link",
            takes,
            DECIMAL if is_decimal(number.type) else INT,
            does,
            f"return {'max' if high else 'min'}((<v0>.{name(world.link)}.{name(number.name)} for <v0> in {over}), default={zero})",
            "R246",
            "R010",
        )
    if text is None:
        return None
    said = field_words(dice, text)
    inner = f"{{<v0>.{name(world.link)}.{name(text.name)} for <v0> in {over}}}"
    phrases = {"said": said, "texts": plural(said), "link": link, "rows": rows, "it": it}
    if dice.chance(0.5):
        does = dice.tell("linked.different.count", **phrases)
        return done("different_links", takes, INT, does, f"return len({inner})", "R246", "R017")
    does = dice.tell("linked.different.list", **phrases)
    return done("link_names", takes, ListType(TEXT), does, f"return sorted({inner})", "R246", "R139")


def link_where(world: World) -> Draft | None:
    """A sum over the rows whose linked thing meets a condition, less or held against something."""
    dice, value = world.dice, amount(world, world.child)
    condition = sample_condition(dice, world.thing, negatives=dice.chance(0.3)) if world.thing else None
    if condition is None or world.link is None or value is None:
        return None
    _, takes = root_of(world)
    rows, it, link = rows_of(dice, world), each_child(dice, world), label(world.link)
    claim, test = said_of(condition, f"the {link}"), condition.python(f"<v0>.{name(world.link)}")
    total = added(value[0], kids(world), f" if {test}")
    phrases = {"v": value[1], "rows": rows, "it": it, "claim": claim}
    if dice.chance(0.4):
        operator, stated = dice.pick([">=", ">", "<=", "<"]), str(dice.round_number(20, 4000))
        how = compare_words(dice, operator, stated)
        does = dice.tell("linked.where.reaches", how=how, **phrases)
        return done("reaches", takes, BOOL, does, f"return {total} {operator} {decimal(stated)}", "R246", "R030")
    percent = str(dice.between(2, 90))
    does = dice.tell("linked.where.part", percent=percent, **phrases)
    return done("part", takes, DECIMAL, does, f"return {total} * {constant(percent)} / 100", "R246", "R057")


def partner_rate(world: World) -> Draft | None:
    """A number times one of the reference, or a condition of the reference that picks a rate."""
    dice, who = world.dice, partner(world)
    own, far = world.field(world.root, is_number), world.field(world.other, is_decimal)
    if who is None or own is None or far is None:
        return None
    root, takes = root_of(world)
    a, there = field_words(dice, own), field_words(dice, far)
    b = dice.say(f"the {who[1]}'s {there}", f"the {there} of the {who[1]}", f"its {who[1]}'s {there}")
    phrases = {"a": a, "b": b, "far": there, "who": who[1]}
    access, rate = f"{root}.{name(own.name)}", f"{who[0]}.{name(far.name)}"
    shape = dice.pick(["times", "percent", "minus", "flag"])
    if shape != "flag" and (shape == "times" or is_decimal(own.type)):
        does = dice.tell(f"linked.partner.{shape}", **phrases)
        made, code, tag = {
            "times": ("worth", f"{access} * {rate}", "R002"),
            "percent": ("share", f"{access} * {rate} / 100", "R057"),
            "minus": ("rest", f"max({access} - {rate}, {ZERO})", "R056"),
        }[shape]
        return done(made, takes, DECIMAL, does, f"return {code}", "R246", tag)
    condition = sample_condition(dice, world.other, but=(far,), negatives=dice.chance(0.3))
    if condition is None or not is_decimal(own.type):
        return None
    claim, percent = said_of(condition, f"the {who[1]}"), str(dice.between(2, 60))
    does = dice.tell("linked.partner.flag", a=a, percent=percent, claim=claim)
    return done(
        "price_for",
        (*takes, *condition.takes),
        DECIMAL,
        does,
        f"if {condition.python(who[0])}:\n    return {access} * (100 - {constant(percent)}) / 100\nreturn {access}",
        "R246",
        "R057",
    )


def maybe_partner(world: World) -> Draft | None:
    """What may be missing as a reference: whether it is there, its number or a stand-in."""
    dice, field = world.dice, world.root.field(world.reference)
    if field is None or not isinstance(field.type, OptionalType):
        return None
    root, takes = root_of(world)
    access, who = f"{root}.{name(world.reference)}", label(world.reference)
    number = world.field(world.other, is_decimal)
    own = world.field(world.root, is_decimal)
    if number is None or dice.chance(0.3):
        has = dice.chance(0.5)
        does = dice.tell(f"linked.maybe.{'has' if has else 'lacks'}", who=who)
        return done("has_partner", takes, BOOL, does, f"return {access} is {'not ' if has else ''}None", "R247")
    said = field_words(dice, number)
    if own is not None and dice.chance(0.5):
        a = field_words(dice, own)
        does = dice.tell("linked.maybe.percent", a=a, who=who, said=said)
        base = f"{root}.{name(own.name)}"
        return done(
            "price_with",
            takes,
            DECIMAL,
            does,
            f"if {access} is None:\n    return {base}\nreturn {base} * (100 - {access}.{name(number.name)}) / 100",
            "R247",
            "R057",
        )
    stated = str(dice.between(1, 90))
    shown, code = ("zero", ZERO) if dice.chance(0.5) else (stated, decimal(stated))
    does = dice.tell("linked.maybe.value", said=said, who=who, shown=shown)
    return done(
        "partner_value",
        takes,
        DECIMAL,
        does,
        f"return {code} if {access} is None else {access}.{name(number.name)}",
        "R247",
    )


PATTERNS = (
    (linked_check, 1.5),
    (compared_inside, 1.5),
    (distinct_links, 1.2),
    (link_where, 1.5),
    (partner_rate, 2),
    (maybe_partner, 2),
)
