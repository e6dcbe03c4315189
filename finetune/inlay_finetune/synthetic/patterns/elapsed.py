"""Rules over time that has passed or is still to pass: full and started units, ends that may be missing, fees by delay, limits by kind, days that follow."""

import re
from dataclasses import dataclass

from inlay.contract import EnumType, Field, OptionalType, Parameter, Type
from inlay_finetune.synthetic.comparing import KEYS, counted_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of, value_words
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    ZERO,
    decimal,
    done,
    is_maybe,
    kids,
    partner,
    root_of,
    today,
)
from inlay_finetune.synthetic.patterns.tails import tailed, without_loose_commas
from inlay_finetune.synthetic.turns import day_turn
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int

__all__ = ["PATTERNS", "PRICES", "Span", "drafted", "kept", "price_of"]

_OF_DAYS = {"days": "{d}", "inclusive": "{d} + 1", "weeks": "{d} // 7", "started_weeks": "-(-{d} // 7)"} | {
    "thirty": f"{{d}} // {constant(30)}",
    "started_thirty": f"-(-{{d}} // {constant(30)})",
}
_MONTHS = "({y}.year - {x}.year) * 12 + {y}.month - {x}.month"
_OF_DATES = {
    "months": _MONTHS,
    "full_months": f"{_MONTHS} - ({{y}}.day < {{x}}.day)",
    "years": "{y}.year - {x}.year - (({y}.month, {y}.day) < ({x}.month, {x}.day))",
    "calendar_years": "{y}.year - {x}.year",
}
_MEASURES = ("days", "days", "inclusive", "weeks", "started_weeks", "started_weeks", "thirty", "started_thirty", "months", "full_months", "full_months", "years", "years", "calendar_years")  # fmt: skip
_VERDICTS = (("late", ">"), ("late", ">"), ("kept", "<="), ("kept", "<="), ("under", "<"), ("reached", ">="))
_WHEN_MISSING = (("no", "{x} is not None and"), ("no", "{x} is not None and"), ("yes", "{x} is None or"))
_WINDOWS = (
    ("last", "{x} - {n} < {p} <= {x}"), ("before", "{x} - {n} <= {p} < {x}"),
    ("first", "{x} <= {p} < {x} + {n}"), ("after", "{x} < {p} <= {x} + {n}"),
)  # fmt: skip
_NEXT = (
    "months",
    "months",
    "month_end",
    "month_first",
    "working",
    "working",
    "working_back",
    "weekday",
    "weekday_from",
)
_DELAYS = ("days", "weeks", "started_weeks", "started_weeks", "thirty", "started_thirty")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TERMS = (2, 3, 4, 5, 6, 8, 10, 14, 15, 20, 21, 25, 28, 45, 60, 90)
PRICES = ("2", "3", "3.50", "4", "5", "6.50", "8", "9", "11", "12", "16", "18", "19.50", "35", "40")


@dataclass(frozen=True, slots=True)
class Span:
    """From one day or moment to another: code and words of both, parameters; `may` says how a missing end is taken."""

    start: str
    end: str
    a: str
    b: str
    takes: tuple[Parameter, ...]
    may: str = ""
    gap: str = ""
    day: str = ""

    def bound(self) -> tuple[list[str], str]:
        """Give a line that keeps an end which is put together, and the name of the end."""
        return ([f"<v0> = {self.end}"], "<v0>") if " " in self.end else ([], self.end)

    def told(self, dice: Dice, text: str) -> str:
        """Say behind a text what holds while the end is missing."""
        return tailed(text, dice.tell(f"elapsed.missing.{self.may}", gap=self.gap, day=self.day)) if self.may else text


def drafted(own: str, takes: tuple[Parameter, ...], returns: Type, does: str, body: str, *tags: str) -> Draft | None:
    """Give a whole draft of what the body uses, without a comma that stands before another mark."""
    takes = tuple(dict.fromkeys(each for each in takes if name(each.name) in body))
    return done(own, takes, returns, without_loose_commas(does), body, *tags)


def _gap(dice: Dice, field: Field) -> str:
    """Say that an optional day is missing, by its name or by what has not happened."""
    turn = day_turn(field.name)
    kind = turn.kind if turn.kind in ("done", "gone") and " " not in turn.word and dice.chance(0.6) else "plain"
    return dice.tell(f"elapsed.gap.{kind}", b=day_noun(dice, field), w=turn.word)


def _far_day(world: World) -> tuple[str, str] | None:
    far, who = world.field(world.other, is_date), partner(world)
    if far is None or who is None:
        return None
    return f"{who[0]}.{name(far.name)}", f"the {day_noun(world.dice, far)} of the {who[1]}"


def _span(world: World, *shapes: str) -> Span | None:
    """Draw two days in the order in which they are measured, in one of these ways."""
    dice, (root, takes), shape = world.dice, root_of(world), world.dice.pick(shapes)
    one, row, far = world.field(world.root, is_date), world.field(world.child, is_date), _far_day(world)
    if one is None:
        return None
    (now, day), own = today(world), (f"{root}.{name(one.name)}", f"the {day_noun(dice, one)}")
    if shape == "partner" and far is not None:
        (x, a), (y, b) = dice.some([own, far], 2)
        return Span(x, y, a, b, takes)
    if shape == "rows" and row is not None:
        word, call = dice.pick([("latest", "max"), ("most recent", "max"), ("earliest", "min")])
        code = f"{call}((<v1>.{name(row.name)} for <v1> in {kids(world)}), default={own[0]})"
        b = dice.tell("elapsed.rows", word=word, d=day_noun(dice, row), rows=rows_of(dice, world), a=own[1])
        return Span(own[0], code, own[1], b, takes)
    if shape in ("ahead", "now"):
        ends = (name(now.name), own[0], day, own[1]) if shape == "ahead" else (own[0], name(now.name), own[1], day)
        return Span(*ends, (*takes, now))
    check = is_maybe(DATE) if shape in ("open", "zero", "none", "cap_open") else is_date
    used = world.field(world.root, check, but=(one,))
    return _closing(world, own, used, shape) if used else None


def _closing(world: World, own: tuple[str, str], used: Field, shape: str) -> Span:
    """A span that ends with another day of the root: plain, with a rule for its absence, or today if that is earlier."""
    dice, (root, takes), (now, day) = world.dice, root_of(world), today(world)
    access, b, gap, p = f"{root}.{name(used.name)}", f"the {day_noun(dice, used)}", _gap(dice, used), name(now.name)
    if shape in ("zero", "none"):
        return Span(own[0], access, own[1], b, takes, shape, gap)
    if shape == "open":
        return Span(own[0], f"{access} or {p}", own[1], b, (*takes, now), shape, gap, day)
    if shape in ("cap", "cap_open"):
        code = f"min({access}{' or ' + p if shape == 'cap_open' else ''}, {p})"
        return Span(own[0], code, own[1], dice.tell(f"elapsed.{shape}", b=b, day=day), (*takes, now))
    return Span(own[0], access, own[1], b, takes)


def measured(world: World) -> Draft | None:
    """How many units of time lie between two days, never negative or as they are, with an end that may be missing."""
    dice, unit = world.dice, world.dice.pick(_MEASURES)
    span = _span(world, "both", "both", "partner", "rows", "ahead", "now", "open", "open", "zero", "none", "cap", "cap_open")  # fmt: skip
    if span is None:
        return None
    order = "after" if unit != "inclusive" and dice.chance(0.3) else "from"
    noun, _, tail = dice.tell(f"elapsed.unit.{unit}").partition("//")
    does = tailed(dice.tell(f"elapsed.count.{order}", u=noun.strip(), a=span.a, b=span.b), tail.strip())
    lines, end = span.bound() if unit in _OF_DATES else ([], span.end.replace("<v1>", "<v0>"))
    end = f"({end})" if " or " in end and end.startswith(root_of(world)[0]) else end
    code = (_OF_DATES.get(unit) or _OF_DAYS[unit]).format(x=span.start, y=end, d=f"({end} - {span.start}).days")
    if unit not in ("months", "calendar_years") and dice.chance(0.4):
        does, code = tailed(does, dice.tell("elapsed.floor")), f"max({code}, 0)"
    if span.may in ("zero", "none"):
        lines = [f"if {end} is None:\n    return {'0' if span.may == 'zero' else 'None'}"]
    returns: Type = OptionalType(INT) if span.may == "none" else INT
    body = "\n".join([*lines, f"return {code}"])
    return drafted("time_passed", span.takes, returns, span.told(dice, does), body, "R102", "R107")


def _term(world: World, unit: str, operator: str) -> tuple[str, str, tuple[Parameter, ...]]:
    """A number of days or weeks: stated, of the root or what it refers to, or given; code, comparison, parameters."""
    dice, who = world.dice, partner(world)
    own, far = world.field(world.root, is_int), world.field(world.other, is_int)
    given = Parameter(name=dice.pick(["limit", "notice", "span", "lead", "grace", "window"]), type=INT)
    found: list[tuple[str, str, tuple[Parameter, ...]]] = [
        (name(given.name), f"the given {label(given.name)}", (given,))
    ]
    if own is not None:
        found.append((f"{root_of(world)[0]}.{name(own.name)}", f"the {field_words(dice, own)}", ()))
    if far is not None and who is not None:
        found.append((f"{who[0]}.{name(far.name)}", f"the {field_words(dice, far)} of the {who[1]}", ()))
    if dice.chance(0.5):
        code, words, takes = dice.pick(found)
        return code, dice.tell(f"elapsed.how.{KEYS[operator]}", f=words, u=unit), takes
    n = str(dice.pick(_TERMS[:6] if unit == "weeks" else _TERMS))
    return constant(n), counted_words(dice, operator, number_said(dice, n), unit), ()


def _day_of(world: World) -> tuple[str, str, str] | None:
    """A day that may be missing or one of the reference: code, words, and how its absence is said."""
    dice, far = world.dice, _far_day(world)
    if far is not None and dice.chance(0.25):
        return (*far, "")
    field = world.field(world.root, is_date, is_maybe(DATE))
    if field is None:
        return None
    gap = _gap(dice, field) if isinstance(field.type, OptionalType) else ""
    return f"{root_of(world)[0]}.{name(field.name)}", f"the {day_noun(dice, field)}", gap


def _held(world: World, x: str, a: str, now: str, day: str) -> tuple[str, str, tuple[Parameter, ...]]:
    """Hold the time from a day to today, or from today to a day, against a number of days or weeks."""
    dice, shape, unit = world.dice, world.dice.pick(["ago", "ago", "ahead"]), world.dice.pick(["days", "days", "weeks"])
    operator, (low, high) = dice.pick([">=", ">=", ">", ">", "<=", "<"]), (x, now) if shape == "ago" else (now, x)
    n, how, more = _term(world, unit, operator)
    does, weeks = dice.tell(f"elapsed.{shape}", a=a, day=day, how=how), unit == "weeks"
    code = f"{high} - {low} {operator} timedelta(weeks={n})" if weeks else f"({high} - {low}).days {operator} {n}"
    if operator in ("<=", "<"):
        bound = dice.pick(["only", "too"])
        does = tailed(does, dice.tell(f"elapsed.{shape}_side.{bound}", day=day))
        code = f"{'timedelta(0)' if weeks else '0'} <= {code}" if bound == "only" else code
    return does, code, more


def recency(world: World) -> Draft | None:
    """Whether a day lies so many days back or ahead, or today is among the first or last of some days; perhaps no day."""
    dice, made, (now, day) = world.dice, _day_of(world), today(world)
    if made is None:
        return None
    (x, a, gap), p, n = made, name(now.name), str(dice.pick(_TERMS))
    if dice.chance(0.6):
        does, code, more = _held(world, x, a, p, day)
    else:
        key, form = dice.pick(_WINDOWS)
        does, more = dice.tell(f"elapsed.{key}", a=a, day=day, n=f"{number_said(dice, n)} days"), ()
        code = form.format(x=x, p=p, n=f"timedelta(days={constant(n)})")
    if gap:
        key, test = dice.pick(_WHEN_MISSING)
        does, code = tailed(does, dice.tell(f"elapsed.without.{key}", gap=gap)), f"{test.format(x=x)} {code}"
    return drafted("is_near", (*root_of(world)[1], now, *more), BOOL, does, f"return {code}", "R119", "R129")


def price_of(world: World, but: str) -> tuple[str, str, tuple[Parameter, ...]]:
    """A price of one unit: stated, a field of the root, or given; code, words, parameters."""
    dice, field = world.dice, world.field(world.root, is_decimal)
    stated = dice.pick([price for price in PRICES if price != but])
    if field is not None and dice.chance(0.3):
        return f"{root_of(world)[0]}.{name(field.name)}", f"the {field_words(dice, field)}", ()
    if dice.chance(0.2):
        given = Parameter(name=dice.pick(["fee", "rate", "charge", "unit_fee", "penalty"]), type=DECIMAL)
        return name(given.name), f"the given {label(given.name)}", (given,)
    return decimal(stated), stated, ()


def _fee_body(span: Span, grace: str) -> tuple[list[str], str]:
    """Give the lines that end at zero when nothing is to be paid, and the days of delay that count."""
    (lines, end), none = span.bound(), f"{span.end} is None" if span.may == "zero" else ""
    late = f"({end} - {span.start}).days"
    if not grace:
        return [*lines, f"if {none}{none and ' or '}{end} <= {span.start}:\n    return {ZERO}"], late
    local, first = "<v1>" if lines else "<v0>", [f"if {none}:\n    return {ZERO}"] if none else []
    return [*lines, *first, f"{local} = {late} - {constant(grace)}", f"if {local} <= 0:\n    return {ZERO}"], local


def late_fee(world: World) -> Draft | None:
    """A price for each full or started unit of delay, after days of grace, with a base or a cap; none in time."""
    dice, unit = world.dice, world.dice.pick(_DELAYS)
    span = _span(world, "both", "partner", "now", "open", "zero", "zero", "cap_open")
    if span is None:
        return None
    grace = str(dice.pick(_TERMS)) if dice.chance(0.3) else ""
    price, k, more = price_of(world, grace)
    does = dice.tell("elapsed.fee.head", u=dice.tell(f"elapsed.each.{unit}"), a=span.a, b=span.b, k=k)
    does = tailed(does, dice.tell("elapsed.fee.grace", g=number_said(dice, grace))) if grace else does
    lines, late = _fee_body(span, grace)
    code, top = f"{_OF_DAYS[unit].format(d=late)} * {price}", str(dice.between(61, 300))
    extra = dice.pick(["", "", "", "cap", "cap" if grace else "base"])
    if extra:
        does = tailed(does, dice.tell(f"elapsed.fee.{extra}", c=top))
        code = f"min({code}, {decimal(top)})" if extra == "cap" else f"{decimal(top)} + {code}"
    does = tailed(does, dice.tell(f"elapsed.fee.{'open' if span.may == 'zero' else 'free'}", gap=span.gap))
    does = span.told(dice, does) if span.may == "open" else does
    return drafted(
        "late_fee", (*span.takes, *more), DECIMAL, does, "\n".join([*lines, f"return {code}"]), "R105", "R121"
    )


def _kinds(world: World, units: tuple[tuple[str, tuple[int, ...]], ...]) -> tuple[list[tuple[str, str]], str] | None:
    """Draw a limit for each of some values of an enum and for the rest: tests with limits, and how they are said."""
    dice, who, far = world.dice, partner(world), world.field(world.other, is_enum)
    field, owner = world.field(world.root, is_enum), root_of(world)[0]
    if far is not None and who is not None and dice.chance(0.3):
        field, owner = far, who[0]
    if field is None or not isinstance(field.type, EnumType) or len(field.type.values) < 2:
        return None
    values = dice.some(field.type.values, dice.between(1, min(3, len(field.type.values) - 1)))
    drawn = [(unit, str(dice.pick(range_))) for unit, range_ in (dice.pick(units) for _ in (*values, ""))]
    if len(set(drawn)) < len(drawn):
        return None
    form = dice.tell("elapsed.kind.piece", v="{v}", n="{n}", u="{u}")
    pieces = [form.format(v=value_words(dice, value), n=number_said(dice, n), u=unit) for value, (unit, n) in zip(values, drawn, strict=False)]  # fmt: skip
    rest = dice.tell("elapsed.kind.rest", n=number_said(dice, drawn[-1][1]), u=drawn[-1][0])
    tests = [f'{owner}.{name(field.name)} == "{name(value)}"' for value in values]
    limits = [f"timedelta({unit}={constant(n)})" for unit, n in drawn]
    behind = dice.tell("elapsed.kind.field", f=field_words(dice, field), of=f" of the {who[1]}" if who and owner == who[0] else "")  # fmt: skip
    return list(zip([*tests, ""], limits, strict=True)), f"{', '.join([*pieces, rest])} {behind}".strip()


def kept(world: World, span: Span, units: tuple[tuple[str, tuple[int, ...]], ...]) -> Draft | None:
    """Whether a span is within the limit of its kind, or beyond it; an open one counts until now, or is neither."""
    dice, kinds = world.dice, _kinds(world, units)
    if kinds is None:
        return None
    key, operator = dice.pick(_VERDICTS)
    does = dice.tell(f"elapsed.term.{key}", terms=kinds[1], a=span.a, b=span.b)
    lines = [f"if {span.end} is None:\n    return False"] if span.may == "no" else []
    (first, limit), *others, (_, last) = kinds[0]
    lines += [f"if {first}:\n    <v0> = {limit}", *(f"elif {test}:\n    <v0> = {more}" for test, more in others)]
    lines = [*lines, f"else:\n    <v0> = {last}"] if others else [*lines[:-1], f"<v0> = {limit} if {first} else {last}"]
    end = f"({span.end})" if " " in span.end else span.end
    body = "\n".join([*lines, f"return {end} - {span.start} {operator} <v0>"])
    return drafted("by_kind", (*root_of(world)[1], *span.takes), BOOL, span.told(dice, does), body, "R249", "R122")


def kept_term(world: World) -> Draft | None:
    """Whether something took no longer than an enum's value allows, in days and weeks."""
    span = _span(world, "both", "both", "partner", "now", "open", "zero")
    if span is None:
        return None
    if span.may == "zero":
        span = Span(span.start, span.end, span.a, span.b, span.takes, "no", span.gap)
    return kept(world, span, (("days", _TERMS), ("days", _TERMS), ("weeks", (2, 3, 4, 6, 8, 12))))


def _start(world: World) -> tuple[str, str, bool] | None:
    """The day that a term starts with: plain, of the reference, or the later or earlier of two; whether it is put together."""
    dice, root, far = world.dice, root_of(world)[0], _far_day(world)
    one = world.field(world.root, is_date)
    two = world.field(world.root, is_date, is_maybe(DATE), but=(one,)) if one else None
    if one is None:
        return None
    x, a = f"{root}.{name(one.name)}", f"the {day_noun(dice, one)}"
    if far is not None and dice.chance(0.2):
        return (*far, False)
    if two is None or dice.chance(0.4):
        return x, a, False
    y, b, key, call = (
        f"{root}.{name(two.name)}",
        f"the {day_noun(dice, two)}",
        *dice.pick([("later", "max"), ("earlier", "min")]),
    )
    if not isinstance(two.type, OptionalType):
        return f"{call}({x}, {y})", dice.tell(f"elapsed.start.{key}", a=a, b=b), True
    if dice.chance(0.5):
        return f"{y} or {x}", dice.tell("elapsed.start.known", a=a, b=b), True
    return f"{call}({x}, {y} or {x})", dice.tell(f"elapsed.start.{key}_known", a=a, b=b), True


def due_day(world: World) -> Draft | None:
    """Months later on the same day or at an edge of the month, working days later or earlier, the next of a weekday."""
    dice, made = world.dice, _start(world)
    if made is None:
        return None
    x, said, compound = made
    n, at, shape = str(dice.pick([2, 3, 4, 5, 6, 8, 9, 10, 18, 24])), dice.between(0, 4), dice.pick(_NEXT)
    sign = "-" if shape == "working_back" else "+"
    count = f"<v1> = <v0>.year * 12 + <v0>.month - 1 + {constant(n)}\n"
    parts = f"{count}<v2> = <v1> // 12\n<v3> = <v1> % 12 + 1\n"
    steps = (
        f"    <v0> {sign}= timedelta(days=1)\n    while <v0>.weekday() >= 5:\n        <v0> {sign}= timedelta(days=1)\n"
    )
    body = {
        "months": f"{parts}return date(<v2>, <v3>, min(<v0>.day, calendar.monthrange(<v2>, <v3>)[1]))",
        "month_end": f"{parts}return date(<v2>, <v3>, calendar.monthrange(<v2>, <v3>)[1])",
        "month_first": f"{count}return date(<v1> // 12, <v1> % 12 + 1, 1)",
        "weekday": f"return <v0> + timedelta(days=({at} - <v0>.weekday() - 1) % 7 + 1)",
        "weekday_from": f"return <v0> + timedelta(days=({at} - <v0>.weekday()) % 7)",
    }.get(shape, f"for _ in range({constant(n)}):\n{steps}return <v0>")
    does = dice.tell(f"elapsed.due.{shape}", x=said, n=number_said(dice, n), w=_DAYS[at])
    if compound or shape.startswith("working"):
        body = f"<v0> = {x}\n{body}"
    else:
        body = re.sub(r"<v([1-9])>", lambda found: f"<v{int(found[1]) - 1}>", body.replace("<v0>", x))
    return drafted("due_day", root_of(world)[1], DATE, does, body, "R131")


PATTERNS = (
    (measured, 3),
    (recency, 2.5),
    (late_fee, 2.5),
    (kept_term, 2),
    (due_day, 2.5),
)
