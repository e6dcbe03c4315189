"""Days reached by steps of the calendar: months later, working days later, the next Friday, the second Monday, instalments."""

from dataclasses import dataclass

from inlay.contract import ListType, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, INT, done, root_of
from inlay_finetune.synthetic.patterns.periods import _DAYS, _MONTHS
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]

_GIVEN = ("start", "start_date", "day", "signed_on", "issued_on", "booked_on", "reference_day", "from_day")
_NTH = ("first", "second", "third", "fourth", "last")


@dataclass(frozen=True, slots=True)
class _Day:
    """The day that a rule starts from: code, words, parameters."""

    code: str
    said: str
    takes: tuple[Parameter, ...]


def _day(world: World) -> _Day:
    """Draw a day of the root, or one that is given."""
    dice, own, (root, takes) = world.dice, world.field(world.root, is_date), root_of(world)
    if own is not None and dice.chance(0.65):
        return _Day(f"{root}.{name(own.name)}", f"the {day_noun(dice, own)}", takes)
    given = Parameter(name=dice.pick(_GIVEN), type=DATE)
    said = label(given.name)
    if said.endswith(" on"):
        said = f"{said.removesuffix(' on')} {dice.pick(['date', 'day'])}"
    return _Day(name(given.name), f"the {dice.pick(['given ', '', '']) if said != 'day' else 'given '}{said}", (given,))


def _stepped(day: str, months: str) -> str:
    """Spell the lines that leave year and month, so many months from a day, in `<v1>` and `<v2>`."""
    return f"<v0> = {day}.year * 12 + {day}.month - 1 {months}\n<v1> = <v0> // 12\n<v2> = <v0> % 12 + 1"


def _clamped(day: str) -> str:
    return f"date(<v1>, <v2>, min({day}.day, calendar.monthrange(<v1>, <v2>)[1]))"


def _so_many(world: World, given: Parameter) -> str:
    """Say a number that a parameter brings, before what it counts."""
    return world.dice.tell(f"calendar_steps.so_many.{'n' if given.name == 'n' else 'other'}")


def months_later(world: World) -> Draft | None:
    """R109: the same day so many months or years before or after, the last of a shorter month."""
    dice, day = world.dice, _day(world)
    back, unit = dice.chance(0.25), dice.pick(["months", "months", "years"])
    n = str(dice.pick([1, 2, 3, 6, 9, 12, 18, 24, 36] if unit == "months" else [1, 2, 3, 4, 5, 10]))
    takes, code = day.takes, constant(n)
    said = dice.tell(f"calendar_steps.units.{unit if n != '1' else unit[:-1]}", n=number_said(dice, n))
    if dice.chance(0.3):
        given = Parameter(name=dice.pick([unit, unit, "n", f"term_{unit}"]), type=INT)
        takes, code = (*takes, given), name(given.name)
        said = dice.tell(f"calendar_steps.given_units.{unit}.{'n' if given.name == 'n' else 'other'}")
    code = f"{code} * 12" if unit == "years" else code
    does = dice.tell(f"calendar_steps.months.{'before' if back else 'after'}", d=day.said, n=said)
    does = tailed(does, dice.tell("calendar_steps.months.short"))
    lead, end = _stepped(day.code, f"{'-' if back else '+'} {code}"), _clamped(day.code)
    if not back and dice.chance(0.2):
        does, end = tailed(does, dice.tell("calendar_steps.months.day_before")), f"{end} - timedelta(days=1)"
    return done("months_later", takes, DATE, does, f"{lead}\nreturn {end}", "R109")


def working_days_later(world: World) -> Draft | None:
    """R123: so many working days after or before a day, weekends and perhaps holidays left out."""
    dice, day, back = world.dice, _day(world), world.dice.chance(0.25)
    n, takes = str(dice.pick([2, 3, 4, 5, 7, 10, 14, 15, 20, 30])), day.takes
    code, said = constant(n), number_said(dice, n)
    if dice.chance(0.3):
        given = Parameter(name=dice.pick(["days", "working_days", "n"]), type=INT)
        takes, code, said = (*takes, given), name(given.name), _so_many(world, given)
    shape, test = "weekdays", "<v0>.weekday() < 5"
    if dice.chance(0.6):
        free = Parameter(name=dice.pick(["holidays", "public_holidays", "closed_days", "bank_holidays"]), type=ListType(DATE))  # fmt: skip
        takes, shape, test = (*takes, free), "holidays", f"{test} and <v0> not in {name(free.name)}"
        words = {"free": f"the {label(free.name)}"}
    else:
        words = {"free": ""}
    side = dice.tell(f"calendar_steps.{'before' if back else 'after'}")
    does = dice.tell(f"calendar_steps.working.{shape}", d=day.said, n=said, side=side, **words)
    does = tailed(does, dice.tell("calendar_steps.working.start", d=day.said))
    step = f"    <v0> {'-' if back else '+'}= timedelta(days=1)\n    if {test}:\n        <v1> -= 1"
    body = f"<v0>, <v1> = {day.code}, {code}\nwhile <v1> > 0:\n{step}\nreturn <v0>"
    return done("working_days_later", takes, DATE, does, body, "R123")


def given_weekday(world: World) -> Draft | None:
    """R125: the next or previous given weekday, the day itself counting or not."""
    dice, day, number = world.dice, _day(world), world.dice.between(0, 6)
    shape = dice.pick(["after", "after", "on_or_after", "on_or_after", "before", "on_or_before"])
    does = dice.tell(f"calendar_steps.weekday.{shape}", d=day.said, w=_DAYS[number])
    span = {
        "after": f"+ timedelta(days=({number} - {day.code}.weekday() - 1) % 7 + 1)",
        "on_or_after": f"+ timedelta(days=({number} - {day.code}.weekday()) % 7)",
        "before": f"- timedelta(days=({day.code}.weekday() - {number} - 1) % 7 + 1)",
        "on_or_before": f"- timedelta(days=({day.code}.weekday() - {number}) % 7)",
    }[shape]
    return done("weekday_near", day.takes, DATE, does, f"return {day.code} {span}", "R125")


def nth_weekday(world: World) -> Draft | None:
    """R126: the nth or last given weekday of a day's month, or whether the day is that."""
    dice, day, number, at = world.dice, _day(world), world.dice.between(0, 6), world.dice.between(0, 4)
    words = {"d": day.said, "w": _DAYS[number], "nth": dice.tell(f"calendar_steps.nth_words.{_NTH[at]}")}
    last = f"calendar.monthrange({day.code}.year, {day.code}.month)[1]"
    if dice.chance(0.25):
        does = dice.tell("calendar_steps.nth.claim", **words)
        test = f"{day.code}.day + 7 > {last}" if at == 4 else f"({day.code}.day - 1) // 7 == {at}"
        return done("is_nth", day.takes, BOOL, does, f"return {day.code}.weekday() == {number} and {test}", "R126")
    does = dice.tell("calendar_steps.nth.day", **words)
    if at == 4:
        body = f"<v0> = {day.code}.replace(day={last})\nreturn <v0> - timedelta(days=(<v0>.weekday() - {number}) % 7)"
        return done("last_weekday", day.takes, DATE, does, body, "R126")
    more = f" + {7 * at}" if at else ""
    body = f"<v0> = {day.code}.replace(day=1)\nreturn <v0> + timedelta(days=({number} - <v0>.weekday()) % 7{more})"
    return done("nth_weekday", day.takes, DATE, does, body, "R126")


def fiscal_year(world: World) -> Draft | None:
    """R128: the fiscal year of a day, by where it starts or ends, its quarter, or whether two days share it."""
    dice, day, first = world.dice, _day(world), world.dice.pick([2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 10, 11])
    shape, d = dice.pick(["start", "start", "end", "quarter", "same"]), day.code
    words = {"d": day.said, "m": _MONTHS[first - 1]}
    other = Parameter(name=dice.pick(["other_day", "today", "as_of_day"]), type=DATE)
    words["o"] = "today" if other.name == "today" else f"the {label(other.name)}"
    does = dice.tell(f"calendar_steps.fiscal.{shape}", **words)
    if shape == "quarter":
        code = f"return ({d}.month - {first}) % 12 // 3 + 1"
        return done("fiscal_quarter", day.takes, INT, does, code, "R128", "R127")
    if shape == "same":
        o = name(other.name)
        code = f"return {d}.year - ({d}.month < {first}) == {o}.year - ({o}.month < {first})"
        return done("same_fiscal_year", (*day.takes, other), BOOL, does, code, "R128")
    one, two = (f"{d}.year", f"{d}.year - 1") if shape == "start" else (f"{d}.year + 1", f"{d}.year")
    return done("fiscal_year", day.takes, INT, does, f"return {one} if {d}.month >= {first} else {two}", "R128")


def instalments(world: World) -> Draft | None:
    """R136: so many dates a month, some months or some days apart, from a day or one step after it."""
    dice, day = world.dice, _day(world)
    n, takes = str(dice.pick([2, 3, 4, 5, 6, 8, 10, 12, 24])), day.takes
    code, said = constant(n), number_said(dice, n)
    if dice.chance(0.4):
        given = Parameter(
            name=dice.pick(["count", "instalments", "n", "times", "parts", "number_of_payments"]), type=INT
        )
        takes, code, said = (*takes, given), name(given.name), _so_many(world, given)
    later = dice.chance(0.35)
    span = f"range(1, {code} + 1)" if later else f"range({code})"
    words = {"d": day.said, "n": said, "first": dice.tell(f"calendar_steps.first.{'later' if later else 'start'}", d=day.said)}  # fmt: skip
    if dice.chance(0.25):
        step = str(dice.pick([7, 10, 14, 21, 28, 30]))
        does = dice.tell("calendar_steps.dates.days", step=number_said(dice, step), **words)
        body = f"return [{day.code} + timedelta(days=<v0> * {constant(step)}) for <v0> in {span}]"
        return done("due_dates", takes, ListType(DATE), does, body, "R136")
    step, key = dice.pick([("1", "month"), ("1", "month"), ("3", "quarter"), ("6", "half"), ("12", "year")])
    does = dice.tell(f"calendar_steps.dates.{key}", **words)
    does = tailed(does, dice.tell("calendar_steps.dates.short", d=day.said))
    lead = _stepped(day.code, "+ <v4>" if step == "1" else f"+ <v4> * {step}").replace("\n", "\n    ")
    body = f"<v3>: list[date] = []\nfor <v4> in {span}:\n    {lead}\n    <v3>.append({_clamped(day.code)})\nreturn <v3>"
    return done("due_dates", takes, ListType(DATE), does, body, "R136")


PATTERNS = (
    (months_later, 2),
    (working_days_later, 2),
    (given_weekday, 1.2),
    (nth_weekday, 1),
    (fiscal_year, 1.2),
    (instalments, 1.5),
)
