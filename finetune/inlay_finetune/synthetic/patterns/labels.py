"""Words as results: three outcomes, up or down, stock levels, what is missing, templates with values inside."""

from inlay.contract import EnumType, Type
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import (
    DECIMAL,
    INT,
    TEXT,
    claim_of,
    done,
    is_maybe,
    kids,
    partner,
    root_of,
    spell,
    taken,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_THREE = (
    ("reject", "check", "accept"), ("stop", "warn", "go"), ("refuse", "review", "approve"), ("empty", "low", "full"), ("manual", "assisted", "automatic"), ("cold", "warm", "hot"),
    ("basic", "plus", "premium"), ("poor", "fair", "good"), ("denied", "waiting", "granted"), ("post", "courier", "truck"), ("standard", "express", "same_day"),
)  # fmt: skip


def _words(world: World, count: int) -> tuple[Type, list[str], list[str]]:
    """Words to give: as an enum or as text; their type, code and how they are said."""
    dice = world.dice
    words = (
        dice.some(dice.pick(_THREE), count) if dice.chance(0.85) else [f"{dice.invented()}{at}" for at in "abc"[:count]]
    )
    if dice.chance(0.5):
        return EnumType(tuple(words)), [f'"{name(word)}"' for word in words], [label(word) for word in words]
    return TEXT, [f'"{constant(word)}"' for word in words], [f'"{word}"' for word in words]


def three_outcomes(world: World) -> Draft | None:
    """Two conditions in order and a rest."""
    dice = world.dice
    one = sample_condition(dice, world.root, negatives=dice.chance(0.3))
    two = sample_condition(dice, world.root, but=one.fields, negatives=dice.chance(0.3)) if one else None
    if one is None or two is None:
        return None
    root, takes = root_of(world)
    returns, code, said = _words(world, 3)
    a, b = claim_of(world, one), two.predicate.format(s="it")
    x, y = one.python(root), two.python(root)
    if dice.chance(0.3):
        does = dice.say(
            f"{said[0]} if {a} and {b}, {said[1]} if only one of the two holds, otherwise {said[2]}",
            f"{said[2]} when neither holds of: {a}; {b}. {said[1]} when one does, {said[0]} when both do",
            f"Both ({a}; {b}): {said[0]}. One of them: {said[1]}. None: {said[2]}",
        )
        body = f"if {x} and {y}:\n    return {code[0]}\nif {x} or {y}:\n    return {code[1]}\nreturn {code[2]}"
    else:
        does = dice.say(
            f"{said[0]} if {a}, else {said[1]} if {b}, otherwise {said[2]}",
            f"If {a} it is {said[0]}; failing that, if {b}, {said[1]}; in all other cases {said[2]}",
            f"{said[2]}, but {said[1]} if {b}, and in any case {said[0]} if {a}",
            f"When {a}: {said[0]}. Otherwise {said[1]} when {b} and {said[2]} when not",
            f"{said[0]} where {a}. Of the rest, {said[1]} where {b}; everything else {said[2]}",
        )
        body = f"if {x}:\n    return {code[0]}\nif {y}:\n    return {code[1]}\nreturn {code[2]}"
    return done("decision", (*takes, *taken(one, two)), returns, does, body, "R250")


def up_or_down(world: World) -> Draft | None:
    """Three words by comparing two numbers or days."""
    dice, one = world.dice, world.field(world.root, is_number, is_date)
    if one is None:
        return None
    same = is_decimal if is_decimal(one.type) else is_int if is_int(one.type) else is_date
    two = world.field(world.root, same, but=(one,))
    if two is None:
        return None
    root, takes = root_of(world)
    returns, code, said = _words(world, 3)
    a, b, first, second = (
        field_words(dice, one),
        field_words(dice, two),
        f"{root}.{name(one.name)}",
        f"{root}.{name(two.name)}",
    )
    more, less = (
        ("after", "before")
        if is_date(one.type)
        else dice.pick([("above", "below"), ("more than", "less than"), ("higher than", "lower than")])
    )
    does = dice.say(
        f"{said[0]} if the {a} is {more} the {b}, {said[1]} if it is {less} it, {said[2]} if both are equal",
        f"Compare {a} with {b}: {more} gives {said[0]}, {less} gives {said[1]}, the same {said[2]}",
        f"{said[2]} when the {a} equals the {b}; otherwise {said[0]} when it is {more} and {said[1]} when it is {less} that",
        f"By the {a} against the {b}: {said[0]} when {more}, {said[1]} when {less}, otherwise {said[2]}",
    )
    return done(
        "compared",
        takes,
        returns,
        does,
        f"if {first} > {second}:\n    return {code[0]}\nif {first} < {second}:\n    return {code[1]}\nreturn {code[2]}",
        "R250",
    )


def stock_level(world: World) -> Draft | None:
    """Three words by a number against zero and a field or stated limit."""
    dice, field = world.dice, world.field(world.root, is_number)
    if field is None:
        return None
    root, takes = root_of(world)
    returns, code, said = _words(world, 3)
    a, access = field_words(dice, field), f"{root}.{name(field.name)}"
    other = world.field(world.root, is_decimal if is_decimal(field.type) else is_int, but=(field,))
    if other is not None and dice.chance(0.5):
        b, limit = f"the {field_words(dice, other)}", f"{root}.{name(other.name)}"
    else:
        b = str(dice.round_number(5, 90))
        limit = spell(DECIMAL if is_decimal(field.type) else INT)(b)
    if dice.chance(0.5):
        does = dice.say(
            f"{said[0]} if the {a} is zero, {said[1]} if it is below {b}, otherwise {said[2]}",
            f"No {a} at all is {said[0]}, less than {b} is {said[1]}, everything else {said[2]}",
            f"By {a}: zero {said[0]}, under {b} {said[1]}, from there on {said[2]}",
        )
        body = (
            f"if {access} == 0:\n    return {code[0]}\nif {access} < {limit}:\n    return {code[1]}\nreturn {code[2]}"
        )
    else:
        does = dice.say(
            f"{said[0]} if the {a} is zero or less, {said[1]} if it is at most {b}, otherwise {said[2]}",
            f"{said[2]} when the {a} is above {b}; up to that {said[1]}, but {said[0]} at zero or below",
            f"The {a} not above zero: {said[0]}; not above {b}: {said[1]}; else {said[2]}",
        )
        body = (
            f"if {access} <= 0:\n    return {code[0]}\nif {access} <= {limit}:\n    return {code[1]}\nreturn {code[2]}"
        )
    return done("level", takes, returns, does, body, "R032")


def by_rows(world: World) -> Draft | None:
    """A word by the rows: none, all fit, some fit."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=False)
    if condition is None:
        return None
    _, takes = root_of(world)
    returns, code, said = _words(world, 3)
    rows, over, test = rows_of(dice, world), kids(world), condition.python("<v0>")
    claim = condition.predicate.format(s="it")
    if dice.chance(0.5):
        does = dice.say(
            f"{said[0]} without {rows}, {said[1]} if for all of them {claim}, otherwise {said[2]}",
            f"If there are no {rows} {said[0]}; if for every one {claim} {said[1]}; else {said[2]}",
            f"{said[0]} as long as there are no {rows}. Then {said[1]} when for each {claim}, {said[2]} when not",
        )
        body = (
            f"if not {over}:\n    return {code[0]}\nreturn {code[1]} if all({test} for <v0> in {over}) else {code[2]}"
        )
    else:
        does = dice.say(
            f"{said[0]} if there are {rows} {condition.relative}, otherwise {said[1]}",
            f"{said[0]} as soon as for one of the {rows} {claim}; {said[1]} if for none",
            f"{said[1]} unless any of the {rows} is such that {claim}: then {said[0]}",
        )
        body = f"return {code[0]} if any({test} for <v0> in {over}) else {code[1]}"
    return done("state", (*takes, *condition.takes), returns, does, body, "R250", "R161")


def template(world: World) -> Draft | None:
    """A text with fields of the root and of its reference inside."""
    dice, who = world.dice, partner(world)
    one = world.field(world.root, is_str)
    if one is None:
        return None
    root, takes = root_of(world)
    a, first = field_words(dice, one), f"{{{root}.{name(one.name)}}}"
    far = world.field(world.other, is_str) if who is not None else None
    if far is not None and who is not None and dice.chance(0.6):
        b, second = f"the {who[1]}'s {field_words(dice, far)}", f"{{{who[0]}.{name(far.name)}}}"
        sign, said = dice.pick(
            [
                (", ", "comma and space"),
                (" - ", '" - "'),
                (" / ", '" / "'),
                (": ", "colon and space"),
                (" of ", '" of "'),
                (" for ", '" for "'),
            ]
        )
        does = dice.say(
            f"The {a} and {b}, joined by {said}",
            f"The {a}, then {said}, then {b}",
            f"{a} and {b} with {said} between them",
            f"The {a} followed by {b}, separated by {said}",
        )
        return done("title", takes, TEXT, does, f'return f"{first}{sign}{second}"', "R195", "R246")
    prefix = dice.pick(["No. ", "REF-", "ID ", "Case ", "INV-", "#", "Dear "])
    does = dice.say(
        f'"{prefix.strip()}" and the {a} directly behind it',
        f'The {a} with "{prefix.strip()}" directly before it',
        f'The {a}, prefixed by "{prefix.strip()}"',
    )
    # A constant of the sentence stands as a literal of its own, so the two are joined by a plus.
    body = f'return "{constant(prefix.strip())}" + {root}.{name(one.name)}'
    return done("reference", takes, TEXT, does, body, "R195")


def or_else(world: World) -> Draft | None:
    """An optional text, or another field, or a stated word."""
    dice, field = world.dice, world.field(world.root, is_maybe(TEXT))
    other = world.field(world.root, is_str, but=(field,)) if field else None
    if field is None or other is None:
        return None
    root, takes = root_of(world)
    a, b, access = field_words(dice, field), field_words(dice, other), f"{root}.{name(field.name)}"
    does = dice.say(
        f"The {a} if there is one, otherwise the {b}",
        f"The {a}, or the {b} when it is missing",
        f"The {b} unless there is a {a}; then that",
        f"The {a}; the {b} stands in when none is given",
        f"Without a {a} the {b}, else the {a}",
    )
    return done(
        "shown_name", takes, TEXT, does, f"return {root}.{name(other.name)} if {access} is None else {access}", "R247"
    )


def enum_text(world: World) -> Draft | None:
    """A stated text for each of some values of an enum."""
    dice, field = world.dice, world.field(world.root, is_enum)
    if field is None or not isinstance(field.type, EnumType) or len(field.type.values) < 2:
        return None
    root, takes = root_of(world)
    chosen, texts = (
        dice.some(field.type.values, 2),
        dice.some(
            ["ok", "see desk", "call back", "no action", "next week", "by hand", "urgent", "later", "ship now", "hold"],
            3,
        ),
    )
    said, access = field_words(dice, field), f"{root}.{name(field.name)}"
    does = dice.say(
        f'"{texts[0]}" for {label(chosen[0])}, "{texts[1]}" for {label(chosen[1])}, otherwise "{texts[2]}"',
        f'By {said}: {label(chosen[0])} is "{texts[0]}", {label(chosen[1])} is "{texts[1]}", anything else "{texts[2]}"',
        f'If the {said} is {label(chosen[0])} "{texts[0]}", if it is {label(chosen[1])} "{texts[1]}", else "{texts[2]}"',
    )
    body = f'if {access} == "{name(chosen[0])}":\n    return "{constant(texts[0])}"\nif {access} == "{name(chosen[1])}":\n    return "{constant(texts[1])}"\nreturn "{constant(texts[2])}"'
    return done("hint", takes, TEXT, does, body, "R249")


PATTERNS = (
    (three_outcomes, 2.5), (up_or_down, 1.2), (stock_level, 1.5), (by_rows, 1.2), (template, 1.5), (or_else, 1), (enum_text, 1.2),
)  # fmt: skip
