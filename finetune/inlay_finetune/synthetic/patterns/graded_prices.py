"""Prices in grades: each slice at its own rate, tables of tiers, the first unit dearer, minimums, targets, overtime."""

from inlay.contract import Field
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words
from inlay_finetune.synthetic.patterns.given import AMOUNTS, COUNTS, Given, given, percents
from inlay_finetune.synthetic.patterns.likeness import done_alike
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, ZERO, brought_by, decimal, is_maybe
from inlay_finetune.synthetic.patterns.rows import Rows, bare, rows
from inlay_finetune.synthetic.world import World, is_decimal

__all__ = ["PATTERNS"]

_USED = "usage consumption distance weight hours area volume minutes kilometres".split()
_SALES = "sales turnover revenue sold_amount new_business".split()
_TARGETS = "target goal quota sales_target plan".split()
_HOURS = "hours hours_worked worked_hours weekly_hours".split()
_WAGES = "wage hourly_wage hourly_rate pay_rate base_rate rate_per_hour".split()
_DEARER = (
    ("half", ' * Decimal("1.5")'),
    ("half", ' * Decimal("1.5")'),
    ("double", " * 2"),
    ("quarter", ' * Decimal("1.25")'),
)


def slices(world: World) -> Draft | None:
    """R035: three slices of an amount, each at its own percentage or price."""
    dice, percent = world.dice, world.dice.chance(0.55)
    x = given(world, DECIMAL, AMOUNTS if percent else _USED)
    if x is None:
        return None
    edges = sorted(dice.some(range(1, 60), 2))
    low, high = (str(edge * dice.pick((100,) if percent else (5,))) for edge in edges)
    one, two, three = (str(rate) for rate in dice.some(percents(1, 60), 40)[:3])
    if len({one, two, three, low, high}) < 5:
        return None
    free = dice.chance(0.3)
    rates = [dice.tell("graded_prices.percent", n=rate) if percent else rate for rate in (one, two, three)]
    phrases = {"x": x.said, "low": low, "high": high, "one": rates[0], "two": rates[1], "three": rates[2]}
    does = dice.tell(f"graded_prices.slices.{'free' if free else 'all'}_{'percent' if percent else 'each'}", **phrases)
    at = [f" * {constant(r)} / 100" if percent else f" * {decimal(r)}" for r in (one, two, three)]
    lines = [
        f"min({x.code}, {decimal(low)}){at[0]}",
        f"max(min({x.code}, {decimal(high)}) - {decimal(low)}, {ZERO}){at[1]}",
        f"max({x.code} - {decimal(high)}, {ZERO}){at[2]}",
    ][free:]
    named = [f"<v{place}>" for place in range(len(lines))]
    body = "\n".join([f"{local} = {line}" for local, line in zip(named, lines, strict=True)])
    return done_alike("graded", x.takes, DECIMAL, does, f"{body}\nreturn {' + '.join(named)}", "R035")


def _table(world: World) -> tuple[Rows, Field, Given] | None:
    """The rows of a table, the field that says how much applies, and the amount to look up."""
    rate, x = world.field(world.child, is_decimal), given(world, DECIMAL, [*AMOUNTS, *_USED], own=0.35)
    if rate is None or x is None:
        return None
    return rows(world, filters=0.12, but=(rate,)), rate, x


def reached_tier(world: World) -> Draft | None:
    """R036: the row whose edge is the highest reached decides about the whole amount."""
    dice, table = world.dice, _table(world)
    if table is None:
        return None
    r, rate, x = table
    edge = world.field(world.child, is_decimal, but=(rate, *r.fields))
    if edge is None:
        return None
    shape = dice.weighted(("times", "percent", "flat"), (2, 2, 1.5))
    did = dice.tell(f"graded_prices.applied.{shape}", x=x.said, rate=field_words(dice, rate))
    phrases = {
        "x": x.said,
        "rows": bare(r),
        "edge": field_words(dice, edge),
        "did": did,
        "row": each_child(dice, world),
    }
    does = dice.tell("graded_prices.reached_tier", **phrases)
    where = f"{r.where} and" if r.where else " if"
    found = f"max(<v1>, key=lambda <v0>: <v0>.{name(edge.name)}).{name(rate.name)}"
    code = {"times": f"{x.code} * {found}", "percent": f"{x.code} * {found} / 100", "flat": found}[shape]
    body = (
        f"<v1> = [<v0> for <v0> in {r.code}{where} <v0>.{name(edge.name)} <= {x.code}]\n"
        f"if not <v1>:\n    return {ZERO}\nreturn {code}"
    )
    return done_alike("by_table", brought_by(x, r), DECIMAL, does, body, "R036", *r.tags)


def table_of_slices(world: World) -> Draft | None:
    """R037: rows in ascending order, each with the rate of the slice up to its edge; the last may be open."""
    dice, table = world.dice, _table(world)
    if table is None:
        return None
    r, rate, x = table
    edge = world.field(world.child, is_maybe(DECIMAL), but=(rate, *r.fields))
    opened = edge is not None
    edge = edge or world.field(world.child, is_decimal, but=(rate, *r.fields))
    if edge is None or r.where:
        return None
    percent = dice.chance(0.4)
    rated = dice.tell(f"graded_prices.rated.{'percent' if percent else 'plain'}", rate=field_words(dice, rate))
    phrases = {"x": x.said, "rows": bare(r), "edge": field_words(dice, edge), "rate": rated}
    does = dice.tell(f"graded_prices.table_of_slices.{'open' if opened else 'closed'}", **phrases)
    top = f"min({x.code}, <v2>.{name(edge.name)})"
    top = f"{x.code} if <v2>.{name(edge.name)} is None else {top}" if opened else top
    body = (
        f"<v0> = {ZERO}\n<v1> = {ZERO}\nfor <v2> in {r.code}:\n    <v3> = {top}\n    if <v3> > <v1>:\n"
        f"        <v0> += (<v3> - <v1>) * <v2>.{name(rate.name)}{' / 100' if percent else ''}\n"
        f"        <v1> = <v3>\nreturn <v0>"
    )
    return done_alike("by_slices", brought_by(x, r), DECIMAL, does, body, "R037")


def first_dearer(world: World) -> Draft | None:
    """R041: the first unit at one price, every further one at another, nothing for none."""
    dice, count = world.dice, given(world, INT, [*COUNTS, "days", "hours", "nights", "weeks"])
    if count is None:
        return None
    first, more = (str(number) for number in dice.some(range(3, 120), 2))
    n, several = str(dice.between(2, 9)), dice.chance(0.3)
    if n in (first, more):
        return None
    key = "several" if several else "single"
    does = dice.tell(f"graded_prices.first.{key}", q=count.said, bare=count.bare, first=first, more=more, n=n)
    further = f"max({count.code} - {constant(n)}, 0)" if several else f"({count.code} - 1)"
    body = f"if {count.code} == 0:\n    return {ZERO}\nreturn {decimal(first)} + {further} * {decimal(more)}"
    return done_alike("rental", count.takes, DECIMAL, does, body, "R041")


def minimum_or_nothing(world: World) -> Draft | None:
    """R049: a charge with a minimum, but nothing for nothing."""
    dice, percent = world.dice, world.dice.chance(0.4)
    x = given(world, DECIMAL, AMOUNTS if percent else _USED)
    if x is None:
        return None
    rate = str(dice.pick(percents(1, 30))) if percent else dice.pick(("0.20", "0.35", "0.5", "1.20", "2", "3", "0.08"))
    least = str(dice.between(31, 120) if percent else dice.between(4, 90))
    does = dice.tell(f"graded_prices.minimum.{'percent' if percent else 'each'}", x=x.said, rate=rate, least=least)
    code = f"{x.code} * {constant(rate)} / 100" if percent else f"{x.code} * {decimal(rate)}"
    body = f"if {x.code} == 0:\n    return {ZERO}\nreturn max({code}, {decimal(least)})"
    return done_alike("charge", x.takes, DECIMAL, does, body, "R049")


def target_commission(world: World) -> Draft | None:
    """R083: a commission, more on what lies above the target, none far below it."""
    dice, sales = world.dice, given(world, DECIMAL, _SALES)
    target = sales and given(world, DECIMAL, _TARGETS, but=(sales,))
    if sales is None or target is None:
        return None
    one, two = sorted(dice.some(range(1, 20), 2))
    shape = dice.pick(("floor", "floor", "plain", "flat"))
    least, flat = str(dice.pick((50, 60, 70, 75, 80, 90))), str(dice.round_number(100, 2000))
    phrases = {"x": sales.said, "y": target.said, "one": str(one), "two": str(two), "least": least, "flat": flat}
    does = dice.tell(f"graded_prices.target.{shape}", **phrases)
    base = f"{sales.code} * {constant(one)} / 100"
    more = f"({sales.code} - {target.code}) * {constant(two)} / 100" if shape != "flat" else decimal(flat)
    start = f"if {target.code} == 0 or {sales.code} < {target.code} * {constant(least)} / 100:\n    return {ZERO}\n"
    body = f"{start if shape == 'floor' else ''}if {sales.code} < {target.code}:\n    return {base}\nreturn {base} + {more}"
    return done_alike("commission", brought_by(sales, target), DECIMAL, does, body, "R083")


def overtime(world: World) -> Draft | None:
    """R090: hours at a wage, those beyond a number of hours at a higher one."""
    dice, whole = world.dice, world.dice.chance(0.3)
    hours = given(world, INT if whole else DECIMAL, _HOURS, own=0.15)
    wage = hours and given(world, DECIMAL, _WAGES, own=0.4, but=(hours,))
    if hours is None or wage is None:
        return None
    n = str(dice.pick((8, 10, 35, 37, 38, 40, 40, 45, 48, 160)))
    start = f"<v0> = max({hours.code} - {constant(n)}, {'0' if whole else ZERO})\n"
    percent = str(dice.pick((20, 25, 30, 50, 60, 75)))
    shape, times = dice.pick((*_DEARER, ("percent", f" * (100 + {constant(percent)}) / 100")))
    does = dice.tell(f"graded_prices.overtime.{shape}", h=hours.said, w=wage.said, n=n, p=percent)
    code = f"return ({hours.code} - <v0>) * {wage.code} + <v0> * {wage.code}{times}"
    return done_alike("pay", brought_by(hours, wage), DECIMAL, does, start + code, "R090")


PATTERNS = (
    (slices, 1.8),
    (reached_tier, 1.4),
    (table_of_slices, 0.8),
    (first_dearer, 1.5),
    (minimum_or_nothing, 1.3),
    (target_commission, 1.3),
    (overtime, 1.5),
)
