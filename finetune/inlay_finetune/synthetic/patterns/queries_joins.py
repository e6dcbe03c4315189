"""Queries over two and three tables: through owners and references, per partner of a partner, renamed columns."""

from collections.abc import Sequence

from inlay.contract import (
    DecimalType,
    Entity,
    Field,
    OptionalType,
    Parameter,
    Scalar,
    Type,
)
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.comparing import day_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, many, several
from inlay_finetune.synthetic.patterns.query_aggregates import asked, counted
from inlay_finetune.synthetic.patterns.query_columns import of_partner, told_as_list
from inlay_finetune.synthetic.patterns.query_frames import (
    Order,
    apart,
    by_field,
    capital,
    grouped,
    listed,
    picked,
    plain_fields,
    query,
    role,
    tail,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_parts import (
    column,
    filters,
    rows_words,
    table,
    where,
)
from inlay_finetune.synthetic.turns import day_turn
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_optional

__all__ = ["PATTERNS"]


def renamed_rows(world: World) -> Draft | None:
    """Rows of one table whose key or columns get other names, ordered by day or text."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child, world.other])
    f = filters(world, entity, "", likely=0.8)
    shown = dice.some(plain_fields(entity), dice.between(1, 2))
    if not shown:
        return None
    key = f"{snake_case(entity.name)}_id"
    columns: list[tuple[str, Type]] = [(key, Scalar("int")), *((field.name, field.type) for field in shown)]
    code = [f"id AS {name(key)}", *(name(field.name) for field in shown)]
    if dice.chance(0.35):
        alias = role(world, entity, shown[0])
        columns[1], code[1] = (alias, shown[0].type), picked("", shown[0], alias)
    by = dice.pick(
        [field for field in shown if not is_optional(field.type) and not str(field.type).startswith(("enum", "bool"))]
        or [None]
    )
    order = Order(code="id", words=dice.tell("query_frames.by_key")) if by is None else by_field(world, "", by)
    rows = rows_words(world, entity)
    bare, only = apart(world, f, rows)
    told = told_as_list(world, [field_words(dice, field) for field in shown])
    does = listed(world, bare.noun(rows), told, order) + only
    return query(
        "renamed",
        f.takes,
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}",
        "Q001",
        *f.tags,
    )


def rows_of_partner(world: World) -> Draft | None:
    """The rows that belong to the partner with some given text, and their count."""
    dice = world.dice
    reference, text = world.root.field(world.reference), text_of(world.other)
    if reference is None or text is None:
        return None
    left, right = table(world.root), table(world.other)
    parameter = Parameter(
        name=dice.pick([text.name, f"{world.reference}_{text.name}", f"given_{text.name}"]), type=Scalar("str")
    )
    f = filters(world, world.root, f"{left}.", most=1, likely=0.4)
    test = f"{right}.{name(text.name)} = :{name(parameter.name)}"
    who, said, rows = label(world.reference), field_words(dice, text), f.noun(rows_words(world, world.root))
    noun = f"{rows} {dice.tell('queries_joins.owner', who=who, said=said)}"
    join = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}"
    if dice.chance(0.3):
        alias = dice.pick(["count", "number", "how_many", plural(snake_case(world.root.name))])
        does = counted(world, noun)
        return query(
            "count_of_partner",
            (*f.takes, parameter),
            [(alias, Scalar("int"))],
            does,
            f"SELECT count(*) AS {name(alias)} FROM {join}{where(test, *f.code)}",
            "Q014",
            *f.tags,
        )
    shown = dice.some(plain_fields(world.root), dice.between(1, 2))
    key = "id" if dice.chance(0.5) else f"{snake_case(world.root.name)}_id"
    code = [
        f"{left}.id" if key == "id" else f"{left}.id AS {name(key)}",
        *(f"{left}.{name(field.name)}" for field in shown),
    ]
    day = world.field(world.root, is_date)
    if day is not None and dice.chance(0.6):
        order = by_field(world, f"{left}.", day)
    else:
        order = Order(code=f"{left}.id", words=dice.tell("query_frames.by_key"))
    told = told_as_list(world, [field_words(dice, field) for field in shown]) if dice.chance(0.6) else ""
    does = listed(world, noun, told, order)
    columns: list[tuple[str, Type]] = [(key, Scalar("int")), *((field.name, field.type) for field in shown)]
    return query(
        "of_partner",
        (*f.takes, parameter),
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {join}{where(test, *f.code)} ORDER BY {order.code}",
        "Q014",
        *f.tags,
    )


def _plainly(said: str, word: str) -> str:
    return f"{word} date" if " it " in said or " of being " in said else said


def between_days(world: World) -> Draft | None:
    """Rows or sums within a period of two parameters, both days in or the last one out."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child])
    day = world.field(entity, is_date)
    if day is None:
        return None
    first, last = dice.pick(
        [("since", "until"), ("start_day", "end_day"), ("first_day", "last_day"), ("begin_day", "close_day")]
    )
    takes = (Parameter(name=first, type=Scalar("date")), Parameter(name=last, type=Scalar("date")))
    open_end = dice.chance(0.15)
    own, turn = name(day.name), day_turn(day.name)
    code = f"{own} >= :{name(first)} AND {own} {'<' if open_end else '<='} :{name(last)}"
    f = filters(world, entity, "", most=1, likely=0.4, but=(day,))
    one, two = label(first), label(last)
    ends = tail(world, f"queries_joins.{'last_out' if open_end else 'both_in'}", last=two)
    said = _plainly(field_words(dice, day), turn.word)
    shape = "done" if turn.kind == "done" and dice.chance(0.6) else "named"
    period = tail(world, f"queries_joins.period.{shape}", verb=turn.word, said=said, first=one, last=two, ends=ends)
    noun = f.noun(rows_words(world, entity)) + period
    return _within(world, entity, day, noun, f"{table(entity)}{where(code, *f.code)}", (*takes, *f.takes), f.tags)


def _within(
    world: World, entity: Entity, day: Field, noun: str, source: str, takes: tuple[Parameter, ...], tags: Sequence[str]
) -> Draft | None:
    """Ask for the rows of a period, for their number, or for a total of theirs, perhaps per value."""
    dice, field = world.dice, world.field(entity, is_decimal)
    key = world.field(entity, lambda kind: str(kind).startswith("enum") or kind == Scalar("str"))
    shape = dice.pick(["count", "sum", "per", "rows"])
    if shape in ("sum", "per") and field is not None and (shape == "sum" or key is not None):
        alias = dice.pick([field.name, "total", "sum", "received"])
        whole = dice.tell("query_aggregates.sum.over", said=field_words(dice, field), of=noun)
        total = f"sum({name(field.name)})"
        if shape == "sum" or key is None:
            does = asked(world, whole) + tail(world, "query_aggregates.zero")
            body = f"SELECT coalesce({total}, 0) AS {name(alias)} FROM {source}"
            return query("period_sum", takes, [(alias, DecimalType())], does, body, "Q008", *tags)
        by, own = field_words(dice, key), name(key.name)
        does = grouped(world, whole, by) + tail(world, "query_aggregates.group_key", by=by)
        body = f"SELECT {own}, {total} AS {name(alias)} FROM {source} GROUP BY {own} ORDER BY {own}"
        columns = [(key.name, key.type), (alias, DecimalType())]
        return query("period_groups", takes, columns, does, body, "Q008", "Q035", *tags)
    if shape == "rows":
        words = dice.tell("query_frames.day_up", said=field_words(dice, day))
        words += tail(world, "query_frames.ties", by="id")
        does = listed(world, noun, "", Order(code="", words=words))
        body = f"SELECT id, {name(day.name)} FROM {source} ORDER BY {name(day.name)}, id"
        return query("period_rows", takes, [("id", Scalar("int")), (day.name, day.type)], does, body, "Q008", *tags)
    alias = dice.pick(["count", "number", "how_many"])
    body = f"SELECT count(*) AS {name(alias)} FROM {source}"
    return query("period_count", takes, [(alias, Scalar("int"))], counted(world, noun), body, "Q008", *tags)


def never_since(world: World) -> Draft | None:
    """Partners that got no row at all, or none since a day, or no owner's children."""
    dice, text = world.dice, text_of(world.other)
    if text is None:
        return None
    low, top = table(world.root), table(world.other)
    f = filters(world, world.other, f"{top}." if dice.chance(0.2) else "", most=1, likely=0.45, but=(text,))
    tests, late = [f"{low}.{column(world.reference)} = {top}.id"], ""
    takes: tuple[Parameter, ...] = ()
    rows = many(dice, world.root)
    day = world.field(world.root, is_date)
    if day is not None and dice.chance(0.55):
        since = Parameter(name=dice.pick(["since", "day", "from_day", "cutoff"]), type=Scalar("date"))
        operator = dice.pick([">=", ">"])
        tests.append(f"{low}.{name(day.name)} {operator} :{name(since.name)}")
        shown = dice.pick(["the given day", "the given day" if since.name == "since" else f"the {label(since.name)}"])
        how, turn = day_words(dice, operator, shown), day_turn(day.name)
        shape = "done" if turn.kind == "done" else "named"
        said = _plainly(field_words(dice, day), turn.word)
        late = tail(world, f"queries_joins.late.{shape}", verb=turn.word, said=said, how=how)
        takes = (since,)
    said = field_words(dice, text)
    whos = f.noun(many(dice, world.other))
    does = dice.tell("queries_joins.never", said=said, whos=whos, rows=rows, row=label(world.root.name), tail=late)
    does += tail(world, "query_aggregates.group_key", by=said)
    exists = f"NOT EXISTS (SELECT 1 FROM {low} WHERE {' AND '.join(tests)})"
    order = f"{name(text.name)}, id"
    return query(
        "never",
        (*f.takes, *takes),
        [(text.name, Scalar("str"))],
        does,
        f"SELECT {name(text.name)} FROM {top}{where(*f.code, exists)} ORDER BY {order}",
        "Q052",
        *f.tags,
    )


def with_partner_columns(world: World) -> Draft | None:
    """Rows with the partner's text under its own name, filtered by day and state."""
    dice, text = world.dice, text_of(world.other)
    reference = world.root.field(world.reference)
    if text is None or reference is None or isinstance(reference.type, OptionalType):
        return None
    left, right = table(world.root), table(world.other)
    f = filters(world, world.root, f"{left}.", likely=0.9)
    shown = dice.some(plain_fields(world.root), dice.between(1, 2))
    alias = dice.pick([world.reference, f"{world.reference}_{text.name}"])
    columns: list[tuple[str, Type]] = [(field.name, field.type) for field in shown]
    columns.insert(dice.between(0, len(columns)), (alias, Scalar("str")))
    code = [
        f"{right}.{name(text.name)} AS {name(alias)}" if each == alias else f"{left}.{name(each)}"
        for each, _ in columns
    ]
    by = next(
        (field for field in shown if not is_optional(field.type) and str(field.type) in ("date", "str", "int")), None
    )
    order = (
        Order(code=f"{left}.id", words=dice.tell("query_frames.by_key"))
        if by is None
        else by_field(world, f"{left}.", by)
    )
    told = [field_words(dice, field) for field in shown]
    told.insert(len(told) if dice.chance(0.7) else 0, of_partner(world, label(world.reference), text))
    rows = rows_words(world, world.root)
    bare, only = apart(world, f, rows)
    does = listed(world, bare.noun(rows), told_as_list(world, told), order) + only
    return query(
        "partner_columns",
        f.takes,
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} ORDER BY {order.code}",
        "Q013",
        *f.tags,
    )


def count_fitting_per_partner(world: World) -> Draft | None:
    """Each partner with how many of its rows meet a condition, also those with none."""
    dice, text = world.dice, text_of(world.other)
    condition = sample_condition(dice, world.root, negatives=dice.chance(0.3))
    if text is None or condition is None:
        return None
    left, right = table(world.other), table(world.root)
    alias = dice.pick(["count", "number", "how_many", plural(snake_case(world.root.name)), "matching"])
    shown = dice.pick([text.name, world.reference, "name"])
    rows, who = many(dice, world.root), label(world.reference)
    adjective = (
        condition.adjective if condition.adjective and not condition.adjective.startswith(("not", "non")) else None
    )
    of = f"{adjective} {rows}" if adjective and dice.chance(0.5) else f"{rows} {condition.relative}"
    said, whos = field_words(dice, text), several(who)
    does = dice.tell("queries_joins.fitting", who=who, whos=whos, said=said, of=of)
    does += tail(world, "queries_group_joins.without_such", who=who, whos=whos, Whos=capital(whos), rows=rows)
    does += tail(world, "query_aggregates.group_key", by=said)
    on = f"{right}.{column(world.reference)} = {left}.id AND {condition.sql(f'{right}.')}"
    body = f"SELECT {picked(f'{left}.', text, shown)}, count({right}.id) AS {name(alias)} FROM {left} LEFT JOIN {right} ON {on} GROUP BY {left}.id, {left}.{name(text.name)} ORDER BY {left}.{name(text.name)}, {left}.id"
    return query(
        "fitting_per_partner",
        condition.takes,
        [(shown, Scalar("str")), (alias, Scalar("int"))],
        does,
        body,
        "Q037",
        condition.tag,
    )


PATTERNS = (
    (renamed_rows, 3),
    (rows_of_partner, 3),
    (between_days, 3),
    (never_since, 2),
    (with_partner_columns, 2),
    (count_fitting_per_partner, 2),
)
