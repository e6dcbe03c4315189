"""Queries over values of joined rows: two levels, prices of references, shares, averages."""

from inlay.contract import DecimalType, OptionalType, Parameter, Scalar
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many
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
from inlay_finetune.synthetic.patterns.query_measures import measure
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
from inlay_finetune.synthetic.patterns.query_totals import by_key
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_str

__all__ = ["PATTERNS"]


def two_levels_with_zero(world: World) -> Draft | None:
    """Per partner, the children of its roots added up through two joins, zero kept, filters in the joins."""
    dice, text = world.dice, text_of(world.other)
    if text is None:
        return None
    low_entity = world.second if world.second is not None and dice.chance(0.35) else world.child
    rows_said = label(world.seconds) if low_entity == world.second and world.seconds else rows_words(world, world.child)
    low, middle, top, keep = table(low_entity), table(world.root), table(world.other), dice.chance(0.6)
    f, g = filters(world, world.root, f"{middle}.", most=1, likely=0.4), Filter()
    if not keep or not f.code:
        g = filters(world, low_entity, f"{low}.", most=1, likely=0.4)
    if dice.chance(0.2):
        dated = year_filter(world, world.root, f"{middle}.", f)
        f = dated[0] if dated else f
    rows = f"{g.noun(rows_said)} of {dice.pick(['their ', 'its ', ''])}{f.noun(many(dice, world.root))}"
    a = measure(world, low_entity, f"{low}.", Filter(fields=g.fields), rows)
    if a is None:
        return None
    who, shown = label(world.reference), role(world, world.other, text, world.reference)
    order = (
        by_amount(world, a.alias, f"{top}.{name(text.name)}, {top}.id", field_words(dice, text))
        if dice.chance(0.5)
        else by_text(world, f"{top}.", text)
    )
    if keep:
        on = " AND ".join([f"{middle}.{column(world.reference)} = {top}.id", *f.code])
        below = " AND ".join([f"{low}.{column(world.root.name)} = {middle}.id", *g.code])
        source = f"{top} LEFT JOIN {middle} ON {on} LEFT JOIN {low} ON {below}"
    else:
        source = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}{where(*g.code, *f.code)}"
    limit, few = "", ""
    takes: tuple[Parameter, ...] = ()
    if "DESC" in order.code and dice.chance(0.35):
        n = Parameter(name=dice.pick(["n", "count", "top"]), type=Scalar("int"))
        stated = str(dice.between(2, 20))
        limit, takes, few = (
            (f" LIMIT :{name(n.name)}", (n,), "given number of")
            if dice.chance(0.6)
            else (f" LIMIT {constant(stated)}", (), stated)
        )
    body = f"SELECT {picked(f'{top}.', text, shown)}, {a.zero if keep else a.code} AS {name(a.alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}{limit}"
    does = a.per(world, who) + (zero_words(world, who, rows_said) if keep else "")
    does = order.after(world, does)
    if few:
        rows = few if few.isdigit() else "the given number of"
        does += glued(dice.tell("queries_values.few", few=few, rows=rows))
    columns = [(shown, text.type), (a.alias, a.kind)]
    return query(
        "two_levels", (*f.takes, *g.takes, *takes), columns, does, body, "Q037" if keep else "Q036", *f.tags, *g.tags
    )


def thing_values(world: World) -> Draft | None:
    """What the children count times what their reference costs: per owner, per value, or in all."""
    dice, thing = world.dice, world.thing
    if thing is None or world.link is None:
        return None
    price, number = world.field(thing, is_decimal), world.field(world.child, is_int)
    if price is None or number is None:
        return None
    low, right, top = table(world.child), table(thing), table(world.root)
    code = f"{low}.{name(number.name)} * {right}.{name(price.name)}"
    alias = dice.pick(["value", "worth", "stock_value", "cost", "total", "amount", "total_value"])
    f = filters(world, thing, f"{right}.", most=1, likely=0.3, but=(price,))
    rows, what, one = rows_words(world, world.child), label(world.link), label(world.root.name)
    product = dice.tell("queries_values.product", a=field_words(dice, number), b=field_words(dice, price), what=what)
    of = f"{rows}{' of ' + f.noun(many(dice, thing)) if f.code else ''}"
    words = dice.tell("queries_values.value", name=label(alias), of=of, product=product)
    shape, text = dice.pick(["owner", "owner", "all", "value", "rows"]), text_of(world.root)
    join = f"{low} JOIN {right} ON {right}.id = {low}.{column(world.link)}"
    if shape == "all":
        does = words + (glued(dice.tell("query_parts.zero")) if dice.chance(0.7) else "")
        body = f"SELECT coalesce(sum({code}), 0) AS {name(alias)} FROM {join}{where(*f.code)}"
        return query("thing_value", f.takes, [(alias, DecimalType())], does, body, "Q029", *f.tags)
    if shape == "rows":
        order = by_key(world, f"{low}.", label(world.child.name))
        does = order.after(world, dice.tell("queries_values.each_value", name=label(alias), of=of, product=product))
        body = f"SELECT {low}.id, {code} AS {name(alias)} FROM {join}{where(*f.code)} ORDER BY {low}.id"
        both: Columns = [("id", Scalar("int")), (alias, DecimalType())]
        return query("thing_value_rows", f.takes, both, does, body, "Q002", *f.tags)
    key = world.field(thing, is_enum, is_str, but=f.fields)
    if shape == "value" and key is not None:
        said, own = field_words(dice, key), f"{right}.{name(key.name)}"
        order = by_value(world, own, said) if dice.chance(0.5) else by_amount(world, alias, own, said)
        body = f"SELECT {own}, sum({code}) AS {name(alias)} FROM {join}{where(*f.code)} GROUP BY {own} ORDER BY {order.code}"
        does = order.after(world, grouped(world, words, f"{said} of the {what}"))
        return query(
            "thing_value_groups", f.takes, [(key.name, key.type), (alias, DecimalType())], does, body, "Q036", *f.tags
        )
    if text is None or f.code:
        return None
    shown, keep, order = role(world, world.root, text), dice.chance(0.6), by_text(world, f"{top}.", text)
    owned, linked = f"{low}.{column(world.root.name)} = {top}.id", f"{right} ON {right}.id = {low}.{column(world.link)}"
    source = f"{top} LEFT JOIN {low} ON {owned} LEFT JOIN {linked}"
    if not keep:
        source = f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)} JOIN {linked}"
    does = order.after(world, grouped(world, words, one) + (zero_words(world, one, rows) if keep else ""))
    total = f"coalesce(sum({code}), 0)" if keep else f"sum({code})"
    body = f"SELECT {picked(f'{top}.', text, shown)}, {total} AS {name(alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}"
    columns = [(shown, text.type), (alias, DecimalType())]
    return query("thing_value_owner", (), columns, does, body, "Q037" if keep else "Q036")


def percent_per_group(world: World) -> Draft | None:
    """The percentage of rows that fit per value, or the share of a group in the whole."""
    dice = world.dice
    entity = dice.pick([world.root, world.child, world.other])
    key, amount = world.field(entity, is_enum, is_str), world.field(entity, is_decimal)
    if key is None:
        return None
    flags = [field for field in entity.fields if field.type == Scalar("bool")]
    rows, said = rows_words(world, entity), field_words(dice, key)
    alias = dice.pick(["percent", "share", "percentage", "rate"])
    order = by_value(world, name(key.name), said)
    if flags and dice.chance(0.5):
        flag = dice.pick(flags)
        word = label(flag.name).removeprefix("is ")
        words = dice.tell("queries_values.percent_word", rows=rows, word=word)
        code = f"round(100.0 * sum(CASE WHEN {name(flag.name)} THEN 1 ELSE 0 END) / count(*), 1)"
        body = f"SELECT {name(key.name)}, {code} AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {order.code}"
        does = order.after(world, grouped(world, words, said))
        return query("percent_per_value", (), [(key.name, key.type), (alias, DecimalType())], does, body, "Q033")
    optional = [field for field in entity.fields if isinstance(field.type, OptionalType) and is_date(field.type.inner)]
    if optional:
        day = dice.pick(optional)
        shown = label(day.name)
        words = dice.tell("queries_values.percent_set", rows=rows, said=shown, a=article(shown))
        code = f"round(100.0 * count({name(day.name)}) / count(*), 1)"
        body = f"SELECT {name(key.name)}, {code} AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {order.code}"
        does = order.after(world, grouped(world, words, said))
        return query("percent_set", (), [(key.name, key.type), (alias, DecimalType())], does, body, "Q033")
    if amount is None:
        return None
    words = dice.tell("queries_values.share", said=field_words(dice, amount), rows=rows)
    own = name(amount.name)
    total = dice.pick([f"total_{amount.name}", "total", "sum", amount.name])
    code = f"round(100.0 * sum({own}) / nullif(sum(sum({own})) OVER (), 0), 1)"
    body = f"SELECT {name(key.name)}, sum({own}) AS {name(total)}, {code} AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {order.code}"
    columns = [(key.name, key.type), (total, DecimalType()), (alias, OptionalType(DecimalType()))]
    does = order.after(world, grouped(world, words, said))
    return query("share_of_whole", (), columns, does, body, "Q048")


def average_of_totals(world: World) -> Draft | None:
    """The average, per partner, or the average total of all roots; a sum divided by a sum."""
    dice = world.dice
    price, number = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if price is None or number is None:
        return None
    a, b, key = name(number.name), name(price.name), world.field(world.child, is_enum, is_str)
    low, rows = table(world.child), rows_words(world, world.child)
    one, two = field_words(dice, number), field_words(dice, price)
    alias = dice.pick([f"average_{price.name}", "average", "weighted_average", "mean", "average_value"])
    f = filters(world, world.child, "", most=1, likely=0.35, but=tuple(x for x in (price, number, key) if x))
    if dice.chance(0.5):
        words = dice.tell("queries_values.weighted", one=one, two=two, of=f.noun(rows))
        code = f"round(1.0 * sum({a} * {b}) / nullif(sum({a}), 0), 2)"
        if key is None or dice.chance(0.4):
            return query(
                "weighted",
                f.takes,
                [(alias, OptionalType(DecimalType()))],
                words,
                f"SELECT {code} AS {name(alias)} FROM {low}{where(*f.code)}",
                "Q034",
                *f.tags,
            )
        said = field_words(dice, key)
        order = by_value(world, name(key.name), said)
        return query(
            "weighted_groups",
            f.takes,
            [(key.name, key.type), (alias, OptionalType(DecimalType()))],
            order.after(world, grouped(world, words, said)),
            f"SELECT {name(key.name)}, {code} AS {name(alias)} FROM {low}{where(*f.code)} GROUP BY {name(key.name)} ORDER BY {order.code}",
            "Q045",
            *f.tags,
        )
    owner = label(world.root.name)
    words = dice.tell("queries_values.average_total", one=one, two=two, rows=rows, owner=owner, a=article(owner))
    inner = f"SELECT {column(world.root.name)}, sum({a} * {b}) AS {name(alias)} FROM {low}{where(*f.code)} GROUP BY {column(world.root.name)}"
    if f.code:
        return None
    return query(
        "average_total",
        (),
        [(alias, OptionalType(DecimalType()))],
        words,
        f"SELECT round(avg({name(alias)}), 2) AS {name(alias)} FROM ({inner}) AS totals",
        "Q047",
    )


PATTERNS = (
    (two_levels_with_zero, 3),
    (thing_values, 3),
    (percent_per_group, 1.5),
    (average_of_totals, 1),
)
