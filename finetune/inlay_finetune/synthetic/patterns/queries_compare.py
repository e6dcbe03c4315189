"""Queries that set numbers side by side: several totals in one row, columns per value, ranks, bands, running sums."""

from inlay.contract import DecimalType, Entity, EnumType, Field, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import foreign_key, snake_case
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many, value_words
from inlay_finetune.synthetic.patterns.query_frames import (
    Order,
    apart,
    by_amount,
    by_text,
    grouped,
    picked,
    query,
    role,
    tail,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_measures import count_alias, measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, table, where, year_filter
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_number, is_str

__all__ = ["PATTERNS"]


_DAY_ENDS = (("first_day", "last_day"), ("earliest", "latest"), ("first", "last"))
_ENDS = (("lowest", "highest"), ("smallest", "largest"))


def several_numbers(world: World) -> Draft | None:
    """One row with a count and a total, or with the first and the last day, or with both extremes."""
    dice, entity = world.dice, any_entity(world)
    f = filters(world, entity, "", most=1, likely=0.6)
    if dice.chance(0.2):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    rows = rows_said(world, entity)
    bare, only = apart(world, f, rows)
    of = bare.noun(rows)
    amount, day = world.field(entity, is_number, but=f.fields), world.field(entity, is_date, but=f.fields)
    if day is not None and dice.chance(0.35):
        said, names = field_words(dice, day), (*_DAY_ENDS, (f"first_{day.name}", f"last_{day.name}"))
        ends = dice.pick(names)
        does = dice.tell("queries_compare.days", said=said, of=of) + only
        return _both_ends("first_and_last", entity, f, day, ends, does)
    if amount is None:
        return None
    own, said = name(amount.name), field_words(dice, amount)
    inner: Type = DecimalType() if is_decimal(amount.type) else Scalar("int")
    if dice.chance(0.3):
        ends = dice.pick((*_ENDS, (f"min_{amount.name}", f"max_{amount.name}"), ("least", "most")))
        return _both_ends(
            "extremes", entity, f, amount, ends, dice.tell("queries_compare.extremes", said=said, of=of) + only
        )
    count, total = (
        count_alias(world, entity, f),
        dice.pick([f"total_{amount.name}", "total", "sum", "amount", amount.name]),
    )
    does = dice.tell("queries_compare.count_and_total", said=said, of=of)
    does += tail(world, "queries_compare.both_zero") + only
    return query(
        "count_and_total",
        f.takes,
        [(count, Scalar("int")), (total, inner)],
        does,
        f"SELECT count(*) AS {name(count)}, coalesce(sum({own}), 0) AS {name(total)} FROM {table(entity)}{where(*f.code)}",
        "Q028",
        *f.tags,
    )


def _both_ends(own: str, entity: Entity, f: Filter, field: Field, ends: tuple[str, str], does: str) -> Draft | None:
    """Give the lowest and the highest of a column as one row."""
    code, kind = name(field.name), OptionalType(DecimalType() if is_decimal(field.type) else field.type)
    picks = f"min({code}) AS {name(ends[0])}, max({code}) AS {name(ends[1])}"
    body = f"SELECT {picks} FROM {table(entity)}{where(*f.code)}"
    return query(own, f.takes, [(end, kind) for end in ends], does, body, "Q032", *f.tags)


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
    said = {"said": field_words(dice, amount)} if summed and amount is not None else {}
    kind_of = "sums" if said else "counts"
    whole = dice.tell(f"queries_compare.{kind_of}_beside", a=words[0], b=words[1], rows=rows, **said)
    if joined and text is not None:
        shown, order = role(world, world.other, text, world.reference), by_text(world, f"{right}.", text)
        source = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.reference)} GROUP BY {right}.id, {right}.{name(text.name)}"
        first, column_kind, per = picked(f"{right}.", text, shown), text.type, label(world.reference)
    elif key is not None:
        per = field_words(dice, key)
        shown, order = key.name, Order(code=name(key.name), words=dice.tell("query_frames.by_text", said=per))
        source, first, column_kind = f"{left} GROUP BY {name(key.name)}", name(key.name), key.type
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
        held = tail(world, f"queries_compare.{'at_least' if operator == '>=' else 'above'}", shown=shown)
    order = (
        by_amount(world, a.alias, own, f"{who} id")
        if dice.chance(0.5)
        else Order(
            code=own,
            words=dice.tell(
                "query_frames.by_value", said=dice.say(f"{who} id", f"the {who}'s id", who, f"id of the {who}")
            ),
        )
    )
    one = f"{article(who)} {who}"
    left_out = tail(world, "queries_compare.without_owner", who=who, a_who=one) if missing else ""
    does = order.after(
        world, grouped(world, a.words, dice.pick([f"{who} id", who, f"id of the {who}"])) + left_out + held
    )
    body = f"SELECT {own}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code, *missing)} GROUP BY {own}{having} ORDER BY {order.code}"
    columns = [(foreign_key(key), Scalar("int")), (a.alias, a.kind)]
    return query("by_reference_id", (*f.takes, *takes), columns, does, body, "Q041", *f.tags)


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
    most = dice.pick(["highest", "largest", "greatest"] if down else ["lowest", "smallest", "least"])
    does = dice.tell("queries_compare.best", said=said, most=most, whole=a.words)
    does += tail(world, "queries_compare.best_ties", said=said)
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
    owner = tail(world, "queries_compare.owner", who=who)
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
    does = a.words + ("" if a.counts else tail(world, "query_aggregates.zero"))
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
