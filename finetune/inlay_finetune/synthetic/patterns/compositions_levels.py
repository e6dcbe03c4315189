"""Levels and verdicts from several steps: a streak that earns a bonus, recent points, a guard over rows, a first reason."""

from inlay.contract import EnumType, Type
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.composed_terms import flipped
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    TEXT,
    ZERO,
    claim_of,
    decimal,
    done,
    is_maybe,
    kids,
    root_of,
    spell,
    today,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]

_LEVELS = (
    ("gold", "silver", "basic"), ("upper", "middle", "lower"), ("platinum", "plus", "standard"), ("star", "regular", "newcomer"),
    ("champion", "member", "guest"), ("large", "medium", "small"), ("hot", "warm", "cold"),
)  # fmt: skip
_REASONS = (
    ("too_young", "too_dear", "ok"), ("blocked", "too_much", "fine"), ("no_entry", "over_limit", "passed"),
    ("refused", "reduced", "granted"), ("not_eligible", "unaffordable", "accepted"), ("stop", "review", "go"),
)  # fmt: skip


def _results(dice: Dice, options: tuple[tuple[str, str, str], ...]) -> tuple[Type, list[str], dict[str, str]]:
    """Draw three words to give, as an enum or as texts: their type, code and phrases."""
    words = dice.pick(options) if dice.chance(0.8) else (f"{dice.invented()}a", f"{dice.invented()}b", dice.invented())
    keys = ("one", "two", "rest")
    if dice.chance(0.5) and len(set(words)) == len(words):
        said = dict(zip(keys, map(label, words), strict=True))
        return EnumType(words), [f'"{name(word)}"' for word in words], said
    shown = [label(word) for word in words]
    said = dict(zip(keys, (f'"{word}"' for word in shown), strict=True))
    return TEXT, [f'"{constant(word)}"' for word in shown], said


def streak_bonus(world: World) -> Draft | None:
    """C015: an amount by the longest run of rows that meet a condition."""
    dice, day = world.dice, world.field(world.child, is_date)
    condition = sample_condition(dice, world.child, but=(day,), parameters=dice.chance(0.15)) if day else None
    if day is None or condition is None:
        return None
    low, high = (str(each) for each in sorted(dice.some(range(2, 31), 2)))
    x, y = dice.some([str(each) for each in range(5, 200, 5)], 2)
    operator = dice.pick([">=", ">=", ">"])
    does = dice.tell(
        "compositions_levels.streak",
        rows=rows_of(dice, world), it=each_child(dice, world), rel=condition.relative, b=day_noun(dice, day),
        x=x, y=y, h1=compare_words(dice, operator, high), h2=compare_words(dice, operator, low),
    )  # fmt: skip
    body = (
        f"<v1> = <v2> = 0\nfor <v0> in sorted({kids(world)}, key=lambda <v0>: <v0>.{name(day.name)}):\n"
        f"    <v2> = <v2> + 1 if {condition.python('<v0>')} else 0\n    <v1> = max(<v1>, <v2>)\n"
        f"if <v1> {operator} {constant(high)}:\n    return {decimal(x)}\n"
        f"return {decimal(y)} if <v1> {operator} {constant(low)} else {ZERO}"
    )
    takes = (*root_of(world)[1], *condition.takes)
    return done("streak_bonus", takes, DECIMAL, does, body, "C015", "R165", "R032")


def recent_level(world: World) -> Draft | None:
    """C018: a word by the sum over the rows of the last days."""
    dice, day = world.dice, world.field(world.child, is_date)
    points = world.field(world.child, is_int, is_number)
    if day is None or points is None:
        return None
    (now, said), (returns, code, words) = today(world), _results(dice, _LEVELS)
    length = dice.pick(["30", "60", "90", "100", "180", "365", "7", "14"])
    low, high = (str(each) for each in sorted(dice.some(range(10, 2000, 10), 2)))
    operator, own = dice.pick([">=", ">=", ">"]), f"<v0>.{name(day.name)}"
    does = dice.tell(
        "compositions_levels.recent",
        n=length, today=said, rows=rows_of(dice, world), a=field_words(dice, points), b=day_noun(dice, day),
        h1=compare_words(dice, operator, high), h2=compare_words(dice, operator, low), **words,
    )  # fmt: skip
    inner = f"<v0>.{name(points.name)} for <v0> in {kids(world)} if {name(now.name)} - timedelta(days={constant(length)}) < {own} <= {name(now.name)}"
    total = f"sum(({inner}), {ZERO})" if is_decimal(points.type) else f"sum({inner})"
    limits = [spell(DECIMAL if is_decimal(points.type) else points.type)(each) for each in (high, low)]
    body = (
        f"<v1> = {total}\nif <v1> {operator} {limits[0]}:\n    return {code[0]}\n"
        f"return {code[1]} if <v1> {operator} {limits[1]} else {code[2]}"
    )
    return done("recent_level", (*root_of(world)[1], now), returns, does, body, "C018", "R119", "R032")


def guarded(world: World) -> Draft | None:
    """C017: a claim about the owner, all rows still valid, and some row of a kind."""
    dice, expires = world.dice, world.field(world.child, is_maybe(DATE))
    own = sample_condition(dice, world.root)
    one = sample_condition(dice, world.child, but=(expires,), negatives=False) if expires else None
    if expires is None or own is None or one is None:
        return None
    (root, takes), (now, said), day = root_of(world), today(world), f"<v0>.{name(expires.name)}"
    does = dice.tell(
        "compositions_levels.guard",
        own=claim_of(world, own), it=each_child(dice, world), rows=rows_of(dice, world), e=day_noun(dice, expires),
        today=said, rel=one.relative,
    )  # fmt: skip
    body = (
        f"if {flipped(own.python(root))}:\n    return False\n"
        f"<v1> = all({day} is None or {day} >= {name(now.name)} for <v0> in {kids(world)})\n"
        f"return <v1> and any({one.python('<v0>')} for <v0> in {kids(world)})"
    )
    return done("is_allowed", (*takes, now), BOOL, does, body, "C017", "R184", "R188", "R189")


def first_verdict(world: World) -> Draft | None:
    """C022: a first reason, then a share that is too large, then all is well."""
    dice, income = world.dice, world.field(world.root, is_decimal)
    payment = world.field(world.root, is_decimal, but=(income,)) if income else None
    if income is None or payment is None:
        return None
    condition = sample_condition(dice, world.root, but=(income, payment))
    if condition is None:
        return None
    (root, takes), (returns, code, words) = root_of(world), _results(dice, _REASONS)
    percent, operator = str(dice.round_number(5, 90)), dice.pick([">", ">", ">="])
    does = dice.tell(
        "compositions_levels.verdict",
        claim=claim_of(world, condition), m=field_words(dice, payment), inc=field_words(dice, income), p=percent,
        how=dice.tell(f"compositions_levels.how.{'more' if operator == '>' else 'reached'}"), **words,
    )  # fmt: skip
    whole, part = f"{root}.{name(income.name)}", f"{root}.{name(payment.name)}"
    body = (
        f"if {condition.python(root)}:\n    return {code[0]}\n"
        f"if {whole} <= 0 or {part} {operator} {whole} * {constant(percent)} / 100:\n    return {code[1]}\nreturn {code[2]}"
    )
    return done("verdict", takes, returns, does, body, "C022", "R183", "R043")


PATTERNS = (
    (streak_bonus, 3.4),
    (recent_level, 3.5),
    (guarded, 4.3),
    (first_verdict, 5),
)
