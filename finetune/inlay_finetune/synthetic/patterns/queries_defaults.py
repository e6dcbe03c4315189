"""Queries over one table with a default: an optional filter, a stated value, an order of states, repeats."""

from inlay.contract import EnumType, OptionalType, Parameter, Scalar, without_optional
from inlay.contract.naming import plural
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    by_text,
    listed,
    plain_fields,
    query,
    tail,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_measures import count_alias
from inlay_finetune.synthetic.patterns.query_parts import filters, table, where
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said, shown_order
from inlay_finetune.synthetic.world import World, is_enum, is_str

__all__ = ["PATTERNS"]


def optional_filter(world: World) -> Draft | None:
    """Rows of one value given by a parameter, or all when it is not given."""
    dice, entity = world.dice, any_entity(world)
    key = world.field(entity, is_enum, is_str)
    if key is None:
        return None
    parameter = Parameter(
        name=dice.pick([key.name, f"only_{key.name}", f"wanted_{key.name}"]), type=OptionalType(key.type)
    )
    said, bound = field_words(dice, key), f":{name(parameter.name)}"
    after = tail(world, "queries_defaults.optional", said=said)
    code = f"({bound} IS NULL OR {name(key.name)} = {bound})"
    shown = dice.some(plain_fields(entity), dice.between(1, 2))
    if not shown:
        return None
    order, rows = shown_order(world, shown), rows_said(world, entity)
    columns: Columns = [("id", Scalar("int")), *((field.name, field.type) for field in shown)]
    body = f"SELECT {', '.join(['id', *(name(field.name) for field in shown)])} FROM {table(entity)} WHERE {code.strip('()')} ORDER BY {order.code}"
    return query("optional_filter", (parameter,), columns, listed(world, f"{rows}{after}", "", order), body, "Q012")


def value_or_default(world: World) -> Draft | None:
    """Rows with a stated value where a column is missing, or two columns of which one may be missing."""
    dice, entity = world.dice, any_entity(world)
    gaps = [
        field
        for field in entity.fields
        if isinstance(field.type, OptionalType) and str(field.type.inner).startswith(("str", "int", "decimal"))
    ]
    if not gaps:
        return None
    field = dice.pick(gaps)
    f, said, inner = (
        filters(world, entity, "", most=1, likely=0.4, but=(field,)),
        field_words(dice, field),
        without_optional(field.type),
    )
    word = dice.pick(["unknown", "none", "missing", "n/a", "other"])
    default, shown = (f"'{constant(word)}'", f'"{word}"') if inner == Scalar("str") else ("0", dice.pick(["zero", "0"]))
    alias = dice.pick([field.name, f"{field.name}_or_default", label(field.name).split()[-1]])
    text = text_of(entity)
    first = [("id", Scalar("int"))] if text is None or dice.chance(0.5) else [(text.name, text.type)]
    order = (
        Order(code="id", words=dice.tell("query_frames.by_key"))
        if first[0][0] == "id" or text is None
        else by_text(world, "", text)
    )
    rows = f.noun(rows_said(world, entity))
    does = order.after(world, dice.tell("queries_defaults.or_default", said=said, rows=rows, shown=shown))
    picked = "id" if first[0][0] == "id" else name(first[0][0])
    return query(
        "value_or_default",
        f.takes,
        [*first, (alias, inner)],
        does,
        f"SELECT {picked}, coalesce({name(field.name)}, {default}) AS {name(alias)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}",
        "Q015",
        *f.tags,
    )


def ranked_by_status(world: World) -> Draft | None:
    """Rows in a stated order of an enum's values, or a yes-or-no column computed from a condition."""
    dice, entity = world.dice, any_entity(world)
    key = world.field(entity, is_enum)
    if key is None or not isinstance(key.type, EnumType) or len(key.type.values) < 3:
        return None
    shown = [field for field in dice.some(plain_fields(entity), 1) if field != key]
    values = dice.some(key.type.values, 3 if len(key.type.values) == 3 else dice.pick([2, 3]))
    f, said = filters(world, entity, "", most=1, likely=0.4, but=(key,)), field_words(dice, key)
    arms = " ".join(f"WHEN '{name(value)}' THEN {place}" for place, value in enumerate(values, 1))
    words = [value_words(dice, value) for value in values]
    rows = f.noun(rows_said(world, entity))
    first, then, order = words[0], ", then ".join(words[1:]), ", ".join(words)
    does = dice.tell("queries_defaults.ranked", rows=rows, said=said, first=first, then=then, values=order)
    does += tail(world, "queries_defaults.ranked_ties", said=said)
    columns: Columns = [("id", Scalar("int")), (key.name, key.type), *((field.name, field.type) for field in shown)]
    return query(
        "ranked_by_status",
        f.takes,
        columns,
        does,
        f"SELECT {', '.join(['id', name(key.name), *(name(field.name) for field in shown)])} FROM {table(entity)}{where(*f.code)} ORDER BY CASE {name(key.name)} {arms} ELSE {len(values) + 1} END, id",
        "Q019",
        *f.tags,
    )


def repeated(world: World) -> Draft | None:
    """Values that occur more than once, with how often; values that occur exactly once."""
    dice, entity = world.dice, any_entity(world)
    field = world.field(entity, is_str, is_enum)
    if field is None:
        return None
    f, said, rows = (
        filters(world, entity, "", most=1, likely=0.4, but=(field,)),
        field_words(dice, field),
        rows_said(world, entity),
    )
    alias, stated = count_alias(world, entity, f), dice.between(2, 6)
    operator, bound, how = dice.pick(
        [
            (">", "1", "several"),
            (">", "1", "several"),
            (">=", constant(stated), "at_least"),
            (">", constant(stated), "over"),
            ("=", "1", "once"),
        ]
    )
    of, saids = f.noun(rows), plural(said)
    if how == "several" and dice.chance(0.4):
        does = dice.tell("queries_defaults.duplicated", said=said, saids=saids, of=of)
    else:
        often = dice.tell(f"queries_defaults.times.{how}", n=str(stated))
        does = dice.tell("queries_defaults.occurring", said=said, saids=saids, of=of, how=often)
    with_count = dice.chance(0.7)
    if with_count:
        does += tail(world, "queries_defaults.with_count")
    order = Order(code=name(field.name), words=dice.tell("query_frames.by_value", said=said))
    columns: Columns = [(field.name, field.type), *([(alias, Scalar("int"))] if with_count else [])]
    return query(
        "repeated",
        f.takes,
        columns,
        order.after(world, does),
        f"SELECT {name(field.name)}{f', count(*) AS {name(alias)}' if with_count else ''} FROM {table(entity)}{where(*f.code)} GROUP BY {name(field.name)} HAVING count(*) {operator} {bound} ORDER BY {order.code}",
        "Q063",
        *f.tags,
    )


PATTERNS = (
    (optional_filter, 0.5),
    (value_or_default, 1.2),
    (ranked_by_status, 0.8),
    (repeated, 1),
)
