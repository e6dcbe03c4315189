"""Queries that hold an own column against the rows of each: what is still free, how much is reached, what is short."""

from inlay.contract import DecimalType, Entity, Field, OptionalType, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label, several
from inlay_finetune.synthetic.patterns.query_frames import Columns, Order, by_text, picked, query, role, tail
from inlay_finetune.synthetic.patterns.query_links import named_link
from inlay_finetune.synthetic.patterns.query_parts import column, filters, rows_words, table, where
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]


def _zero(world: World, who: str, rows: str) -> str:
    """Say that partners without rows are there."""
    phrases = {"who": who, "a": article(who), "whos": several(who), "rows": rows}
    return tail(world, "queries_progress.without", **phrases)


def still_free(world: World) -> Draft | None:
    """Partners with how many rows they have and how many more fit into a whole number of theirs."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    room = world.field(partner, is_int)
    if room is None:
        return None
    low, top = table(rows), table(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.5)
    counted, limit = f"count({low}.id)", f"{top}.{name(room.name)}"
    free = dice.pick(["free", "left", "remaining", "available", "open"])
    taken = dice.pick(["taken", "used", "booked", "count", "number", "how_many"])
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    columns: Columns = [(shown, text.type)]
    picks = [picked(f"{top}.", text, shown)]
    shape = dice.pick(["both", "free", "all", "where", "full"])
    phrases = {"who": who, "whos": several(who), "of": f.noun(said), "room": field_words(dice, room)}
    phrases |= {"free": label(free), "taken": label(taken)}
    if shape == "all":
        columns.append((room.name, room.type))
        picks.append(f"{top}.{name(room.name)}")
    if shape in ("both", "all", "full"):
        columns.append((taken, Scalar("int")))
        picks.append(f"{counted} AS {name(taken)}")
    if shape != "full":
        columns.append((free, Scalar("int")))
        picks.append(f"{limit} - {counted} AS {name(free)}")
    having = {"where": f" HAVING {counted} < {limit}", "full": f" HAVING {counted} >= {limit}"}.get(shape, "")
    does = dice.tell(f"queries_progress.{shape}", **phrases)
    if shape not in ("where", "full"):
        does += _zero(world, who, said)
    on = " AND ".join([f"{low}.{column(key)} = {top}.id", *f.code])
    return query(
        "still_free",
        f.takes,
        columns,
        order.after(world, does),
        f"SELECT {', '.join(picks)} FROM {top} LEFT JOIN {low} ON {on} GROUP BY {top}.id, {top}.{name(text.name)}, {limit}{having} ORDER BY {order.code}",
        "Q037",
        "Q092",
        *f.tags,
    )


def reached(world: World) -> Draft | None:
    """Partners with a target of theirs, what their rows add up to, and the percentage or the rest of it."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    goal, money = world.field(partner, is_decimal), world.field(rows, is_decimal)
    if goal is None or money is None:
        return None
    low, top = table(rows), table(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.4, but=(money,))
    total, target = f"coalesce(sum({low}.{name(money.name)}), 0)", f"{top}.{name(goal.name)}"
    so_far = dice.pick(["reached", "collected", "so_far", "total", "used", "spent", "paid"])
    rest = dice.pick(["missing", "rest", "remaining", "still_open", "outstanding"])
    percent = dice.pick(["percent", "percentage", "share", "progress"])
    if len({so_far, rest, percent, goal.name, text.name}) < 5:
        return None
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    shape = dice.pick(["percent", "percent", "rest", "below", "above"])
    phrases = {"who": who, "whos": several(who), "of": f.noun(said), "goal": field_words(dice, goal)}
    phrases |= {"m": field_words(dice, money), "so": label(so_far), "rest": label(rest), "p": label(percent)}
    columns: Columns = [(shown, text.type), (goal.name, goal.type), (so_far, DecimalType())]
    picks = [picked(f"{top}.", text, shown), target, f"{total} AS {name(so_far)}"]
    having = ""
    if shape == "percent":
        columns.append((percent, OptionalType(DecimalType())))
        picks.append(f"round(100.0 * {total} / nullif({target}, 0), 1) AS {name(percent)}")
    elif shape == "rest":
        columns.append((rest, DecimalType()))
        picks.append(f"{target} - {total} AS {name(rest)}")
    else:
        having = f" HAVING {total} {'<' if shape == 'below' else '>'} {target}"
    does = dice.tell(f"queries_progress.reached.{shape}", **phrases)
    if shape in ("percent", "rest"):
        does += _zero(world, who, said)
    on = " AND ".join([f"{low}.{column(key)} = {top}.id", *f.code])
    if shape == "above":
        source = f"{low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)}"
        picks[2], having = (
            f"sum({low}.{name(money.name)}) AS {name(so_far)}",
            having.replace(total, f"sum({low}.{name(money.name)})"),
        )
    else:
        source = f"{top} LEFT JOIN {low} ON {on}"
    body = f"SELECT {', '.join(picks)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)}, {target}{having} ORDER BY {order.code}"
    return query("reached", f.takes, columns, order.after(world, does), body, "Q037", "Q044", *f.tags)


def _pair(world: World, entity: Entity) -> tuple[Field, Field] | None:
    """Draw two numbers of one type."""
    one = world.field(entity, is_number)
    if one is None:
        return None
    same = is_decimal if is_decimal(one.type) else is_int
    two = world.field(entity, same, but=(one,))
    return (one, two) if two is not None else None


def shortfall(world: World) -> Draft | None:
    """Rows whose number is below another of the same row, with how much is missing, the most first."""
    dice, entity = world.dice, world.dice.pick([world.root, world.child, world.other])
    pair = _pair(world, entity)
    text = next((field for field in entity.fields if field.type == Scalar("str")), None)
    if pair is None or text is None:
        return None
    have, need = pair
    f = filters(world, entity, "", most=1, likely=0.35, but=pair)
    alias = dice.pick(["missing", "short", "shortfall", "needed", "gap", "to_order"])
    kind: Type = DecimalType() if is_decimal(have.type) else Scalar("int")
    code, down = f"{name(need.name)} - {name(have.name)}", dice.chance(0.7)
    shown = role(world, entity, text)
    rows = rows_words(world, entity)
    does = dice.tell(
        f"queries_progress.short.{'down' if down else 'name'}",
        of=f.noun(rows),
        have=field_words(dice, have),
        need=field_words(dice, need),
        alias=label(alias),
        text=field_words(dice, text),
    )
    order = f"{name(alias)} DESC, id" if down else f"{name(text.name)}, id"
    return query(
        "shortfall",
        f.takes,
        [(shown, text.type), (alias, kind)],
        does,
        f"SELECT {picked('', text, shown)}, {code} AS {name(alias)} FROM {table(entity)}{where(*f.code, f'{name(have.name)} < {name(need.name)}')} ORDER BY {order}",
        "Q015",
        "Q060",
        *f.tags,
    )


def per_day_average(world: World) -> Draft | None:
    """How many rows (or how much) there are on an average day or month that has any, perhaps within a period."""
    dice, entity = world.dice, world.dice.pick([world.root, world.root, world.child])
    day, money = world.field(entity, is_date), world.field(entity, is_decimal)
    if day is None:
        return None
    low, own = table(entity), name(day.name)
    f = filters(world, entity, "", most=1, likely=0.45, but=(day,))
    rows, by_month, counts = f.noun(rows_words(world, entity)), dice.chance(0.4), money is None or dice.chance(0.55)
    unit = f"substr(CAST({own} AS text), 1, 7)" if by_month else own
    inner = "count(*)" if counts or money is None else f"sum({name(money.name)})"
    alias = dice.pick(["average", "mean", "on_average", "usual"])
    said_unit = dice.tell(f"queries_progress.average.{'month' if by_month else 'day'}")
    phrases = {"of": rows, "unit": said_unit, "day": field_words(dice, day)}
    if not counts and money is not None:
        phrases["m"] = field_words(dice, money)
    does = dice.tell(f"queries_progress.average.{'count' if counts else 'sum'}", **phrases)
    does += dice.tell("queries_progress.average.rounded")
    return query(
        "per_unit_average",
        f.takes,
        [(alias, OptionalType(DecimalType()))],
        does,
        f"SELECT round(avg({name(alias)}), 2) AS {name(alias)} FROM (SELECT {inner} AS {name(alias)} FROM {low}{where(*f.code)} GROUP BY {unit}) AS totals",
        "Q034",
        *f.tags,
    )


def above_own_average(world: World) -> Draft | None:
    """Rows above (or below) the average of their own partner or value, by a correlated average."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    _, rows, key, who, said, _ = link
    money = world.field(rows, is_number)
    reference = rows.field(key)
    if money is None or (reference is not None and str(reference.type).endswith("?")):
        return None
    low, above = table(rows), dice.chance(0.7)
    f = filters(world, rows, "", most=1, likely=0.3, but=(money,))
    own, key_code = name(money.name), column(key)
    test = f"{own} {'>' if above else '<'} (SELECT avg(same.{own}) FROM {low} AS same WHERE same.{key_code} = {low}.{key_code})"
    columns: Columns = [("id", Scalar("int")), (f"{snake_case(key)}_id", Scalar("int")), (money.name, money.type)]
    does = dice.tell(
        f"queries_progress.own_average.{'above' if above else 'below'}",
        of=f.noun(said),
        rows=said,
        who=who,
        m=field_words(dice, money),
    )
    order = Order(code="id", words=dice.tell("query_frames.by_key"))
    return query(
        "above_own_average",
        f.takes,
        columns,
        order.after(world, does),
        f"SELECT id, {key_code}, {own} FROM {low}{where(*f.code, test)} ORDER BY {order.code}",
        "Q060",
        *f.tags,
    )


PATTERNS = (
    (still_free, 2.5),
    (reached, 2.5),
    (shortfall, 1.5),
    (per_day_average, 1.2),
    (above_own_average, 1.5),
)
