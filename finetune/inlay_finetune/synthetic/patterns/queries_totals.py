"""Queries that add up the children of each root: totals per row, two lists against each other, bounds and limits."""

from inlay.contract import DecimalType, Entity, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Measure,
    Order,
    by_amount,
    by_text,
    grouped,
    measure,
    picked,
    plain_fields,
    query,
    role,
    text_of,
    zero_words,
)
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, rows_words, table, where, year_filter
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_str

__all__ = ["PATTERNS"]


def _amount(world: World, entity: Entity, prefix: str, f: Filter, rows: str) -> Measure | None:
    for _ in range(5):
        made = measure(world, entity, prefix, f, rows)
        if made is not None and not made.counts:
            return made
    return None


def _by_id(world: World, prefix: str, who: str) -> Order:
    words = world.dice.say("by id", "sorted by id", "ordered by id", f"in the order of the {who} ids", "lowest id first")
    return Order(code=f"{prefix}id", words=words)


def total_per_row(world: World) -> Draft | None:
    """Each root with columns of its own and the total of its children, with or without those that have none."""
    dice, keep = world.dice, world.dice.chance(0.5)
    low, top, one = table(world.child), table(world.root), label(world.root.name)
    f = filters(world, world.root, f"{top}.", most=1, likely=0.5)
    g = filters(world, world.child, f"{low}.", most=1, likely=0.25)
    rows = rows_words(world, world.child)
    a = measure(world, world.child, f"{low}.", g, rows)
    shown = dice.some(plain_fields(world.root), dice.between(0, 2))
    if a is None:
        return None
    key = dice.pick(["id", f"{snake_case(world.root.name)}_id"])
    columns: Columns = [(key, Scalar("int")), *((field.name, field.type) for field in shown), (a.alias, a.kind)]
    picks = [f"{top}.id" if key == "id" else f"{top}.id AS {name(key)}", *(f"{top}.{name(field.name)}" for field in shown)]
    group = ", ".join([f"{top}.id", *(f"{top}.{name(field.name)}" for field in shown)])
    order = by_amount(world, a.alias, f"{top}.id", "id", down=dice.chance(0.8)) if dice.chance(0.5) else _by_id(world, f"{top}.", one)
    told = [field_words(dice, field) for field in shown]
    who = f"{f.before}{one}{f.after}" if f.code else one
    if told and dice.chance(0.7):
        whole = dice.say(f"each {who} with {', '.join(told)} and {a.words}", f"{', '.join(told)} and {a.words} for each {who}", f"for every {who} its {', '.join(told)} and {a.words}", f"the {f.noun(many(dice, world.root))} with {', '.join(told)}, and {a.words} of each")
    else:
        whole = dice.pick([grouped(world, a.words, who), grouped(world, a.words, who), f"the {f.noun(many(dice, world.root))}, each with {a.words}", f"each {who} and {a.words}"])
    having, held = "", ""
    takes: tuple[Parameter, ...] = ()
    if not keep and dice.chance(0.35):
        operator, parameter = dice.pick([">=", ">", "<", "<="]), Parameter(name=dice.pick(["minimum", "limit", "threshold", "bound", "least"]), type=a.kind)
        shown_bound = "the given amount" if parameter.name == "least" else f"the {label(parameter.name)}"
        having, takes = f" HAVING {a.code} {operator} :{name(parameter.name)}", (parameter,)
        held = dice.say(f", only where that is {compare_words(dice, operator, shown_bound)}", f", if it is {compare_words(dice, operator, shown_bound)}", f"; just those with {compare_words(dice, operator, shown_bound)}")
    does = order.after(world, whole + (zero_words(world, one, rows) if keep else "") + held)
    code = a.zero if keep else a.code
    source = f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(world.root.name)} = {top}.id', *g.code])}{where(*f.code)}" if keep else f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}{where(*g.code, *f.code)}"
    return query("total_per_row", (*f.takes, *g.takes, *takes), columns, does, f"SELECT {', '.join([*picks, f'{code} AS {name(a.alias)}'])} FROM {source} GROUP BY {group}{having} ORDER BY {order.code}", "Q036", *f.tags, *g.tags)


def against_own_column(world: World) -> Draft | None:
    """Roots whose children add up to more or less than a column of the root; those without children count as zero."""
    dice = world.dice
    owners = [(world.root, world.child, world.root.name, rows_words(world, world.child))]
    if world.thing is not None and world.link is not None:
        owners.append((world.thing, world.child, world.link, rows_words(world, world.child)))
    entity, rows, key, rows_said = dice.pick(owners)
    text, own = text_of(entity), world.field(entity, is_decimal, is_int)
    if own is None or text is None:
        return None
    low, top, who = table(rows), table(entity), label(entity.name)
    a = _amount(world, rows, f"{low}.", Filter(), rows_said)
    if a is None or a.alias == own.name:
        return None
    operator, said = dice.pick(["<", "<=", ">", ">="]), field_words(dice, own)
    bound = f"{top}.{name(own.name)}"
    how = compare_words(dice, operator, dice.pick([f"their {said}", f"their own {said}", f"the {said} they have"]))
    zero = dice.say(f", those without {rows_said} count as zero", f"; {article(who)} {who} without {rows_said} counts with zero", f", counting zero where there are no {rows_said}", ". Without any, zero is compared")
    with_sum = dice.chance(0.7)
    tail = dice.say(", with that sum", " and that total", ", showing the sum", ", together with it") if with_sum else ""
    order = by_text(world, f"{top}.", text)
    shown = role(world, entity, text)
    does = order.after(world, dice.say(f"{many(dice, entity)} for which {a.words} is {how}{zero}{tail}", f"which {many(dice, entity)} there are where {a.words} is {how}{zero}{tail}", f"the {many(dice, entity)} where {a.words} is {how}{zero}{tail}", f"{field_words(dice, text)} of the {many(dice, entity)} where {a.words} is {how}{zero}{tail}"))
    columns: Columns = [(shown, text.type), *([(a.alias, a.kind)] if with_sum else [])]
    picks = picked(f"{top}.", text, shown) + (f", {a.zero} AS {name(a.alias)}" if with_sum else "")
    return query("against_own", (), columns, does, f"SELECT {picks} FROM {top} LEFT JOIN {low} ON {low}.{column(key)} = {top}.id GROUP BY {top}.id, {top}.{name(text.name)}, {bound} HAVING {a.zero} {operator} {bound} ORDER BY {order.code}", "Q041")


def _sub(world: World, entity: Entity, code: str, *tests: str) -> str:
    inner = " AND ".join([f"{table(entity)}.{column(world.root.name)} = {table(world.root)}.id", *tests])
    return f"(SELECT {code} FROM {table(entity)} WHERE {inner})"


def two_lists(world: World) -> Draft | None:
    """Per root the totals of both lists of children side by side, or one less the other, by subqueries."""
    dice, second = world.dice, world.second
    if second is None or world.seconds is None:
        return None
    f = filters(world, world.root, "", most=1, likely=0.5)
    first_rows, second_rows = rows_words(world, world.child), label(world.seconds)
    a = _amount(world, world.child, f"{table(world.child)}.", Filter(), first_rows)
    b = _amount(world, second, f"{table(second)}.", Filter(), second_rows)
    who, root = label(world.root.name), many(dice, world.root)
    if a is None or b is None:
        return None
    one, two = _sub(world, world.child, a.zero), _sub(world, second, b.zero)
    order = _by_id(world, "", who)
    zero = dice.say("", ", each zero without any", ", 0 where there are none", "; zero where nothing is there")
    shape = dice.pick(["side", "counts", "minus", "open"])
    key = dice.pick(["id", f"{snake_case(world.root.name)}_id"])
    first = "id" if key == "id" else f"id AS {name(key)}"
    each = f"{f.before}{who}{f.after}"
    if shape == "counts":
        x, y = _sub(world, world.child, "count(*)"), _sub(world, second, "count(*)")
        names = (world.children, world.seconds)
        does = order.after(world, grouped(world, dice.say(f"how many {first_rows} and how many {second_rows} there are", f"the number of {first_rows} and the number of {second_rows}", f"the count of {first_rows} and of {second_rows}"), each))
        return query("two_counts", f.takes, [(key, Scalar("int")), (names[0], Scalar("int")), (names[1], Scalar("int"))], does, f"SELECT {first}, {x} AS {name(names[0])}, {y} AS {name(names[1])} FROM {table(world.root)}{where(*f.code)} ORDER BY id", "Q093", *f.tags)
    if shape == "side":
        does = order.after(world, grouped(world, f"{a.words} and {b.words}", each) + zero)
        return query("two_sums", f.takes, [(key, Scalar("int")), (a.alias, a.kind), (b.alias, b.kind)], does, f"SELECT {first}, {one} AS {name(a.alias)}, {two} AS {name(b.alias)} FROM {table(world.root)}{where(*f.code)} ORDER BY id", "Q093", *f.tags)
    alias = dice.pick(["balance", "open_amount", "difference", "remaining", "outstanding", "owed", "left"])
    kind: Type = DecimalType() if DecimalType() in (a.kind, b.kind) else Scalar("int")
    whole = dice.say(f"{a.words} minus {b.words}", f"{a.words} less {b.words}", f"the {label(alias)}: {a.words} minus {b.words}", f"what remains of {a.words} after taking off {b.words}")
    if shape == "minus":
        does = order.after(world, grouped(world, whole, each) + zero)
        return query("list_difference", f.takes, [(key, Scalar("int")), (alias, kind)], does, f"SELECT {first}, {one} - {two} AS {name(alias)} FROM {table(world.root)}{where(*f.code)} ORDER BY id", "Q092", *f.tags)
    does = order.after(world, dice.say(f"{f.noun(root)} for which {a.words} is more than {b.words}", f"the {f.noun(root)} where {b.words} is less than {a.words}", f"which {f.noun(root)} there are where {a.words} exceeds {b.words}") + zero)
    return query("list_exceeds", f.takes, [(key, Scalar("int"))], does, f"SELECT {first} FROM {table(world.root)}{where(*f.code, f'{one} > {two}')} ORDER BY id", "Q092", *f.tags)


def own_less_children(world: World) -> Draft | None:
    """A column of the root less the total of its children: all, or where something is left."""
    dice, own = world.dice, world.field(world.root, is_decimal)
    entity = world.second if world.second is not None and dice.chance(0.5) else world.child
    rows = label(world.seconds) if entity == world.second and world.seconds else rows_words(world, world.child)
    f = filters(world, world.root, "", most=1, likely=0.4, but=(own,) if own else ())
    a = _amount(world, entity, f"{table(entity)}.", Filter(), rows)
    if own is None or a is None:
        return None
    sub, said = _sub(world, entity, a.zero), field_words(dice, own)
    code, alias = f"{name(own.name)} - {sub}", dice.pick(["open_amount", "balance", "remaining", "outstanding", "rest", "difference", "open"])
    who, key = label(world.root.name), dice.pick(["id", f"{snake_case(world.root.name)}_id"])
    each, order = f"{f.before}{who}{f.after}", _by_id(world, "", who)
    open_only = dice.chance(0.5)
    whole = dice.say(f"the {said} minus {a.words}", f"{said} less {a.words}", f"the {label(alias)}, that is {said} minus {a.words}", f"what is left of the {said} after {a.words}")
    does = grouped(world, whole, each) + dice.say("", f", {article(who)} {who} without any counting zero", ", zero for nothing")
    test = f"{code} > 0"
    if open_only:
        does += dice.say(", only where something is left", ", only where it is above zero", ", leaving out those with zero or less", "; just those where it is more than zero")
    return query("own_less", f.takes, [(key, Scalar("int")), (alias, DecimalType())], order.after(world, does), f"SELECT {'id' if key == 'id' else f'id AS {name(key)}'}, {code} AS {name(alias)} FROM {table(world.root)}{where(*f.code, *([test] if open_only else []))} ORDER BY id", "Q092", *f.tags)


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
    order = by_amount(world, a.alias, f"{top}.{name(text.name)}, {top}.id", field_words(dice, text)) if dice.chance(0.5) else by_text(world, f"{top}.", text)
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
        limit, takes, few = (f" LIMIT :{name(n.name)}", (n,), "n" if n.name == "n" else "given number of") if dice.chance(0.6) else (f" LIMIT {constant(stated)}", (), stated)
    body = f"SELECT {picked(f'{top}.', text, shown)}, {a.zero if keep else a.code} AS {name(a.alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}{limit}"
    does = grouped(world, a.words, who) + (zero_words(world, who, rows_said) if keep else "")
    does = order.after(world, does)
    if few:
        does += dice.say(f", only the {few} highest", f", limited to {few if few.isdigit() else 'the given number of'} rows", f"; the first {few if few.isdigit() else 'so many as given'} only")
    return query("two_levels", (*f.takes, *g.takes, *takes), [(shown, text.type), (a.alias, a.kind)], does, body, "Q037" if keep else "Q036", *f.tags, *g.tags)


def thing_values(world: World) -> Draft | None:
    """What the children count times what their reference costs: per owner, per value, or in all."""
    dice, thing = world.dice, world.thing
    if thing is None or world.link is None:
        return None
    price, number = world.field(thing, is_decimal), world.field(world.child, is_int)
    if price is None or number is None:
        return None
    low, right, top = table(world.child), table(thing), table(world.root)
    code, alias = f"{low}.{name(number.name)} * {right}.{name(price.name)}", dice.pick(["value", "worth", "stock_value", "cost", "total", "amount", "total_value"])
    f = filters(world, thing, f"{right}.", most=1, likely=0.3, but=(price,))
    rows, what, one = rows_words(world, world.child), label(world.link), label(world.root.name)
    product = dice.say(f"{field_words(dice, number)} times the {what}'s {field_words(dice, price)}", f"{field_words(dice, number)} times {field_words(dice, price)} of the {what}", f"{field_words(dice, number)} multiplied by the {field_words(dice, price)} of the {what}")
    of = f"{rows}{' of ' + f.noun(many(dice, thing)) if f.code else ''}"
    words = dice.say(f"the {label(alias)} of the {of} ({product})", f"{product}, added up over the {of}", f"the sum of {product} over the {of}", f"{label(alias)} of its {of}, {product}")
    shape, text = dice.pick(["owner", "owner", "all", "value", "rows"]), text_of(world.root)
    join = f"{low} JOIN {right} ON {right}.id = {low}.{column(world.link)}"
    if shape == "all":
        does = words + dice.say("", ", zero without any", "; 0 if there are none")
        return query("thing_value", f.takes, [(alias, DecimalType())], does, f"SELECT coalesce(sum({code}), 0) AS {name(alias)} FROM {join}{where(*f.code)}", "Q029", *f.tags)
    if shape == "rows":
        order = _by_id(world, f"{low}.", label(world.child.name))
        does = order.after(world, dice.say(f"each of the {of} with its {label(alias)}, {product}", f"for each of the {of} {product} as {label(alias)}", f"{product} of each of the {of}"))
        return query("thing_value_rows", f.takes, [("id", Scalar("int")), (alias, DecimalType())], does, f"SELECT {low}.id, {code} AS {name(alias)} FROM {join}{where(*f.code)} ORDER BY {low}.id", "Q002", *f.tags)
    key = world.field(thing, is_enum, is_str, but=f.fields)
    if shape == "value" and key is not None:
        said, own = field_words(dice, key), f"{right}.{name(key.name)}"
        order = Order(code=own, words=dice.say(f"by {said}", f"sorted by {said}", f"in order of {said}")) if dice.chance(0.5) else by_amount(world, alias, own, said)
        return query("thing_value_groups", f.takes, [(key.name, key.type), (alias, DecimalType())], order.after(world, grouped(world, words, f"{said} of the {what}")), f"SELECT {own}, sum({code}) AS {name(alias)} FROM {join}{where(*f.code)} GROUP BY {own} ORDER BY {order.code}", "Q036", *f.tags)
    if text is None or f.code:
        return None
    shown, keep, order = role(world, world.root, text), dice.chance(0.6), by_text(world, f"{top}.", text)
    source = f"{top} LEFT JOIN {low} ON {low}.{column(world.root.name)} = {top}.id LEFT JOIN {right} ON {right}.id = {low}.{column(world.link)}" if keep else f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)} JOIN {right} ON {right}.id = {low}.{column(world.link)}"
    does = order.after(world, grouped(world, words, one) + (zero_words(world, one, rows) if keep else ""))
    return query("thing_value_owner", (), [(shown, text.type), (alias, DecimalType())], does, f"SELECT {picked(f'{top}.', text, shown)}, {f'coalesce(sum({code}), 0)' if keep else f'sum({code})'} AS {name(alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}", "Q037" if keep else "Q036")


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
    order = Order(code=name(key.name), words=dice.say(f"by {said}", f"sorted by {said}", f"in order of {said}"))
    if flags and dice.chance(0.5):
        flag = dice.pick(flags)
        word = label(flag.name).removeprefix("is ")
        words = dice.say(f"the percentage of {rows} that are {word}, rounded to one decimal", f"how many percent of the {rows} are {word}, to 1 decimal", f"share of {word} {rows} in percent, rounded to 1 decimal")
        code = f"round(100.0 * sum(CASE WHEN {name(flag.name)} THEN 1 ELSE 0 END) / count(*), 1)"
        return query("percent_per_value", (), [(key.name, key.type), (alias, DecimalType())], order.after(world, grouped(world, words, said)), f"SELECT {name(key.name)}, {code} AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {order.code}", "Q033")
    optional = [field for field in entity.fields if isinstance(field.type, OptionalType) and is_date(field.type.inner)]
    if optional:
        day = dice.pick(optional)
        words = dice.say(f"the percentage of {rows} that have a {label(day.name)}, rounded to one decimal", f"how many percent of the {rows} have a {label(day.name)}, to 1 decimal", f"share of {rows} whose {label(day.name)} is set, in percent to one decimal")
        code = f"round(100.0 * count({name(day.name)}) / count(*), 1)"
        return query("percent_set", (), [(key.name, key.type), (alias, DecimalType())], order.after(world, grouped(world, words, said)), f"SELECT {name(key.name)}, {code} AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {order.code}", "Q033")
    if amount is None:
        return None
    words = dice.say(f"the total {field_words(dice, amount)} of {rows} and how many percent of the whole that is, rounded to one decimal", f"{field_words(dice, amount)} of {rows} added up, with its share of the total in percent to 1 decimal")
    own = name(amount.name)
    total = dice.pick([f"total_{amount.name}", "total", "sum", amount.name])
    code = f"round(100.0 * sum({own}) / nullif(sum(sum({own})) OVER (), 0), 1)"
    return query("share_of_whole", (), [(key.name, key.type), (total, DecimalType()), (alias, OptionalType(DecimalType()))], order.after(world, grouped(world, words, said)), f"SELECT {name(key.name)}, sum({own}) AS {name(total)}, {code} AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {order.code}", "Q048")


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
        words = dice.say(f"the average {two} of {f.noun(rows)} weighted by {one}, rounded to 2 decimals", f"{one} times {two} added up and divided by the total {one} of {f.noun(rows)}, rounded to two decimals", f"the {one}-weighted mean of {two} over {f.noun(rows)}, to 2 decimals")
        code = f"round(1.0 * sum({a} * {b}) / nullif(sum({a}), 0), 2)"
        if key is None or dice.chance(0.4):
            return query("weighted", f.takes, [(alias, OptionalType(DecimalType()))], words, f"SELECT {code} AS {name(alias)} FROM {low}{where(*f.code)}", "Q034", *f.tags)
        said = field_words(dice, key)
        order = Order(code=name(key.name), words=dice.say(f"by {said}", f"sorted by {said}", f"in order of {said}"))
        return query("weighted_groups", f.takes, [(key.name, key.type), (alias, OptionalType(DecimalType()))], order.after(world, grouped(world, words, said)), f"SELECT {name(key.name)}, {code} AS {name(alias)} FROM {low}{where(*f.code)} GROUP BY {name(key.name)} ORDER BY {order.code}", "Q045", *f.tags)
    owner = label(world.root.name)
    words = dice.say(f"the average total of {one} times {two} per {owner} over its {rows}, rounded to 2 decimals", f"first {one} times {two} of the {rows} summed per {owner}, then the average of those sums to two decimals", f"how much a {owner} comes to on average ({one} times {two} of its {rows} added up), rounded to 2 decimals")
    inner = f"SELECT {column(world.root.name)}, sum({a} * {b}) AS {name(alias)} FROM {low}{where(*f.code)} GROUP BY {column(world.root.name)}"
    if f.code:
        return None
    return query("average_total", (), [(alias, OptionalType(DecimalType()))], words, f"SELECT round(avg({name(alias)}), 2) AS {name(alias)} FROM ({inner}) AS totals", "Q047")


PATTERNS = (
    (total_per_row, 3.5), (against_own_column, 2.5), (two_lists, 3), (own_less_children, 2), (two_levels_with_zero, 3), (thing_values, 3), (percent_per_group, 1.5), (average_of_totals, 1),
)  # fmt: skip
