"""Queries about what partners have: none, some, only such, the latest, how many fit."""

from inlay.contract import Entity, EnumType, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label, several
from inlay_finetune.synthetic.patterns.query_frames import Columns, by_text, grouped, listed, picked, query, role
from inlay_finetune.synthetic.patterns.query_links import links_of, named_link
from inlay_finetune.synthetic.patterns.query_parts import (
    column,
    day_words,
    filters,
    glued,
    table,
    where,
    year_words,
)
from inlay_finetune.synthetic.patterns.query_units import span
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["PATTERNS"]


def _since(world: World, entity: Entity, prefix: str) -> tuple[str, str, tuple[Parameter, ...]] | None:
    """Draw a period on a day of a table: code, words after the rows, parameters."""
    dice, day = world.dice, world.field(entity, is_date)
    if day is None:
        return None
    own = f"{prefix}{name(day.name)}"
    shape = dice.pick(["from", "from", "after", "year", "range"])
    if shape == "year":
        return (
            f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)",
            year_words(world, entity, day),
            (Parameter(name="year", type=Scalar("int")),),
        )
    if shape == "range":
        code, words, takes = span(world, entity, day, own)
        return code, f" {words}", takes
    parameter = Parameter(name=dice.pick(["since", "day", "cutoff", "from_day", "as_of"]), type=Scalar("date"))
    shown = {"since": "the given day", "day": "the day", "as_of": "the as-of day"}.get(
        parameter.name, f"the {label(parameter.name)}"
    )
    if shape == "from":
        return (
            f"{own} >= :{name(parameter.name)}",
            " " + day_words(world, entity, day, "query_units.since", shown=shown),
            (parameter,),
        )
    return (
        f"{own} > :{name(parameter.name)}",
        " " + day_words(world, entity, day, "query_units.after", shown=shown),
        (parameter,),
    )


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_presence.{key}", **phrases))


def none_or_some(world: World) -> Draft | None:
    """Partners without any (or with some) row in a period or of a kind; listed by name or counted."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    low, top, absent = table(rows), table(partner), dice.chance(0.65)
    period = _since(world, rows, f"{low}.") if dice.chance(0.55) else None
    f = filters(world, rows, f"{low}.", most=1, likely=0.35 if period else 0.7)
    if not f.code and period is None:
        return None
    code, tail, takes = period or ("", "", ())
    g = filters(world, partner, f"{top}.", most=1, likely=0.35, but=(text,))
    of = f"{f.noun(rows_said)}{' and' if f.after and tail else ''}{tail}"
    some = g.noun(several(who)) + (" and" if g.after else "")
    claim = dice.tell(f"queries_presence.{'none' if absent else 'some'}", of=of)
    exists = f"{'NOT ' if absent else ''}EXISTS (SELECT 1 FROM {low} WHERE {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code, *([code] if code else [])])})"
    conditions = where(*g.code, exists)
    if dice.chance(0.25):
        alias = dice.pick(
            ["count", "number", "how_many", several(who).replace(" ", "_"), "idle" if absent else "active"]
        )
        does = dice.tell("queries_presence.count", some=some, claim=claim)
        body = f"SELECT count(*) AS {name(alias)} FROM {top}{conditions}"
        return query(
            "none_count", (*g.takes, *f.takes, *takes), [(alias, Scalar("int"))], does, body, "Q054", *f.tags, *g.tags
        )
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, "", text)
    conditions = where(*(each.replace(f"{top}.", "") for each in g.code), exists)
    columns: Columns = [(shown, text.type)]
    picks = [picked("", text, shown)]
    if dice.chance(0.35):
        columns.insert(0, ("id", Scalar("int")))
        picks.insert(0, "id")
    told = dice.pick(["", "", field_words(dice, text)])
    does = listed(world, f"{some} {claim}", told, order)
    body = f"SELECT {', '.join(picks)} FROM {top}{conditions} ORDER BY {order.code}"
    return query("none_or_some", (*g.takes, *f.takes, *takes), columns, does, body, "Q054", *f.tags, *g.tags)


def only_fitting(world: World) -> Draft | None:
    """Partners all of whose rows meet a condition, and that have one."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    key_field = world.field(rows, is_enum)
    if key_field is None or not isinstance(key_field.type, EnumType):
        return None
    low, top, value = table(rows), table(partner), dice.pick(key_field.type.values)
    base, said, some = f"{low}.{column(key)} = {top}.id", field_words(dice, key_field), several(who)
    inner = f"{base} AND {low}.{name(key_field.name)} <> '{name(value)}'"
    shown, order, shown_value = role(world, partner, text, snake_case(key)), by_text(world, "", text), label(value)
    at_least = dice.chance(0.6)
    row = label(rows.name)
    claim = dice.tell("queries_presence.all_fit", rows=rows_said, row=row, value=shown_value, said=said)
    more = f"all_fit_{'some' if at_least else 'none'}"
    claim += _tell(world, more, rows=rows_said, some=some, Some=some.capitalize())
    exists = [f"EXISTS (SELECT 1 FROM {low} WHERE {base})"] if at_least else []
    told = dice.tell("queries_presence.listed", some=some, claim=claim, text=field_words(dice, text))
    does = order.after(world, told)
    return query(
        "only_fitting",
        (),
        [(shown, text.type)],
        does,
        f"SELECT {picked('', text, shown)} FROM {top}{where(*exists, f'NOT EXISTS (SELECT 1 FROM {low} WHERE {inner})')} ORDER BY {order.code}",
        "Q055",
    )


def latest_row(world: World) -> Draft | None:
    """Each partner's latest or first row: only the day, with its partner's name, also with a bound on it."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    day = world.field(rows, is_date)
    if day is None:
        return None
    low, top, last = table(rows), table(partner), dice.chance(0.7)
    f = filters(world, rows, f"{low}.", most=1, likely=0.35, but=(day,))
    own, of, said = f"{low}.{name(day.name)}", f.noun(rows_said), field_words(dice, day)
    word = dice.say("latest", "last", "most recent") if last else dice.say("earliest", "first")
    code, end = f"{'max' if last else 'min'}({own})", "last" if last else "first"
    furthest = "latest" if last else "earliest"
    alias = dice.pick([f"{end}_{day.name}", furthest, f"{end}_day", day.name, f"{end}_{snake_case(rows.name)}"])
    shown, keep = role(world, partner, text, snake_case(key)), dice.chance(0.35)
    having, held = "", ""
    takes: tuple[Parameter, ...] = ()
    if not keep and dice.chance(0.4):
        parameter = Parameter(name=dice.pick(["cutoff", "day", "since", "before_day"]), type=Scalar("date"))
        operator = "<" if last else ">="
        having, takes = f" HAVING {code} {operator} :{name(parameter.name)}", (parameter,)
        given = {"since": "the given day"}.get(parameter.name, f"the {label(parameter.name)}")
        held = _tell(world, "latest_before" if last else "latest_from", given=given)
    whole = (
        grouped(world, f"the {word} {said} of the {of}", who)
        if dice.chance(0.6)
        else dice.tell("queries_presence.latest", who=who, word=word, said=said, of=of)
    )
    if keep:
        one = {"who": who, "a": article(who), "A": article(who).capitalize()}
        whole += _tell(world, "latest_empty", many=several(who), **one)
    order = by_text(world, f"{top}.", text)
    source = (
        f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code])}"
        if keep
        else f"{low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)}"
    )
    kind: Type = OptionalType(Scalar("date")) if keep else Scalar("date")
    body = f"SELECT {picked(f'{top}.', text, shown)}, {code} AS {name(alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)}{having} ORDER BY {order.code}"
    columns = [(shown, text.type), (alias, kind)]
    does = order.after(world, whole + held)
    return query("latest_day", (*f.takes, *takes), columns, does, body, "Q071", *f.tags)


def newest_rows(world: World) -> Draft | None:
    """The rows that are the newest of their partner or value, ties kept, by a correlated maximum."""
    dice = world.dice
    _, rows, key, who, rows_said = dice.pick(links_of(world))
    day = world.field(rows, is_date, lambda kind: str(kind).startswith(("decimal", "int")))
    reference = rows.field(key)
    if day is None or (reference is not None and isinstance(reference.type, OptionalType)):
        return None
    low = table(rows)
    last, said, dated = dice.chance(0.75), field_words(dice, day), is_date(day.type)
    word = ("latest" if last else "earliest") if dated else ("highest" if last else "lowest")
    test = f"{name(day.name)} = (SELECT {'max' if last else 'min'}(same.{name(day.name)}) FROM {low} AS same WHERE same.{column(key)} = {low}.{column(key)})"
    owner = "id" if snake_case(key) == "id" else f"{snake_case(key)}_id"
    columns: Columns = [(owner, Scalar("int")), ("id", Scalar("int")), (day.name, day.type)]
    does = dice.tell("queries_presence.newest", rows=rows_said, word=word, said=said, who=who)
    does += _tell(world, "newest_order", who=who)
    return query(
        "newest_rows",
        (),
        columns,
        does,
        f"SELECT {column(key)}, id, {name(day.name)} FROM {low} WHERE {test} ORDER BY {column(key)}, id",
        "Q071",
    )


def fitting_side_by_side(world: World) -> Draft | None:
    """Per partner how many rows there are and how many of them fit, also with zero."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    condition = sample_condition(dice, rows, negatives=dice.chance(0.3))
    if condition is None or condition.takes:
        return None
    low, top = table(rows), table(partner)
    test = f"CASE WHEN {condition.sql(f'{low}.')} THEN 1 ELSE 0 END"
    total, fits, shown = (
        dice.pick(["total", "count", "number", "all_rows"]),
        dice.pick(["fitting", "matching", "of_these", "hits", "such"]),
        role(world, partner, text, snake_case(key)),
    )
    order = by_text(world, f"{top}.", text)
    both = dice.tell("queries_presence.side", rows=rows_said, such=condition.relative)
    does = order.after(world, grouped(world, both, who))
    return query(
        "side_by_side",
        (),
        [(shown, text.type), (total, Scalar("int")), (fits, Scalar("int"))],
        does,
        f"SELECT {picked(f'{top}.', text, shown)}, count(*) AS {name(total)}, sum({test}) AS {name(fits)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}",
        "Q044",
        condition.tag,
    )


PATTERNS = (
    (none_or_some, 4),
    (only_fitting, 1.5),
    (latest_row, 2),
    (newest_rows, 1),
    (fitting_side_by_side, 1),
)
