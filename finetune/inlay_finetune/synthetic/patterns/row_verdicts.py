"""Verdicts over rows: all of them fit, use of a capacity, an average with a required part, a vote, the few that matter."""

from inlay.contract import EnumType, ListType, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of, value_words
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.givens import number
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    TEXT,
    ZERO,
    decimal,
    done,
    kids,
    root_of,
    together,
)
from inlay_finetune.synthetic.patterns.rows import all_of, rows, source_of
from inlay_finetune.synthetic.patterns.tails import followed
from inlay_finetune.synthetic.world import World, is_bool, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_QUORUMS = (
    ("half", "2 * {n} < {m}"), ("third", "3 * {n} < {m}"), ("quarter", "4 * {n} < {m}"),
    ("two_thirds", "3 * {n} < 2 * {m}"), ("percent", "100 * {n} < {p} * {m}"),
)  # fmt: skip
_TARIFFS = (
    ("peak", "off_peak"), ("day_rate", "night_rate"), ("high_price", "low_price"), ("full_rate", "reduced_rate"),
)  # fmt: skip
_MEMBERS = ("members", "entitled", "owners", "seats", "voters")
_MOMENTS = ("calls", "readings", "visits", "entries", "rides", "starts", "logins")


def everyone(world: World) -> Draft | None:
    """Whether all rows, or all of a kind, meet a condition; none there is a yes, told or not."""
    dice, (root, takes), it = world.dice, root_of(world), each_child(world.dice, world)
    condition = sample_condition(dice, world.child)
    if condition is None:
        return None
    kind = sample_condition(dice, world.child, but=condition.fields, negatives=False) if dice.chance(0.3) else None
    base, where = rows_of(dice, world), f" if {kind.python('<v0>')}" if kind else ""
    words = {"rows": f"{base} {kind.relative}" if kind else base, "it": it, "x": condition.predicate.format(s="it")}
    does = dice.tell("row_verdicts.everyone", y=condition.predicate.format(s=f"the {it}"), **words)
    if dice.chance(0.45):
        tail = dice.tell("row_verdicts.no_rows", rows=base if not kind else dice.tell("row_verdicts.such", rows=base))
        does = followed(dice, does, tail)
    code = f"all({condition.python('<v0>')} for <v0> in {root}.{name(world.children)}{where})"
    return done("all_fit", takes, BOOL, does, f"return {code}", "R243", condition.tag)


def capacity_used(world: World) -> Draft | None:
    """What rows use of what they offer, sum over sum, in percent or as a share, zero or none without any."""
    dice, used = world.dice, world.field(world.child, is_number)
    offered = world.field(world.child, is_number, but=(used,) if used else ())
    if used is None or offered is None:
        return None
    r, percent, zero = rows(world, filters=0.3, but=(used, offered)), dice.chance(0.7), dice.chance(0.6)
    words = {"a": field_words(dice, used), "b": field_words(dice, offered), "rows": all_of(r)}
    does = dice.tell(f"row_verdicts.used.{'percent' if percent else 'share'}", **words)
    tail = dice.tell(f"row_verdicts.nothing.{'zero' if zero else 'none'}", **words)
    does = followed(dice, does, tail)
    a, b = (f"<v0>.{name(field.name)} for <v0> in {r.code}{r.where}" for field in (used, offered))
    if is_int(used.type):
        top = f"Decimal(100) * sum({a})" if percent else f"Decimal(sum({a}))"
    else:
        top = f"sum(({a}), {ZERO}){' * 100' if percent else ''}"
    bottom = f"sum({b})" if is_int(offered.type) else f"sum(({b}), {ZERO})"
    body = f"<v1> = {bottom}\nreturn {top} / <v1> if <v1> else {ZERO if zero else 'None'}"
    returns: Type = DECIMAL if zero else OptionalType(DECIMAL)
    return done("used", r.takes, returns, does, body, "R236", *r.tags)


def passed(world: World) -> Draft | None:
    """Whether the average of rows reaches a number and no required one is below its own; nothing there fails."""
    dice, field = world.dice, world.field(world.child, is_int, is_int, is_decimal)
    if field is None:
        return None
    must = sample_condition(dice, world.child, but=(field,), negatives=False)
    if must is None or not any(is_bool(each.type) or is_enum(each.type) for each in must.fields):
        return None
    over, takes = source_of(world)
    low, mean = sorted(dice.some(range(20, 95, 5), 2)) if dice.chance(0.6) else [dice.pick([40, 50, 60])] * 2
    words = {"it": each_child(dice, world), "x": must.predicate.format(s="it"), "f": field_words(dice, field)}
    words |= {"rows": rows_of(dice, world), "low": str(low), "mean": str(mean)}
    does = dice.tell(f"row_verdicts.passed.{'same' if low == mean else 'apart'}", **words)
    own, exact = f"<v0>.{name(field.name)}", is_decimal(field.type)
    floor = decimal(str(low)) if exact else constant(str(low))
    total = f"sum(({own} for <v0> in {over}), {ZERO})" if exact else f"sum({own} for <v0> in {over})"
    test = must.python("<v0>")
    out = f"if any({test} and {own} < {floor} for <v0> in {over}):\n    return False"
    body = f"{out}\nreturn bool({over}) and {total} >= {constant(str(mean))} * len({over})"
    return done("has_passed", takes, BOOL, does, body, "R237", must.tag)


def voted(world: World) -> Draft | None:
    """Whether a vote with a quorum is won, counted against the other side, the votes cast or all who may vote."""
    dice, field = world.dice, world.field(world.child, is_enum)
    if field is None or not isinstance(field.type, EnumType) or len(field.type.values) < 2:
        return None
    yes, no = dice.some(field.type.values, 2)
    members, m, owner = number(world, "int", _MEMBERS, 0.5)
    (part, test), percent = dice.pick(_QUORUMS), str(dice.pick([20, 30, 40, 60, 70]))
    votes, takes = f"{kids(world)}", root_of(world)[1]
    shape = dice.pick(["against", "against", "cast", "all"])
    part = dice.tell(f"row_verdicts.part.{part}", p=percent)
    words = {"rows": rows_of(dice, world), "m": m, "f": field_words(dice, field), "part": part}
    words |= {"yes": value_words(dice, yes), "no": value_words(dice, no)}
    count = f'sum(1 for <v0> in {votes} if <v0>.{name(field.name)} == "{{}}")'
    won = {
        "against": f"<v1> = {count.format(name(yes))}\n<v2> = {count.format(name(no))}\nreturn <v1> > <v2>",
        "cast": f"<v1> = {count.format(name(yes))}\nreturn 2 * <v1> > len({votes})",
        "all": f"<v1> = {count.format(name(yes))}\nreturn 2 * <v1> > {members}",
    }[shape]
    quorum = test.format(n=f"len({votes})", m=members, p=constant(percent))
    does = dice.tell(f"row_verdicts.voted.{shape}", **words)
    return done("is_carried", together(takes, owner), BOOL, does, f"if {quorum}:\n    return False\n{won}", "R258")


def fewest(world: World) -> Draft | None:
    """How many rows, largest first, it takes to bring a share of the total."""
    dice, field = world.dice, world.field(world.child, is_decimal)
    if field is None:
        return None
    r, percent = rows(world, filters=0.25, but=(field,)), str(dice.pick([50, 60, 70, 75, 80, 80, 80, 90, 95]))
    does = dice.tell(
        "row_verdicts.fewest",
        rows=all_of(r),
        a=field_words(dice, field),
        p=dice.tell("row_verdicts.part.percent", p=percent),
    )
    each = f"<v2>.{name(field.name)} for <v2> in {r.code}{r.where.replace('<v0>', '<v2>')}"
    start = f"<v3> = sum(({each}), {ZERO})\n<v4> = {ZERO}"
    loop = f"for <v0>, <v1> in enumerate(sorted(({each}), reverse=True), 1):\n    <v4> += <v1>"
    test = f"    if <v4> >= <v3> * {constant(percent)} / 100:\n        return <v0>"
    return done("fewest", r.takes, INT, does, f"{start}\n{loop}\n{test}\nreturn 0", "R259", *r.tags)


def next_to_go(world: World) -> Draft | None:
    """The text of the row whose day comes first among those still good and still there, or none."""
    dice, key, day = world.dice, world.field(world.child, is_str), world.field(world.child, is_date)
    rest = world.field(world.child, is_number)
    if key is None or day is None or rest is None:
        return None
    over, takes = source_of(world)
    given = Parameter(name=dice.pick(["day", "today", "on_day", "picking_day"]), type=DATE)
    still, t = dice.chance(0.5), "today" if given.name == "today" else "the given day"
    t = f"the {label(given.name)}" if given.name == "picking_day" else t
    words = {"k": field_words(dice, key), "d": day_noun(dice, day), "q": field_words(dice, rest), "t": t}
    does = dice.tell(f"row_verdicts.next.{'still' if still else 'after'}", rows=rows_of(dice, world), it=each_child(dice, world), **words)  # fmt: skip
    test = f"<v0>.{name(day.name)} {'>=' if still else '>'} {name(given.name)} and <v0>.{name(rest.name)} > 0"
    best = f"min(<v2>, key=lambda <v1>: (<v1>.{name(day.name)}, <v1>.{name(key.name)}))"
    body = f"<v2> = [<v0> for <v0> in {over} if {test}]\nreturn {best}.{name(key.name)} if <v2> else None"
    return done("next_to_go", (*takes, given), OptionalType(TEXT), does, body, "R260")


def peak_hours(world: World) -> Draft | None:
    """Rows or moments at one price within a window of hours and at another outside."""
    dice, low, high = world.dice, str(world.dice.between(5, 9)), str(world.dice.between(17, 22))
    high_price, low_price = (Parameter(name=each, type=DECIMAL) for each in dice.pick(_TARIFFS))
    prices, given = [name(high_price.name), name(low_price.name)], together((high_price, low_price))
    said = [dice.tell(f"row_verdicts.tariffs.{each.name}") for each in given]
    if dice.chance(0.35):
        said = dice.some(("0.30", "0.45", "1.20", "2", "3.50", "12", "15", "25"), 2)
        prices, given = [decimal(each) for each in said], ()
    words = {"low": low, "high": high, "p": said[0], "o": said[1]}
    choice = f"{prices[0]} if {constant(low)} <= <v0>.{{}} < {constant(high)} else {prices[1]}"
    hour, use = world.field(world.child, is_int), world.field(world.child, is_decimal)
    if hour is None or use is None or dice.chance(0.4):
        moments = Parameter(name=dice.pick(_MOMENTS), type=ListType(Scalar("datetime")))
        does = dice.tell("row_verdicts.peak.moments", ms=dice.tell(f"row_verdicts.moments.{moments.name}"), **words)
        code = f"sum(({choice.format('hour')} for <v0> in {name(moments.name)}), {ZERO})"
        return done("cost", (moments, *given), DECIMAL, does, f"return {code}", "R235")
    over, takes = source_of(world)
    words |= {"h": field_words(dice, hour), "a": field_words(dice, use), "rows": rows_of(dice, world)}
    does = dice.tell("row_verdicts.peak.rows", **words)
    code = f"sum((<v0>.{name(use.name)} * ({choice.format(name(hour.name))}) for <v0> in {over}), {ZERO})"
    return done("cost", (*takes, *given), DECIMAL, does, f"return {code}", "R235")


PATTERNS = (
    (everyone, 1.5),
    (capacity_used, 1),
    (passed, 0.8),
    (voted, 0.6),
    (fewest, 0.6),
    (next_to_go, 1),
    (peak_hours, 0.8),
)
