"""Queries about what partners have: none, some, only such, the latest, how many fit."""

from inlay.contract import Entity, EnumType, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label
from inlay_finetune.synthetic.patterns.query_frames import Columns, by_text, grouped, listed, picked, query, role
from inlay_finetune.synthetic.patterns.query_links import links_of, named_link, several
from inlay_finetune.synthetic.patterns.query_parts import (
    column,
    filters,
    is_first_day,
    table,
    where,
)
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["PATTERNS"]


def _since(world: World, entity: Entity, prefix: str) -> tuple[str, str, tuple[Parameter, ...]] | None:
    """Draw a period on a day of a table: code, words after the rows, parameters."""
    dice, day = world.dice, world.field(entity, is_date)
    if day is None:
        return None
    own, said = f"{prefix}{name(day.name)}", field_words(dice, day)
    shape = dice.pick(["from", "from", "after", "year", "range"])
    if shape == "year":
        return (
            f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)",
            dice.say(
                *((" in the year", " of the given year") if is_first_day(entity, day) else ()),
                f" with a {said} in the year",
                f" whose {said} falls in the given year",
            ),
            (Parameter(name="year", type=Scalar("int")),),
        )
    if shape == "range":
        takes = (Parameter(name="since", type=Scalar("date")), Parameter(name="until", type=Scalar("date")))
        return (
            f"{own} >= :{name('since')} AND {own} <= :{name('until')}",
            dice.say(
                f" with a {said} from since to until (both included)",
                f" whose {said} is between since and until, both days included",
                f" with {said} since to until inclusive",
            ),
            takes,
        )
    parameter = Parameter(name=dice.pick(["since", "day", "cutoff", "from_day", "as_of"]), type=Scalar("date"))
    shown = {"since": "the given day", "day": "the day", "as_of": "the as-of day"}.get(
        parameter.name, f"the {label(parameter.name)}"
    )
    if shape == "from":
        return (
            f"{own} >= :{name(parameter.name)}",
            dice.say(
                f" with a {said} on or after {shown}",
                f" whose {said} is {shown} or later",
                f" with {said} from {shown} on",
                f" whose {said} is not before {shown}",
            ),
            (parameter,),
        )
    return (
        f"{own} > :{name(parameter.name)}",
        dice.say(f" with a {said} after {shown}", f" whose {said} is later than {shown}", f" with {said} past {shown}"),
        (parameter,),
    )


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
    of = f"{f.noun(rows_said)}{' and' if f.after and tail.startswith((' whose', ' with')) else ''}{tail}"
    some = g.noun(several(who)) + (" and" if g.after else "")
    claim = (
        dice.say(
            f"that have no {of}",
            f"for which there are no {of}",
            f"that did not have any {of}",
            f"without any {of}",
            f"with no {of}",
            f"that never had {of}",
            f"where no {of} exist",
        )
        if absent
        else dice.say(
            f"that have at least one of the {of}",
            f"for which there are {of}",
            f"that have any {of}",
            f"with at least one of the {of}",
            f"that have {of}",
        )
    )
    exists = f"{'NOT ' if absent else ''}EXISTS (SELECT 1 FROM {low} WHERE {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code, *([code] if code else [])])})"
    conditions = where(*g.code, exists)
    if dice.chance(0.25):
        alias = dice.pick(
            ["count", "number", "how_many", several(who).replace(" ", "_"), "idle" if absent else "active"]
        )
        does = dice.say(
            f"how many {some} there are {claim}", f"the number of {some} {claim}", f"count the {some} {claim}"
        )
        return query(
            "none_count",
            (*g.takes, *f.takes, *takes),
            [(alias, Scalar("int"))],
            does,
            f"SELECT count(*) AS {name(alias)} FROM {top}{conditions}",
            "Q054",
            *f.tags,
            *g.tags,
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
    return query(
        "none_or_some",
        (*g.takes, *f.takes, *takes),
        columns,
        does,
        f"SELECT {', '.join(picks)} FROM {top}{conditions} ORDER BY {order.code}",
        "Q054",
        *f.tags,
        *g.tags,
    )


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
    claim = dice.say(
        f"whose {rows_said} are all {shown_value}",
        f"that have only {shown_value} {rows_said}",
        f"all of whose {rows_said} have the {said} {shown_value}",
        f"with nothing but {shown_value} {rows_said}",
        f"where every one of the {rows_said} is {shown_value}",
    )
    more = (
        dice.say(
            ", and that have at least one",
            ", with at least one of them",
            f"; those without any {rows_said} are left out",
        )
        if at_least
        else dice.say(
            ", or that have none at all",
            f"; those without any {rows_said} count too",
            f", also those without {rows_said}",
        )
    )
    exists = [f"EXISTS (SELECT 1 FROM {low} WHERE {base})"] if at_least else []
    does = order.after(
        world,
        dice.say(
            f"{some} {claim}{more}",
            f"the {some} {claim}{more}",
            f"which {some} there are {claim}{more}",
            f"{field_words(dice, text)} of the {some} {claim}{more}",
        ),
    )
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
    code, alias = (
        f"{'max' if last else 'min'}({own})",
        dice.pick(
            [
                f"{'last' if last else 'first'}_{day.name}",
                f"{'latest' if last else 'earliest'}",
                f"{'last' if last else 'first'}_day",
                day.name,
                f"{'last' if last else 'first'}_{snake_case(rows.name)}",
            ]
        ),
    )
    shown, keep = role(world, partner, text, snake_case(key)), dice.chance(0.35)
    having, held = "", ""
    takes: tuple[Parameter, ...] = ()
    if not keep and dice.chance(0.4):
        parameter = Parameter(name=dice.pick(["cutoff", "day", "since", "before_day"]), type=Scalar("date"))
        operator = "<" if last else ">="
        having, takes = f" HAVING {code} {operator} :{name(parameter.name)}", (parameter,)
        given = {"since": "the given day"}.get(parameter.name, f"the {label(parameter.name)}")
        held = (
            dice.say(
                f", only where that is before {given}", f", if it lies before {given}", f"; just those before {given}"
            )
            if last
            else dice.say(f", only where that is on or after {given}", f", if it is not before {given}")
        )
    whole = (
        grouped(world, f"the {word} {said} of the {of}", who)
        if dice.chance(0.6)
        else dice.say(
            f"each {who} with the {word} {said} of its {of}",
            f"when each {who} had its {word} of the {of}, by {said}",
            f"every {who}'s {word} {said} among its {of}",
        )
    )
    if keep:
        whole += dice.say(
            f", empty for {article(who)} {who} without any",
            f", also {several(who)} without any, with nothing there",
            f"; {several(who)} without any are shown with an empty day",
        )
    order = by_text(world, f"{top}.", text)
    source = (
        f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code])}"
        if keep
        else f"{low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)}"
    )
    kind: Type = OptionalType(Scalar("date")) if keep else Scalar("date")
    return query(
        "latest_day",
        (*f.takes, *takes),
        [(shown, text.type), (alias, kind)],
        order.after(world, whole + held),
        f"SELECT {picked(f'{top}.', text, shown)}, {code} AS {name(alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)}{having} ORDER BY {order.code}",
        "Q071",
        *f.tags,
    )


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
    does = dice.say(
        f"the {rows_said} with the {word} {said} of each {who}, all of them when tied",
        f"for each {who} the {rows_said} that have its {word} {said}, ties included",
        f"per {who}, the {rows_said} with the {word} {said}; several when tied",
        f"{rows_said} whose {said} is the {word} of their {who}",
    )
    does += dice.say(
        f", by {who} id, then by id", f", sorted by {who} and id", f", ordered by the {who}'s id and then their own"
    )
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
    does = order.after(
        world,
        grouped(
            world,
            dice.say(
                f"how many {rows_said} there are and how many of them are {rows_said} {condition.relative}",
                f"the number of {rows_said} and the number of {rows_said} {condition.relative}",
                f"{rows_said} in all and those {condition.relative}, both counted",
            ),
            who,
        ),
    )
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
