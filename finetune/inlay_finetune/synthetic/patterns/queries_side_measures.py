"""Queries with several measures per partner or per pair of values, with bounds on them, and rows in a stated order."""

from inlay.contract import DecimalType, EnumType, Field, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.comparing import Condition
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, several, value_words
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.query_frames import Columns, Order, by_text, picked, query, role
from inlay_finetune.synthetic.patterns.query_links import named_link
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import column, filters, rows_words, table, where
from inlay_finetune.synthetic.presence import missing
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_str

__all__ = ["PATTERNS"]


def count_and_more(world: World) -> Draft | None:
    """Per partner how many rows, with the latest day, the total or both; perhaps only from so many on."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    low, top = table(rows), table(partner)
    day, money = world.field(rows, is_date), world.field(rows, is_decimal)
    f = filters(world, rows, f"{low}.", most=1, likely=0.45, but=tuple(each for each in (day, money) if each))
    number = dice.pick(["count", "number", "how_many", "n"])
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    columns: Columns = [(shown, text.type), (number, Scalar("int"))]
    picks = [picked(f"{top}.", text, shown), f"count(*) AS {name(number)}"]
    shape = dice.pick(["day", "sum", "both"])
    phrases = {"who": who, "whos": several(who), "of": f.noun(said), "n": label(number)}
    phrases |= dict.fromkeys(("d", "m", "last", "total"), "")
    if shape in ("day", "both"):
        if day is None:
            return None
        last = dice.pick(["latest", "last_day", f"last_{day.name}", "most_recent"])
        columns.append((last, Scalar("date")))
        picks.append(f"max({low}.{name(day.name)}) AS {name(last)}")
        phrases |= {"d": day_noun(dice, day), "last": label(last)}
    if shape in ("sum", "both"):
        if money is None:
            return None
        total = dice.pick(["total", "sum", f"total_{money.name}", "altogether"])
        columns.append((total, DecimalType()))
        picks.append(f"sum({low}.{name(money.name)}) AS {name(total)}")
        phrases |= {"m": field_words(dice, money), "total": label(total)}
    does = dice.tell(f"queries_side_measures.count_and.{shape}", **phrases)
    having, takes = "", f.takes
    if dice.chance(0.5):
        operator, least = dice.pick([">=", ">=", ">"]), str(dice.between(2, 12))
        bounded = "from" if operator == ">=" else "over"
        bound, shown_bound = constant(least), number_said(dice, least)
        if dice.chance(0.3):
            parameter = Parameter(name=dice.pick(["minimum", "at_least", "min_count", "limit"]), type=Scalar("int"))
            takes, bound = (*takes, parameter), f":{name(parameter.name)}"
            shown_bound = f"the {label(parameter.name)}" if parameter.name != "at_least" else "the given number"
            how = dice.tell(f"queries_side_measures.given.{bounded}", k=shown_bound)
        else:
            how = dice.tell(f"queries_side_measures.counted.{bounded}", k=shown_bound, of=said)
        does += dice.tell("queries_side_measures.only", how=how, whos=several(who))
        having = f" HAVING count(*) {operator} {bound}"
    body = f"SELECT {', '.join(picks)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)} GROUP BY {top}.id, {top}.{name(text.name)}{having} ORDER BY {order.code}"
    return query("count_and_more", takes, columns, order.after(world, does), body, "Q036", "Q041", *f.tags)


def fitting_percent(world: World) -> Draft | None:
    """Per partner how many rows, how many of them fit, and the percentage; or the percentage alone."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    condition = sample_condition(dice, rows, negatives=dice.chance(0.3))
    if condition is None or condition.takes:
        return None
    low, top = table(rows), table(partner)
    test = f"sum(CASE WHEN {condition.sql(f'{low}.')} THEN 1 ELSE 0 END)"
    total, fits, percent = (
        dice.pick(["total", "count", "number"]),
        dice.pick(["fitting", "such", "of_these", "hits"]),
        dice.pick(["percent", "percentage", "share", "rate"]),
    )
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    columns: Columns = [(shown, text.type)]
    picks = [picked(f"{top}.", text, shown)]
    whole = dice.chance(0.6)
    if whole:
        columns += [(total, Scalar("int")), (fits, Scalar("int"))]
        picks += [f"count(*) AS {name(total)}", f"{test} AS {name(fits)}"]
    columns.append((percent, DecimalType()))
    picks.append(f"round(100.0 * {test} / count(*), 1) AS {name(percent)}")
    does = dice.tell(
        f"queries_side_measures.fitting.{'all' if whole else 'percent'}",
        who=who,
        whos=several(who),
        rows=said,
        such=condition.relative,
        n=label(total),
        fits=label(fits),
        p=label(percent),
    )
    return query(
        "fitting_percent",
        (),
        columns,
        order.after(world, does),
        f"SELECT {', '.join(picks)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}",
        "Q044",
        condition.tag,
    )


def two_keys(world: World) -> Draft | None:
    """A count or total per pair of values of two columns of one table; by the columns or the largest first."""
    dice, entity = world.dice, world.dice.pick([world.root, world.child, world.other])
    one = world.field(entity, is_enum, is_str)
    two = world.field(entity, is_enum, is_str, but=(one,)) if one else None
    if one is None or two is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.4, but=(one, two))
    rows = rows_words(world, entity)
    m = measure(world, entity, "", f, rows)
    if m is None or m.shape == "average" or m.alias in (one.name, two.name):
        return None
    a, b, down = name(one.name), name(two.name), dice.chance(0.5)
    phrases = {"whole": m.words, "a": field_words(dice, one), "b": field_words(dice, two), "m": label(m.alias)}
    does = dice.tell("queries_side_measures.pairs.text", **phrases)
    does += dice.tell(f"queries_side_measures.pairs.{'down' if down else 'plain'}", **phrases)
    order = f"{name(m.alias)} DESC, {a}, {b}" if down else f"{a}, {b}"
    return query(
        "two_keys",
        f.takes,
        [(one.name, one.type), (two.name, two.type), (m.alias, m.kind)],
        does,
        f"SELECT {a}, {b}, {m.code} AS {name(m.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {a}, {b} ORDER BY {order}",
        "Q035",
        *f.tags,
    )


def several_values(world: World) -> Draft | None:
    """Partners whose rows show more than one, or at least n, different values."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    value = world.field(rows, is_str, is_enum, is_date)
    if value is None:
        return None
    low, top = table(rows), table(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.3, but=(value,))
    counted = f"count(DISTINCT {low}.{name(value.name)})"
    alias = dice.pick(["different", "distinct_values", "kinds", "variety"])
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    n, shape = str(dice.pick([2, 3, 4, 5])), dice.pick(["more", "least", "one", "number"])
    phrases = {
        "whos": several(who),
        "who": who,
        "of": f.noun(said),
        "v": day_noun(dice, value) if is_date(value.type) else field_words(dice, value),
        "alias": label(alias),
    }
    does = dice.tell(f"queries_side_measures.variety.{shape}", n=number_said(dice, n), **phrases)
    having = {"more": f"{counted} > 1", "least": f"{counted} >= {constant(n)}", "one": f"{counted} = 1", "number": ""}[
        shape
    ]
    columns: Columns = [(shown, text.type), *([(alias, Scalar("int"))] if shape == "number" else [])]
    picks = [picked(f"{top}.", text, shown), *([f"{counted} AS {name(alias)}"] if shape == "number" else [])]
    return query(
        "several_values",
        f.takes,
        columns,
        order.after(world, does),
        f"SELECT {', '.join(picks)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)} GROUP BY {top}.id, {top}.{name(text.name)}{f' HAVING {having}' if having else ''} ORDER BY {order.code}",
        "Q041",
        "Q030",
        *f.tags,
    )


def _lack(world: World, field: Field) -> Condition | None:
    """Say that a field is missing, in one of the many ways."""
    drawn = (missing(world.dice, field) for _ in range(6))
    return next((condition for condition in drawn if condition.sql("").endswith("IS NULL")), None)


def waiting_list(world: World) -> Draft | None:
    """Rows still without something, those of one value first (or in the stated order of two), the oldest first within."""
    dice, entity = world.dice, world.dice.pick([world.root, world.root, world.child])
    kind, day = world.field(entity, is_enum), world.field(entity, is_date)
    if kind is None or day is None or not isinstance(kind.type, EnumType) or len(kind.type.values) < 3:
        return None
    gap = world.field(entity, lambda each: isinstance(each, OptionalType) and str(each.inner) in ("date", "str"))
    text = next((field for field in entity.fields if field.type == Scalar("str")), None)
    f = filters(world, entity, "", most=1, likely=0.5, but=(kind, day, *([gap] if gap else [])))
    values = dice.some(kind.type.values, dice.pick([1, 1, 2]))
    arms = " ".join(f"WHEN '{name(value)}' THEN {at}" for at, value in enumerate(values, 1))
    tests, rows = list(f.code), f.noun(rows_words(world, entity))
    lack = _lack(world, gap) if gap is not None else None
    if lack is not None:
        tests.append(lack.sql(""))
        rows = f"{rows}{' and' if f.after else ''} {lack.relative}"
    shown: list[tuple[str, Type]] = [("id", Scalar("int")), (kind.name, kind.type), (day.name, day.type)]
    if text is not None and dice.chance(0.5):
        shown.insert(1, (text.name, text.type))
    down = dice.chance(0.25)
    words = [value_words(dice, value) for value in values]
    does = dice.tell(
        f"queries_side_measures.waiting.{'two' if len(words) > 1 else 'one'}",
        of=rows,
        v=words[0],
        w=words[-1],
        k=field_words(dice, kind),
        within=dice.tell(f"queries_side_measures.waiting.{'newest' if down else 'oldest'}", d=day_noun(dice, day)),
    )
    order = f"CASE {name(kind.name)} {arms} ELSE {len(values) + 1} END, {name(day.name)}{' DESC' if down else ''}, id"
    return query(
        "waiting_list",
        f.takes,
        shown,
        does,
        f"SELECT {', '.join(name(each) if each != 'id' else each for each, _ in shown)} FROM {table(entity)}{where(*tests)} ORDER BY {order}",
        "Q019",
        *f.tags,
    )


def newest_with_columns(world: World) -> Draft | None:
    """Each partner's name with its newest row: key, day and a column of that row, ties by the highest key."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    day = world.field(rows, is_date)
    more = world.field(rows, is_decimal, is_enum, is_str, but=(day,)) if day else None
    if day is None or more is None or more.name == text.name:
        return None
    low, top, last = table(rows), table(partner), dice.chance(0.8)
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    order = Order(code=f"{top}.{name(text.name)}, {low}.id", words=order.words)
    own, way = name(day.name), " DESC" if last else ""
    inner = f"SELECT newest.id FROM {low} AS newest WHERE newest.{column(key)} = {low}.{column(key)} ORDER BY newest.{own}{way}, newest.id{way} LIMIT 1"
    does = dice.tell(
        f"queries_side_measures.newest.{'last' if last else 'first'}",
        who=who,
        rows=said,
        d=day_noun(dice, day),
        c=field_words(dice, more),
    )
    return query(
        "newest_with_columns",
        (),
        [(shown, text.type), (day.name, day.type), (more.name, more.type)],
        order.after(world, does),
        f"SELECT {picked(f'{top}.', text, shown)}, {low}.{own}, {low}.{name(more.name)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)} WHERE {low}.id = ({inner}) ORDER BY {order.code}",
        "Q071",
    )


PATTERNS = (
    (count_and_more, 2.5), (fitting_percent, 1.5), (two_keys, 2), (several_values, 1.5), (waiting_list, 1.5), (newest_with_columns, 1),
)  # fmt: skip
