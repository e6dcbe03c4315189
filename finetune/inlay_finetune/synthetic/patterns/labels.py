"""Words as results: three outcomes, up or down, stock levels, what is missing, templates with values inside."""

from inlay.contract import EnumType, Type
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.number_words import number_said
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


def _by_key(said: list[str]) -> dict[str, str]:
    return dict(zip(("one", "two", "rest"), said, strict=True))


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
    counted = dice.chance(0.3)
    does = dice.tell(f"labels.three.{'count' if counted else 'first'}", a=a, b=b, **_by_key(said))
    first, second = (f"{x} and {y}", f"{x} or {y}") if counted else (x, y)
    body = f"if {first}:\n    return {code[0]}\nif {second}:\n    return {code[1]}\nreturn {code[2]}"
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
    first, second = f"{root}.{name(one.name)}", f"{root}.{name(two.name)}"
    more, less = dice.pick(_DAYS if is_date(one.type) else _NUMBERS)
    a, b = field_words(dice, one), field_words(dice, two)
    does = dice.tell("labels.compared", a=a, b=b, more=more, less=less, **_by_key(said))
    body = (
        f"if {first} > {second}:\n    return {code[0]}\nif {first} < {second}:\n    return {code[1]}\nreturn {code[2]}"
    )
    return done("compared", takes, returns, does, body, "R250")


_DAYS = (("after", "before"), ("later than", "earlier than"))
_NUMBERS = (
    ("above", "below"),
    ("more than", "less than"),
    ("higher than", "lower than"),
    ("greater than", "smaller than"),
    ("over", "under"),
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
        b = number_said(dice, b)
    key, first, then = dice.pick([("below", "==", "<"), ("most", "<=", "<=")])
    does = dice.tell(f"labels.level.{key}", a=a, b=b, **_by_key(said))
    body = f"if {access} {first} 0:\n    return {code[0]}\nif {access} {then} {limit}:\n    return {code[1]}\nreturn {code[2]}"
    return done("level", takes, returns, does, body, "R032")


def by_rows(world: World) -> Draft | None:
    """A word by the rows: none, all fit, some fit."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=False)
    if condition is None:
        return None
    _, takes = root_of(world)
    returns, code, said = _words(world, 3)
    over, test = kids(world), condition.python("<v0>")
    every = dice.chance(0.5)
    does = dice.tell(
        f"labels.rows.{'all' if every else 'any'}",
        rows=rows_of(dice, world),
        claim=condition.predicate.format(s="it"),
        relative=condition.relative,
        **_by_key(said),
    )
    if every:
        choice = f"return {code[1]} if all({test} for <v0> in {over}) else {code[2]}"
        body = f"if not {over}:\n    return {code[0]}\n{choice}"
    else:
        body = f"return {code[0]} if any({test} for <v0> in {over}) else {code[1]}"
    return done("state", (*takes, *condition.takes), returns, does, body, "R250", "R161")


_SIGNS = (
    (", ", ("comma and space", "a comma and a space")),
    (" - ", ('" - "', "a hyphen with a space on each side")),
    (" / ", ('" / "', "a slash with a space on each side")),
    (": ", ("colon and space", "a colon and a space")),
    (" of ", ('" of "', 'the word "of" with spaces around it')),
    (" for ", ('" for "', 'the word "for" with spaces around it')),
)


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
        words, second = field_words(dice, far), f"{{{who[0]}.{name(far.name)}}}"
        b = dice.say(f"the {who[1]}'s {words}", f"the {words} of the {who[1]}", f"its {who[1]}'s {words}")
        sign, said = dice.pick(_SIGNS)
        does = dice.tell("labels.template.two", a=a, b=b, sign=dice.pick(said))
        return done("title", takes, TEXT, does, f'return f"{first}{sign}{second}"', "R195", "R246")
    prefix = dice.pick(["No.", "REF-", "ID", "Case", "INV-", "#", "Dear"])
    does = dice.tell("labels.template.prefix", a=a, text=prefix)
    return done("reference", takes, TEXT, does, f'return f"{constant(prefix)}{first}"', "R195")


def or_else(world: World) -> Draft | None:
    """An optional text, or another field, or a stated word."""
    dice, field = world.dice, world.field(world.root, is_maybe(TEXT))
    other = world.field(world.root, is_str, but=(field,)) if field else None
    if field is None or other is None:
        return None
    root, takes = root_of(world)
    access = f"{root}.{name(field.name)}"
    does = dice.tell("labels.or_else", a=field_words(dice, field), b=field_words(dice, other))
    code = f"{root}.{name(other.name)} if {access} is None else {access}"
    return done("shown_name", takes, TEXT, does, f"return {code}", "R247")


_HINTS = (
    "ok", "see desk", "call back", "no action", "next week", "by hand", "urgent", "later", "ship now", "hold",
    "ask first", "send reminder", "all clear", "wait", "check again", "on request", "closed today", "pick up", "too late", "done",
)  # fmt: skip


def enum_text(world: World) -> Draft | None:
    """A stated text for each of some values of an enum."""
    dice, field = world.dice, world.field(world.root, is_enum)
    if field is None or not isinstance(field.type, EnumType) or len(field.type.values) < 2:
        return None
    root, takes = root_of(world)
    (one, two), (x, y, z) = dice.some(field.type.values, 2), dice.some(_HINTS, 3)
    said, access = field_words(dice, field), f"{root}.{name(field.name)}"
    does = dice.tell("labels.enum", said=said, one=label(one), two=label(two), x=x, y=y, z=z)
    body = f'if {access} == "{name(one)}":\n    return "{constant(x)}"\nif {access} == "{name(two)}":\n    return "{constant(y)}"\nreturn "{constant(z)}"'
    return done("hint", takes, TEXT, does, body, "R249")


PATTERNS = (
    (three_outcomes, 2.5), (up_or_down, 1.2), (stock_level, 1.5), (by_rows, 1.2), (template, 1.5), (or_else, 1), (enum_text, 1.2),
)  # fmt: skip
