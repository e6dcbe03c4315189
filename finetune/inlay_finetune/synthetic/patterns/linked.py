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
    if how == "any":
        does, code = (
            dice.say(
                f"Whether there is any {it} for which {claim}",
                f"True if for at least one of the {rows} {claim}",
                f"Is there a {it} with a {link} such that {claim}?",
            ),
            f"any({test} for <v0> in {over})",
        )
    elif how == "all":
        does, code = (
            dice.say(
                f"Whether for every {it} {claim}",
                f"True if for all {rows} {claim}",
                f"For each of the {rows} it must hold that {claim}",
            ),
            f"all({test} for <v0> in {over})",
        )
    else:
        does, code = (
            dice.say(
                f"Whether there is no {it} for which {claim}",
                f"True if for none of the {rows} {claim}",
                f"No {it} may be such that {claim}",
            ),
            f"not any({test} for <v0> in {over})",
        )
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
    if shape == "count":
        return done(
            "count_of",
            takes,
            INT,
            dice.say(
                f"How many {rows} have a {a} {how}",
                f"Count the {rows} whose {a} is {how}",
                f"Number of {rows} where the {a} is {how}",
            ),
            f"return sum(1 for <v0> in {over} if {own} {operator} {there})",
            "R246",
            "R004",
        )
    if shape == "sum":
        does = dice.say(
            f"The sum over the {rows} of {a} minus {b}",
            f"For each {it} its {a} less {b}, added up",
            f"Add up the difference between {a} and {b} (in that order) over the {rows}",
        )
        return done(
            "margin",
            takes,
            DECIMAL,
            does,
            f"return {added(f'({own} - {there})', over)}".replace(f"(({own} - {there}) for", f"({own} - {there} for"),
            "R246",
            "R002",
        )
    does = (
        dice.say(
            f"Whether any {it} has a {a} {how}",
            f"True if for some {it} the {a} is {how}",
            f"Is there a {it} whose {a} is {how}?",
        )
        if shape == "any"
        else dice.say(
            f"Whether every {it} has a {a} {how}",
            f"True if for all {rows} the {a} is {how}",
            f"All {rows} must have a {a} {how}",
        )
    )
    return done(
        "check", takes, BOOL, does, f"return {shape}({own} {operator} {there} for <v0> in {over})", "R246", "R161"
    )


def distinct_links(world: World) -> Draft | None:
    """Distinct or sorted texts, extremes of what the rows point to."""
    dice = world.dice
    if world.thing is None or world.link is None:
        return None
    text, number = world.field(world.thing, is_str), world.field(world.thing, is_number)
    _, takes = root_of(world)
    rows, link, over = rows_of(dice, world), label(world.link), kids(world)
    if number is not None and dice.chance(0.5):
        high, zero, said = dice.chance(0.6), ZERO if is_decimal(number.type) else "0", field_words(dice, number)
        word = dice.pick(["highest", "largest", "biggest"] if high else ["lowest", "smallest"])
        does = dice.say(
            f"The {word} {said} of any {link} among the {rows}, zero without {rows}",
            f"The {word} {link} {said} over the {rows}; 0 if there are none",
            f"Of all the {rows} the {word} {said} of their {link}, zero when there are none",
        )
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
    if dice.chance(0.5):
        return done(
            "different_links",
            takes,
            INT,
            dice.say(
                f"How many different {link} {plural(said)} occur in the {rows}",
                f"Count the distinct {plural(said)} of the {link} over the {rows}",
                f"Number of different {plural(said)} among what the {rows} have as {link}",
            ),
            f"return len({inner})",
            "R246",
            "R017",
        )
    return done(
        "link_names",
        takes,
        ListType(TEXT),
        dice.say(
            f"The different {plural(said)} of the {link} over all {rows}, sorted",
            f"List each {link} {said} among the {rows} once, in alphabetical order",
            f"Sorted {plural(said)} of the {link} of the {rows}, no doubles",
        ),
        f"return sorted({inner})",
        "R246",
        "R139",
    )


def link_where(world: World) -> Draft | None:
    """A sum over the rows whose linked thing meets a condition, less or held against something."""
    dice, value = world.dice, amount(world, world.child)
    condition = sample_condition(dice, world.thing, negatives=dice.chance(0.3)) if world.thing else None
    if condition is None or world.link is None or value is None:
        return None
    _, takes = root_of(world)
    rows, link = rows_of(dice, world), label(world.link)
    claim, test = said_of(condition, f"the {link}"), condition.python(f"<v0>.{name(world.link)}")
    total = added(value[0], kids(world), f" if {test}")
    if dice.chance(0.4):
        operator, stated = dice.pick([">=", ">", "<=", "<"]), str(dice.round_number(20, 4000))
        how = compare_words(dice, operator, stated)
        does = dice.say(
            f"Whether the sum of {value[1]} over the {rows} for which {claim} is {how}",
            f"True if {value[1]} of those {rows} where {claim} adds up to {how}",
            f"Is the total {value[1]} of the {rows} with {claim} {how}?".replace(" with the", " where the"),
        )
        return done("reaches", takes, BOOL, does, f"return {total} {operator} {decimal(stated)}", "R246", "R030")
    percent = str(dice.between(2, 90))
    does = dice.say(
        f"{percent} percent of the sum of {value[1]} over the {rows} for which {claim}",
        f"Of all {rows} where {claim}, {percent}% of the total {value[1]}",
        f"Add up {value[1]} of the {rows} if {claim}, and take {percent} percent of it",
    )
    return done("part", takes, DECIMAL, does, f"return {total} * {constant(percent)} / 100", "R246", "R057")


def partner_rate(world: World) -> Draft | None:
    """A number times one of the reference, or a condition of the reference that picks a rate."""
    dice, who = world.dice, partner(world)
    own, far = world.field(world.root, is_number), world.field(world.other, is_decimal)
    if who is None or own is None or far is None:
        return None
    root, takes = root_of(world)
    a, b = (
        field_words(dice, own),
        dice.say(
            f"the {who[1]}'s {field_words(dice, far)}",
            f"the {field_words(dice, far)} of the {who[1]}",
            f"its {who[1]}'s {field_words(dice, far)}",
        ),
    )
    access, rate = f"{root}.{name(own.name)}", f"{who[0]}.{name(far.name)}"
    shape = dice.pick(["times", "percent", "minus", "flag"])
    if shape == "times":
        return done(
            "worth",
            takes,
            DECIMAL,
            dice.say(f"The {a} times {b}", f"{b} multiplied by the {a}", f"{a} at {b} each"),
            f"return {access} * {rate}",
            "R246",
            "R002",
        )
    if shape == "percent" and is_decimal(own.type):
        return done(
            "share",
            takes,
            DECIMAL,
            dice.say(f"{b} percent of the {a}", f"The {a} times {b} in percent", f"Of the {a} as many percent as {b}"),
            f"return {access} * {rate} / 100",
            "R246",
            "R057",
        )
    if shape == "minus" and is_decimal(own.type):
        return done(
            "rest",
            takes,
            DECIMAL,
            dice.say(
                f"The {a} minus {b}, at least zero",
                f"{b} taken off the {a}, never below zero",
                f"What the {a} is above {b}, zero if it is not",
            ),
            f"return max({access} - {rate}, {ZERO})",
            "R246",
            "R056",
        )
    condition = sample_condition(dice, world.other, but=(far,), negatives=dice.chance(0.3))
    if condition is None or not is_decimal(own.type):
        return None
    claim, percent = said_of(condition, f"the {who[1]}"), str(dice.between(2, 60))
    does = dice.say(
        f"The {a}, less {percent} percent if {claim}",
        f"If {claim}, {percent}% off the {a}; otherwise the {a} as it is",
        f"{a} with {percent} percent off when {claim}",
        f"The full {a} unless {claim}: then {percent} percent less",
    )
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
        does = (
            dice.say(f"Whether it has a {who}", f"True if there is a {who}", f"A {who} must be given")
            if has
            else dice.say(
                f"Whether it has no {who}", f"True if the {who} is missing", f"Only as long as there is no {who}"
            )
        )
        return done("has_partner", takes, BOOL, does, f"return {access} is {'not ' if has else ''}None", "R247")
    said = field_words(dice, number)
    if own is not None and dice.chance(0.5):
        a = field_words(dice, own)
        does = dice.say(
            f"The {a} less the {who}'s {said} in percent; the full {a} without a {who}",
            f"If there is a {who}, the {a} reduced by its {said} percent, otherwise the {a}",
            f"The {a}; when a {who} is given, its {said} percent off",
        )
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
    does = dice.say(
        f"The {said} of the {who}, {shown} if there is none",
        f"The {who}'s {said}, or {shown} without a {who}",
        f"{shown} when it has no {who}, otherwise the {said} of the {who}",
    )
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
