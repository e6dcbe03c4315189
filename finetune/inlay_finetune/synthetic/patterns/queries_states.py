"""Queries about the state of rows: overdue, unassigned, in a period, with or without a partner."""

from inlay.contract import OptionalType, Parameter, ReferenceType, Scalar, Type, without_optional
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many
from inlay_finetune.synthetic.patterns.query_columns import key_name, of_partner, sorting_of, told_as_list
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    by_field,
    listed,
    merged,
    picked,
    plain_fields,
    query,
    role,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_parts import (
    column,
    day_words,
    filters,
    glued,
    rows_words,
    table,
    where,
)
from inlay_finetune.synthetic.patterns.query_units import span
from inlay_finetune.synthetic.world import World, is_bool, is_date, is_decimal, is_enum

__all__ = ["PATTERNS"]


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_states.{key}", **phrases))


def overdue(world: World) -> Draft | None:
    """Rows whose day lies before a given day, perhaps with their partner's text; oldest first."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    days = [field for field in world.root.fields if str(field.type).rstrip("?") == "date"]
    if not days or reference is None:
        return None
    day = dice.pick(days)
    optional = isinstance(reference.type, OptionalType)
    joined = text is not None and not optional and dice.chance(0.65)
    left, right = table(world.root), table(world.other)
    prefix = f"{left}." if joined else ""
    today = Parameter(name=dice.pick(["today", "day", "as_of", "on_day", "cutoff", "deadline"]), type=Scalar("date"))
    f = filters(world, world.root, prefix, most=1, likely=0.7, but=(day,))
    shown_day = {"today": "today", "as_of": "the as-of day", "on_day": "the given day"}.get(
        today.name, f"the {label(today.name)}"
    )
    strict = dice.chance(0.8)
    said = field_words(dice, day)
    wording = f"queries_states.{'before' if strict else 'until'}"
    how = day_words(world, world.root, day, wording, linked=bool(f.after), shown=shown_day)
    test = f"{prefix}{name(day.name)} {'<' if strict else '<='} :{name(today.name)}"
    f = merged(f, test, f"{' and' if f.after else ''} {how}", today)
    own = [field for field in dice.some(plain_fields(world.root), 1) if field != day]
    columns: Columns = [*((field.name, field.type) for field in own), (day.name, without_optional(day.type))]
    code = [*(f"{prefix}{name(field.name)}" for field in own), f"{prefix}{name(day.name)}"]
    parts = [*(field_words(dice, field) for field in own), said]
    if joined and text is not None:
        alias, place = role(world, world.other, text, world.reference), dice.between(0, len(columns))
        columns.insert(place, (alias, text.type))
        code.insert(place, picked(f"{right}.", text, alias))
        parts.insert(place, of_partner(world, label(world.reference), text))
    if dice.chance(0.5):
        key = key_name(world, world.root.name)
        columns.insert(0, (key, Scalar("int")))
        code.insert(0, f"{prefix}id" if key == "id" else f"{prefix}id AS {name(key)}")
    words = dice.tell("queries_states.oldest", said=said)
    if dice.chance(0.67):
        words += glued(dice.tell("query_parts.order.ties"))
    order = Order(code=f"{prefix}{name(day.name)}, {prefix}id", words=words)
    join = f" JOIN {right} ON {right}.id = {left}.{column(world.reference)}" if joined else ""
    body = f"SELECT {', '.join(code)} FROM {left}{join}{where(*f.code)} ORDER BY {order.code}"
    does = listed(world, f.noun(rows_words(world, world.root)), told_as_list(world, parts), order)
    return query("overdue", f.takes, columns, does, body, "Q013", *f.tags)


def partner_or_word(world: World) -> Draft | None:
    """Rows with the text of an optional reference, or a stated word (or nothing) where it is missing."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    if text is None or reference is None or not isinstance(reference.type, OptionalType):
        return None
    left, right, who = table(world.root), table(world.other), label(world.reference)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.5)
    own = dice.some(plain_fields(world.root), dice.between(1, 2))
    alias = role(world, world.other, text, world.reference)
    rows = f.noun(rows_words(world, world.root))
    order = sorting_of(world, f"{left}.", own)
    kind: Type = OptionalType(Scalar("str"))
    code, said = picked(f"{right}.", text, alias), field_words(dice, text)
    parts = [*(field_words(dice, field) for field in own), f"the {said} of the {who}"]
    some = many(dice, world.root)
    said_of = {"who": who, "a": article(who), "many": some, "Many": some.capitalize()}
    missing = _tell(world, "maybe_empty", **said_of)
    if dice.chance(0.5):
        word = dice.pick(["none", "unknown", "nobody", "unassigned", "open", "n/a", "missing"])
        code, kind = f"coalesce({right}.{name(text.name)}, '{constant(word)}') AS {name(alias)}", Scalar("str")
        missing = _tell(world, "maybe_word", word=word, **said_of)
    columns: Columns = [("id", Scalar("int")), *((field.name, field.type) for field in own), (alias, kind)]
    picks = [f"{left}.id", *(f"{left}.{name(field.name)}" for field in own), code]
    told = dice.tell("queries_states.partner_or_word", told=told_as_list(world, parts), rows=rows, missing=missing)
    does = order.after(world, told)
    return query(
        "partner_or_word",
        f.takes,
        columns,
        does,
        f"SELECT {', '.join(picks)} FROM {left} LEFT JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} ORDER BY {order.code}",
        "Q015",
        *f.tags,
    )


def unassigned(world: World) -> Draft | None:
    """Rows whose optional reference is missing (or set): listed or counted."""
    dice = world.dice
    optional = [
        (entity, field)
        for entity in (world.root, world.child)
        for field in entity.fields
        if isinstance(field.type, OptionalType) and isinstance(without_optional(field.type), ReferenceType)
    ]
    if not optional:
        return None
    entity, field = dice.pick(optional)
    f = filters(world, entity, "", most=1, likely=0.6, but=(field,))
    who, absent = label(field.name), dice.chance(0.75)
    tail = dice.tell(f"queries_states.{'unassigned' if absent else 'assigned'}", who=who, a=article(who))
    f = merged(f, f"{column(field.name)} IS {'' if absent else 'NOT '}NULL", f"{' and' if f.after else ''} {tail}")
    rows = f.noun(rows_words(world, entity))
    if dice.chance(0.3):
        alias = dice.pick(["unassigned", "count", "number", "without", "open"])
        does = dice.tell("queries_states.count", rows=rows)
        return query(
            "unassigned_count",
            f.takes,
            [(alias, Scalar("int"))],
            does,
            f"SELECT count(*) AS {name(alias)} FROM {table(entity)}{where(*f.code)}",
            "Q005",
            *f.tags,
        )
    own = dice.some(plain_fields(entity), dice.between(1, 2))
    columns: Columns = [*((each.name, each.type) for each in own)]
    code = [name(each.name) for each in own]
    if dice.chance(0.5):
        key = key_name(world, entity.name)
        columns.insert(0, (key, Scalar("int")))
        code.insert(0, "id" if key == "id" else f"id AS {name(key)}")
    order = sorting_of(world, "", own)
    told = told_as_list(world, [field_words(dice, each) for each in own])
    return query(
        "unassigned",
        f.takes,
        columns,
        listed(world, rows, told, order),
        f"SELECT {', '.join(code)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}",
        "Q005",
        *f.tags,
    )


def joined_in_period(world: World) -> Draft | None:
    """Rows of a period with their partner's text, both from joined tables."""
    dice, text, reference, day = (
        world.dice,
        text_of(world.other),
        world.root.field(world.reference),
        world.field(world.root, is_date),
    )
    if text is None or reference is None or day is None or isinstance(reference.type, OptionalType):
        return None
    left, right = table(world.root), table(world.other)
    g = filters(world, world.root, f"{left}.", most=1, likely=0.4, but=(day,))
    code_of, when, days = span(world, world.root, day, f"{left}.{name(day.name)}", linked=bool(g.after))
    amount = world.field(world.root, is_decimal, is_enum, is_bool)
    own = [day, *([amount] if amount is not None and dice.chance(0.6) else [])]
    alias = role(world, world.other, text, world.reference)
    columns: Columns = [*((field.name, field.type) for field in own)]
    code = [f"{left}.{name(field.name)}" for field in own]
    place = dice.between(0, len(columns))
    columns.insert(place, (alias, text.type))
    code.insert(place, picked(f"{right}.", text, alias))
    parts = [field_words(dice, field) for field in own]
    parts.insert(place, of_partner(world, label(world.reference), text))
    order = by_field(world, f"{left}.", day)
    rows = g.noun(rows_words(world, world.root)) + f"{' and' if g.after else ''} {when}"
    return query(
        "in_period",
        (*days, *g.takes),
        columns,
        listed(world, rows, told_as_list(world, parts), order),
        f"SELECT {', '.join(code)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(code_of, *g.code)} ORDER BY {order.code}",
        "Q008",
        *g.tags,
    )


PATTERNS = (
    (overdue, 3.5),
    (partner_or_word, 3),
    (unassigned, 3),
    (joined_in_period, 2.5),
)
