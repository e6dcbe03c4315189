"""Queries that count days: between two days of a row, on average, the day of the week, days in a row."""

from inlay.contract import DecimalType, Entity, Field, OptionalType
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import DATE, INT, TEXT, is_maybe
from inlay_finetune.synthetic.patterns.query_day_numbers import day_number, day_of_month, months_since_march
from inlay_finetune.synthetic.patterns.query_frames import query, tail
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, table, where
from inlay_finetune.synthetic.patterns.query_rows import rows_with
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_enum, is_str

__all__ = ["PATTERNS"]

_BETWEEN = (
    (", ", "queries_days.comma.spaced"),
    (",", "queries_days.comma.bare"),
    ("; ", "queries_days.semicolon"),
    (" / ", "queries_days.slash"),
)


def _numbered(field: Field, months: str, day: str) -> str:
    return f"{months_since_march(field.name)} AS {months}, {day_of_month(field.name)} AS {day}"


def _two_days(world: World) -> tuple[Entity, Field, Field, Filter] | None:
    """Draw a table, a day to count from and one to count to, and a filter that leaves out what has no such day."""
    dice, entity = world.dice, any_entity(world)
    first = world.field(entity, is_date)
    last = world.field(entity, is_date, is_maybe(DATE), is_maybe(DATE), but=(first,)) if first else None
    if first is None or last is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.25, but=(first, last))
    if not isinstance(last.type, OptionalType):
        return entity, first, last, f
    code = (f"{name(last.name)} IS NOT NULL", *f.code)
    words = dice.tell("queries_days.known", said=field_words(dice, last))
    after = f"{f.after} and {words}" if f.after else f" {words}"
    return entity, first, last, Filter(code=code, before=f.before, after=after, takes=f.takes, tags=f.tags)


def days_between(world: World) -> Draft | None:
    """How many days lie between two days of each row."""
    dice, found = world.dice, _two_days(world)
    if found is None:
        return None
    entity, first, last, f = found
    alias = dice.pick(["days", "days", "duration", "length", "day_count", "days_taken"])
    columns = f"id, {_numbered(first, '<v1>', '<v2>')}, {_numbered(last, '<v3>', '<v4>')}"
    inner = f"SELECT {columns} FROM {table(entity)}{where(*f.code)}"
    phrases = {"first": field_words(dice, first), "last": field_words(dice, last), "alias": label(alias)}
    does = dice.tell("queries_days.between", of=f.noun(rows_said(world, entity)), **phrases)
    days = f"{day_number('<v3>', '<v4>')} - ({day_number('<v1>', '<v2>')})"
    return query(
        "days_between",
        f.takes,
        [("id", INT), (alias, INT)],
        does + tail(world, "query_parts.order.id"),
        f"WITH <v0> AS ({inner}) SELECT id, {days} AS {name(alias)} FROM <v0> ORDER BY id",
        "Q024",
        *f.tags,
    )


def average_days(world: World) -> Draft | None:
    """How many days lie between two days of a row on average."""
    dice, found = world.dice, _two_days(world)
    if found is None:
        return None
    entity, first, last, f = found
    alias = dice.pick(["days", "average_days", "mean_days", "average"])
    columns = f"{_numbered(first, '<v1>', '<v2>')}, {_numbered(last, '<v3>', '<v4>')}"
    inner = f"SELECT {columns} FROM {table(entity)}{where(*f.code)}"
    phrases = {"first": field_words(dice, first), "last": field_words(dice, last)}
    does = dice.tell("queries_days.average", of=f.noun(rows_said(world, entity)), **phrases)
    days = f"{day_number('<v3>', '<v4>')} - ({day_number('<v1>', '<v2>')})"
    return query(
        "average_days",
        f.takes,
        [(alias, OptionalType(DecimalType()))],
        does,
        f"WITH <v0> AS ({inner}) SELECT round(avg(1.0 * ({days})), 1) AS {name(alias)} FROM <v0>",
        "Q051",
        *f.tags,
    )


def weekday(world: World) -> Draft | None:
    """The day of the week of each row, or how many rows there are for each."""
    row, dice = rows_with(world, is_date, likely=0.3), world.dice
    if row is None:
        return None
    alias, monday = dice.pick(["weekday", "weekday", "day_of_week", "weekday_number"]), dice.chance(0.4)
    # The first of March of the year 0 has the number 1 and is a Wednesday.
    code = f"({day_number('<v1>', '<v2>')} + {1 if monday else 2}) % 7{' + 1' if monday else ''}"
    numbered, counted = _numbered(row.field, "<v1>", "<v2>"), dice.chance(0.5)
    which = dice.tell(f"queries_days.numbering.{'monday' if monday else 'sunday'}")
    phrases = {"of": row.of, "day": field_words(dice, row.field), "which": which}
    if counted:
        count = dice.pick(["count", "number", "how_many", "n"])
        does = dice.tell("queries_days.per_weekday", **phrases)
        inner = f"SELECT {code} AS <v3> FROM (SELECT {numbered} FROM {row.source}) AS <v0>"
        body = f"SELECT <v3> AS {name(alias)}, count(*) AS {name(count)} FROM ({inner}) AS <v4> GROUP BY <v3> ORDER BY <v3>"
        return query("per_weekday", row.f.takes, [(alias, INT), (count, INT)], does, body, "Q026", *row.f.tags)
    does = dice.tell("queries_days.weekday", **phrases) + tail(world, "query_parts.order.id")
    body = f"WITH <v0> AS (SELECT id, {numbered} FROM {row.source}) SELECT id, {code} AS {name(alias)} FROM <v0> ORDER BY id"
    return query("weekday", row.f.takes, [("id", INT), (alias, INT)], does, body, "Q026", *row.f.tags)


def days_in_a_row(world: World) -> Draft | None:
    """The unbroken runs of days that have rows: first day and length, or only the longest."""
    row, dice = rows_with(world, is_date, likely=0.3), world.dice
    if row is None:
        return None
    first = dice.pick(["first_day", "since", "start_day", "begins_on"])
    count = dice.pick(["days", "length", "day_count", "run_length"])
    days = f"SELECT DISTINCT {row.own} AS <v1>, {_numbered(row.field, '<v2>', '<v3>')} FROM {row.source}"
    place = "row_number() OVER (ORDER BY <v1>)"
    runs = f"SELECT <v1>, {day_number('<v2>', '<v3>')} - {place} AS <v5> FROM <v0>"
    does = dice.tell("queries_days.runs", of=row.of, day=field_words(dice, row.field))
    return query(
        "days_in_a_row",
        row.f.takes,
        [(first, DATE), (count, INT)],
        does + tail(world, "queries_days.runs_order"),
        f"WITH <v0> AS ({days}), <v4> AS ({runs}) SELECT min(<v1>) AS {name(first)}, count(*) AS {name(count)} "
        f"FROM <v4> GROUP BY <v5> ORDER BY {name(first)}, {name(count)}",
        "Q088",
        *row.f.tags,
    )


def as_text(world: World) -> Draft | None:
    """The values of each group joined into one text, in alphabetical order."""
    row, dice = rows_with(world, is_str, likely=0.25), world.dice
    key = world.field(row.entity, is_enum, is_enum, is_str, but=(row.field, *row.f.fields)) if row else None
    if row is None or key is None:
        return None
    alias = dice.pick(["joined", "list_of_all", "together", f"all_{row.field.name}", "summary"])
    between, called = dice.pick(_BETWEEN)
    place = f"row_number() OVER (PARTITION BY {name(key.name)} ORDER BY {row.own}, id) AS <v3>"
    numbered = f"SELECT {name(key.name)} AS <v1>, {row.own} AS <v2>, {place} FROM {row.source}"
    start = "SELECT <v1>, <v2>, <v3> FROM <v0> WHERE <v3> = 1"
    step = f"SELECT <v4>.<v1>, <v4>.<v2> || '{between}' || <v0>.<v2>, <v0>.<v3> FROM <v4> JOIN <v0>"
    step += " ON <v0>.<v1> = <v4>.<v1> AND <v0>.<v3> = <v4>.<v3> + 1"
    longer = "SELECT 1 FROM <v0> WHERE <v0>.<v1> = <v4>.<v1> AND <v0>.<v3> > <v4>.<v3>"
    said = field_words(dice, key)
    does = dice.tell(
        "queries_days.joined", of=row.of, who=said, said=field_words(dice, row.field), between=dice.tell(called)
    )
    return query(
        "as_text",
        row.f.takes,
        [(key.name, key.type), (alias, TEXT)],
        does + tail(world, "queries_middles.by_value", who=said),
        f"WITH RECURSIVE <v0> AS ({numbered}), <v4> AS ({start} UNION ALL {step}) SELECT <v4>.<v1> AS {name(key.name)}, "
        f"<v4>.<v2> AS {name(alias)} FROM <v4> WHERE NOT EXISTS ({longer}) ORDER BY <v4>.<v1>, <v4>.<v2>",
        "Q049",
        *row.f.tags,
    )


PATTERNS = (
    (days_between, 0.8),
    (average_days, 0.7),
    (weekday, 0.6),
    (days_in_a_row, 0.4),
    (as_text, 0.8),
)
