"""Queries by the calendar: quarters, all twelve months, first months, who came back, ages of open rows, the year so far."""

from dataclasses import dataclass

from inlay.contract import DecimalType, Field, OptionalType, Parameter, without_optional
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.parts import DATE, INT, TEXT
from inlay_finetune.synthetic.patterns.query_frames import Columns, Order, merged, query, tail
from inlay_finetune.synthetic.patterns.query_links import links_of
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, month_of, table, where, year_filter
from inlay_finetune.synthetic.patterns.query_rows import rows_with
from inlay_finetune.synthetic.patterns.query_tables import also_filtered, answer_of, any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_optional

__all__ = ["PATTERNS"]

_YEAR = Parameter(name="year", type=INT)
_ONE_YEAR: tuple[Parameter, ...] = (_YEAR,)


def per_quarter(world: World) -> Draft | None:
    """A measure per quarter of a given year."""
    dice, entity = world.dice, any_entity(world)
    dated = year_filter(world, entity, "", filters(world, entity, "", most=1, likely=0.35))
    if dated is None:
        return None
    f, day = dated
    a = measure(world, entity, "", f, rows_said(world, entity))
    if a is None:
        return None
    alias = dice.pick(["quarter", "quarter", "quarter_number", "q"])
    code = f"(CAST(substr(CAST({name(day.name)} AS text), 6, 2) AS integer) + 2) / 3"
    does = dice.tell("queries_calendar.quarter", words=a.words, day=field_words(dice, day))
    order = Order(code=name(alias), words=dice.tell("queries_calendar.quarter_order"))
    return query(
        "per_quarter",
        f.takes,
        [(alias, INT), (a.alias, a.kind)],
        order.after(world, does),
        f"SELECT {code} AS {name(alias)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} "
        f"GROUP BY {code} ORDER BY {order.code}",
        "Q039",
        *f.tags,
    )


def all_months(world: World) -> Draft | None:
    """A measure for each of the twelve months of a year, zero for months without rows."""
    dice, entity = world.dice, any_entity(world)
    low = table(entity)
    f = filters(world, entity, f"{low}.", most=1, likely=0.35)
    day = world.field(entity, is_date, but=f.fields)
    a = measure(world, entity, f"{low}.", f, rows_said(world, entity)) if day is not None else None
    if day is None or a is None or "year" in {each.name for each in f.takes}:
        return None
    alias, own = dice.pick(["month", "month", "month_number"]), f"CAST({low}.{name(day.name)} AS text)"
    tests = [f"CAST(substr({own}, 6, 2) AS integer) = <v1>", f"substr({own}, 1, 4) = CAST(:{name('year')} AS text)"]
    months = "WITH RECURSIVE <v0>(<v1>) AS (SELECT 1 UNION ALL SELECT <v1> + 1 FROM <v0> WHERE <v1> < 12)"
    does = dice.tell("queries_calendar.months", words=a.words, day=field_words(dice, day))
    return query(
        "all_months",
        (*f.takes, _YEAR),
        [(alias, INT), (a.alias, a.kind)],
        does,
        f"{months} SELECT <v1> AS {name(alias)}, {a.zero} AS {name(a.alias)} FROM <v0> "
        f"LEFT JOIN {low} ON {' AND '.join([*tests, *f.code])} GROUP BY <v1> ORDER BY <v1>",
        "Q040",
        *f.tags,
    )


@dataclass(frozen=True, slots=True)
class _Visits:
    """Rows that some partner has, on a day each: the column of the partner, what partner and rows are called."""

    key: str
    who: str
    of: str
    day: Field
    f: Filter
    source: str

    @property
    def own(self) -> str:
        return name(self.key)


def _visits(world: World) -> _Visits | None:
    _, rows, key, who, words = world.dice.pick(links_of(world))
    day, reference = world.field(rows, is_date), rows.field(key)
    if day is None:
        return None
    f = filters(world, rows, "", most=1, likely=0.25, but=(day, reference) if reference else (day,))
    own, maybe = foreign_key(key), reference is not None and isinstance(reference.type, OptionalType)
    code = (*f.code, f"{name(own)} IS NOT NULL") if maybe else f.code
    return _Visits(key=own, who=who, of=f.noun(words), day=day, f=f, source=f"{table(rows)}{where(*code)}")


def first_months(world: World) -> Draft | None:
    """How many partners had their first row in each month."""
    dice, found = world.dice, _visits(world)
    if found is None:
        return None
    own, day, whos = found.own, found.day, several(found.who)
    alias = dice.pick(["month", "month", "first_month", "cohort"])
    count = dice.pick(["count", "number", whos.replace(" ", "_"), f"new_{whos.replace(' ', '_')}"])
    inner = f"SELECT {own}, min({month_of(name(day.name))}) AS <v0> FROM {found.source} GROUP BY {own}"
    does = dice.tell("queries_calendar.cohort", whos=whos, of=found.of, day=field_words(dice, day))
    return query(
        "first_months",
        found.f.takes,
        [(alias, TEXT), (count, INT)],
        does + tail(world, "queries_calendar.month_order"),
        f"SELECT <v0> AS {name(alias)}, count(*) AS {name(count)} FROM ({inner}) AS <v1> "
        f"GROUP BY <v0> ORDER BY {name(alias)}",
        "Q081",
        *found.f.tags,
    )


def came_back(world: World) -> Draft | None:
    """Partners that have rows on more than one day, with their first and last day perhaps."""
    dice, found = world.dice, _visits(world)
    if found is None:
        return None
    own, day, who = found.own, found.day, found.who
    when = name(day.name)
    columns: Columns = [(found.key, INT)]
    picks, shape = own, "plain"
    if dice.chance(0.4):
        first, last = dice.pick([("first_day", "last_day"), ("first_on", "last_on"), ("first", "last")])
        columns += [(first, day.type), (last, day.type)]
        picks, shape = f"{own}, min({when}) AS {name(first)}, max({when}) AS {name(last)}", "days"
    phrases = {"whos": several(who), "who": who, "of": found.of, "day": field_words(dice, day)}
    does = dice.tell(f"queries_calendar.back.{shape}", **phrases) + tail(world, "queries_series.by_who", who=who)
    return query(
        "came_back",
        found.f.takes,
        columns,
        does,
        f"SELECT {picks} FROM {found.source} GROUP BY {own} HAVING min({when}) < max({when}) ORDER BY {own}",
        "Q082",
        *found.f.tags,
    )


def year_so_far(world: World) -> Draft | None:
    """A total of a period up to a day beside that of the whole period."""
    row, dice = rows_with(world, is_decimal, likely=0.3), world.dice
    day = world.field(row.entity, is_date, but=row.f.fields) if row is not None else None
    if row is None or day is None:
        return None
    own, yearly = name(day.name), dice.chance(0.6)
    until, takes = Parameter(name=dice.pick(["as_of", "cutoff", "until", "day"]), type=DATE), _ONE_YEAR
    if yearly:
        span = f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)"
        period, so_far, whole = dice.tell("queries_calendar.period.year"), "year_to_date", "whole_year"
    else:
        takes = (Parameter(name="first_day", type=DATE), Parameter(name="last_day", type=DATE))
        span = f"{own} BETWEEN :{name('first_day')} AND :{name('last_day')}"
        period = dice.tell("queries_calendar.period.span", a="first day", b="last day")
        so_far, whole = "to_date", "whole_period"
    so_far, whole = dice.pick([(so_far, whole), ("so_far", "whole"), ("up_to_then", "in_all")])
    given = {"day": "the given day", "until": "the until day", "as_of": "the as-of day"}.get(
        until.name, "the cutoff day"
    )
    does = dice.tell(
        "queries_calendar.so_far", of=row.of, said=field_words(dice, row.field), day=field_words(dice, day),
        period=period, given=given,
    )  # fmt: skip
    parts = f"coalesce(sum(CASE WHEN {own} <= :{name(until.name)} THEN {row.own} ELSE 0 END), 0) AS {name(so_far)}"
    return query(
        "year_so_far",
        (*row.f.takes, *takes, until),
        [(so_far, DecimalType()), (whole, DecimalType())],
        does + tail(world, "query_parts.zero"),
        f"SELECT {parts}, coalesce(sum({row.own}), 0) AS {name(whole)} FROM {table(row.entity)}{where(*row.f.code, span)}",
        "Q104",
        *row.f.tags,
    )


def age_buckets(world: World) -> Draft | None:
    """Rows, or an amount of them, by age: before one day, before another, or later."""
    row, dice = rows_with(world, is_date, likely=0.7), world.dice
    a = measure(world, row.entity, "", row.f, row.rows) if row is not None else None
    if row is None or a is None:
        return None
    older, newer = dice.pick([("old_day", "recent_day"), ("first_cutoff", "second_cutoff"), ("early_day", "late_day")])
    labels = dice.pick(
        [("old", "older", "recent"), ("C", "B", "A"), ("over 60", "31-60", "0-30"), ("long", "mid", "new")]
    )
    case = f"CASE WHEN {row.own} < :{name(older)} THEN '{constant(labels[0])}' "
    case += f"WHEN {row.own} < :{name(newer)} THEN '{constant(labels[1])}' ELSE '{constant(labels[2])}' END"
    alias = dice.pick(["bucket", "age", "age_band", "age_group"])
    phrases = {"one": label(older), "two": label(newer), "a": labels[0], "b": labels[1], "c": labels[2]}
    does = dice.tell(
        "queries_calendar.ages", words=a.words, day=field_words(dice, row.field), alias=label(alias), **phrases
    )
    shown = "age group" if dice.language == "zh" and alias == "age" else label(alias)
    does += tail(world, "queries_calendar.ages_order", alias=shown)
    return query(
        "age_buckets",
        (*row.f.takes, Parameter(name=older, type=DATE), Parameter(name=newer, type=DATE)),
        [(alias, TEXT), (a.alias, a.kind)],
        does,
        f"SELECT {case} AS {name(alias)}, {a.code} AS {name(a.alias)} FROM {row.source} GROUP BY {case} ORDER BY {name(alias)}",
        "Q094",
        *row.f.tags,
    )


def older_than(world: World) -> Draft | None:
    """Rows older than a day that is given, perhaps only those where something has not happened yet."""
    dice, entity = world.dice, any_entity(world)
    day = world.field(entity, is_date)
    if day is None:
        return None
    cutoff = Parameter(name=dice.pick(["cutoff", "limit_day", "oldest_day", "threshold_day"]), type=DATE)
    words = tail(world, "queries_calendar.older", day=field_words(dice, day), given=f"the {label(cutoff.name)}")
    f = Filter(code=(f"{name(day.name)} < :{name(cutoff.name)}",), after=words, takes=(cutoff,), fields=(day,))
    open_day = world.field(entity, is_optional, but=(day,))
    if open_day is not None and is_date(without_optional(open_day.type)) and dice.chance(0.5):
        test = f"{name(open_day.name)} IS NULL"
        f = merged(f, test, tail(world, "queries_calendar.still_open", said=field_words(dice, open_day)))
        return answer_of(world, entity, f, "Q025", "older_than")
    return answer_of(world, entity, also_filtered(world, entity, f), "Q025", "older_than")


PATTERNS = (
    (per_quarter, 2),
    (all_months, 1.5),
    (first_months, 0.8),
    (came_back, 1),
    (year_so_far, 1.2),
    (age_buckets, 1.2),
    (older_than, 1.5),
)
