"""Hours of the day and spans of minutes or moments: hours and blocks billed, limits kept, windows of hours."""

from inlay.contract import OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.elapsed import PRICES, Span, drafted, kept, price_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, DECIMAL, INT, ZERO, decimal, kids, root_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_int

__all__ = ["PATTERNS"]

_MOMENT = Scalar("datetime")
_ALSO = (
    ("", "{t}"), ("", "{t}"), ("weekday", "{d}.weekday() < 5 and {c}"), ("weekend", "{d}.weekday() >= 5 and {c}"),
    ("or_weekend", "{d}.weekday() >= 5 or {t}"),
)  # fmt: skip
_BLOCKS = {"full_hours": "60", "started_hours": "60", "full_quarters": "15", "started_quarters": "15", "started_halves": "30", "started_blocks": ""}  # fmt: skip
_MEETINGS = (
    ("reported_at", "the report", "resolved_at", "the solution"), ("entered_at", "the entry", "left_at", "the exit"),
    ("opened_at", "the opening", "closed_at", "the closing"), ("picked_up_at", "the pickup", "delivered_at", "the delivery"),
    ("called_at", "the call", "arrived_at", "the arrival"), ("started_at", "the start", "ended_at", "the end"),
)  # fmt: skip


def _blocks(world: World, span: str, minutes: str, by: str) -> tuple[str, str, Type, tuple[Parameter, ...]]:
    """Full or started hours, quarter hours or blocks of a time, after free minutes, perhaps at a price for each."""
    dice, unit, priced = world.dice, world.dice.pick(list(_BLOCKS)), world.dice.chance(0.5)
    block, free = (str(number) for number in dice.some((10, 12, 20, 25, 40, 45, 50, 90), 2))
    price, k, more = price_of(world, free) if priced else ("", "", ())
    noun, _, tail = dice.tell(f"elapsed.block_{'each' if priced else 'count'}.{unit}", n=number_said(dice, block)).partition("//")  # fmt: skip
    does = tailed(dice.tell(f"elapsed.{'rate' if priced else 'blocks'}", u=noun.strip(), t=span, k=k), tail.strip())
    size = by.format(n=_BLOCKS[unit] or constant(block)).replace("minutes=60", "hours=1")
    if dice.chance(0.3):
        does = tailed(does, dice.tell("elapsed.free_minutes", g=number_said(dice, free)))
        minutes = f"max({minutes} - {by.format(n=constant(free))}, {'0' if by == '{n}' else 'timedelta(0)'})"
    elif " " in minutes and not minutes.startswith("sum("):
        minutes = f"({minutes})"
    code = f"-(-{minutes} // {size})" if unit.startswith("started") else f"{minutes} // {size}"
    return does, f"return {code} * {price}" if priced else f"return {code}", DECIMAL if priced else INT, more


def minutes_billed(world: World) -> Draft | None:
    """Hours, quarter hours or blocks out of the minutes that a field, the rows or a parameter hold."""
    dice, (root, takes) = world.dice, root_of(world)
    own, row, shape = (
        world.field(world.root, is_int),
        world.field(world.child, is_int),
        dice.pick(["own", "own", "rows", "given"]),
    )
    if shape == "own" and own is not None:
        words, code = field_words(dice, own), f"{root}.{name(own.name)}"
        said = dice.tell(f"elapsed.{'as_given' if 'minute' in words else 'as_minutes'}", f=words)
    elif shape == "rows" and row is not None:
        code = f"sum(<v0>.{name(row.name)} for <v0> in {kids(world)})"
        said = dice.tell("elapsed.as_total", f=field_words(dice, row), rows=rows_of(dice, world))
    else:
        given = Parameter(name=dice.pick(["minutes", "minutes_used", "duration_minutes", "minutes_parked", "call_minutes"]), type=INT)  # fmt: skip
        code, said, takes = name(given.name), dice.tell("elapsed.as_given", f=label(given.name)), (*takes, given)
    does, body, returns, more = _blocks(world, said, code, "{n}")
    return drafted("time_billed", (*takes, *more), returns, does, body, "R065")


def _meeting(world: World, *may: str) -> Span:
    """Two moments that are given, the later one perhaps not there yet."""
    dice, now = world.dice, Parameter(name=world.dice.pick(["now", "moment"]), type=_MOMENT)
    (one, a, two, b), shape = dice.pick(_MEETINGS), dice.pick(may)
    kind: Type = OptionalType(_MOMENT) if shape else _MOMENT
    takes = (Parameter(name=one, type=_MOMENT), Parameter(name=two, type=kind))
    day, gap = "now" if now.name == "now" else f"the given {label(now.name)}", dice.tell("elapsed.gap.moment", b=b)
    code = f"{name(two)} or {name(now.name)}" if shape == "open" else name(two)
    return Span(name(one), code, a, b, (*takes, now) if shape == "open" else takes, shape, gap, day)


def moments_billed(world: World) -> Draft | None:
    """Hours, quarter hours or blocks from one moment to another, which may not have come yet."""
    span = _meeting(world, "", "", "open", "zero")
    end = f"({span.end})" if " " in span.end else span.end
    said = world.dice.tell("elapsed.as_time", a=span.a, b=span.b)
    does, body, returns, more = _blocks(world, said, f"{end} - {span.start}", "timedelta(minutes={n})")
    if span.may == "zero":
        body = f"if {span.end} is None:\n    return {ZERO if returns == DECIMAL else '0'}\n{body}"
    takes = (*root_of(world)[1], *span.takes, *more)
    return drafted("time_billed", takes, returns, span.told(world.dice, does), body, "R065")


def moments_kept(world: World) -> Draft | None:
    """Whether the time from one moment to another kept the limit of an enum's value, in minutes, hours and days."""
    units = (("minutes", (20, 40, 45, 90, 150)), ("hours", (2, 3, 4, 8, 10, 36, 48, 72)), ("days", (2, 3, 5, 14)))
    return kept(world, _meeting(world, "", "", "open", "no"), units)


def _window(world: World, hour: str, day: str, takes: tuple[Parameter, ...], said: str) -> Draft | None:
    """Whether an hour is within or outside a window, perhaps on weekdays or weekends only; or one of two prices by it."""
    dice, low, high = world.dice, str(world.dice.between(5, 11)), str(world.dice.between(16, 22))
    shape, test = dice.pick([("outside", f"{hour} < {constant(low)} or {hour} >= {constant(high)}"), ("inside", f"{constant(low)} <= {hour} < {constant(high)}"), ("early", f"{hour} < {constant(low)}"), ("late", f"{hour} >= {constant(high)}")])  # fmt: skip
    when = dice.tell(f"elapsed.hours.{shape}", h=said, low=low, high=high)
    more, whole = dice.pick(_ALSO)
    if more:
        out = "_out" if shape == "outside" and more != "or_weekend" else ""
        when = dice.tell(f"elapsed.hours.{more}{out}", when=when)
    code = whole.format(t=test, c=f"({test})" if " or " in test else test, d=day)
    if dice.chance(0.5):
        return drafted("in_window", takes, BOOL, dice.tell("elapsed.window.test", when=when), f"return {code}", "R134")
    price, other = dice.some([each for each in PRICES if each not in (low, high)], 2)
    does = dice.tell("elapsed.window.price", when=when, k=price, o=other)
    return drafted(
        "hour_price", takes, DECIMAL, does, f"return {decimal(price)} if {code} else {decimal(other)}", "R134"
    )


def hour_window(world: World) -> Draft | None:
    """A window of hours for an hour and a day that are given."""
    hour, day = (
        Parameter(name=world.dice.pick(["hour", "start_hour"]), type=INT),
        Parameter(name=world.dice.pick(["day", "visit_day", "on_day"]), type=DATE),
    )
    return _window(world, name(hour.name), name(day.name), (day, hour), f"the {label(hour.name)}")


def moment_window(world: World) -> Draft | None:
    """A window of hours for a moment that is given."""
    moment, _, _, _ = world.dice.pick(_MEETINGS)
    takes = (Parameter(name=moment, type=_MOMENT),)
    said = world.dice.tell("elapsed.hour_of", a=label(moment).removesuffix(" at"))
    return _window(world, f"{name(moment)}.hour", name(moment), takes, said)


PATTERNS = (
    (minutes_billed, 1.5),
    (hour_window, 1),
    (moments_billed, 2),
    (moments_kept, 2),
    (moment_window, 1),
)
