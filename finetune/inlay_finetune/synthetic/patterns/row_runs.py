"""Runs and gaps: rows in a row that fit, streaks of days, the longest pause, values that rise throughout."""

from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, rows_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, INT, done, today
from inlay_finetune.synthetic.patterns.rows import all_of, bare, rows, source_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_number

__all__ = ["PATTERNS"]

_TRENDS = {"rising": ">", "never_falling": ">=", "falling": "<", "never_rising": "<="}


def _in_order(world: World, code: str) -> tuple[str, str]:
    """Give rows in the order of the list, or by a day: code and words."""
    dice, day = world.dice, world.field(world.child, is_date)
    if day is None or dice.chance(0.5):
        return code, dice.tell("row_runs.order.listed")
    ordered = f"sorted({code}, key=lambda <v0>: <v0>.{name(day.name)})"
    return ordered, dice.tell("row_runs.order.dated", d=field_words(dice, day))


def longest_run(world: World) -> Draft | None:
    """R165: how many rows in a row meet a condition at the most."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, parameters=world.dice.chance(0.3))
    if condition is None:
        return None
    code, takes = source_of(world)
    over, order = _in_order(world, code)
    words = {"rows": rows_of(dice, world), "it": each_child(dice, world), "rel": condition.relative, "order": order}
    does = dice.tell("row_runs.longest", claim=condition.predicate.format(s="it"), **words)
    step = f"<v1> = <v1> + 1 if {condition.python('<v0>')} else 0"
    body = f"<v2> = <v1> = 0\nfor <v0> in {over}:\n    {step}\n    <v2> = max(<v2>, <v1>)\nreturn <v2>"
    return done("longest_run", (*takes, *condition.takes), INT, does, body, "R165", condition.tag)


def enough_in_a_row(world: World) -> Draft | None:
    """R172: whether at least so many rows one after another meet a condition."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, parameters=world.dice.chance(0.4))
    if condition is None:
        return None
    code, takes = source_of(world)
    over, order = _in_order(world, code)
    n = str(dice.between(2, 7))
    words = {"rows": rows_of(dice, world), "it": each_child(dice, world), "rel": condition.relative, "order": order}
    does = dice.tell("row_runs.enough", claim=condition.predicate.format(s="it"), n=number_said(dice, n), **words)
    step = f"<v1> = <v1> + 1 if {condition.python('<v0>')} else 0"
    body = (
        f"<v1> = 0\nfor <v0> in {over}:\n    {step}\n    if <v1> == {constant(n)}:\n        return True\nreturn False"
    )
    return done("enough_in_a_row", (*takes, *condition.takes), BOOL, does, body, "R172", condition.tag)


def day_streak(world: World) -> Draft | None:
    """R166: the longest streak of calendar days that have a row each."""
    day = world.field(world.child, is_date)
    if day is None:
        return None
    dice, r = world.dice, rows(world, filters=0.4, but=(day,))
    words = {"d": field_words(dice, day), "all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    does = dice.tell("row_runs.streak.longest", **words)
    days = f"<v1> = {{<v0>.{name(day.name)} for <v0> in {r.code}{r.where}}}"
    walk = "    <v4> = 1\n    while <v3> + timedelta(days=<v4>) in <v1>:\n        <v4> += 1\n    <v2> = max(<v2>, <v4>)"
    body = f"{days}\n<v2> = 0\nfor <v3> in <v1>:\n{walk}\nreturn <v2>"
    return done("longest_streak", r.takes, INT, does, body, "R166", *r.tags)


def current_streak(world: World) -> Draft | None:
    """R167: the streak of days up to today; without a row today zero, or the streak up to yesterday."""
    day = world.field(world.child, is_date)
    if day is None:
        return None
    dice, r, (now, said) = world.dice, rows(world, filters=0.4, but=(day,)), today(world)
    kept, t, said = dice.chance(0.4), name(now.name), "today" if said == "now" else said
    words = {"d": field_words(dice, day), "all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    does = dice.tell(f"row_runs.streak.{'kept' if kept else 'current'}", day=said, **words)
    days, start = f"<v1> = {{<v0>.{name(day.name)} for <v0> in {r.code}{r.where}}}", t
    if kept:
        days, start = f"{days}\n<v3> = {t} if {t} in <v1> else {t} - timedelta(days=1)", "<v3>"
    body = f"{days}\n<v2> = 0\nwhile {start} - timedelta(days=<v2>) in <v1>:\n    <v2> += 1\nreturn <v2>"
    return done("current_streak", (*r.takes, now), INT, does, body, "R167", *r.tags)


def longest_gap(world: World) -> Draft | None:
    """R168: the largest distance of neighbouring days, or the most free days between them."""
    day = world.field(world.child, is_date)
    if day is None:
        return None
    dice, r, free = world.dice, rows(world, filters=0.4, but=(day,)), world.dice.chance(0.4)
    words = {"d": field_words(dice, day), "all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    does = dice.tell(f"row_runs.gap.{'free' if free else 'distance'}", **words)
    does = tailed(does, dice.tell("row_runs.gap.alone"))
    each = f"<v0>.{name(day.name)} for <v0> in {r.code}{r.where}"
    days, gap = (f"sorted({{{each}}})", "(<v3> - <v2>).days - 1") if free else (f"sorted({each})", "(<v3> - <v2>).days")
    body = f"<v1> = {days}\nreturn max(({gap} for <v2>, <v3> in zip(<v1>, <v1>[1:])), default=0)"
    return done("longest_gap", r.takes, INT, does, body, "R168", *r.tags)


def steady_trend(world: World) -> Draft | None:
    """R171: whether a number rises from row to row throughout, falls, or never does either."""
    number = world.field(world.child, is_number)
    if number is None:
        return None
    dice, trend = world.dice, world.dice.pick(list(_TRENDS))
    code, takes = source_of(world)
    over, order = _in_order(world, code)
    words = {"a": field_words(dice, number), "rows": rows_of(dice, world), "it": each_child(dice, world)}
    does = dice.tell(f"row_runs.trend.{trend}", order=order, **words)
    does = tailed(does, dice.tell("row_runs.trend.few"))
    own = name(number.name)
    test = f"<v2>.{own} {_TRENDS[trend]} <v1>.{own}"
    if over == code:
        body = f"return all({test} for <v1>, <v2> in zip({code}, {code}[1:]))"
    else:
        body = f"<v3> = {over}\nreturn all({test} for <v1>, <v2> in zip(<v3>, <v3>[1:]))"
    return done(f"is_{trend}", takes, BOOL, does, body, "R171")


PATTERNS = (
    (longest_run, 1.5),
    (enough_in_a_row, 1.5),
    (day_streak, 1),
    (current_streak, 1),
    (longest_gap, 1.2),
    (steady_trend, 1.2),
)
