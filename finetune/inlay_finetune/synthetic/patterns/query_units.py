"""Units and spans of time that query patterns group and filter by."""

from dataclasses import dataclass

from inlay.contract import Entity, EnumType, Field, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_frames import Order, merged
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    day_words,
    glued,
    month_of,
    year_words,
)
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["Unit", "absent_units", "dated_filter", "enum_parameter", "in_order", "span", "unit_of"]


_SPANS = (
    ("since", "until"),
    ("since", "until"),
    ("first_day", "last_day"),
    ("start_day", "end_day"),
    ("start_date", "end_date"),
    ("from_day", "to_day"),
    ("begin_day", "close_day"),
    ("begin", "end_on"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit of time: what groups, the result column, its type and word."""

    code: str
    alias: str
    kind: Type
    word: str


def unit_of(world: World, own: str, *, in_year: bool) -> Unit:
    """Draw a unit of time for a day."""
    dice, year = world.dice, f"substr(CAST({own} AS text), 1, 4)"
    part = f"CAST(substr(CAST({own} AS text), 6, 2) AS integer)"
    shape = dice.pick(
        ["month", "month", "month", "month", "quarter", "number"]
        if in_year
        else ["month", "month", "month", "year", "year"]
    )
    if shape == "quarter":
        return Unit(code=f"({part} + 2) / 3", alias="quarter", kind=Scalar("int"), word="quarter")
    if shape == "number":
        return Unit(
            code=part,
            alias=dice.pick(["month", "month_number"]),
            kind=Scalar("int"),
            word=dice.pick(["calendar month", "month number", "month of the year"]),
        )
    if shape == "year":
        if dice.chance(0.5):
            return Unit(code=year, alias="year", kind=Scalar("str"), word="year")
        return Unit(code=f"CAST({year} AS integer)", alias="year", kind=Scalar("int"), word="year")
    return Unit(
        code=month_of(own), alias=dice.pick(["month", "month", "month", "period"]), kind=Scalar("str"), word="month"
    )


def in_order(world: World, unit: Unit, *, down: bool = False) -> Order:
    """Order by the unit of time."""
    dice, word = world.dice, unit.word.split(" ")[-1] if unit.word != "calendar month" else "month"
    word = "month" if "month" in unit.word else word
    words = dice.tell(f"query_units.order_{'down' if down else 'up'}", word=word)
    return Order(code=f"{name(unit.alias)}{' DESC' if down else ''}", words=words)


def absent_units(world: World, unit: Unit) -> str:
    """Say, sometimes, that units without rows do not appear."""
    if not world.dice.chance(0.2):
        return ""
    word = unit.word.split(" ")[-1] if "month" not in unit.word else "month"
    return glued(world.dice.tell("query_units.absent", word=word, Word=word.capitalize()))


def span(
    world: World, entity: Entity, day: Field, own: str, *, linked: bool = False
) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw two days between which a day lies, both included: code, words behind the rows, parameters."""
    first, last = world.dice.pick(_SPANS)
    named = world.dice.chance(0.5)
    one, two = (
        f"the {label(each)}" if named and each.endswith(("_day", "_date")) else label(each) for each in (first, last)
    )
    words = day_words(world, entity, day, "query_units.range", linked=linked, one=one, two=two)
    takes = (Parameter(name=first, type=Scalar("date")), Parameter(name=last, type=Scalar("date")))
    return f"{own} >= :{name(first)} AND {own} <= :{name(last)}", words, takes


def dated_filter(world: World, entity: Entity, prefix: str, f: Filter) -> tuple[Filter, Field, bool] | None:
    """Restrict to a year, to a range, to a start day, or not at all."""
    dice = world.dice
    day = world.field(entity, is_date, but=f.fields)
    if day is None:
        return None
    own, shape = f"{prefix}{name(day.name)}", dice.pick(["year", "year", "since", "range", "all"])
    link = " and" if f.after else ""
    if shape == "year":
        code = f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)"
        words = year_words(world, entity, day)
        return merged(f, code, words, Parameter(name="year", type=Scalar("int"))), day, True
    if shape == "since":
        since = Parameter(name=dice.pick(["since", "first_day", "from_day", "start_day", "day"]), type=Scalar("date"))
        shown = {"since": "the given day", "day": "the day"}.get(since.name, f"the {label(since.name)}")
        words = f"{link} {day_words(world, entity, day, 'query_units.since', linked=bool(f.after), shown=shown)}"
        return merged(f, f"{own} >= :{name(since.name)}", words, since), day, False
    if shape == "range":
        code, words, takes = span(world, entity, day, own, linked=bool(f.after))
        return merged(f, code, f"{link} {words}", *takes), day, False
    return f, day, False


def enum_parameter(world: World, entity: Entity, prefix: str, f: Filter) -> Filter:
    """Add an enum parameter to a filter, when there is one."""
    dice, key = world.dice, world.field(entity, is_enum, but=f.fields)
    if key is None or not isinstance(key.type, EnumType):
        return f
    parameter = Parameter(name=dice.pick([key.name, f"wanted_{key.name}", f"given_{key.name}"]), type=key.type)
    said = field_words(dice, key)
    words = " " + dice.tell("query_units.enum", said=said)
    return merged(
        f, f"{prefix}{name(key.name)} = :{name(parameter.name)}", f"{' and' if f.after else ''}{words}", parameter
    )
