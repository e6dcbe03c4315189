"""Queries that add up: one number, per value, per month, per partner, over joins, shares."""

from dataclasses import dataclass

from inlay.contract import DecimalType, Entity, Field, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import query
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    is_first_day,
    limited,
    month_of,
    only,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aggregate:
    """An aggregate over rows: code, result column with its type, and words before `of the rows`."""

    code: str
    alias: str
    kind: Type
    words: str
    zero: str
    uses_children: bool = False
    tag: str = "Q028"


def _aggregate(world: World, entity: Entity, prefix: str, *, averages: bool = True) -> Aggregate | None:
    dice = world.dice
    shape = dice.pick(
        [
            "count",
            "count",
            "sum",
            "sum",
            "sum",
            "avg" if averages else "sum",
            "product" if entity == world.child else "sum",
            "max" if averages else "count",
            "distinct" if averages else "count",
        ]
    )
    rows = rows_words(world, entity)
    if shape == "count":
        alias = dice.pick(
            ["count", plural(label(entity.name).replace(" ", "_")), "number", "how_many", "total", "rows"]
        )
        words = dice.say(
            f"how many {rows} there are",
            f"the number of {rows}",
            f"count of {rows}",
            f"number of {rows}",
            f"count the {rows}",
            f"how many {rows}",
        )
        return Aggregate(
            code="count(*)", alias=alias, kind=Scalar("int"), words=words, zero=f"count({prefix}id)", tag="Q027"
        )
    if shape == "product":
        money, count = world.field(entity, is_decimal), world.field(entity, is_int)
        if money is None or count is None:
            return None
        inner = f"{prefix}{name(count.name)} * {prefix}{name(money.name)}"
        alias = dice.pick(["revenue", "value", "amount", "total", "turnover", "sales", "worth"])
        words = dice.say(
            f"the sum of {field_words(dice, count)} times {field_words(dice, money)}",
            f"{label(alias)}, {field_words(dice, count)} times {field_words(dice, money)}, added up",
            f"the {label(alias)} ({field_words(dice, count)} times {field_words(dice, money)})",
            f"{field_words(dice, count)} times {field_words(dice, money)} summed",
            f"{label(alias)}",
        )
        return Aggregate(
            code=f"sum({inner})",
            alias=alias,
            kind=DecimalType(),
            words=words,
            zero=f"coalesce(sum({inner}), 0)",
            uses_children=True,
            tag="Q029",
        )
    if shape == "distinct":
        field = world.field(entity, is_str)
        if field is None:
            return None
        said = plural(field_words(dice, field))
        return Aggregate(
            code=f"count(DISTINCT {prefix}{name(field.name)})",
            alias=plural(field.name),
            kind=Scalar("int"),
            words=dice.say(
                f"how many different {said}", f"the number of distinct {said}", f"number of different {said}"
            ),
            zero=f"count(DISTINCT {prefix}{name(field.name)})",
            tag="Q031",
        )
    field = world.field(entity, is_number if shape != "avg" else is_decimal)
    if field is None:
        return None
    own, said = f"{prefix}{name(field.name)}", field_words(dice, field)
    kind: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    if shape == "sum":
        alias = dice.pick([field.name, f"total_{field.name}", "total", "amount", "sum"])
        words = dice.say(
            f"the sum of the {said}",
            f"the total {said}",
            f"{said} added up",
            f"total {said}",
            f"sum of {said}",
            f"the {said} in sum",
            f"how much {said}",
        )
        return Aggregate(code=f"sum({own})", alias=alias, kind=kind, words=words, zero=f"coalesce(sum({own}), 0)")
    if shape == "avg":
        words = dice.say(
            f"the average {said}, rounded to 2 decimals",
            f"average {said} rounded to two decimals",
            f"the mean {said} to 2 decimals",
        )
        return Aggregate(
            code=f"round(avg({own}), 2)",
            alias=dice.pick([f"average_{field.name}", "average", "mean"]),
            kind=DecimalType(),
            words=words,
            zero=f"round(coalesce(avg({own}), 0), 2)",
            tag="Q030",
        )
    largest = dice.chance(0.6)
    words = dice.say(
        f"the {'highest' if largest else 'lowest'} {said}",
        f"the {'largest' if largest else 'smallest'} {said}",
        f"{'maximum' if largest else 'minimum'} {said}",
    )
    return Aggregate(
        code=f"{'max' if largest else 'min'}({own})",
        alias=dice.pick([f"{'highest' if largest else 'lowest'}_{field.name}", "highest" if largest else "lowest"]),
        kind=kind,
        words=words,
        zero=f"{'max' if largest else 'min'}({own})",
        tag="Q032",
    )


def _of(aggregate: Aggregate, f: Filter, rows: str) -> str:
    """Say the aggregate over its filtered rows."""
    if aggregate.tag == "Q027":
        for lead in ("how many ", "the number of ", "count of ", "number of ", "count the "):
            if aggregate.words.startswith(lead):
                thing, tail = aggregate.words.removeprefix(lead), ""
                if thing.endswith(" there are"):
                    thing, tail = thing.removesuffix(" there are"), " there are"
                return (
                    f"{lead}{f.before}{thing}{tail}{f.after}"
                    if not f.after or not tail
                    else f"{lead}{f.before}{thing}{f.after}{tail}"
                )
    return f"{aggregate.words} of {f.noun(rows)}" if f.code else aggregate.words


def one_number(world: World) -> Draft | None:
    """Q027 to Q032: one row with one number."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child, world.other])
    f = filters(world, entity, "", likely=0.75)
    if dice.chance(0.2):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    a = _aggregate(world, entity, "")
    if a is None:
        return None
    zero = a.code.startswith("sum") and dice.chance(0.85)
    does = f"{_of(a, f, rows_words(world, entity))}"
    if zero and dice.chance(0.7):
        does += dice.say(
            ", zero when there are none", "; 0 if there are none", ", zero without any", ", 0 when nothing fits"
        )
    does = dice.pick(["", "", "give ", "tell "]) + does
    kind = a.kind if zero or not a.code.startswith(("sum", "max", "min", "round")) else OptionalType(a.kind)
    body = f"SELECT {a.zero if zero else a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)}"
    return query("one_number", f.takes, [(a.alias, kind)], does, body, a.tag, *f.tags)


def _key(world: World, entity: Entity) -> Field | None:
    return world.field(entity, is_enum, is_str, is_enum)


def _group_order(world: World, key_code: str, key_words: str, a: Aggregate) -> tuple[str, str]:
    dice = world.dice
    said = a.alias.replace("_", " ")
    if dice.chance(0.5):
        tie = dice.say("", f", ties by {key_words}", f", then by {key_words}", f", equal ones by {key_words}")
        if dice.chance(0.8):
            return f"{name(a.alias)} DESC, {key_code}", dice.say(
                f", highest {said} first",
                ", highest first",
                ", largest first",
                f", by {said} descending",
                ", the most first",
                f", biggest {said} first",
                f", from the highest {said} down",
                ". Highest first",
                "; largest first",
                " (highest first)",
                f", the biggest {said} on top",
                f", in falling order of {said}",
            ) + tie
        return f"{name(a.alias)}, {key_code}", dice.say(
            f", lowest {said} first",
            ", smallest first",
            f", by {said} ascending",
            ", lowest first",
            f", from the lowest {said} up",
            ", fewest first" if a.tag == "Q027" else ". Lowest first",
        ) + tie
    return key_code, dice.say(
        f", by {key_words}",
        f", sorted by {key_words}",
        f", ordered by {key_words}",
        f", in order of {key_words}",
        f", in the order of the {key_words}",
        f". Sort by {key_words}",
        f"; sorted by {key_words}",
        f" (by {key_words})",
        f", arranged by {key_words}",
    )


def per_value(world: World) -> Draft | None:
    """Q035, Q041: grouped by a column of the same table, perhaps with a limit on the group."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child, world.other])
    key, a = _key(world, entity), _aggregate(world, entity, "")
    if key is None or a is None or a.alias == key.name:
        return None
    f = filters(world, entity, "", most=1, likely=0.5, but=(key,))
    if dice.chance(0.15):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    said = field_words(dice, key)
    having, held, extra = _having(world, a, f)
    order, how = _group_order(world, name(key.name), said, a)
    whole = _of(a, f, rows_words(world, entity))
    does = (
        dice.say(
            f"{whole} per {said}",
            f"{whole} by {said}",
            f"{whole} for each {said}",
            f"per {said}, {whole}",
            f"for each {said} {whole}",
            f"{whole}, one row per {said}",
            f"{whole}, grouped by {said}",
            f"{whole}, broken down by {said}",
            f"per {said}: {whole}",
            f"for every {said}, {whole}",
            f"each {said} with {whole}",
        )
        + held
        + how
    )
    body = f"SELECT {name(key.name)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {name(key.name)}{having} ORDER BY {order}"
    return query(
        "per_value", (*f.takes, *extra), [(key.name, key.type), (a.alias, a.kind)], does, body, "Q035", a.tag, *f.tags
    )


def _having(world: World, a: Aggregate, f: Filter, likely: float = 0.2) -> tuple[str, str, tuple[Parameter, ...]]:
    dice = world.dice
    if not dice.chance(likely):
        return "", "", ()
    operator = dice.pick(list(COMPARISONS))
    said = a.alias.replace("_", " ")
    if dice.chance(0.4):
        parameter = Parameter(
            name=dice.pick(["minimum", "at_least", "threshold", "min_total", "lower_limit"]), type=a.kind
        )
        if parameter.name not in {p.name for p in f.takes}:
            shown = f"the {label(parameter.name)}"
            return (
                f" HAVING {a.code} {operator} :{name(parameter.name)}",
                dice.say(
                    f", only those with {compare_words(dice, operator, shown)}",
                    f", where the {said} is {compare_words(dice, operator, shown)}",
                ),
                (parameter,),
            )
    stated = str(dice.round_number(2, 800 if isinstance(a.kind, DecimalType) else 20))
    how = compare_words(dice, operator, stated)
    return (
        f" HAVING {a.code} {operator} {constant(stated)}",
        dice.say(
            f", only those with {how}",
            f", only where the {said} is {how}",
            f", leaving out all but those with {how}",
            f", if it is {how}",
        ),
        (),
    )


def per_month(world: World) -> Draft | None:
    """Q038: by month of a date, mostly within a year; also per year or per day."""
    dice = world.dice
    entity = world.root if dice.chance(0.8) else world.child
    a = _aggregate(world, entity, "")
    if a is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.5)
    dated = year_filter(world, entity, "", f)
    if dated is None:
        return None
    with_year, day = dated
    in_year = dice.chance(0.75)
    f = with_year if in_year else f
    key = dice.pick(["month", "month", "period"])
    if a.alias == key:
        return None
    month = month_of(name(day.name))
    whole = _of(a, f, rows_words(world, entity))
    said = field_words(dice, day)
    named = (
        dice.say(f" per month of the {said}", f" per month of their {said}", f" by month of the {said}")
        if not in_year and not is_first_day(entity, day)
        else ""
    )
    by = named or (
        dice.say(
            f" per {key}",
            " per month",
            " by month",
            " for each month",
            f" per month of the {said}",
            f" per month of their {said}",
            f", month by month of the {said}",
        )
        if not in_year
        else dice.say(" per month", " by month", " for each month", ", month by month", f" per month of the {said}")
    )
    order, how = (
        (
            f"{name(key)}",
            dice.say(", oldest month first", ", in order", ", earliest first", ", by month", ", oldest first", ""),
        )
        if dice.chance(0.8)
        else (f"{name(key)} DESC", dice.say(", newest month first", ", latest first", ", latest month first"))
    )
    does = dice.say(f"{whole}{by}", f"{by.strip(', ')}, {whole}") + how
    body = f"SELECT {month} AS {name(key)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {month} ORDER BY {order}"
    return query("per_month", f.takes, [(key, Scalar("str")), (a.alias, a.kind)], does, body, "Q038", a.tag, *f.tags)


def child_total(world: World) -> Draft | None:
    """Q029, Q038 over a join: children added up, filtered and grouped by columns of their owner."""
    dice = world.dice
    left, right = table(world.child), table(world.root)
    a = _aggregate(world, world.child, f"{left}.", averages=False)
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
    over = dice.say(f" of {f.noun(rows)}", f" over {f.noun(rows)}", f" of the {f.noun(rows)}")
    if not f.code and dice.chance(0.6):
        over = ""
    if g.code:
        over = f" over {g.noun(rows_words(world, world.child))}" + (f" of {f.noun(rows)}" if f.code else "")
    if shape == "one":
        zero = dice.say("", ", zero when there are none", "; 0 without any")
        return query(
            "child_total",
            takes,
            [(a.alias, a.kind)],
            a.words + over + zero,
            f"SELECT {a.zero} AS {name(a.alias)} FROM {join}{conditions}",
            "Q029",
            *f.tags,
        )
    if shape == "month":
        if a.alias == "month":
            return None
        how = dice.say(", oldest month first", ", in order", ", by month", ", oldest first", ", earliest first")
        does = (
            dice.say(
                f"{a.words} per month{over}",
                f"{a.words} by month{over}",
                f"per month, {a.words}{over}",
                f"{a.words}{over} for each month",
            )
            + how
        )
        return query(
            "child_per_month",
            takes,
            [("month", Scalar("str")), (a.alias, a.kind)],
            does,
            f"SELECT {month} AS {name('month')}, {a.code} AS {name(a.alias)} FROM {join}{conditions} GROUP BY {month} ORDER BY {name('month')}",
            "Q038",
            "Q029",
            *f.tags,
        )
    owner, prefix = (world.root, right) if shape == "value" else (world.child, left)
    key = world.field(owner, is_enum, is_str, but=(*f.fields, *g.fields))
    if key is None or key.name == a.alias:
        return None
    said = field_words(dice, key)
    key_code = f"{prefix}.{name(key.name)}"
    order, how = _group_order(world, key_code, said, a)
    limit, few, extra = limited(world) if dice.chance(0.15) and "DESC" in order else ("", "", ())
    if few:
        how += only(world, few)
    does = (
        dice.say(
            f"{a.words} per {said}{over}",
            f"{a.words}{over} by {said}",
            f"for each {said}, {a.words}{over}",
            f"{a.words}{over} per {said}",
        )
        + how
    )
    body = f"SELECT {key_code}, {a.code} AS {name(a.alias)} FROM {join}{conditions} GROUP BY {key_code} ORDER BY {order}{limit}"
    if {p.name for p in takes} & {p.name for p in extra}:
        return None
    return query(
        "child_per_value",
        (*takes, *extra),
        [(key.name, key.type), (a.alias, a.kind)],
        does,
        body,
        "Q036",
        "Q029",
        *f.tags,
    )


def per_partner(world: World) -> Draft | None:
    """Q036, Q037, Q041: per referenced row, with or without those that have none."""
    dice = world.dice
    named = next((field for field in world.other.fields if field.type == Scalar("str")), None)
    left, right = table(world.root), table(world.other)
    a = _aggregate(world, world.root, f"{left}.", averages=False)
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
    whole = _of(a, f, rows_words(world, world.root))
    having, held, extra = ("", "", ()) if keep else _having(world, a, f, 0.25)
    if {p.name for p in extra} & {p.name for p in g.takes}:
        return None
    label_code = f"{right}.{name(named.name)}"
    key = f"{right}.id"
    code = a.zero if keep else a.code
    said = a.alias.replace("_", " ")
    if dice.chance(0.5):
        order = f"{name(a.alias)} DESC, {key}"
        how = dice.say(
            f", highest {said} first",
            ", highest first",
            ", largest first",
            ", the most first",
            f", by {said} descending",
        ) + dice.say("", ", ties by id", f", then by {who} id")
    elif dice.chance(0.7):
        order, how = (
            f"{label_code}, {key}",
            dice.say(
                f", by {field_words(dice, named)}",
                f", sorted by {field_words(dice, named)}",
                f", ordered by {field_words(dice, named)}",
            ),
        )
    else:
        order, how = key, dice.say(", by id", f", ordered by {who} id", f", sorted by {who} id")
    limit, few, more = limited(world) if dice.chance(0.2) and "DESC" in order else ("", "", ())
    if {p.name for p in more} & {p.name for p in (*f.takes, *g.takes, *extra)}:
        return None
    if few:
        how += only(world, few)
    per = g.noun(who) if not g.after else f"{who}{g.after}"
    does = dice.say(
        f"{whole} per {per}",
        f"{whole} for each {per}",
        f"for each {per}, {whole}",
        f"per {per}, {whole}",
        f"{whole} by {per}",
    )
    if keep:
        does += dice.say(
            ", also those without any",
            f", including {many(dice, world.other)} without any",
            ", zero for those without",
            f"; {many(dice, world.other)} without any are included with zero",
            ", zero when there are none",
        )
    on = " AND ".join([f"{left}.{column(world.reference)} = {key}", *(f.code if keep else ())])
    first, second, kind = (right, left, "LEFT JOIN") if keep else (left, right, "JOIN")
    join = (
        f"{first} {kind} {second} ON {on}"
        if keep
        else f"{left} JOIN {right} ON {key} = {left}.{column(world.reference)}"
    )
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
    return query(
        "per_partner",
        (*f.takes, *g.takes, *extra, *more),
        columns,
        does + held + how,
        body,
        "Q037" if keep else "Q036",
        a.tag,
        *f.tags,
    )


def child_per_root(world: World) -> Draft | None:
    """Per owner: its children counted or added up, with those that have none."""
    dice = world.dice
    left, right = table(world.root), table(world.child)
    a = _aggregate(world, world.child, f"{right}.", averages=False)
    if a is None:
        return None
    keep = dice.chance(0.5)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.4)
    having, held, extra = ("", "", ()) if keep else _having(world, a, f, 0.3)
    code = f"count({right}.id)" if keep and a.code == "count(*)" else a.zero if keep else a.code
    said, one = a.alias.replace("_", " "), label(world.root.name)
    if a.alias == "id":
        return None
    descending = dice.chance(0.4)
    order = f"{name(a.alias)} DESC, {left}.id" if descending else f"{left}.id"
    how = (
        (
            dice.say(f", highest {said} first", ", largest first", ", the most first")
            + dice.say("", ", ties by id", ", then by id")
        )
        if descending
        else dice.say(", by id", ", ordered by id", ", sorted by id")
    )
    per = f"{f.before}{one}{f.after}"
    does = dice.say(
        f"{a.words} per {per}", f"{a.words} of each {per}", f"for each {per}, {a.words}", f"per {per} {a.words}"
    )
    if keep:
        does += dice.say(
            ", also those without any",
            ", zero for those without",
            f", including {many(dice, world.root)} without any",
            ", zero when there are none",
        )
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


def share(world: World) -> Draft | None:
    """Q033, Q044: percent of rows that fit, or two counts side by side."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child])
    condition = sample_condition(dice, entity, negatives=dice.chance(0.4))
    if condition is None:
        return None
    rows = rows_words(world, entity)
    inner = f"CASE WHEN {condition.sql('')} THEN 1 ELSE 0 END"
    if dice.chance(0.6):
        alias = dice.pick(["percent", "share", "percentage"])
        does = dice.say(
            f"The percentage of {rows} {condition.relative}, rounded to 1 decimal",
            f"How many percent of the {rows} are those {condition.relative}, to one decimal",
            f"Share of {rows} {condition.relative} in percent, rounded to one decimal",
        )
        body = f"SELECT round(100.0 * sum({inner}) / nullif(count(*), 0), 1) AS {name(alias)} FROM {table(entity)}"
        return query("share", (), [(alias, OptionalType(DecimalType()))], does, body, "Q033", condition.tag)
    key = world.field(entity, is_enum, is_str, but=condition.fields)
    if key is None:
        return None
    alias = dice.pick(["fitting", "matching", "hits", "of_these"])
    said = field_words(dice, key)
    does = dice.say(
        f"Per {said}, how many {rows} there are and how many of them are those {condition.relative}",
        f"For each {said} the number of {rows} and of those {condition.relative}",
    ) + dice.say(f", by {said}", f", sorted by {said}")
    body = f"SELECT {name(key.name)}, count(*) AS {name('total')}, sum({inner}) AS {name(alias)} FROM {table(entity)} GROUP BY {name(key.name)} ORDER BY {name(key.name)}"
    return query(
        "side_by_side",
        (),
        [(key.name, key.type), ("total", Scalar("int")), (alias, Scalar("int"))],
        does,
        body,
        "Q044",
        condition.tag,
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
    word = dice.say("latest", "last", "most recent") if last else dice.say("earliest", "first", "oldest")
    does = dice.say(
        f"The {word} {said} of the {rows} per {who}",
        f"For each {who}, the {word} {said} of the {rows}",
        f"Per {who} the {word} {said} among the {rows}",
    ) + dice.say(f", by {field_words(dice, named)}", f", sorted by {field_words(dice, named)}")
    shown = dice.pick([named.name, world.reference])
    label_code = f"{right}.{name(named.name)}"
    picked = label_code if shown == named.name else f"{label_code} AS {name(shown)}"
    body = f"SELECT {picked}, {'max' if last else 'min'}({left}.{name(day.name)}) AS {name(alias)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} GROUP BY {right}.id, {label_code} ORDER BY {label_code}, {right}.id"
    return query("first_last", f.takes, [(shown, Scalar("str")), (alias, Scalar("date"))], does, body, "Q032", *f.tags)


PATTERNS = (
    (one_number, 3.5), (per_value, 4), (per_month, 4), (child_total, 5), (per_partner, 4), (child_per_root, 2), (share, 1.5), (first_last_day, 1),
)  # fmt: skip
