"""Queries about partners: at least n rows, none in a period, only rows that fit, the latest row, distinct ones."""

from inlay.contract import OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.comparing import KEYS, compare_words, counted_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many, several
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    by_amount,
    by_text,
    grouped,
    picked,
    query,
    role,
    text_of,
    zero_words,
)
from inlay_finetune.synthetic.patterns.query_links import links_of, named_link
from inlay_finetune.synthetic.patterns.query_measures import count_alias, measure
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    glued,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.patterns.query_tables import by_value
from inlay_finetune.synthetic.world import World, is_enum, is_str

__all__ = ["PATTERNS"]


def _bound(world: World, kind: Type, *, high: int) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw a bound: how it is said, its code, its parameter."""
    dice = world.dice
    if dice.chance(0.55):
        parameter = Parameter(
            name=dice.pick(["minimum", "at_least", "threshold", "min_count", "lower_limit", "limit", "bound", "least"]),
            type=kind,
        )
        said = {"at_least": "the given number", "least": "the given number"}.get(
            parameter.name, f"the {label(parameter.name)}"
        )
        return said, f":{name(parameter.name)}", (parameter,)
    stated = str(dice.between(2, high))
    return stated, constant(stated), ()


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_partners.{key}", **phrases))


def with_enough(world: World) -> Draft | None:
    """Partners with at least (more than, fewer than) so many rows, and how many."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    low, top = table(rows), table(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.5)
    operator = dice.pick([">=", ">=", ">=", ">", "<", "<="])
    bound, code, takes = _bound(world, Scalar("int"), high=12)
    of, some = f.noun(rows_said), several(who)
    alias, shown = count_alias(world, rows, f), role(world, partner, text, snake_case(key))
    how = compare_words(dice, operator, bound)
    with_count = dice.chance(0.75)
    order = (
        by_amount(world, alias, f"{top}.{name(text.name)}, {top}.id", field_words(dice, text))
        if with_count and dice.chance(0.55)
        else by_text(world, f"{top}.", text)
    )
    tail = _tell(world, "enough_count") if with_count else ""
    said = field_words(dice, text)
    enough = counted_words(dice, operator, bound, of)
    if takes:
        enough = dice.tell(f"queries_partners.given.{KEYS[operator]}", k=bound, how=how, of=of)
    words = {"how": how, "of": of, "enough": enough}
    does = order.after(world, dice.tell("queries_partners.enough", some=some, who=who, text=said, tail=tail, **words))
    if operator in ("<", "<="):
        does += _tell(world, "enough_some", some=some, who=who, A=article(who).capitalize())
    columns: Columns = [(shown, text.type), *([(alias, Scalar("int"))] if with_count else [])]
    picks = picked(f"{top}.", text, shown) + (f", count(*) AS {name(alias)}" if with_count else "")
    return query(
        "with_enough",
        (*f.takes, *takes),
        columns,
        does,
        f"SELECT {picks} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)} GROUP BY {top}.id, {top}.{name(text.name)} HAVING count(*) {operator} {code} ORDER BY {order.code}",
        "Q042",
        *f.tags,
    )


def per_named(world: World) -> Draft | None:
    """A measure per partner by name, over any link, also with zero for those without, also above a bound."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    low, top, keep = table(rows), table(partner), dice.chance(0.5)
    f, g = (
        filters(world, rows, f"{low}.", most=1, likely=0.5),
        filters(world, partner, f"{top}.", most=1, likely=0.2, but=(text,)),
    )
    a = measure(world, rows, f"{low}.", f, rows_said, averages=not keep)
    if a is None or (g.before and g.after):
        return None
    shown = role(world, partner, text, snake_case(key))
    order = (
        by_amount(world, a.alias, f"{top}.{name(text.name)}, {top}.id", field_words(dice, text), down=dice.chance(0.85))
        if dice.chance(0.45)
        else by_text(world, f"{top}.", text)
    )
    per = g.noun(who) if not g.after else f"{who} among the {several(who)}{g.after}"
    if dice.chance(0.35):
        each = _tell(world, "each_filtered" if g.code else "each", said=field_words(dice, text), per=per).strip()
        whole = dice.tell("queries_partners.whole", each=each, words=a.words)
    else:
        whole = a.per(world, per)
    does = order.after(world, whole + (zero_words(world, who, rows_said) if keep else ""))
    code = a.zero if keep else a.code
    source = (
        f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code])}{where(*g.code)}"
        if keep
        else f"{low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code, *g.code)}"
    )
    return query(
        "per_named",
        (*f.takes, *g.takes),
        [(shown, text.type), (a.alias, a.kind)],
        does,
        f"SELECT {picked(f'{top}.', text, shown)}, {code} AS {name(a.alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}",
        "Q037" if keep else "Q036",
        *f.tags,
        *g.tags,
    )


def per_partner_value(world: World) -> Draft | None:
    """A measure of the rows per enum or text of their partner, over one or two joins."""
    dice, deep = world.dice, world.dice.chance(0.4)
    key = world.field(world.other, is_enum, is_enum, is_str)
    low_entity = world.child if deep else world.root
    if key is None:
        return None
    low, middle, top = table(low_entity), table(world.root), table(world.other)
    f = filters(world, low_entity, f"{low}.", most=1, likely=0.4)
    g = filters(world, world.root, f"{middle}.", most=1, likely=0.35) if deep else Filter()
    if dice.chance(0.2):
        dated = year_filter(world, world.root, f"{middle}.", g if deep else f)
        if dated is not None and deep:
            g = dated[0]
        elif dated is not None:
            f = dated[0]
    rows = rows_words(world, low_entity)
    if deep:
        rows_f = f"{f.noun(rows)} of {g.noun(many(dice, world.root))}"
        a = measure(world, low_entity, f"{low}.", Filter(fields=f.fields), rows_f)
    else:
        a = measure(world, low_entity, f"{low}.", f, rows)
    if a is None:
        return None
    said, code = field_words(dice, key), f"{top}.{name(key.name)}"
    who = label(world.reference)
    per = dice.tell("queries_partners.partner_value", said=said, who=who)
    alias = dice.pick([key.name, f"{world.reference}_{key.name}"])
    order = by_amount(world, a.alias, code, said) if dice.chance(0.5) else by_value(world, code, said)
    does = order.after(world, a.per(world, per))
    join = (
        f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
        if deep
        else f"{low} JOIN {top} ON {top}.id = {low}.{column(world.reference)}"
    )
    return query(
        "per_partner_value",
        (*f.takes, *g.takes),
        [(alias, key.type), (a.alias, a.kind)],
        does,
        f"SELECT {picked(f'{top}.', key, alias)}, {a.code} AS {name(a.alias)} FROM {join}{where(*f.code, *g.code)} GROUP BY {code} ORDER BY {order.code}",
        "Q036",
        *f.tags,
        *g.tags,
    )


def distinct_partners(world: World) -> Draft | None:
    """How many different partners have rows that fit: in all, per value, or who they are."""
    dice = world.dice
    partner, rows, key, who, rows_said = dice.pick(links_of(world))
    low, top, some, text = table(rows), table(partner), several(who), text_of(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.75)
    of, shape = f.noun(rows_said), dice.pick(["count", "per", "names"])
    reference = rows.field(key)
    optional = reference is not None and isinstance(reference.type, OptionalType)
    short = tuple(code.replace(f"{low}.", "") for code in f.code)
    alias = dice.pick(
        [
            some.replace(" ", "_"),
            f"{snake_case(key)}_count",
            "count",
            "number",
            "different",
            f"different_{some.replace(' ', '_')}",
        ]
    )
    counted = f"count(DISTINCT {column(key)})"
    if shape == "names" and text is not None:
        shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
        extra = _tell(world, "who_once") if dice.chance(0.6) else ""
        said = field_words(dice, text)
        does = order.after(
            world, dice.tell("queries_partners.who_has", some=some, who=who, of=of, text=said, extra=extra)
        )
        exists = " AND ".join([f"{low}.{column(key)} = {top}.id", *f.code])
        body = f"SELECT {picked('', text, shown)} FROM {top} WHERE EXISTS (SELECT 1 FROM {low} WHERE {exists}) ORDER BY {name(text.name)}, id"
        return query("who_has", f.takes, [(shown, text.type)], does, body, "Q052", *f.tags)
    value = world.field(rows, is_enum, is_str, but=f.fields)
    if shape == "per" and value is not None and not optional:
        said = field_words(dice, value)
        words = dice.tell("queries_partners.distinct", some=some, who=who, of=of)
        order = (
            by_amount(world, alias, name(value.name), said)
            if dice.chance(0.5)
            else by_value(world, name(value.name), said)
        )
        body = f"SELECT {name(value.name)}, {counted} AS {name(alias)} FROM {low}{where(*short)} GROUP BY {name(value.name)} ORDER BY {order.code}"
        columns = [(value.name, value.type), (alias, Scalar("int"))]
        does = order.after(world, grouped(world, words, said))
        return query("partners_per_value", f.takes, columns, does, body, "Q031", *f.tags)
    does = dice.tell("queries_partners.distinct", some=some, who=who, of=of)
    body = f"SELECT {counted} AS {name(alias)} FROM {low}{where(*short)}"
    return query("distinct_partners", f.takes, [(alias, Scalar("int"))], does, body, "Q031", *f.tags)


PATTERNS = (
    (with_enough, 3),
    (per_named, 5),
    (per_partner_value, 3),
    (distinct_partners, 2.5),
)
