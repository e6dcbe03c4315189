"""Queries that take a grouped sum one step further: bounds, the overall average, shares by month, balances, winners, running sums."""

from inlay.contract import DecimalType, Entity, Field, OptionalType, Parameter, Scalar
from inlay.contract.naming import foreign_key, plural, snake_case
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import is_maybe
from inlay_finetune.synthetic.patterns.query_frames import Columns, query
from inlay_finetune.synthetic.patterns.query_links import links_of, named_link
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, month_of, rows_words, table, where
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_str

__all__ = ["PATTERNS"]

_INT, _TEXT, _DECIMAL = Scalar("int"), Scalar("str"), DecimalType()
_YEAR = Parameter(name="year", type=_INT)
_SUMS = ("spent", "total", "revenue", "altogether", "volume")


def _tell(world: World, key: str, **phrases: str) -> str:
    return world.dice.tell(f"queries_compositions_groups.{key}", **phrases)


def _in_year(own: str) -> str:
    return f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)"


def values_beyond(world: World) -> Draft | None:
    """C025: what the rows come to per value of their partners, beyond a bound, the most first."""
    dice = world.dice
    partner, rows, key, who, said = dice.pick(links_of(world))
    city, money = world.field(partner, is_str, is_enum), world.field(rows, is_decimal)
    if city is None or money is None:
        return None
    low, top, alias = table(rows), table(partner), dice.pick(_SUMS)
    f = filters(world, rows, f"{low}.", most=1, likely=0.75, but=(money,))
    operator, stated = dice.pick([">", ">", ">=", "<"]), str(dice.round_number(10, 3000))
    bound, shown, takes = constant(stated), stated, f.takes
    if dice.chance(0.5):
        given = Parameter(name=dice.pick(["min_total", "minimum", "threshold", "lower_limit"]), type=_DECIMAL)
        bound, shown, takes = f":{name(given.name)}", f"the {label(given.name)}", (*takes, given)
    own, total = f"{top}.{name(city.name)}", f"sum({low}.{name(money.name)})"
    does = _tell(
        world, "spenders",
        k=field_words(dice, city), who=who, whos=several(who), of=f.noun(said), m=field_words(dice, money),
        alias=label(alias), how=compare_words(dice, operator, shown),
    )  # fmt: skip
    body = (
        f"SELECT {own}, {total} AS {name(alias)} FROM {top} JOIN {low} ON {low}.{column(key)} = {top}.id{where(*f.code)} "
        f"GROUP BY {own} HAVING {total} {operator} {bound} ORDER BY {name(alias)} DESC, {own}"
    )
    return query(
        "values_beyond", takes, [(city.name, city.type), (alias, _DECIMAL)], does, body, "C025", "Q041", *f.tags
    )


def above_the_average(world: World) -> Draft | None:
    """C029: partners whose rows average more than all rows do."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    money = world.field(rows, is_decimal)
    if money is None:
        return None
    low, top, alias = table(rows), table(partner), dice.pick(["average", "mean", f"average_{money.name}"])
    f = filters(world, rows, f"{low}.", most=1, likely=0.35, but=(money,))
    if f.takes:
        return None
    own, mean = f"{top}.{name(text.name)}", f"avg({low}.{name(money.name)})"
    does = _tell(
        world, "above_average",
        who=who, whos=several(who), of=f.noun(said), rows=said, rows_one=label(rows.name), m=field_words(dice, money),
        text=field_words(dice, text), alias=label(alias),
    )  # fmt: skip
    body = (
        f"SELECT {top}.id, {own}, round({mean}, 2) AS {name(alias)} FROM {top} JOIN {low} ON {low}.{column(key)} = {top}.id"
        f"{where(*f.code)} GROUP BY {top}.id, {own} HAVING {mean} > (SELECT avg({name(money.name)}) FROM {low}) "
        f"ORDER BY {name(alias)} DESC, {top}.id"
    )
    columns: Columns = [("id", _INT), (text.name, text.type), (alias, _DECIMAL)]
    return query("above_the_average", (), columns, does, body, "C029", "Q074", "Q030", *f.tags)


def _year_rows(world: World, entity: Entity, *but: Field) -> tuple[Field, Filter, str] | None:
    """Draw a day of a table and a filter beside it: the day, the filter and the words of the rows."""
    day = world.field(entity, is_date, but=but)
    if day is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.45, but=(*but, day))
    return None if f.takes else (day, f, f.noun(rows_said(world, entity)))


def share_by_month(world: World) -> Draft | None:
    """C030: per month of a year, one total in percent of another, a missing value as zero."""
    dice, entity = world.dice, any_entity(world)
    whole, maybe = world.field(entity, is_decimal), world.field(entity, is_maybe(_DECIMAL), is_maybe(_INT))
    part = maybe or (world.field(entity, is_decimal, is_int, but=(whole,)) if whole else None)
    made = _year_rows(world, entity, whole, part) if whole and part else None
    if whole is None or part is None or made is None:
        return None
    (day, f, of), alias = made, dice.pick(["percent", "percentage", "share", "quota"])
    said = field_words(dice, part)
    does = _tell(
        world, "given_away",
        part=said, whole=field_words(dice, whole), of=of, alias=label(alias), b=day_noun(dice, day),
        none=_tell(world, "no_part", part=said) if maybe else "",
    )  # fmt: skip
    month, own = month_of(name(day.name)), f"sum({f'coalesce({name(part.name)}, 0)' if maybe else name(part.name)})"
    body = (
        f"SELECT {month} AS {name('month')}, round(100.0 * {own} / nullif(sum({name(whole.name)}), 0), 1) AS {name(alias)} "
        f"FROM {table(entity)}{where(*f.code, _in_year(name(day.name)))} GROUP BY {month} ORDER BY {name('month')}"
    )
    return query(
        "share_by_month",
        (_YEAR,),
        [("month", _TEXT), (alias, OptionalType(_DECIMAL))],
        does,
        body,
        "C030",
        "Q034",
        "Q038",
        *f.tags,
    )


def still_owing(world: World) -> Draft | None:
    """C032: what each partner still owes on a day: what was due less what was paid until then."""
    dice = world.dice
    due, day = world.field(world.root, is_decimal), world.field(world.root, is_date)
    paid, on = world.field(world.child, is_decimal), world.field(world.child, is_date)
    reference = world.root.field(world.reference)
    if due is None or day is None or paid is None or on is None or reference is None:
        return None
    top, low, who = table(world.root), table(world.child), label(world.reference)
    f = filters(world, world.root, f"{top}.", most=1, likely=0.6, but=(due, day))
    if f.takes or isinstance(reference.type, OptionalType):
        return None
    key, owner, alias = (
        column(world.reference),
        column(world.root.name),
        dice.pick(["owed", "open", "balance", "amount_due"]),
    )
    as_of, rest = name("as_of"), f"sum({top}.{name(due.name)} - coalesce(sums.so_far, 0))"
    does = _tell(
        world, "owing",
        who=who, whos=several(who), of=f.noun(rows_words(world, world.root)), rows=plural(snake_case(world.root.name)).replace("_", " "),
        rows2=label(world.children), due=field_words(dice, due), paid=field_words(dice, paid), day=day_noun(dice, day),
        pday=day_noun(dice, on), alias=label(alias), k=f"{who} id",
    )  # fmt: skip
    inner = f"SELECT {owner}, sum({name(paid.name)}) AS so_far FROM {low} WHERE {name(on.name)} <= :{as_of} GROUP BY {owner}"
    body = (
        f"SELECT {top}.{key}, {rest} AS {name(alias)} FROM {top} LEFT JOIN ({inner}) AS sums ON sums.{owner} = {top}.id"
        f"{where(*f.code, f'{top}.{name(day.name)} <= :{as_of}')} GROUP BY {top}.{key} HAVING {rest} > 0 "
        f"ORDER BY {name(alias)} DESC, {top}.{key}"
    )
    columns: Columns = [(foreign_key(world.reference), _INT), (alias, _DECIMAL)]
    takes = (Parameter(name="as_of", type=Scalar("date")),)
    return query("still_owing", takes, columns, does, body, "C032", "Q092", "Q036", "Q041", *f.tags)


def best_of_each(world: World) -> Draft | None:
    """C033: in each group the one whose rows come to the most."""
    dice = world.dice
    partner, rows, key, who, said = dice.pick(links_of(world))
    kind, much = world.field(partner, is_enum, is_enum, is_str), world.field(rows, is_int, is_decimal)
    if kind is None or much is None:
        return None
    low, top, alias = table(rows), table(partner), dice.pick(["sold", "total", "volume", "units"])
    f = filters(world, rows, f"{low}.", most=1, likely=0.35, but=(much,))
    shown, own, total = foreign_key(key), f"{top}.{name(kind.name)}", f"sum({low}.{name(much.name)})"
    does = _tell(
        world, "best_of_each",
        k=field_words(dice, kind), it=who, m=field_words(dice, much), of=f.noun(said), alias=label(alias),
    )  # fmt: skip
    inner = (
        f"SELECT {own}, {top}.id AS {name(shown)}, {total} AS {name(alias)}, "
        f"row_number() OVER (PARTITION BY {own} ORDER BY {total} DESC, {top}.id) AS place "
        f"FROM {top} JOIN {low} ON {low}.{column(key)} = {top}.id{where(*f.code)} GROUP BY {own}, {top}.id"
    )
    picks = f"{name(kind.name)}, {name(shown)}, {name(alias)}"
    body = f"SELECT {picks} FROM ({inner}) AS numbered WHERE place = 1 ORDER BY {name(kind.name)}"
    columns: Columns = [(kind.name, kind.type), (shown, _INT), (alias, _DECIMAL if is_decimal(much.type) else _INT)]
    return query("best_of_each", f.takes, columns, does, body, "C033", "Q072", "Q036", *f.tags)


def running_months(world: World) -> Draft | None:
    """C034: the total of each month of a year with the sum so far."""
    dice, entity = world.dice, any_entity(world)
    money = world.field(entity, is_decimal)
    made = _year_rows(world, entity, money) if money else None
    if money is None or made is None:
        return None
    day, f, of = made
    alias = dice.pick(["revenue", "total", "amount", "monthly"])
    run = dice.pick(["so_far", "running", "cumulated", "running_total"])
    does = _tell(
        world, "so_far", m=field_words(dice, money), of=of, b=day_noun(dice, day), alias=label(alias), run=label(run)
    )
    month = month_of(name(day.name))
    inner = (
        f"SELECT {month} AS {name('month')}, sum({name(money.name)}) AS {name(alias)} FROM {table(entity)}"
        f"{where(*f.code, _in_year(name(day.name)))} GROUP BY {month}"
    )
    body = (
        f"SELECT {name('month')}, {name(alias)}, sum({name(alias)}) OVER (ORDER BY {name('month')}) AS {name(run)} "
        f"FROM ({inner}) AS months ORDER BY {name('month')}"
    )
    columns: Columns = [("month", _TEXT), (alias, _DECIMAL), (run, _DECIMAL)]
    return query("running_months", (_YEAR,), columns, does, body, "C034", "Q083", "Q038", *f.tags)


PATTERNS = (
    (values_beyond, 1.5),
    (above_the_average, 1.3),
    (share_by_month, 2.5),
    (still_owing, 7),
    (best_of_each, 1.4),
    (running_months, 3),
)
