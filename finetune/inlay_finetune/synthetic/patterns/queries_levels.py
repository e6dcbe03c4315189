"""Queries over three tables: totals through owners and references, per month, of one owner."""

from inlay.contract import (
    DecimalType,
    Parameter,
    Scalar,
    Type,
)
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, many, several
from inlay_finetune.synthetic.patterns.query_aggregates import asked, counted
from inlay_finetune.synthetic.patterns.query_frames import (
    by_amount,
    by_text,
    grouped,
    merged,
    picked,
    query,
    tail,
    text_of,
    zero_words,
)
from inlay_finetune.synthetic.patterns.query_parts import (
    column,
    filters,
    month_of,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.turns import day_turn
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int

__all__ = ["PATTERNS"]


def _child_amount(world: World) -> tuple[str, str, Type, str] | None:
    """Draw what is added up over the children: code, words, type, a name for the column."""
    dice, prefix = world.dice, table(world.child)
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is not None and count is not None and dice.chance(0.55):
        alias = dice.pick(["revenue", "value", "spent", "amount", "total", "turnover", "worth", "sum"])
        words = dice.tell("queries_levels.product", a=field_words(dice, count), b=field_words(dice, money))
        return f"{prefix}.{name(count.name)} * {prefix}.{name(money.name)}", words, DecimalType(), alias
    field = dice.pick([field for field in (money, count) if field is not None] or [None])
    if field is None:
        return None
    kind: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    return (
        f"{prefix}.{name(field.name)}",
        field_words(dice, field),
        kind,
        dice.pick([field.name, f"total_{field.name}", "total", "sum", "amount"]),
    )


def three_levels(world: World) -> Draft | None:
    """Per partner of the root: the children of its roots added up; with a limit on the sum, or with zero for none."""
    dice, amount, text = world.dice, _child_amount(world), text_of(world.other)
    reference = world.root.field(world.reference)
    if amount is None or text is None or reference is None:
        return None
    code, said, kind, alias = amount
    low, middle, top = table(world.child), table(world.root), table(world.other)
    keep = dice.chance(0.3)
    f = filters(world, world.root, f"{middle}.", most=1, likely=0.65)
    shown = dice.pick([text.name, world.reference, "name"])
    who, rows = (
        label(world.reference) if dice.chance(0.5) else label(world.other.name),
        f.noun(rows_words(world, world.root)),
    )
    group = f"{top}.id, {top}.{name(text.name)}"
    having, held = "", ""
    extra: tuple[Parameter, ...] = ()
    if not keep and dice.chance(0.45):
        parameter = Parameter(
            name=dice.pick(["minimum", "min_total", "at_least", "limit_amount", "threshold"]), type=kind
        )
        operator = dice.pick([">=", ">"])
        having, extra = f" HAVING sum({code}) {operator} :{name(parameter.name)}", (parameter,)
        held = f"{compare_words(dice, operator, 'the ' + label(parameter.name))}"
    does = _per_partner(world, (who, rows, said, label(alias)), held)
    by = field_words(dice, text)
    if dice.chance(0.65):
        named = dice.chance(0.5)
        keys = f"{top}.{name(text.name)}, {top}.id" if named else f"{top}.id"
        order = by_amount(world, alias, keys, by if named else f"{who} id", always=named)
    else:
        order = by_text(world, f"{top}.", text)
    if keep:
        does += zero_words(world, who, _such(world) if f.code else rows)
        on = " AND ".join([f"{middle}.{column(world.reference)} = {top}.id", *f.code])
        source = f"{top} LEFT JOIN {middle} ON {on} LEFT JOIN {low} ON {low}.{column(world.root.name)} = {middle}.id"
        total, conditions = f"coalesce(sum({code}), 0)", ""
    else:
        source = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
        total, conditions = f"sum({code})", where(*f.code)
    body = f"SELECT {picked(f'{top}.', text, shown)}, {total} AS {name(alias)} FROM {source}{conditions} GROUP BY {group}{having} ORDER BY {order.code}"
    columns = [(shown, Scalar("str")), (alias, kind)]
    does = order.after(world, does)
    return query("three_levels", (*f.takes, *extra), columns, does, body, "Q036", "Q029", *f.tags)


def _such(world: World) -> str:
    """Say the rows that fit a filter that has been told."""
    return world.dice.tell("queries_levels.such", rows=rows_words(world, world.root))


def _per_partner(world: World, words: tuple[str, str, str, str], held: str) -> str:
    """Say a sum per partner, perhaps only where it holds a comparison."""
    (who, rows, said, alias), dice = words, world.dice
    whos = several(who)
    if held:
        return dice.tell("queries_levels.reaching", whos=whos, who=who, rows=rows, said=said, how=held)
    if dice.chance(0.5):
        return grouped(world, dice.tell("query_aggregates.sum.over", said=said, of=rows), who)
    return dice.tell("queries_levels.plain", whos=whos, who=who, rows=rows, said=said, alias=alias)


def per_thing(world: World) -> Draft | None:
    """Per thing that children refer to: children counted or added up, zero for none, or held against its own field."""
    dice = world.dice
    if world.thing is None or world.link is None:
        return None
    text, amount = text_of(world.thing), _child_amount(world)
    if text is None or amount is None:
        return None
    code, said, kind, alias = amount
    low, top = table(world.child), table(world.thing)
    who, rows = label(world.link), rows_words(world, world.child)
    shown = dice.pick([text.name, world.link])
    group, chosen = f"{top}.id, {top}.{name(text.name)}", picked(f"{top}.", text, shown)
    left = f"{top} LEFT JOIN {low} ON {low}.{column(world.link)} = {top}.id"
    order, whos, by = by_text(world, f"{top}.", text), many(dice, world.thing), field_words(dice, text)
    own = world.field(world.thing, is_int if kind == Scalar("int") else is_decimal)
    columns: list[tuple[str, Type]] = [(shown, Scalar("str")), (alias, kind)]
    if own is not None and dice.chance(0.4):
        operator = dice.pick(["<=", "<", ">=", ">"])
        how = compare_words(dice, operator, dice.tell("queries_levels.bound", said=field_words(dice, own)))
        does = dice.tell("queries_levels.level", who=who, whos=whos, rows=rows, said=said, how=how)
        total = f"coalesce(sum({code}), 0)"
        body = f"SELECT {chosen}, {total} AS {name(alias)} FROM {left} GROUP BY {group}, {top}.{name(own.name)} HAVING {total} {operator} {top}.{name(own.name)} ORDER BY {order.code}"
        return query("thing_level", (), columns, order.after(world, does), body, "Q041", "Q037")
    if dice.chance(0.5):
        does = dice.tell("queries_levels.per_thing", who=who, whos=whos, rows=rows, said=said, text=by)
        body = f"SELECT {chosen}, coalesce(sum({code}), 0) AS {name(alias)} FROM {left} GROUP BY {group} ORDER BY {order.code}"
        return query("per_thing", (), columns, order.after(world, does), body, "Q037")
    f = filters(world, world.child, f"{low}.", most=1, likely=0.3)
    day = world.field(world.child, is_date)
    if day is not None and dice.chance(0.5):
        since = Parameter(name=dice.pick(["since", "from_day", "start_day"]), type=Scalar("date"))
        turn, said_day = day_turn(day.name), field_words(dice, day)
        said_day = f"{turn.word} date" if " it " in said_day else said_day
        given = dice.say("the given day", f"the {label(since.name)}" if since.name != "since" else "that day")
        shape = "done" if turn.kind == "done" and dice.chance(0.6) else "named"
        after = tail(world, f"queries_levels.since.{shape}", verb=turn.word, said=said_day, day=given)
        f = merged(f, f"{low}.{name(day.name)} >= :{name(since.name)}", f"{' and' if f.after else ''}{after}", since)
    limit, of = "", f.noun(rows)
    extra: tuple[Parameter, ...] = ()
    does = _per_partner(world, (who, of, said, label(alias)), "")
    if dice.chance(0.5):
        n = Parameter(name=dice.pick(["n", "count", "top"]), type=Scalar("int"))
        limit, extra = f" LIMIT :{name(n.name)}", (n,)
        wording = f"queries_levels.{'top' if n.name == 'n' else 'top_given'}"
        does = dice.tell(wording, n=label(n.name), who=who, whos=whos, rows=of, said=said)
    order = by_amount(world, alias, order.code, by, always=True)
    body = f"SELECT {chosen}, sum({code}) AS {name(alias)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(world.link)}{where(*f.code)} GROUP BY {group} ORDER BY {order.code}{limit}"
    return query("thing_total", (*f.takes, *extra), columns, order.after(world, does), body, "Q036", *f.tags)


def child_through_owner(world: World) -> Draft | None:
    """Children of the owner with a given text: how many, or which, that meet a condition."""
    dice, text = world.dice, text_of(world.root)
    if text is None:
        return None
    low, top = table(world.child), table(world.root)
    parameter = Parameter(name=dice.pick([text.name, f"{snake_case(world.root.name)}_{text.name}"]), type=Scalar("str"))
    f = filters(world, world.child, f"{low}.", most=1, likely=0.8)
    test = f"{top}.{name(text.name)} = :{name(parameter.name)}"
    owner = dice.tell("queries_joins.owner", who=label(world.root.name), said=field_words(dice, text))
    rows, join = rows_words(world, world.child), f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}"
    amount = _child_amount(world)
    link = " and" if f.after and owner.startswith(("that", "whose", "where")) else ""
    noun = f"{f.before}{rows} {owner}{link}{f.after}"
    if amount is not None and dice.chance(0.4):
        code, said, kind, alias = amount
        does = asked(world, dice.tell("query_aggregates.sum.over", said=said, of=noun))
        does += tail(world, "query_aggregates.zero")
        return query(
            "owner_sum",
            (*f.takes, parameter),
            [(alias, kind)],
            does,
            f"SELECT coalesce(sum({code}), 0) AS {name(alias)} FROM {join}{where(test, *f.code)}",
            "Q029",
            *f.tags,
        )
    alias = dice.pick(["count", "number", plural(label(world.child.name).replace(" ", "_")), "how_many", "open_ones"])
    return query(
        "owner_count",
        (*f.takes, parameter),
        [(alias, Scalar("int"))],
        counted(world, noun),
        f"SELECT count(*) AS {name(alias)} FROM {join}{where(test, *f.code)}",
        "Q027",
        *f.tags,
    )


def child_by_month(world: World) -> Draft | None:
    """Children added up per month of their own day or their owner's, in a year, filtered on the child."""
    dice, amount = world.dice, _child_amount(world)
    if amount is None:
        return None
    code, said, kind, alias = amount
    low, top = table(world.child), table(world.root)
    own_day = world.field(world.child, is_date)
    f = filters(world, world.child, f"{low}." if own_day is None else "", most=1, likely=0.5)
    if own_day is not None:
        dated = year_filter(world, world.child, "", f)
        source, prefix = table(world.child), ""
        code = code.replace(f"{low}.", "")
    else:
        dated = year_filter(world, world.root, f"{top}.", f)
        source, prefix = f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}", f"{top}."
    if dated is None or alias == "month":
        return None
    f, day = dated
    month, rows = month_of(f"{prefix}{name(day.name)}"), rows_words(world, world.child)
    whole = dice.tell("query_aggregates.sum.over", said=said, of=f.noun(rows))
    does = dice.tell("queries_groups.month.plain", whole=whole, unit="month")
    does += tail(world, "queries_groups.month_up")
    if dice.chance(0.25):
        does += tail(world, "queries_levels.no_months")
    return query(
        "child_month",
        f.takes,
        [("month", Scalar("str")), (alias, kind)],
        does,
        f"SELECT {month} AS {name('month')}, sum({code}) AS {name(alias)} FROM {source}{where(*f.code)} GROUP BY {month} ORDER BY {name('month')}",
        "Q038",
        *f.tags,
    )


PATTERNS = (
    (three_levels, 3),
    (per_thing, 3),
    (child_through_owner, 2),
    (child_by_month, 2),
)
