"""Queries over time: per month, quarter, year and month of the year, over joins, of either list of children."""

from dataclasses import replace

from inlay.contract import Parameter, Scalar
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import Order, grouped, query, text_of
from inlay_finetune.synthetic.patterns.query_measures import Measure, measure
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    is_first_day,
    rows_words,
    table,
    where,
)
from inlay_finetune.synthetic.patterns.query_units import absent_units, dated_filter, enum_parameter, in_order, unit_of
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["PATTERNS"]


_ADVERBS = {"month": "monthly", "quarter": "quarterly", "year": "yearly"}


def _by(world: World, a: Measure, unit: str, per: str) -> str:
    """Ask for a measure per unit of time, which may be an adverb when no day is named."""
    if per != unit or unit not in _ADVERBS or world.dice.chance(0.7):
        return a.per(world, per)
    return world.dice.tell("queries_periods.adverb", whole=a.words, unit=unit, adverb=_ADVERBS[unit])


def by_unit(world: World) -> Draft | None:
    """A measure of one table per unit of time, with an enum parameter or a condition."""
    dice = world.dice
    entity = dice.pick(
        [entity for entity in (world.root, world.root, world.child, world.second, world.other) if entity is not None]
    )
    f = filters(world, entity, "", most=1, likely=0.4)
    if dice.chance(0.3):
        f = enum_parameter(world, entity, "", f)
    dated = dated_filter(world, entity, "", f)
    if dated is None:
        return None
    f, day, in_year = dated
    rows = label(world.seconds) if entity == world.second and world.seconds else rows_words(world, entity)
    a, unit = measure(world, entity, "", f, rows, averages=True), unit_of(world, name(day.name), in_year=in_year)
    if a is None:
        return None
    order = in_order(world, unit, down=dice.chance(0.15))
    per = unit.word
    if not is_first_day(entity, day) or dice.chance(0.15):
        per = dice.tell("queries_periods.per_day", unit=per, said=field_words(dice, day))
    does = order.after(world, _by(world, a, unit.word, per)) + absent_units(world, unit)
    return query(
        "by_unit",
        f.takes,
        [(unit.alias, unit.kind), (a.alias, a.kind)],
        does,
        f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {unit.code} ORDER BY {order.code}",
        "Q038",
        *f.tags,
    )


def owned_by_unit(world: World) -> Draft | None:
    """A measure of either list of children per unit of their owner's day, filtered on both tables."""
    dice = world.dice
    low_entity = world.second if world.second is not None and dice.chance(0.4) else world.child
    words = label(world.seconds) if low_entity == world.second and world.seconds else rows_words(world, world.child)
    low, top = table(low_entity), table(world.root)
    g = filters(world, low_entity, f"{low}.", most=1, likely=0.4)
    f = filters(world, world.root, f"{top}.", most=1, likely=0.5)
    if dice.chance(0.25):
        f = enum_parameter(world, world.root, f"{top}.", f)
    dated = dated_filter(world, world.root, f"{top}.", f)
    if dated is None:
        return None
    f, day, in_year = dated
    rows = f"{g.noun(words)} of {f.noun(many(dice, world.root))}"
    plain = Filter(code=g.code, before=g.before, fields=g.fields)
    a = measure(world, low_entity, f"{low}.", Filter(fields=plain.fields), rows)
    unit = unit_of(world, f"{top}.{name(day.name)}", in_year=in_year)
    if a is None:
        return None
    order = in_order(world, unit, down=dice.chance(0.15))
    per, said = unit.word, field_words(dice, day)
    dated_rows = any(is_date(each.type) for each in low_entity.fields)
    if dated_rows or not is_first_day(world.root, day) or dice.chance(0.4):
        per = dice.tell("queries_periods.per_owner_day", unit=per, said=said, one=label(world.root.name))
    does = order.after(world, _by(world, a, unit.word, per)) + absent_units(world, unit)
    return query(
        "owned_by_unit",
        (*f.takes, *g.takes),
        [(unit.alias, unit.kind), (a.alias, a.kind)],
        does,
        f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}{where(*g.code, *f.code)} GROUP BY {unit.code} ORDER BY {order.code}",
        "Q038",
        *f.tags,
        *g.tags,
    )


def partner_by_unit(world: World) -> Draft | None:
    """A measure of the root per unit of time, for partners that fit or for one partner."""
    dice, text = world.dice, text_of(world.other)
    left, right = table(world.root), table(world.other)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.4)
    dated = dated_filter(world, world.root, f"{left}.", f)
    if dated is None:
        return None
    f, day, in_year = dated
    takes: tuple[Parameter, ...] = ()
    if text is not None and dice.chance(0.5):
        takes = (
            Parameter(
                name=dice.pick([text.name, f"{world.reference}_{text.name}", world.reference]), type=Scalar("str")
            ),
        )
        test, said = f"{right}.{name(text.name)} = :{name(takes[0].name)}", field_words(dice, text)
        whose = " " + dice.tell("queries_periods.whose", said=said, who=label(world.reference))
    else:
        g = filters(world, world.other, f"{right}.", most=1, likely=1)
        if not g.code:
            return None
        test, whose, takes = (
            g.code[0],
            dice.pick([" of ", " for ", " from "]) + g.noun(many(dice, world.other)),
            g.takes,
        )
    a = measure(
        world, world.root, f"{left}.", Filter(fields=f.fields), f"{f.noun(rows_words(world, world.root))}{whose}"
    )
    unit = unit_of(world, f"{left}.{name(day.name)}", in_year=in_year)
    if a is None:
        return None
    order = in_order(world, unit)
    per = unit.word
    if not is_first_day(world.root, day) or dice.chance(0.15):
        per = dice.tell("queries_periods.per_day", unit=per, said=field_words(dice, day))
    does = order.after(world, _by(world, a, unit.word, per)) + absent_units(world, unit)
    return query(
        "partner_by_unit",
        (*f.takes, *takes),
        [(unit.alias, unit.kind), (a.alias, a.kind)],
        does,
        f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(test, *f.code)} GROUP BY {unit.code} ORDER BY {order.code}",
        "Q038",
        *f.tags,
    )


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
    dated = dated_filter(
        world, world.root, prefix, Filter(code=code, before=f.before, after=f.after, takes=f.takes, fields=f.fields)
    )
    if dated is None:
        return None
    f, day, in_year = dated
    a = measure(world, world.root, prefix, f, rows_words(world, world.root))
    unit = unit_of(world, f"{prefix}{name(day.name)}", in_year=in_year)
    if a is None:
        return None
    if joined and text is not None:
        alias, who = dice.pick([world.reference, text.name]), label(world.reference)
        code_of = f"{right}.{name(text.name)}"
        source = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}"
        groups, ends, kind = f"{unit.code}, {right}.id, {code_of}", f"{code_of}, {right}.id", text.type
        shown = code_of if alias == text.name else f"{code_of} AS {name(alias)}"
        by, told = who, field_words(dice, text)
    elif key is not None:
        alias, source, kind = key.name, left, key.type
        shown = ends = name(key.name)
        groups, by = f"{unit.code}, {shown}", field_words(dice, key)
        told = by
    else:
        return None
    if not is_first_day(world.root, day) and unit.word in ("month", "year", "quarter"):
        unit = replace(unit, word=f"{unit.word} of the {field_words(dice, day)}")
    per = dice.tell("queries_periods.unit_and", unit=unit.word, by=by)
    ends_in = "month" if "month" in unit.word else unit.word
    order = Order(
        code=f"{name(unit.alias)}, {ends}", words=dice.tell("queries_periods.unit_order", unit=ends_in, told=told)
    )
    does = order.after(world, a.per(world, per))
    body = f"SELECT {unit.code} AS {name(unit.alias)}, {shown}, {a.code} AS {name(a.alias)} FROM {source}{where(*f.code)} GROUP BY {groups} ORDER BY {order.code}"
    columns = [(unit.alias, unit.kind), (alias, kind), (a.alias, a.kind)]
    return query("unit_and_value", f.takes, columns, does, body, "Q038", "Q035")


def count_and_sum_by_unit(world: World) -> Draft | None:
    """Two measures side by side per unit of time or per value."""
    dice = world.dice
    f = filters(world, world.root, "", most=1, likely=0.4)
    dated = dated_filter(world, world.root, "", f)
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
    unit = unit_of(world, name(day.name), in_year=in_year)
    order, of = in_order(world, unit), f.noun(rows)
    per = unit.word
    if not is_first_day(world.root, day):
        per = dice.tell("queries_periods.per_day", unit=per, said=field_words(dice, day))
    first = dice.chance(0.6)
    pair = [(count, Scalar("int"), "count(*)"), (a.alias, a.kind, a.code)]
    if first:
        those = a.words.replace(of, "those").replace("the those", "those")
        both = dice.tell("queries_periods.both", of=of, sum=those)
    else:
        pair.reverse()
        both = dice.tell("queries_periods.both_turned", sum=a.words)
    columns = [(unit.alias, unit.kind), *((alias, kind) for alias, kind, _ in pair)]
    picks = ", ".join(f"{code} AS {name(alias)}" for alias, _, code in pair)
    return query(
        "count_and_sum",
        f.takes,
        columns,
        order.after(world, grouped(world, both, per)),
        f"SELECT {unit.code} AS {name(unit.alias)}, {picks} FROM {table(world.root)}{where(*f.code)} GROUP BY {unit.code} ORDER BY {order.code}",
        "Q038",
        *f.tags,
    )


PATTERNS = (
    (by_unit, 3.5),
    (owned_by_unit, 3),
    (partner_by_unit, 2),
    (unit_and_value, 2),
    (count_and_sum_by_unit, 1.2),
)
