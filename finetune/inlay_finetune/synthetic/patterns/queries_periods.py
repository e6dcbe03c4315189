"""Queries over time: per month, quarter, year and month of the year, over joins, of either list of children."""

from dataclasses import dataclass, replace

from inlay.contract import Entity, EnumType, Field, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import Order, grouped, measure, merged, query, text_of
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    is_first_day,
    month_of,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["PATTERNS"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit of time: what groups, the result column, its type and word."""

    code: str
    alias: str
    kind: Type
    word: str


def _unit(world: World, own: str, *, in_year: bool) -> Unit:
    dice, year = world.dice, f"substr(CAST({own} AS text), 1, 4)"
    part = f"CAST(substr(CAST({own} AS text), 6, 2) AS integer)"
    shape = dice.pick(["month", "month", "month", "month", "quarter", "number"] if in_year else ["month", "month", "month", "year", "year"])  # fmt: skip
    if shape == "quarter":
        return Unit(code=f"({part} + 2) / 3", alias="quarter", kind=Scalar("int"), word="quarter")
    if shape == "number":
        return Unit(code=part, alias=dice.pick(["month", "month_number"]), kind=Scalar("int"), word=dice.pick(["calendar month", "month number", "number of the month"]))  # fmt: skip
    if shape == "year":
        if dice.chance(0.5):
            return Unit(code=year, alias="year", kind=Scalar("str"), word="year")
        return Unit(code=f"CAST({year} AS integer)", alias="year", kind=Scalar("int"), word="year")
    return Unit(code=month_of(own), alias=dice.pick(["month", "month", "month", "period"]), kind=Scalar("str"), word="month")  # fmt: skip


def _in_order(world: World, unit: Unit, *, down: bool = False) -> Order:
    dice, word = world.dice, unit.word.split(" ")[-1] if unit.word != "calendar month" else "month"
    word = "month" if "month" in unit.word else word
    words = (
        dice.say(f"newest {word} first", f"latest {word} first", f"last {word} first", "newest first", f"by {word} descending")
        if down
        else dice.say(f"oldest {word} first", f"first {word} first", f"earliest {word} first", f"by {word}", "in order", f"in the order of the {word}s", f"sorted by {word}", f"{word} by {word} from the start", "oldest first")
    )  # fmt: skip
    return Order(code=f"{name(unit.alias)}{' DESC' if down else ''}", words=words)


def _absent(world: World, unit: Unit) -> str:
    if not world.dice.chance(0.2):
        return ""
    word = unit.word.split(" ")[-1] if "month" not in unit.word else "month"
    return world.dice.say(f". {word.capitalize()}s without any do not appear", f"; {word}s without any are left out", f" (no row for a {word} without any)", f". Only {word}s in which there are some")  # fmt: skip


def _dated(world: World, entity: Entity, prefix: str, f: Filter) -> tuple[Filter, Field, bool] | None:
    """Restrict to a year, to a range, to a start day, or not at all."""
    dice = world.dice
    day = world.field(entity, is_date, but=f.fields)
    if day is None:
        return None
    own, said, shape = f"{prefix}{name(day.name)}", field_words(dice, day), dice.pick(["year", "year", "since", "range", "all"])
    link = " and" if f.after else ""
    if shape == "year":
        code = f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)"
        unnamed = (" of the year", " in the year", " of the given year", " in that year", " during the year") if is_first_day(entity, day) else ()
        words = dice.say(*unnamed, f" whose {said} falls in the given year", f" with a {said} in the year", f" with {said} in that year")
        return merged(f, code, words, Parameter(name="year", type=Scalar("int"))), day, True
    if shape == "since":
        since = Parameter(name=dice.pick(["since", "first_day", "from_day", "start_day", "day"]), type=Scalar("date"))
        shown = {"since": "the given day", "day": "the day"}.get(since.name, f"the {label(since.name)}")
        words = dice.say(f"{link} with a {said} on or after {shown}", f"{link} whose {said} is {shown} or later", f"{link} with {said} from {shown} on", f"{link} whose {said} is not before {shown}")
        return merged(f, f"{own} >= :{name(since.name)}", words, since), day, False
    if shape == "range":
        first, last = dice.pick([("since", "until"), ("first_day", "last_day"), ("start_day", "end_day"), ("begin_day", "close_day")])
        one, two = label(first), label(last)
        words = dice.say(f"{link} with a {said} from {one} to {two}, both included,", f"{link} whose {said} is between {one} and {two} (both days count)", f"{link} with {said} from {one} through {two}")
        takes = (Parameter(name=first, type=Scalar("date")), Parameter(name=last, type=Scalar("date")))
        return merged(f, f"{own} >= :{name(first)} AND {own} <= :{name(last)}", words, *takes), day, False
    return f, day, False


def _enum_parameter(world: World, entity: Entity, prefix: str, f: Filter) -> Filter:
    """Add an enum parameter to a filter, when there is one."""
    dice, key = world.dice, world.field(entity, is_enum, but=f.fields)
    if key is None or not isinstance(key.type, EnumType):
        return f
    parameter = Parameter(name=dice.pick([key.name, f"wanted_{key.name}", f"given_{key.name}"]), type=key.type)
    said = field_words(dice, key)
    words = dice.say(f" of the given {said}", f" with the given {said}", f" of this {said}", f" with that {said}", f" of one {said}")
    return merged(f, f"{prefix}{name(key.name)} = :{name(parameter.name)}", f"{' and' if f.after else ''}{words}", parameter)


def by_unit(world: World) -> Draft | None:
    """A measure of one table per unit of time, with an enum parameter or a condition."""
    dice = world.dice
    entity = dice.pick([entity for entity in (world.root, world.root, world.child, world.second, world.other) if entity is not None])
    f = filters(world, entity, "", most=1, likely=0.4)
    if dice.chance(0.3):
        f = _enum_parameter(world, entity, "", f)
    dated = _dated(world, entity, "", f)
    if dated is None:
        return None
    f, day, in_year = dated
    rows = label(world.seconds) if entity == world.second and world.seconds else rows_words(world, entity)
    a, unit = measure(world, entity, "", f, rows, averages=True), _unit(world, name(day.name), in_year=in_year)
    if a is None:
        return None
    order = _in_order(world, unit, down=dice.chance(0.15))
    per = unit.word + (dice.pick([" of the ", " of their ", " by "]) + field_words(dice, day) if not is_first_day(entity, day) or dice.chance(0.15) else "")
    does = order.after(world, grouped(world, a.words, per)) + _absent(world, unit)
    return query("by_unit", f.takes, [(unit.alias, unit.kind), (a.alias, a.kind)], does, f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {unit.code} ORDER BY {order.code}", "Q038", *f.tags)  # fmt: skip


def owned_by_unit(world: World) -> Draft | None:
    """A measure of either list of children per unit of their owner's day, filtered on both tables."""
    dice = world.dice
    low_entity = world.second if world.second is not None and dice.chance(0.4) else world.child
    words = label(world.seconds) if low_entity == world.second and world.seconds else rows_words(world, world.child)
    low, top = table(low_entity), table(world.root)
    g = filters(world, low_entity, f"{low}.", most=1, likely=0.4)
    f = filters(world, world.root, f"{top}.", most=1, likely=0.5)
    if dice.chance(0.25):
        f = _enum_parameter(world, world.root, f"{top}.", f)
    dated = _dated(world, world.root, f"{top}.", f)
    if dated is None:
        return None
    f, day, in_year = dated
    rows = f"{g.noun(words)} of {f.noun(many(dice, world.root))}"
    plain = Filter(code=g.code, before=g.before, fields=g.fields)
    a = measure(world, low_entity, f"{low}.", Filter(fields=plain.fields), rows)
    unit = _unit(world, f"{top}.{name(day.name)}", in_year=in_year)
    if a is None:
        return None
    order = _in_order(world, unit, down=dice.chance(0.15))
    per = unit.word + (f" of the {label(world.root.name)}'s {field_words(dice, day)}" if dice.chance(0.4) or not is_first_day(world.root, day) or any(is_date(each.type) for each in low_entity.fields) else "")
    does = order.after(world, grouped(world, a.words, per)) + _absent(world, unit)
    return query("owned_by_unit", (*f.takes, *g.takes), [(unit.alias, unit.kind), (a.alias, a.kind)], does, f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}{where(*g.code, *f.code)} GROUP BY {unit.code} ORDER BY {order.code}", "Q038", *f.tags, *g.tags)  # fmt: skip


def partner_by_unit(world: World) -> Draft | None:
    """A measure of the root per unit of time, for partners that fit or for one partner."""
    dice, text = world.dice, text_of(world.other)
    left, right = table(world.root), table(world.other)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.4)
    dated = _dated(world, world.root, f"{left}.", f)
    if dated is None:
        return None
    f, day, in_year = dated
    takes: tuple[Parameter, ...] = ()
    if text is not None and dice.chance(0.5):
        takes = (Parameter(name=dice.pick([text.name, f"{world.reference}_{text.name}", world.reference]), type=Scalar("str")),)
        test, said = f"{right}.{name(text.name)} = :{name(takes[0].name)}", field_words(dice, text)
        whose = dice.say(f" of the {label(world.reference)} with this {said}", f" of the {label(world.reference)} with the given {said}", f" for the {label(world.reference)} with that {said}")
    else:
        g = filters(world, world.other, f"{right}.", most=1, likely=1)
        if not g.code:
            return None
        test, whose, takes = g.code[0], dice.pick([" of ", " for ", " from "]) + g.noun(many(dice, world.other)), g.takes
    a = measure(world, world.root, f"{left}.", Filter(fields=f.fields), f"{f.noun(rows_words(world, world.root))}{whose}")
    unit = _unit(world, f"{left}.{name(day.name)}", in_year=in_year)
    if a is None:
        return None
    order = _in_order(world, unit)
    per = unit.word + (f" of the {field_words(dice, day)}" if not is_first_day(world.root, day) or dice.chance(0.15) else "")
    does = order.after(world, grouped(world, a.words, per)) + _absent(world, unit)
    return query("partner_by_unit", (*f.takes, *takes), [(unit.alias, unit.kind), (a.alias, a.kind)], does, f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(test, *f.code)} GROUP BY {unit.code} ORDER BY {order.code}", "Q038", *f.tags)  # fmt: skip


def unit_and_value(world: World) -> Draft | None:
    """A measure per unit of time and per value of a column, or per partner."""
    dice = world.dice
    f = filters(world, world.root, f"{table(world.root)}.", most=1, likely=0.3)
    key, text, joined = world.field(world.root, is_enum, but=f.fields), text_of(world.other), dice.chance(0.4)
    left, right = table(world.root), table(world.other)
    if (joined and text is None) or (not joined and key is None):
        return None
    prefix = f"{left}." if joined else ""
    code = tuple(each if joined else each.replace(f"{left}.", "") for each in f.code)
    dated = _dated(world, world.root, prefix, Filter(code=code, before=f.before, after=f.after, takes=f.takes, fields=f.fields))
    if dated is None:
        return None
    f, day, in_year = dated
    a, unit = measure(world, world.root, prefix, f, rows_words(world, world.root)), _unit(world, f"{prefix}{name(day.name)}", in_year=in_year)
    if a is None:
        return None
    if joined and text is not None:
        alias, who = dice.pick([world.reference, text.name]), label(world.reference)
        code_of = f"{right}.{name(text.name)}"
        source, groups = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}", f"{unit.code}, {right}.id, {code_of}"
        shown, ends, kind = code_of if alias == text.name else f"{code_of} AS {name(alias)}", f"{code_of}, {right}.id", text.type
        by, told = who, field_words(dice, text)
    elif key is not None:
        alias, source, kind = key.name, left, key.type
        shown = ends = name(key.name)
        groups, by = f"{unit.code}, {shown}", field_words(dice, key)
        told = by
    else:
        return None
    if not is_first_day(world.root, day):
        unit = replace(unit, word=f"{unit.word} of the {field_words(dice, day)}") if unit.word in ("month", "year", "quarter") else unit
    per = dice.pick([f"{unit.word} and {by}", f"{by} and {unit.word}", f"{unit.word}, and within it per {by}"])
    order = Order(code=f"{name(unit.alias)}, {ends}", words=dice.say(f"by {unit.word}, then by {told}", f"oldest {unit.word} first, within it by {told}" if "month" not in unit.word or unit.word == "month" else f"by {unit.word} and then {told}", f"sorted by {unit.word} and {told}"))
    does = order.after(world, grouped(world, a.words, per))
    return query("unit_and_value", f.takes, [(unit.alias, unit.kind), (alias, kind), (a.alias, a.kind)], does, f"SELECT {unit.code} AS {name(unit.alias)}, {shown}, {a.code} AS {name(a.alias)} FROM {source}{where(*f.code)} GROUP BY {groups} ORDER BY {order.code}", "Q038", "Q035")  # fmt: skip


def count_and_sum_by_unit(world: World) -> Draft | None:
    """Two measures side by side per unit of time or per value."""
    dice = world.dice
    f = filters(world, world.root, "", most=1, likely=0.4)
    dated = _dated(world, world.root, "", f)
    if dated is None:
        return None
    f, day, in_year = dated
    rows, a = rows_words(world, world.root), None
    for _ in range(6):
        a = measure(world, world.root, "", f, rows, averages=True)
        if a is not None and not a.counts:
            break
    if a is None or a.counts:
        return None
    count = dice.pick(["count", "number", f"{snake_case(world.root.name)}_count", "how_many", "rows"])
    unit = _unit(world, name(day.name), in_year=in_year)
    order, of = _in_order(world, unit), f.noun(rows)
    per = unit.word + ("" if is_first_day(world.root, day) else f" of the {field_words(dice, day)}")
    first = dice.chance(0.6)
    pair = [(count, Scalar("int"), "count(*)"), (a.alias, a.kind, a.code)]
    both = dice.say(f"how many {of} there are and {a.words.replace(of, 'those').replace('the those', 'those')}", f"the number of {of} and {a.words.replace(of, 'those').replace('the those', 'those')}") if first else f"{a.words} and {dice.pick(['how many there are', 'their number', 'how many they are'])}"
    if not first:
        pair.reverse()
    columns = [(unit.alias, unit.kind), *((alias, kind) for alias, kind, _ in pair)]
    picks = ", ".join(f"{code} AS {name(alias)}" for alias, _, code in pair)
    return query("count_and_sum", f.takes, columns, order.after(world, grouped(world, both, per)), f"SELECT {unit.code} AS {name(unit.alias)}, {picks} FROM {table(world.root)}{where(*f.code)} GROUP BY {unit.code} ORDER BY {order.code}", "Q038", *f.tags)  # fmt: skip


def in_month(world: World) -> Draft | None:
    """Rows or a number of a month given with its year, or of a month of any year."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child])
    day = world.field(entity, is_date)
    if day is None:
        return None
    own, said = name(day.name), field_words(dice, day)
    f = filters(world, entity, "", most=1, likely=0.5, but=(day,))
    link = " and" if f.after else ""
    if dice.chance(0.6):
        takes = [Parameter(name="year", type=Scalar("int")), Parameter(name="month", type=Scalar("int"))]
        code = f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text) AND CAST(substr(CAST({own} AS text), 6, 2) AS integer) = :{name('month')}"
        unnamed = (" of that month of the year", " of the given month of the given year") if is_first_day(entity, day) else ()
        words = dice.say(*unnamed, f"{link} with a {said} in the given month and year", f"{link} whose {said} falls in that month of that year")
    elif dice.chance(0.5):
        takes, code = [Parameter(name="month", type=Scalar("int"))], f"CAST(substr(CAST({own} AS text), 6, 2) AS integer) = :{name('month')}"
        words = dice.say(f"{link} with a {said} in the given month of any year", f"{link} whose {said} falls in this month, whatever the year", f"{link} with {said} in that month, no matter in which year")
    else:
        takes, code = [Parameter(name="month", type=Scalar("str"))], f"{month_of(own)} = :{name('month')}"
        words = dice.say(f"{link} with a {said} in the given month (YYYY-MM)", f"{link} whose {said} lies in the month, given as YYYY-MM", f"{link} with {said} in the given month such as 2024-03")
    f = merged(f, code, words, *takes)
    a = measure(world, entity, "", f, rows_words(world, entity))
    if a is None:
        return None
    does = a.words + ("" if a.counts else dice.say(", zero if there are none", "; 0 without any", ", zero when nothing fits"))
    picked = a.code if a.counts else a.zero
    return query("in_month", f.takes, [(a.alias, a.kind)], does, f"SELECT {picked} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)}", "Q011", *f.tags)  # fmt: skip


def busiest(world: World) -> Draft | None:
    """The months or years with the most, first n, or those with at least so much."""
    dice = world.dice
    f = filters(world, world.root, "", most=1, likely=0.4)
    dated = year_filter(world, world.root, "", f) if dice.chance(0.4) else None
    day = dated[1] if dated else world.field(world.root, is_date, but=f.fields)
    f = dated[0] if dated else f
    if day is None or isinstance(day.type, OptionalType) or (dated is None and not is_first_day(world.root, day)):
        return None
    a, unit = measure(world, world.root, "", f, rows_words(world, world.root)), _unit(world, name(day.name), in_year=dated is not None)
    if a is None:
        return None
    columns = [(unit.alias, unit.kind), (a.alias, a.kind)]
    core = f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {table(world.root)}{where(*f.code)} GROUP BY {unit.code}"
    if dice.chance(0.5):
        n = str(dice.between(2, 12))
        ends = dice.say(f", ties by {unit.word}", f", equal ones by {unit.word}, earliest first", f", then by {unit.word}")
        does = dice.say(f"the {n} {unit.word}s with the most, by {a.words}", f"{a.words} per {unit.word}, only the {n} highest", f"top {n} {unit.word}s by {a.words}") + dice.say(", highest first", ", largest first") + ends
        return query("busiest", f.takes, columns, does, f"{core} ORDER BY {name(a.alias)} DESC, {name(unit.alias)} LIMIT {constant(n)}", "Q073", *f.tags)
    bound = Parameter(name=dice.pick(["minimum", "at_least", "threshold", "min_total"]), type=a.kind)
    extra: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        shown, code, extra = "the given number" if bound.name == "at_least" else f"the {label(bound.name)}", f":{name(bound.name)}", (bound,)
    else:
        stated = str(dice.round_number(2, 500))
        shown, code = stated, constant(stated)
    order = _in_order(world, unit)
    does = order.after(world, dice.say(f"{a.words} per {unit.word}, only {unit.word}s with at least {shown}", f"{a.words} for the {unit.word}s that reach {shown}", f"{a.words} per {unit.word} where it is {shown} or more"))
    return query("unit_having", (*f.takes, *extra), columns, does, f"{core} HAVING {a.code} >= {code} ORDER BY {order.code}", "Q041", *f.tags)


PATTERNS = (
    (by_unit, 3.5), (owned_by_unit, 3), (partner_by_unit, 2), (unit_and_value, 2), (count_and_sum_by_unit, 1.2), (in_month, 1.5), (busiest, 1.2),
)  # fmt: skip
