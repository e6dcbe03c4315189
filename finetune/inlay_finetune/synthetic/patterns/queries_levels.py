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
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import picked, query, text_of
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    month_of,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int

__all__ = ["PATTERNS"]


def _child_amount(world: World) -> tuple[str, str, Type, str] | None:
    """Draw what is added up over the children: code, words, type, a name for the column."""
    dice, prefix = world.dice, table(world.child)
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is not None and count is not None and dice.chance(0.55):
        alias = dice.pick(["revenue", "value", "spent", "amount", "total", "turnover", "worth", "sum"])
        words = f"{field_words(dice, count)} times {field_words(dice, money)}"
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
        held = f" {compare_words(dice, operator, 'the ' + label(parameter.name))}"
    if dice.chance(0.65):
        order, how = (
            f"{name(alias)} DESC, {top}.id"
            if dice.chance(0.5)
            else f"{name(alias)} DESC, {top}.{name(text.name)}, {top}.id",
            dice.say(", highest first", ", highest sum first", ", largest first", ", most first"),
        )
        if f", {top}.{name(text.name)}, {top}.id" in order:
            how += dice.say(f", then by {field_words(dice, text)}", f", ties by {field_words(dice, text)}")
    else:
        order, how = (
            f"{top}.{name(text.name)}, {top}.id",
            dice.say(f", by {field_words(dice, text)}", f", sorted by {field_words(dice, text)}"),
        )
    if having:
        does = dice.say(
            f"{many(dice, world.other)} whose {rows} add up to{held} ({said}), with that sum",
            f"The {many(dice, world.other)} whose {rows} come to{held} in {said}, and that sum",
            f"Per {who} the sum of {said} over its {rows}, only where it is{held}",
        )
    else:
        does = dice.say(
            f"Per {who}, the sum of {said} over its {rows}",
            f"For each {who} {said} summed over the {rows}",
            f"{label(alias)} per {who}: {said} of the {rows} added up",
            f"How much each {who} has in {said} over its {rows}",
        )
    if keep:
        does += dice.say(
            ", zero for those without any",
            f", also {many(dice, world.other)} without any",
            ", zero where there are none",
        )
        on = " AND ".join([f"{middle}.{column(world.reference)} = {top}.id", *f.code])
        source = f"{top} LEFT JOIN {middle} ON {on} LEFT JOIN {low} ON {low}.{column(world.root.name)} = {middle}.id"
        total, conditions = f"coalesce(sum({code}), 0)", ""
    else:
        source = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
        total, conditions = f"sum({code})", where(*f.code)
    body = f"SELECT {picked(f'{top}.', text, shown)}, {total} AS {name(alias)} FROM {source}{conditions} GROUP BY {group}{having} ORDER BY {order}"
    return query(
        "three_levels",
        (*f.takes, *extra),
        [(shown, Scalar("str")), (alias, kind)],
        does + how,
        body,
        "Q036",
        "Q029",
        *f.tags,
    )


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
    by_text = f"{top}.{name(text.name)}, {top}.id"
    by = dice.say(
        f", by {field_words(dice, text)}",
        f", sorted by {field_words(dice, text)}",
        f", ordered by {field_words(dice, text)}",
    )
    own = world.field(world.thing, is_int if kind == Scalar("int") else is_decimal)
    columns: list[tuple[str, Type]] = [(shown, Scalar("str")), (alias, kind)]
    if own is not None and dice.chance(0.4):
        operator = dice.pick(["<=", "<", ">=", ">"])
        how = compare_words(dice, operator, f"their {field_words(dice, own)}")
        does = (
            dice.say(
                f"{many(dice, world.thing)} whose total {said} over all {rows} is {how}, those without {rows} count as zero",
                f"The {many(dice, world.thing)} with a sum of {said} over their {rows} {how}, zero without {rows}",
            )
            + by
        )
        total = f"coalesce(sum({code}), 0)"
        body = f"SELECT {chosen}, {total} AS {name(alias)} FROM {left} GROUP BY {group}, {top}.{name(own.name)} HAVING {total} {operator} {top}.{name(own.name)} ORDER BY {by_text}"
        return query("thing_level", (), columns, does, body, "Q041", "Q037")
    if dice.chance(0.5):
        does = (
            dice.say(
                f"Each {who}'s {field_words(dice, text)} with the total {said} of its {rows}, zero without any",
                f"Per {who} the sum of {said} over its {rows}, also those without any",
                f"For every {who}, {said} of its {rows} added up, zero if it has none",
            )
            + by
        )
        body = f"SELECT {chosen}, coalesce(sum({code}), 0) AS {name(alias)} FROM {left} GROUP BY {group} ORDER BY {by_text}"
        return query("per_thing", (), columns, does, body, "Q037")
    f = filters(world, world.child, f"{low}.", most=1, likely=0.3)
    day = world.field(world.child, is_date)
    if day is not None and dice.chance(0.5):
        since = Parameter(name=dice.pick(["since", "from_day", "start_day"]), type=Scalar("date"))
        f = Filter(
            code=(*f.code, f"{low}.{name(day.name)} >= :{name(since.name)}"),
            before=f.before,
            after=f.after
            + dice.say(
                f" on or after the {label(since.name)} day by {field_words(dice, day)}",
                f" {label(day.name).split()[0]} since the given day",
                f" {label(day.name).split()[0]} on or after the given day",
            ),
            takes=(*f.takes, since),
            tags=f.tags,
        )
    limit, few = "", ""
    extra: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        n = Parameter(name=dice.pick(["n", "count", "top"]), type=Scalar("int"))
        limit, few, extra = (
            f" LIMIT :{name(n.name)}",
            dice.pick(
                [
                    f"The {label(n.name)} {many(dice, world.thing)} with the most {said} in their {f.noun(rows)}",
                    f"Top {label(n.name)} {many(dice, world.thing)} by total {said} of their {f.noun(rows)}",
                ]
            ),
            (n,),
        )
    does = few or dice.say(
        f"Total {said} of the {f.noun(rows)} per {who}", f"Per {who}, {said} of its {f.noun(rows)} added up"
    )
    does += dice.say(", most first", ", highest first", ", largest first") + dice.say(
        f", ties by {field_words(dice, text)}",
        f", then by {field_words(dice, text)}",
        f", equal ones by {field_words(dice, text)}",
    )
    body = f"SELECT {chosen}, sum({code}) AS {name(alias)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(world.link)}{where(*f.code)} GROUP BY {group} ORDER BY {name(alias)} DESC, {by_text}{limit}"
    return query("thing_total", (*f.takes, *extra), columns, does, body, "Q036", *f.tags)


def child_through_owner(world: World) -> Draft | None:
    """Children of the owner with a given text: how many, or which, that meet a condition."""
    dice, text = world.dice, text_of(world.root)
    if text is None:
        return None
    low, top = table(world.child), table(world.root)
    parameter = Parameter(name=dice.pick([text.name, f"{snake_case(world.root.name)}_{text.name}"]), type=Scalar("str"))
    f = filters(world, world.child, f"{low}.", most=1, likely=0.8)
    test = f"{top}.{name(text.name)} = :{name(parameter.name)}"
    owner = dice.say(
        f"of the {label(world.root.name)} with this {field_words(dice, text)}",
        f"in the {label(world.root.name)} with the given {field_words(dice, text)}",
        f"of the {label(world.root.name)} with that {field_words(dice, text)}",
    )
    rows, join = rows_words(world, world.child), f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}"
    amount = _child_amount(world)
    noun = f"{f.before}{rows} {owner}{f.after}" if f.after else f"{f.before}{rows} {owner}"
    if amount is not None and dice.chance(0.4):
        code, said, kind, alias = amount
        does = dice.say(
            f"The total {said} of the {noun}, zero without any",
            f"Sum of {said} over the {noun}; 0 if there are none",
            f"{said} of the {noun} added up, zero when there are none",
        )
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
    does = dice.say(
        f"How many {noun} there are",
        f"The number of {noun}",
        f"How many {rows} {owner} are there{f.after}" if f.after else f"Count the {noun}",
    )
    if "are there" in does and f.before:
        return None
    return query(
        "owner_count",
        (*f.takes, parameter),
        [(alias, Scalar("int"))],
        does,
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
    does = dice.say(
        f"Total {said} of {f.noun(rows)} per month",
        f"The sum of {said} per month over the {f.noun(rows)}",
        f"{said} of {f.noun(rows)} per month",
        f"What the {f.noun(rows)} come to per month in {said}",
    ) + dice.say(", oldest month first", ", first month first", ", in order", ", earliest month first")
    if dice.chance(0.25):
        does += dice.say(". Months without any do not appear", "; months without any are left out")
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
