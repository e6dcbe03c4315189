"""Rules in which a number of days decides on an amount: notice, free days, both days counted; days by kind of a thing."""

from dataclasses import dataclass

from inlay.contract import EnumType, Field, OptionalType, Parameter
from inlay_finetune.synthetic.comparing import compare_words, counted_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, value_words
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
    partner,
    root_of,
    today,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int

__all__ = ["PATTERNS"]

_TERMS = (2, 3, 5, 7, 10, 14, 15, 21, 28, 30, 45, 60, 90)
_RATES = (4, 6, 8, 9, 11, 12, 16, 18, 20, 25, 35, 40, 50, 65, 70, 75, 80)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days from one day to a later one: code, words of both days, parameters."""

    code: str
    early: str
    late: str
    takes: tuple[Parameter, ...]


def _span(world: World, *, may_be_open: bool = False) -> _Span | None:
    """Draw two days: both of the root, one of its reference, or one that is given; the later one may be missing."""
    dice, day, who = world.dice, world.field(world.root, is_date), partner(world)
    if day is None:
        return None
    root, takes = root_of(world)
    own, said = f"{root}.{name(day.name)}", f"the {day_noun(dice, day)}"
    far, other = world.field(world.other, is_date), world.field(world.root, is_date, but=(day,))
    finished = world.field(world.root, is_maybe(DATE)) if may_be_open else None
    shape = dice.pick(["partner", "both", "both", "given", "open"])
    if shape == "open" and finished is not None:
        now, shown = today(world)
        words = dice.tell("day_bands.open", b=f"the {day_noun(dice, finished)}", day=shown)
        code = f"(({root}.{name(finished.name)} or {name(now.name)}) - {own}).days"
        return _Span(code, said, words, (*takes, now))
    if shape == "partner" and far is not None and who is not None:
        words = f"the {day_noun(dice, far)} of the {who[1]}"
        return _Span(f"({who[0]}.{name(far.name)} - {own}).days", said, words, takes)
    if shape == "both" and other is not None:
        return _Span(f"({root}.{name(other.name)} - {own}).days", said, f"the {day_noun(dice, other)}", takes)
    now, shown = today(world)
    return _Span(f"({own} - {name(now.name)}).days", shown, said, (*takes, now))


def days_decide(world: World) -> Draft | None:
    """One to three bands of days pick a percentage of an amount, a surcharge, a rebate or a stated amount."""
    dice, money, days = world.dice, world.field(world.root, is_decimal), _span(world)
    if money is None or days is None:
        return None
    count, shape = dice.pick([1, 2, 2, 3]), dice.pick(["share", "share", "more", "less", "stated"])
    limits = [str(number) for number in sorted(dice.some(_TERMS, count))]
    rates = [str(number) for number in sorted(dice.some(_RATES, count + 1), reverse=dice.chance(0.5))]
    base = f"{root_of(world)[0]}.{name(money.name)}"
    codes = [_result(shape, base, rate) for rate in rates]
    phrases = {"m": field_words(dice, money)}
    shown = [dice.tell(f"day_bands.result.{shape}", p=rate, **phrases) for rate in rates]
    last, from_top = (0, True) if dice.chance(0.6) else (-1, False)
    if shape in ("more", "less") or dice.chance(0.4):
        zero = shape == "stated" or (shape == "share" and dice.chance(0.5))
        codes[last] = ZERO if zero else base
        shown[last] = dice.tell("day_bands.result.zero" if zero else "day_bands.result.whole", **phrases)
    order = range(count - 1, -1, -1) if from_top else range(count)
    operator = dice.pick([">=", ">=", ">"] if from_top else ["<", "<", "<="])
    lines = [
        f"if <v0> {operator} {constant(limits[at])}:\n    return {codes[at + 1 if from_top else at]}" for at in order
    ]
    form = dice.tell("day_bands.piece", how="{how}", what="{what}")
    pieces = [
        form.format(
            how=counted_words(dice, operator, number_said(dice, limits[at]), "days"),
            what=shown[at + 1 if from_top else at],
        )
        for at in order
    ]
    rest = dice.tell("day_bands.rest", rest=shown[last])
    head = dice.tell("day_bands.head", early=days.early, late=days.late, bands=", ".join([*pieces, rest]))
    body = "\n".join([f"<v0> = {days.code}", *lines, f"return {codes[last]}"])
    takes = (*root_of(world)[1], *(each for each in days.takes if each not in root_of(world)[1]))
    return done("amount_by_days", takes, DECIMAL, head, body, "R122", "R034")


def _result(shape: str, base: str, rate: str) -> str:
    return {
        "share": f"{base} * {constant(rate)} / 100",
        "more": f"{base} * (100 + {constant(rate)}) / 100",
        "less": f"{base} * (100 - {constant(rate)}) / 100",
        "stated": decimal(rate),
    }[shape]


def free_days(world: World) -> Draft | None:
    """Days beyond those that are free, each at a price; perhaps no more than an amount."""
    dice, days, who = world.dice, _span(world, may_be_open=True), partner(world)
    if days is None:
        return None
    root, takes = root_of(world)
    free_field = world.field(world.other, is_int) if who and dice.chance(0.4) else world.field(world.root, is_int)
    price_field = (
        world.field(world.other, is_decimal) if who and dice.chance(0.4) else world.field(world.root, is_decimal)
    )
    free = str(dice.pick(_TERMS))
    code, said = constant(free), f"the first {number_said(dice, free)} days"
    if free_field is not None and dice.chance(0.45):
        owner, of = (who[0], f" of the {who[1]}") if who and free_field in world.other.fields else (root, "")
        code = f"{owner}.{name(free_field.name)}"
        said = dice.tell("day_bands.free_field", f=field_words(dice, free_field), of=of)
    stated = dice.pick([str(dice.between(31, 44)), f"{dice.between(1, 29)}.50", str(dice.pick(_RATES))])
    if stated == free:
        return None
    price, each = decimal(stated), stated
    if price_field is not None and dice.chance(0.4):
        owner, of = (who[0], f" of the {who[1]}") if who and price_field in world.other.fields else (root, "")
        price, each = f"{owner}.{name(price_field.name)}", f"the {field_words(dice, price_field)}{of}"
    core = f"max({days.code} - {code}, 0)"
    cap_field = world.field(world.root, is_decimal, but=(price_field,) if price_field else ())
    words = {"early": days.early, "late": days.late, "free": said, "each": each}
    does = dice.tell("day_bands.free", **words)
    result = f"{core} * {price}"
    if cap_field is not None and dice.chance(0.3):
        does += dice.tell("day_bands.capped", cap=f"the {field_words(dice, cap_field)}")
        result = f"min({result}, {root}.{name(cap_field.name)})"
    used = (*takes, *(each_one for each_one in days.takes if each_one not in takes))
    return done("days_fee", used, DECIMAL, does, f"return {result}", "R121", "R050")


def both_days(world: World) -> Draft | None:
    """The days of a period with its first and last day, perhaps times a price or against an allowance."""
    dice, start, who = world.dice, world.field(world.root, is_date), partner(world)
    end = world.field(world.root, is_date, but=(start,)) if start else None
    if start is None or end is None:
        return None
    root, takes = root_of(world)
    code = f"({root}.{name(end.name)} - {root}.{name(start.name)}).days + 1"
    words = {"a": f"the {day_noun(dice, start)}", "b": f"the {day_noun(dice, end)}"}
    money, far = world.field(world.root, is_decimal), world.field(world.other, is_int)
    shape = dice.pick(["days", "price", "limit", "stated"])
    if shape == "price" and money is not None:
        does = dice.tell("day_bands.both.price", m=field_words(dice, money), **words)
        return done("period_price", takes, DECIMAL, does, f"return ({code}) * {root}.{name(money.name)}", "R100")
    if shape == "stated":
        price = str(dice.pick(_RATES))
        does = dice.tell("day_bands.both.stated", k=price, **words)
        return done("period_fee", takes, DECIMAL, does, f"return ({code}) * {decimal(price)}", "R100")
    if shape == "limit":
        operator = dice.pick(["<=", "<=", ">", ">="])
        limit = str(dice.pick(_TERMS))
        against, shown = constant(limit), number_said(dice, limit)
        if far is not None and who is not None and dice.chance(0.5):
            against, shown = f"{who[0]}.{name(far.name)}", f"the {field_words(dice, far)} of the {who[1]}"
        does = dice.tell("day_bands.both.limit", how=compare_words(dice, operator, shown), **words)
        return done("period_allowed", takes, BOOL, does, f"return {code} {operator} {against}", "R100", "R030")
    does = dice.tell("day_bands.both.days", **words)
    return done("period_days", takes, INT, does, f"return {code}", "R100")


def _kinds(dice: Dice, field: Field) -> list[tuple[str, str]] | None:
    """Draw values of an enum, each with its number of days; the last stands for all others."""
    if not isinstance(field.type, EnumType) or len(field.type.values) < 2:
        return None
    most = min(3, len(field.type.values) - 1)
    values = dice.some(field.type.values, dice.between(1, most))
    terms = [str(number) for number in dice.some((1, *_TERMS), len(values) + 1)]
    return list(zip([*values, ""], terms, strict=True))


def _counted(number: str, unit: str) -> str:
    return unit.removesuffix("s") if number == "1" else unit


def term_by_enum(world: World) -> Draft | None:
    """A day some days later, or how many days there are, by each value of an enum of the root or its reference."""
    dice, day, who = world.dice, world.field(world.root, is_date), partner(world)
    kind, owner = world.field(world.root, is_enum), root_of(world)[0]
    of = dice.pick(["", f" of the {entity_word(dice, world.root)}"])
    far = world.field(world.other, is_enum)
    if far is not None and who is not None and dice.chance(0.35):
        kind, owner, of = far, who[0], f" of the {who[1]}"
    kinds = _kinds(dice, kind) if kind else None
    if day is None or kind is None or kinds is None:
        return None
    root, takes = root_of(world)
    unit, access = dice.pick(["days", "days", "days", "weeks"]), f"{root}.{name(day.name)}"
    form = dice.tell("day_bands.kind", value="{value}", n="{n}", unit="{unit}")
    said = [
        form.format(value=value_words(dice, value), n=number_said(dice, n), unit=_counted(n, unit))
        for value, n in kinds[:-1]
    ]
    last = kinds[-1][1]
    rest = dice.tell("day_bands.kind_rest", n=number_said(dice, last), unit=_counted(last, unit))
    shape = dice.pick(["day", "day", "late", "number"])
    now, shown = today(world)

    def result(n: str) -> str:
        if shape == "number":
            return constant(n)
        later = f"{access} + timedelta({unit}={constant(n)})"
        return f"{name(now.name)} > {later}" if shape == "late" else later

    test = f"{owner}.{name(kind.name)}"
    lines = [f'if {test} == "{name(value)}":\n    return {result(n)}' for value, n in kinds[:-1]]
    does = dice.tell(
        f"day_bands.term.{shape}",
        kind=f"the {field_words(dice, kind)}{of}",
        terms=", ".join([*said, rest]),
        a=f"the {day_noun(dice, day)}",
        day=shown,
        unit=unit,
    )
    returns = {"day": DATE, "late": BOOL, "number": INT}[shape]
    used = (*takes, now) if shape == "late" else takes
    return done(f"{shape}_by_kind", used, returns, does, "\n".join([*lines, f"return {result(last)}"]), "R249")


def working_day(world: World) -> Draft | None:
    """A day, or one some days later, moved off the weekend to Monday or back to Friday."""
    dice, day = world.dice, world.field(world.root, is_date)
    if day is None:
        return None
    root, takes = root_of(world)
    said, access, n = f"the {day_noun(dice, day)}", f"{root}.{name(day.name)}", str(dice.pick(_TERMS))
    if dice.chance(0.6):
        access = f"{access} + timedelta(days={constant(n)})"
        said = dice.tell("day_bands.later", a=said, n=number_said(dice, n))
    ahead = dice.chance(0.7)
    steps = ("+ timedelta(days=2)", "+ timedelta(days=1)") if ahead else ("- timedelta(days=1)", "- timedelta(days=2)")
    does = dice.tell(f"day_bands.weekend.{'monday' if ahead else 'friday'}", x=said)
    body = f"<v0> = {access}\nif <v0>.weekday() == 5:\n    return <v0> {steps[0]}\nif <v0>.weekday() == 6:\n    return <v0> {steps[1]}\nreturn <v0>"
    return done("working_day", takes, DATE, does, body, "R113")


def after_last(world: World) -> Draft | None:
    """Some days after the latest day among the rows, or after a day of the root when there are none."""
    dice, day, own = world.dice, world.field(world.child, is_date), world.field(world.root, is_date)
    if day is None or own is None:
        return None
    root, takes = root_of(world)
    n, first = str(dice.pick(_TERMS)), dice.chance(0.25)
    rows = world.children.replace("_", " ")
    words = {"d": day_noun(dice, day), "rows": rows, "own": f"the {day_noun(dice, own)}"}
    known = f"{'min' if first else 'max'}((<v0>.{name(day.name)} for <v0> in {root}.{name(world.children)}), default={root}.{name(own.name)})"
    words["last"] = dice.pick(["earliest", "first"] if first else ["latest", "last", "most recent"])
    if dice.chance(0.35):
        does = dice.tell("day_bands.after_last.plain", **words)
        return done("last_day", takes, DATE, does, f"return {known}", "R011")
    does = dice.tell("day_bands.after_last.later", n=number_said(dice, n), **words)
    return done("next_day", takes, DATE, does, f"return {known} + timedelta(days={constant(n)})", "R011", "R131")


def set_and_after(world: World) -> Draft | None:
    """An optional day is known and not before another, or at most so many days after it."""
    dice, maybe, own = world.dice, world.field(world.root, is_maybe(DATE)), world.field(world.root, is_date)
    if maybe is None or own is None or not isinstance(maybe.type, OptionalType):
        return None
    root, takes = root_of(world)
    b, a = f"{root}.{name(maybe.name)}", f"{root}.{name(own.name)}"
    words = {"b": f"the {day_noun(dice, maybe)}", "a": f"the {day_noun(dice, own)}"}
    n = str(dice.pick(_TERMS))
    shape, test = dice.pick(
        [("not_before", f"{b} >= {a}"), ("after", f"{b} > {a}"), ("soon", f"({b} - {a}).days <= {constant(n)}")]
    )
    does = dice.tell(f"day_bands.known.{shape}", n=number_said(dice, n), **words)
    return done("well_dated", takes, BOOL, does, f"return {b} is not None and {test}", "R118")


PATTERNS = (
    (days_decide, 3),
    (free_days, 2),
    (both_days, 1.5),
    (term_by_enum, 2),
    (working_day, 1),
    (after_last, 1.2),
    (set_and_after, 1.2),
)
