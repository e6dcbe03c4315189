"""Days and spans in a calendar: weekly dates of a period, the first gap that is long enough, time covered with overlaps once."""

from inlay.contract import Field, ListType, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.givens import day
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DATE, INT, done, together
from inlay_finetune.synthetic.patterns.rows import all_of, rows, source_of
from inlay_finetune.synthetic.patterns.tails import followed
from inlay_finetune.synthetic.world import World, is_date, is_int

__all__ = ["PATTERNS"]

_MOMENT = Scalar("datetime")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIRSTS = ("first_day", "start", "from_day", "begins_on", "term_start")
_LASTS = ("last_day", "end", "to_day", "ends_on", "term_end")
_FREE = ("holidays", "closed_days", "days_off", "skipped_days")
_SPANS = (("starts", "ends"), ("logins", "logouts"), ("departures", "arrivals"), ("opening_times", "closing_times"))
_LIMITS = {
    True: (("from_day", "to_day"), ("earliest", "latest"), ("season_start", "season_end"), ("first_day", "last_day")),
    False: (("lower_end", "upper_end"), ("earliest", "latest"), ("day_start", "day_end"), ("beginning", "end")),
}
_NEEDED = (2, 3, 5, 7, 10, 14, 20, 30)


def weekly_dates(world: World) -> Draft | None:
    """The dates of a weekday within a period, every week or every second, perhaps without some days; or their number."""
    dice, (first, a, one), (last, b, two) = world.dice, day(world, _FIRSTS, 0.4), day(world, _LASTS, 0.4)
    if first == last:
        return None
    given, spare = Parameter(name="weekday", type=INT), Parameter(name=dice.pick(_FREE), type=ListType(DATE))
    known, step = dice.pick(range(7)), dice.pick(["7", "7", "14"])
    shape = dice.pick(["list", "list", "count"]) if step == "7" else "list"
    stated, without = dice.chance(0.6), shape == "list" and dice.chance(0.25)
    words = {"a": a, "b": b, "w": dice.tell(f"time_slots.weekday.{_WEEKDAYS[known] if stated else 'given'}")}
    does = dice.tell(f"time_slots.weekly.{shape if step == '7' else 'second'}", **words)
    if without:
        tail = dice.tell("time_slots.without", f=label(spare.name))
        does = followed(dice, does, tail)
    wanted = str(known) if stated else name(given.name)
    start = f"<v1> = {first} + timedelta(days=({wanted} - {first}.weekday()) % 7)"
    each = f"<v1> + timedelta(days=<v0>) for <v0> in range(0, ({last} - <v1>).days + 1, {step})"
    test = f" if <v1> + timedelta(days=<v0>) not in {name(spare.name)}" if without else ""
    code = f"[{each}{test}]" if shape == "list" else f"len(range(0, ({last} - <v1>).days + 1, {step}))"
    takes = together(one, two, () if stated else (given,), (spare,) if without else ())
    returns: Type = ListType(DATE) if shape == "list" else INT
    start, code = (start, code) if shape == "list" else (start.replace("<v1>", "<v0>"), code.replace("<v1>", "<v0>"))
    return done("dates", takes, returns, does, f"{start}\nreturn {code}", "R255")


def _span(world: World) -> tuple[Field, Field] | None:
    """Draw where rows begin and end: two days or two numbers."""
    for check in world.dice.some((is_date, is_int), 2):
        start = world.field(world.child, check)
        end = world.field(world.child, check, but=(start,) if start else ())
        if start is not None and end is not None:
            return start, end
    return None


def first_gap(world: World) -> Draft | None:
    """The first start between what is booked that leaves enough room, within limits, or none."""
    dice, span = world.dice, _span(world)
    if span is None or dice.chance(0.25):
        return _moments_gap(world) if span is not None or dice.chance(0.3) else None
    (start, end), days, (over, takes) = span, is_date(span[0].type), source_of(world)
    kind: Type = DATE if days else INT
    low, high = (Parameter(name=each, type=kind) for each in dice.pick(_LIMITS[days]))
    needed, stated = Parameter(name="days_needed" if days else "length_needed", type=INT), str(dice.pick(_NEEDED))
    own = dice.chance(0.5)
    size, n = (name(needed.name), f"the {label(needed.name)}") if own else (constant(stated), number_said(dice, stated))
    n = dice.tell("time_slots.size.days", n=n) if days and not own else n
    say = day_noun if days else field_words
    words = {"s": say(dice, start), "e": say(dice, end), "rows": rows_of(dice, world), "n": n}
    words |= {"a": f"the {label(low.name)}", "b": f"the {label(high.name)}"}
    does = dice.tell(f"time_slots.gap.{'days' if days else 'numbers'}", **words)
    room = "({} - <v2>).days" if days else "{} - <v2>"
    loop = f"<v2> = {name(low.name)}\nfor <v0> in sorted({over}, key=lambda <v1>: <v1>.{name(start.name)}):"
    test = f"    if {room.format(f'<v0>.{name(start.name)}')} >= {size}:\n        return <v2>"
    after = f"    <v2> = max(<v2>, <v0>.{name(end.name)})\nreturn <v2> if {room.format(name(high.name))} >= {size} else None"
    given = (*takes, low, high, *((needed,) if own else ()))
    return done("first_free", given, OptionalType(kind), does, f"{loop}\n{test}\n{after}", "R256")


def _moments_gap(world: World) -> Draft | None:
    dice, many = world.dice, ListType(_MOMENT)
    starts, ends = (Parameter(name=each, type=many) for each in _pairs(dice))
    low, high = (
        Parameter(name=each, type=_MOMENT) for each in dice.pick([("opens", "closes"), ("earliest", "latest")])
    )
    needed, stated = Parameter(name="minutes_needed", type=INT), str(dice.pick([15, 20, 30, 45, 60, 90]))
    own = dice.chance(0.5)
    size = name(needed.name) if own else constant(stated)
    n = dice.tell(f"time_slots.size.{'needed' if own else 'minutes'}", n=stated)
    a, b = (dice.tell(f"time_slots.limit.{each.name}") for each in (low, high))
    does = dice.tell("time_slots.moments", s=label(starts.name), e=label(ends.name), a=a, b=b, n=n)
    loop = f"<v2> = {name(low.name)}\nfor <v0>, <v1> in sorted(zip({name(starts.name)}, {name(ends.name)})):"
    test = f"    if <v0> - <v2> >= timedelta(minutes={size}):\n        return <v2>\n    <v2> = max(<v2>, <v1>)"
    last = f"return <v2> if {name(high.name)} - <v2> >= timedelta(minutes={size}) else None"
    takes = (starts, ends, low, high, *((needed,) if own else ()))
    return done("first_free", takes, OptionalType(_MOMENT), does, f"{loop}\n{test}\n{last}", "R256")


def _pairs(dice: Dice) -> tuple[str, str]:
    """Name two lists of moments, in words or by an invented one."""
    word = dice.invented()
    return dice.pick(_SPANS) if dice.chance(0.5) else (f"{word}_starts", f"{word}_ends")


def covered(world: World) -> Draft | None:
    """How many days rows cover, or minutes spans of moments cover, what overlaps counted once."""
    dice, start = world.dice, world.field(world.child, is_date)
    end = world.field(world.child, is_date, but=(start,) if start else ())
    if start is None or end is None or dice.chance(0.3):
        return _moments_covered(world)
    r = rows(world, filters=0.3, but=(start, end))
    words = {"s": day_noun(dice, start), "e": day_noun(dice, end), "rows": all_of(r)}
    does = dice.tell("time_slots.covered.days", **words)
    where, key = r.where.replace("<v0>", "<v1>"), "<v2>" if r.where else "<v1>"
    total, reached, begin = ("<v3>", "<v4>", "<v5>") if r.where else ("<v2>", "<v3>", "<v4>")
    listed = f"[<v1> for <v1> in {r.code}{where}]" if r.where else r.code
    loop = (
        f"{total}, {reached} = 0, date.min\nfor <v0> in sorted({listed}, key=lambda {key}: {key}.{name(start.name)}):"
    )
    own = f"<v0>.{name(end.name)}"
    step = f"    {begin} = max(<v0>.{name(start.name)}, {reached})\n    if {own} > {begin}:\n        {total} += ({own} - {begin}).days\n        {reached} = {own}"
    return done("covered", r.takes, INT, does, f"{loop}\n{step}\nreturn {total}", "R257", *r.tags)


def _moments_covered(world: World) -> Draft | None:
    dice = world.dice
    starts, ends = (Parameter(name=each, type=ListType(_MOMENT)) for each in _pairs(dice))
    does = dice.tell("time_slots.covered.minutes", s=label(starts.name), e=label(ends.name))
    loop = f"<v2>, <v3> = 0, datetime.min\nfor <v0>, <v1> in sorted(zip({name(starts.name)}, {name(ends.name)})):"
    step = "    <v4> = max(<v0>, <v3>)\n    if <v1> > <v4>:\n        <v2> += (<v1> - <v4>) // timedelta(minutes=1)\n        <v3> = <v1>"
    return done("minutes_covered", (starts, ends), INT, does, f"{loop}\n{step}\nreturn <v2>", "R257")


PATTERNS = (
    (weekly_dates, 1),
    (first_gap, 0.8),
    (covered, 0.8),
)
