"""Queries that add up over a join: per partner, per owner, first and last days."""

from inlay.contract import Field, Parameter, Scalar, Type
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.query_aggregates import (
    Aggregate,
    aggregate_of,
    asked,
    group_order,
    having_of,
    over_rows,
)
from inlay_finetune.synthetic.patterns.query_frames import apart, capital, grouped, of_one, query, tail, zero_words
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    limited,
    month_of,
    only,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_date, is_enum, is_str

__all__ = ["PATTERNS"]


def child_total(world: World) -> Draft | None:
    """Q029, Q038 over a join: children added up, filtered and grouped by columns of their owner."""
    dice = world.dice
    left, right = table(world.child), table(world.root)
    a = aggregate_of(world, world.child, f"{left}.", averages=False)
    if a is None or (a.tag == "Q027" and dice.chance(0.5)):
        return None
    f = filters(world, world.root, f"{right}.", most=2, likely=0.7)
    g = filters(world, world.child, f"{left}.", most=1, likely=0.15)
    if {p.name for p in f.takes} & {p.name for p in g.takes}:
        return None
    join = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.root.name)}"
    shape = dice.pick(["one", "month", "month", "value", "child-value"])
    rows = rows_words(world, world.root)
    if shape == "month" or (shape == "one" and dice.chance(0.3)):
        dated = year_filter(world, world.root, f"{right}.", f)
        if dated is None or world.field(world.child, is_date) is not None:
            return None
        f, day = dated
        month = month_of(f"{right}.{name(day.name)}")
    takes, conditions = (*f.takes, *g.takes), where(*f.code, *g.code)
    whole = _over_children(world, a, f, g, rows)
    if shape == "one":
        zero = tail(world, "query_aggregates.zero") if dice.chance(0.7) else ""
        return query(
            "child_total",
            takes,
            [(a.alias, a.kind)],
            asked(world, whole) + zero,
            f"SELECT {a.zero} AS {name(a.alias)} FROM {join}{conditions}",
            "Q029",
            *f.tags,
        )
    if shape == "month":
        return _child_per_month(a, month, whole, f"{join}{conditions}", takes, world, f.tags)
    owner, prefix = (world.root, right) if shape == "value" else (world.child, left)
    key = world.field(owner, is_enum, is_str, but=(*f.fields, *g.fields))
    return (
        None
        if key is None
        else _child_per_value(world, a, f"{prefix}.", key, (whole, f"{join}{conditions}", takes, f.tags))
    )


def _over_children(world: World, a: Aggregate, f: Filter, g: Filter, rows: str) -> str:
    """Say an aggregate of the children of filtered owners."""
    dice, owners = world.dice, ""
    if f.code or (not g.code and dice.chance(0.4)):
        owners = dice.say(" of ", " of the ", " over ", " of all ") + f.noun(rows)
    if g.code or dice.chance(0.5):
        return a.of(g.noun(rows_words(world, world.child)) + owners)
    return a.words + owners


def _child_per_month(
    a: Aggregate, month: str, whole: str, source: str, takes: tuple[Parameter, ...], world: World, tags: tuple[str, ...]
) -> Draft | None:
    dice = world.dice
    does = dice.tell("queries_groups.month.plain", whole=whole, unit="month")
    how = tail(world, "queries_groups.month_up")
    body = f"SELECT {month} AS {name('month')}, {a.code} AS {name(a.alias)} FROM {source} GROUP BY {month} ORDER BY {name('month')}"
    columns: list[tuple[str, Type]] = [("month", Scalar("str")), (a.alias, a.kind)]
    return query("child_per_month", takes, columns, does + how, body, "Q038", "Q029", *tags)


def _child_per_value(
    world: World, a: Aggregate, prefix: str, key: Field, rows: tuple[str, str, tuple[Parameter, ...], tuple[str, ...]]
) -> Draft | None:
    dice, (whole, source, takes, tags) = world.dice, rows
    said = field_words(dice, key)
    key_code = f"{prefix}{name(key.name)}"
    order, how = group_order(world, key_code, said, a)
    limit, few, extra = limited(world) if dice.chance(0.15) and "DESC" in order else ("", "", ())
    if few:
        how += only(world, few)
    does = grouped(world, whole, said) + how
    body = f"SELECT {key_code}, {a.code} AS {name(a.alias)} FROM {source} GROUP BY {key_code} ORDER BY {order}{limit}"
    return query(
        "child_per_value",
        (*takes, *extra),
        [(key.name, key.type), (a.alias, a.kind)],
        does,
        body,
        "Q036",
        "Q029",
        *tags,
    )


def per_partner(world: World) -> Draft | None:
    """Q036, Q037, Q041: per referenced row, with or without those that have none."""
    dice = world.dice
    named = next((field for field in world.other.fields if field.type == Scalar("str")), None)
    left, right = table(world.root), table(world.other)
    a = aggregate_of(world, world.root, f"{left}.", averages=False)
    if named is None or a is None:
        return None
    keep = dice.chance(0.4)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.5)
    g = filters(world, world.other, f"{right}.", most=1, likely=0.2, but=(named,))
    shown = dice.pick([named.name, world.reference, "name"])
    if shown == a.alias or {p.name for p in f.takes} & {p.name for p in g.takes}:
        return None
    with_id = dice.chance(0.25)
    who = label(world.reference) if dice.chance(0.6) else label(world.other.name)
    rows = rows_words(world, world.root)
    bare, only_these = apart(world, f, rows, 0 if keep else 0.2)
    whole = over_rows(a, bare, rows)
    having, held, extra = ("", "", ()) if keep else having_of(world, a, f, 0.25)
    if {p.name for p in extra} & {p.name for p in g.takes}:
        return None
    label_code, key, code = f"{right}.{name(named.name)}", f"{right}.id", a.zero if keep else a.code
    order, how = _order_of(world, a.alias, (label_code, key), named, who)
    limit, few, more = limited(world) if dice.chance(0.2) and "DESC" in order else ("", "", ())
    if {p.name for p in more} & {p.name for p in (*f.takes, *g.takes, *extra)}:
        return None
    if few:
        how += only(world, few)
    per = g.noun(who) if not g.after else f"{who}{of_one(g.after)}"
    does = grouped(world, whole, per)
    if keep:
        does += _without(world, who, rows) if f.after else zero_words(world, who, f"{f.before}{rows}")
    on = " AND ".join([f"{left}.{column(world.reference)} = {key}", *(f.code if keep else ())])
    join = f"{left} JOIN {right} ON {key} = {left}.{column(world.reference)}"
    if keep:
        join = f"{right} LEFT JOIN {left} ON {on}"
    conditions = where(*g.code) if keep else where(*f.code, *g.code)
    columns: list[tuple[str, Type]] = [
        *([("id", Scalar("int"))] if with_id else []),
        (shown, Scalar("str")),
        (a.alias, a.kind),
    ]
    alias = label_code if shown == named.name else f"{label_code} AS {name(shown)}"
    pieces = [*([key] if with_id else []), alias, f"{code} AS {name(a.alias)}"]
    if keep and a.code == "count(*)":
        pieces[-1] = f"count({left}.id) AS {name(a.alias)}"
    body = f"SELECT {', '.join(pieces)} FROM {join}{conditions} GROUP BY {key}, {label_code}{having} ORDER BY {order}{limit}"
    takes, does = (*f.takes, *g.takes, *extra, *more), does + held + how + only_these
    return query("per_partner", takes, columns, does, body, "Q037" if keep else "Q036", a.tag, *f.tags)


def _order_of(world: World, alias: str, codes: tuple[str, str], named: Field, who: str) -> tuple[str, str]:
    """Order groups by their aggregate, by their name, or by their id."""
    dice, (own, key), said = world.dice, codes, alias.replace("_", " ")
    if dice.chance(0.5):
        how = tail(world, "query_aggregates.group_down", said=said)
        how += tail(world, "query_aggregates.group_ties", by=dice.say("id", f"{who} id"), said=said)
        return f"{name(alias)} DESC, {key}", how
    if dice.chance(0.7):
        return f"{own}, {key}", tail(world, "query_aggregates.group_key", by=field_words(dice, named))
    return key, tail(world, "query_aggregates.group_key", by=dice.say("id", f"{who} id"))


def _without(world: World, who: str, rows: str) -> str:
    whos = several(who)
    return tail(world, "queries_group_joins.without_such", who=who, whos=whos, Whos=capital(whos), rows=rows)


def child_per_root(world: World) -> Draft | None:
    """Per owner: its children counted or added up, with those that have none."""
    dice = world.dice
    left, right = table(world.root), table(world.child)
    a = aggregate_of(world, world.child, f"{right}.", averages=False)
    if a is None:
        return None
    keep = dice.chance(0.5)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.4)
    having, held, extra = ("", "", ()) if keep else having_of(world, a, f, 0.3)
    code = f"count({right}.id)" if keep and a.code == "count(*)" else a.zero if keep else a.code
    one = label(world.root.name)
    if a.alias == "id":
        return None
    descending = dice.chance(0.4)
    order = f"{name(a.alias)} DESC, {left}.id" if descending else f"{left}.id"
    by, said = dice.say("id", f"{one} id"), a.alias.replace("_", " ")
    if descending:
        how = tail(world, "query_aggregates.group_down", said=said)
        how += tail(world, "query_aggregates.group_ties", by=by, said=said)
    else:
        how = tail(world, "query_aggregates.group_key", by=by)
    per = f"{f.before}{one}{of_one(f.after)}"
    rows = rows_words(world, world.child)
    whole = a.of(rows) if dice.chance(0.5) else a.words
    does = (
        dice.tell("queries_group_joins.of_each", whole=whole, per=per)
        if dice.chance(0.3)
        else grouped(world, whole, per)
    )
    if keep:
        does += zero_words(world, one, rows)
    body = f"SELECT {left}.id, {code} AS {name(a.alias)} FROM {left} {'LEFT JOIN' if keep else 'JOIN'} {right} ON {right}.{column(world.root.name)} = {left}.id{where(*f.code)} GROUP BY {left}.id{having} ORDER BY {order}"
    return query(
        "per_owner",
        (*f.takes, *extra),
        [("id", Scalar("int")), (a.alias, a.kind)],
        does + held + how,
        body,
        "Q037" if keep else "Q036",
        a.tag,
        *f.tags,
    )


def first_last_day(world: World) -> Draft | None:
    """Q032: the first and last day per reference or value, or of all."""
    dice = world.dice
    day, named = (
        world.field(world.root, is_date),
        next((field for field in world.other.fields if field.type == Scalar("str")), None),
    )
    if day is None or named is None:
        return None
    left, right = table(world.root), table(world.other)
    last, said, who = dice.chance(0.65), field_words(dice, day), label(world.reference)
    alias = dice.pick(
        [
            f"{'last' if last else 'first'}_{day.name}",
            "latest" if last else "earliest",
            "last_day" if last else "first_day",
        ]
    )
    f = filters(world, world.root, f"{left}.", most=1, likely=0.3, but=(day,))
    rows = f.noun(rows_words(world, world.root))
    word = dice.tell(f"queries_group_joins.{'last' if last else 'first'}_word")
    does = dice.tell("queries_group_joins.first_last", word=word, said=said, rows=rows, who=who)
    does += tail(world, "query_aggregates.group_key", by=field_words(dice, named))
    shown = dice.pick([named.name, world.reference])
    label_code = f"{right}.{name(named.name)}"
    picked = label_code if shown == named.name else f"{label_code} AS {name(shown)}"
    body = f"SELECT {picked}, {'max' if last else 'min'}({left}.{name(day.name)}) AS {name(alias)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} GROUP BY {right}.id, {label_code} ORDER BY {label_code}, {right}.id"
    return query("first_last", f.takes, [(shown, Scalar("str")), (alias, Scalar("date"))], does, body, "Q032", *f.tags)


PATTERNS = (
    (child_total, 5),
    (per_partner, 4),
    (child_per_root, 2),
    (first_last_day, 1),
)
