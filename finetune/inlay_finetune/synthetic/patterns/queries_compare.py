"""Queries that set numbers side by side: several totals in one row, columns per value, ranks, bands, running sums."""

from inlay.contract import DecimalType, EnumType, OptionalType, Parameter, Scalar
from inlay.contract.naming import foreign_key, snake_case
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many, value_words
from inlay_finetune.synthetic.patterns.query_frames import (
    Order,
    by_amount,
    by_text,
    grouped,
    picked,
    query,
    role,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_measures import count_alias, measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, table, where, year_filter
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_number, is_str

__all__ = ["PATTERNS"]


def several_numbers(world: World) -> Draft | None:
    """One row with a count and a total, or with the first and the last day, or with both extremes."""
    dice, entity = world.dice, any_entity(world)
    f = filters(world, entity, "", most=1, likely=0.6)
    if dice.chance(0.2):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    of = f.noun(rows_said(world, entity))
    amount, day = world.field(entity, is_number, but=f.fields), world.field(entity, is_date, but=f.fields)
    if day is not None and dice.chance(0.35):
        own, said = name(day.name), field_words(dice, day)
        first, last = dice.pick(
            [
                ("first_day", "last_day"),
                ("earliest", "latest"),
                ("first", "last"),
                (f"first_{day.name}", f"last_{day.name}"),
            ]
        )
        kind = OptionalType(Scalar("date"))
        does = dice.say(
            f"the first and the last {said} of the {of}",
            f"earliest and latest {said} among the {of}",
            f"from which {said} to which the {of} reach, first and last",
            f"the earliest {said} of the {of} and the latest",
        )
        return query(
            "first_and_last",
            f.takes,
            [(first, kind), (last, kind)],
            does,
            f"SELECT min({own}) AS {name(first)}, max({own}) AS {name(last)} FROM {table(entity)}{where(*f.code)}",
            "Q032",
            *f.tags,
        )
    if amount is None:
        return None
    own, said, inner = (
        name(amount.name),
        field_words(dice, amount),
        DecimalType() if is_decimal(amount.type) else Scalar("int"),
    )
    if dice.chance(0.3):
        low, high = dice.pick(
            [
                ("lowest", "highest"),
                ("smallest", "largest"),
                (f"min_{amount.name}", f"max_{amount.name}"),
                ("least", "most"),
            ]
        )
        does = dice.say(
            f"the lowest and the highest {said} of the {of}",
            f"smallest and largest {said} among the {of}",
            f"the range of {said} of {of}: the lowest and the highest",
            f"minimum and maximum {said} of the {of}",
        )
        return query(
            "extremes",
            f.takes,
            [(low, OptionalType(inner)), (high, OptionalType(inner))],
            does,
            f"SELECT min({own}) AS {name(low)}, max({own}) AS {name(high)} FROM {table(entity)}{where(*f.code)}",
            "Q032",
            *f.tags,
        )
    count, total = (
        count_alias(world, entity, f),
        dice.pick([f"total_{amount.name}", "total", "sum", "amount", amount.name]),
    )
    does = dice.say(
        f"how many {of} there are and their {said} in total",
        f"the number of {of} and the sum of their {said}",
        f"count and total {said} of the {of}",
        f"number of {of}, and what their {said} adds up to",
    ) + dice.say(
        ", zero without any",
        "; 0 for both when there are none",
        ", the sum being zero if there are none",
        ", zero if none",
    )
    return query(
        "count_and_total",
        f.takes,
        [(count, Scalar("int")), (total, inner)],
        does,
        f"SELECT count(*) AS {name(count)}, coalesce(sum({own}), 0) AS {name(total)} FROM {table(entity)}{where(*f.code)}",
        "Q028",
        *f.tags,
    )


def columns_per_value(world: World) -> Draft | None:
    """Per value or partner one column for each of two enum values: counts or sums."""
    dice = world.dice
    pivot = world.field(world.root, is_enum)
    if pivot is None or not isinstance(pivot.type, EnumType):
        return None
    values, amount = dice.some(pivot.type.values, 2), world.field(world.root, is_decimal)
    summed = amount is not None and dice.chance(0.5)
    left, right, text = table(world.root), table(world.other), text_of(world.other)
    joined = text is not None and dice.chance(0.5)
    key = world.field(world.root, is_str, is_enum, but=(pivot,))
    if not joined and key is None:
        return None
    prefix = f"{left}." if joined else ""
    inner = f"{prefix}{name(amount.name)}" if summed and amount is not None else "1"
    picks = [
        f"sum(CASE WHEN {prefix}{name(pivot.name)} = '{name(value)}' THEN {inner} ELSE 0 END) AS {name(value)}"
        for value in values
    ]
    words, rows = [value_words(dice, value) for value in values], many(dice, world.root)
    kind = DecimalType() if summed else Scalar("int")
    what = (
        f"the total {field_words(dice, amount)} of the"
        if summed and amount is not None
        else dice.pick(["how many", "the number of"])
    )
    whole = dice.say(
        f"{what} {words[0]} {rows} and of the {words[1]} ones"
        if not what.startswith("how")
        else f"how many {words[0]} and how many {words[1]} {rows} there are",
        f"{what} {words[0]} and {words[1]} {rows}, in a column each",
        f"{what} {rows} that are {words[0]}, and beside it of those that are {words[1]}"
        if not what.startswith("how")
        else f"how many {rows} are {words[0]} and how many are {words[1]}",
    )
    if joined and text is not None:
        shown, order = role(world, world.other, text, world.reference), by_text(world, f"{right}.", text)
        source = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.reference)} GROUP BY {right}.id, {right}.{name(text.name)}"
        first, column_kind, per = picked(f"{right}.", text, shown), text.type, label(world.reference)
    elif key is not None:
        said = field_words(dice, key)
        shown, order = (
            key.name,
            Order(code=name(key.name), words=dice.say(f"by {said}", f"sorted by {said}", f"in order of {said}")),
        )
        source, first, column_kind, per = f"{left} GROUP BY {name(key.name)}", name(key.name), key.type, said
    else:
        return None
    return query(
        "per_value_columns",
        (),
        [(shown, column_kind), *((value, kind) for value in values)],
        order.after(world, grouped(world, whole, per)),
        f"SELECT {', '.join([first, *picks])} FROM {source} ORDER BY {order.code}",
        "Q044",
    )


def by_reference_id(world: World) -> Draft | None:
    """A measure per key of the reference, without a join, perhaps only groups that reach a bound."""
    dice = world.dice
    options = [(world.root, world.reference), (world.child, world.root.name)]
    if world.link is not None:
        options.append((world.child, world.link))
    if world.second is not None:
        options.append((world.second, world.root.name))
    entity, key = dice.pick(options)
    f = filters(world, entity, "", most=1, likely=0.5)
    own, a = column(key), measure(world, entity, "", f, rows_said(world, entity), averages=True)
    reference = entity.field(key)
    if a is None or a.alias == foreign_key(key):
        return None
    missing = (f"{own} IS NOT NULL",) if reference is not None and isinstance(reference.type, OptionalType) else ()
    who, having, held = label(key), "", ""
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.4):
        operator = dice.pick([">=", ">"])
        stated, parameter = (
            str(dice.between(2, 200)),
            Parameter(name=dice.pick(["minimum", "threshold", "limit", "lower_limit"]), type=a.kind),
        )
        bound, shown, takes = (
            (constant(stated), stated, ())
            if dice.chance(0.5)
            else (f":{name(parameter.name)}", f"the {label(parameter.name)}", (parameter,))
        )
        having = f" HAVING {a.code} {operator} {bound}"
        held = (
            dice.say(
                f", only where it is at least {shown}",
                f", those with {shown} or more only",
                f"; groups below {shown} are left out",
            )
            if operator == ">="
            else dice.say(
                f", only where it is above {shown}",
                f", those with more than {shown} only",
                f"; groups of {shown} or less are left out",
            )
        )
    order = (
        by_amount(world, a.alias, own, f"{who} id")
        if dice.chance(0.5)
        else Order(
            code=own,
            words=dice.say(f"by {who} id", f"sorted by the {who}'s id", f"ordered by {who}", f"in order of {who} id"),
        )
    )
    left_out = (
        dice.say(
            f", those without {article(who)} {who} left out",
            f", leaving out those that have no {who}",
            f"; without {article(who)} {who} they do not count",
        )
        if missing
        else ""
    )
    does = order.after(
        world, grouped(world, a.words, dice.pick([f"{who} id", who, f"id of the {who}"])) + left_out + held
    )
    return query(
        "by_reference_id",
        (*f.takes, *takes),
        [(foreign_key(key), Scalar("int")), (a.alias, a.kind)],
        does,
        f"SELECT {own}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code, *missing)} GROUP BY {own}{having} ORDER BY {order.code}",
        "Q041",
        *f.tags,
    )


def best_group(world: World) -> Draft | None:
    """The one group with the most or least, ties by its key."""
    dice, entity = world.dice, any_entity(world)
    key = world.field(entity, is_enum, is_str)
    if key is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.4, but=(key,))
    a, said = measure(world, entity, "", f, rows_said(world, entity)), field_words(dice, key)
    if a is None:
        return None
    down = dice.chance(0.8)
    most, first = ("highest", "largest") if down else ("lowest", "smallest")
    does = dice.say(
        f"the {said} with the {most} result for {a.words}, and that number",
        f"{a.words} per {said}, only the {said} where it is {most}",
        f"{a.words} for the one {said} where that is {first}",
        f"which {said} is {most} in {a.words}, with the figure",
    ) + dice.say(
        f", ties by {said}",
        f"; equal ones by {said}",
        f", the first by {said} when tied",
        f", with ties the first {said}",
    )
    return query(
        "best_group",
        f.takes,
        [(key.name, key.type), (a.alias, a.kind)],
        does,
        f"SELECT {name(key.name)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {name(key.name)} ORDER BY {name(a.alias)}{' DESC' if down else ''}, {name(key.name)} LIMIT 1",
        "Q073",
        *f.tags,
    )


def same_owner(world: World) -> Draft | None:
    """How the rows of one id stand: children of the root with a given id, added up, counted or listed."""
    dice = world.dice
    entity = world.second if world.second is not None and dice.chance(0.3) else world.child
    rows = rows_said(world, entity)
    who = label(world.root.name)
    parameter = Parameter(name=f"{snake_case(world.root.name)}_id", type=Scalar("int"))
    f = filters(world, entity, "", most=1, likely=0.4)
    owner = dice.say(
        f" of the {who} with this id",
        f" of the given {who}",
        f" of one {who}, given by its id",
        f" that belong to the {who} with the given id",
    )
    test, full = f"{column(world.root.name)} = :{name(parameter.name)}", Filter(fields=f.fields)
    a = measure(
        world,
        entity,
        "",
        full,
        f"{f.before}{rows}{owner}{' and' if f.after and owner.startswith(' that') else ''}{f.after}",
    )
    if a is None:
        return None
    does = a.words + (
        "" if a.counts else dice.say(", zero without any", "; 0 if there are none", ", zero when nothing is there")
    )
    return query(
        "of_one_owner",
        (parameter, *f.takes),
        [(a.alias, a.kind)],
        does,
        f"SELECT {a.code if a.counts else a.zero} AS {name(a.alias)} FROM {table(entity)}{where(test, *f.code)}",
        "Q028",
        *f.tags,
    )


PATTERNS = (
    (several_numbers, 2.5),
    (columns_per_value, 1.2),
    (by_reference_id, 2),
    (best_group, 1.2),
    (same_owner, 1.5),
)
