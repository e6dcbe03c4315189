"""Rules over spans of time: a yearly sum by started months, nights at two prices, hours less a break, periods that overlap."""

from inlay.contract import EntityType, Field, Parameter, Scalar
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.finish import rounded
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, DECIMAL, INT, ZERO, decimal, done, root_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_decimal

__all__ = ["PATTERNS"]

_YEARLY = ("yearly_fee", "annual_fee", "yearly_amount", "annual_premium", "yearly_days", "annual_bonus")
_Pair = tuple[str, str]
_PAIRS: dict[str, tuple[_Pair, ...]] = {
    "stay": (("arrival", "departure"), ("check_in", "check_out"), ("first_night", "leaving_day"), ("arrives_on", "leaves_on")),
    "shift": (("start", "end"), ("started_at", "ended_at"), ("clock_in", "clock_out"), ("came_at", "left_at"), ("shift_start", "shift_end")),
    "period": (("start", "end"), ("from_day", "to_day"), ("first_day", "last_day"), ("wanted_from", "wanted_to")),
}  # fmt: skip


def yearly_by_months(world: World) -> Draft | None:
    """R116: the part of a yearly sum for the months from a start, or up to an end, started or full ones."""
    dice, day, (root, takes) = world.dice, world.field(world.root, is_date), root_of(world)
    if day is None:
        return None
    own, access = world.field(world.root, is_decimal), f"{root}.{name(day.name)}"
    if own is not None and dice.chance(0.6):
        code, said = f"{root}.{name(own.name)}", f"the {field_words(dice, own)}"
    else:
        given = Parameter(name=dice.pick(_YEARLY), type=DECIMAL)
        code, said, takes = name(given.name), f"the {label(given.name)}", (*takes, given)
    shape, months = dice.pick(
        [
            ("from_started", f"13 - {access}.month"), ("from_started", f"13 - {access}.month"),
            ("from_full", f"12 - {access}.month + ({access}.day == 1)"), ("to_started", f"{access}.month"),
        ]
    )  # fmt: skip
    does = dice.tell(f"stays_and_shifts.yearly.{shape}", y=said, d=f"the {day_noun(dice, day)}")
    share = f"{code} * <v0> / 12"
    if dice.chance(0.7):
        tail, wrap = rounded(dice)
        does, share = tailed(does, tail.strip()), wrap.format(x=share)
    return done("part_of_year", takes, DECIMAL, does, f"<v0> = {months}\nreturn {share}", "R116")


def _given(dice: Dice, sort: str) -> tuple[_Pair, _Pair]:
    """Draw the parameters that bring the two ends of a stay, a shift or a period: their names and their words."""
    first, last = dice.pick(_PAIRS[sort])
    a, b = (dice.tell(f"stays_and_shifts.days.{sort}.{each}") for each in (first, last))
    return (first, last), (a, b)


def _two_days(world: World) -> tuple[str, str, str, str, tuple[Parameter, ...]]:
    """Draw the two days of a stay, of the root or given: code of both, words of both, parameters."""
    dice, (root, takes), one = world.dice, root_of(world), world.field(world.root, is_date)
    two = world.field(world.root, is_date, but=(one,)) if one is not None else None
    if one is not None and two is not None and dice.chance(0.35):
        said = [f"the {day_noun(dice, field)}" for field in (one, two)]
        return f"{root}.{name(one.name)}", f"{root}.{name(two.name)}", said[0], said[1], takes
    (first, last), (a, b) = _given(dice, "stay")
    return name(first), name(last), a, b, tuple(Parameter(name=each, type=DATE) for each in (first, last))


def nights_at_two_prices(world: World) -> Draft | None:
    """R130: the price of a stay with another price on weekend nights, or how many of these there are."""
    dice = world.dice
    start, end, a, b, takes = _two_days(world)
    nights = f"<v0> = [{start} + timedelta(days=<v1>) for <v1> in range(({end} - {start}).days)]"
    words = {"a": a, "b": b}
    if dice.chance(0.2):
        does = tailed(dice.tell("stays_and_shifts.nights.count", **words), dice.tell("stays_and_shifts.nights.which"))
        body = f"{nights}\nreturn sum(1 for <v2> in <v0> if <v2>.weekday() in (4, 5))"
        return done("weekend_nights", takes, INT, does, body, "R130")
    if dice.chance(0.5):
        low, high = (str(price) for price in sorted(dice.some(range(20, 250), 2)))
        plain, dear, p, w = decimal(low), decimal(high), low, high
    else:
        one = Parameter(name=dice.pick(["price", "night_price", "rate"]), type=DECIMAL)
        two = Parameter(name=f"weekend_{one.name.removeprefix('night_')}", type=DECIMAL)
        takes, plain, dear = (*takes, one, two), name(one.name), name(two.name)
        p, w = f"the {label(one.name)}", f"the {label(two.name)}"
    does = tailed(dice.tell("stays_and_shifts.nights.price", p=p, w=w, **words), dice.tell("stays_and_shifts.nights.which"))  # fmt: skip
    code = f"sum(({dear} if <v2>.weekday() in (4, 5) else {plain} for <v2> in <v0>), {ZERO})"
    return done("stay_price", takes, DECIMAL, does, f"{nights}\nreturn {code}", "R130")


def hours_less_break(world: World) -> Draft | None:
    """R132: hours or minutes between two moments less a break, which longer ones have, or only those of a length."""
    dice, ((first, last), (a, b)) = world.dice, _given(world.dice, "shift")
    takes = tuple(Parameter(name=each, type=Scalar("datetime")) for each in (first, last))
    rest, more = (str(number) for number in sorted(dice.some((15, 20, 30, 40, 45, 60), 2)))
    low, high = (str(number) for number in sorted(dice.some((4, 5, 6, 7, 8, 9, 10), 2)))
    shape, unit = dice.pick(["over", "over", "from", "always", "two"]), dice.pick(["hours", "hours", "minutes"])
    words = {"a": a, "b": b, "unit": unit}
    words |= {"r": number_said(dice, rest), "m": number_said(dice, more), "h": number_said(dice, low), "g": number_said(dice, high)}  # fmt: skip
    does = tailed(dice.tell(f"stays_and_shifts.shift.{shape}", **words), dice.tell(f"stays_and_shifts.shift.{unit}"))
    off = {
        "over": f"if <v0> > {constant(low)} * 60:\n    <v0> -= {constant(rest)}\n",
        "from": f"if <v0> >= {constant(low)} * 60:\n    <v0> -= {constant(rest)}\n",
        "always": f"<v0> -= {constant(rest)}\n",
        "two": f"if <v0> > {constant(high)} * 60:\n    <v0> -= {constant(more)}\nelif <v0> > {constant(low)} * 60:\n    <v0> -= {constant(rest)}\n",
    }[shape]
    span = f"<v0> = int(({name(last)} - {name(first)}).total_seconds()) // 60\n"
    code = f"{span}{off}return {'<v0>' if unit == 'minutes' else 'Decimal(<v0>) / 60'}"
    return done(f"{unit}_worked", takes, INT if unit == "minutes" else DECIMAL, does, code, "R132")


def _sides(dice: Dice, names: _Pair, it: str) -> dict[str, str]:
    """Say the two of a kind whose times are held against each other."""
    x, y = (dice.tell(f"stays_and_shifts.overlap.which.{each}", it=it) for each in names)
    return {"x": x, "y": y}


def _period_of(world: World, one: Field, two: Field) -> tuple[tuple[str, ...], dict[str, str], tuple[Parameter, ...]]:
    """Give the four days of two entities of the root's kind, their words and the parameters."""
    dice, it = world.dice, entity_word(world.dice, world.root)
    names = dice.pick([("first", "second"), ("one", "other"), ("old", "new")])
    variables = [f"{each}_{world.var(world.root)}" for each in names]
    takes = tuple(Parameter(name=each, type=EntityType(world.root.name)) for each in variables)
    a, b = day_noun(dice, one), day_noun(dice, two)
    words = _sides(dice, names, it) | {"of": dice.tell("stays_and_shifts.overlap.runs.every", it=it, a=a, b=b)}
    return tuple(f"{name(each)}.{name(field.name)}" for each in variables for field in (one, two)), words, takes


def _root_and_given(world: World, one: Field, two: Field) -> tuple[tuple[str, ...], dict[str, str], tuple[Parameter, ...]]:  # fmt: skip
    """Give the four days of the root and of a given period, their words and the parameters."""
    dice, (root, takes), ((first, last), (a, b)) = world.dice, root_of(world), _given(world.dice, "period")
    it, given = entity_word(dice, world.root), tuple(Parameter(name=each, type=DATE) for each in (first, last))
    key, own = "stays_and_shifts.overlap", {"a": day_noun(dice, one), "b": day_noun(dice, two)}
    words = {"x": dice.tell(f"{key}.which.own", it=it), "y": dice.tell(f"{key}.which.span", a=a, b=b)}
    words["of"] = dice.tell(f"{key}.runs.own", it=it, **own)
    return (f"{root}.{name(one.name)}", f"{root}.{name(two.name)}", name(first), name(last)), words, (*takes, *given)


def _both_given(world: World) -> tuple[tuple[str, ...], dict[str, str], tuple[Parameter, ...]]:
    """Give the four days of two periods that are given, their words and the parameters."""
    dice, what = world.dice, world.dice.pick(["booking", "period", "contract", "absence", "event", "rental", "offer"])
    (x, y), (start, end) = dice.pick([("first", "second"), ("old", "new")]), dice.pick([("start", "end"), ("from", "to")])  # fmt: skip
    names = tuple(f"{each}_{side}" for each in (x, y) for side in (start, end))
    words = _sides(dice, (x, y), what) | {"of": dice.tell("stays_and_shifts.overlap.runs.days", it=what)}
    return tuple(name(each) for each in names), words, tuple(Parameter(name=each, type=DATE) for each in names)


def periods_overlap(world: World) -> Draft | None:
    """R175: whether two periods overlap, sharing a day at the ends or not: of two entities, of the root and given, or given."""
    dice, one = world.dice, world.field(world.root, is_date)
    two = world.field(world.root, is_date, but=(one,)) if one is not None else None
    if one is None or two is None:
        codes, words, takes = _both_given(world)
    else:
        codes, words, takes = dice.pick([_period_of, _root_and_given])(world, one, two)
    closed, free = dice.chance(0.6), dice.chance(0.3)
    does = dice.tell(f"stays_and_shifts.overlap.{'apart' if free else 'share'}", **words)
    does = tailed(does, dice.tell(f"stays_and_shifts.overlap.{'closed' if closed else 'open'}", **words))
    start, end, begin, stop = codes
    sign = "<=" if closed else "<"
    test = f"{start} {sign} {stop} and {begin} {sign} {end}"
    return done("overlap", takes, BOOL, does, f"return not ({test})" if free else f"return {test}", "R175")


PATTERNS = (
    (yearly_by_months, 1.2),
    (nights_at_two_prices, 1.2),
    (hours_less_break, 1.5),
    (periods_overlap, 2),
)
