"""Queries over given months, and over the months and years that stand out."""

from inlay.contract import OptionalType, Parameter, Scalar
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.query_frames import merged, query
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import (
    day_words,
    filters,
    glued,
    is_first_day,
    month_of,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.patterns.query_units import in_order, unit_of
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]


def in_month(world: World) -> Draft | None:
    """Rows or a number of a month given with its year, or of a month of any year."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child])
    day = world.field(entity, is_date)
    if day is None:
        return None
    own = name(day.name)
    f = filters(world, entity, "", most=1, likely=0.5, but=(day,))
    link = " and" if f.after else ""
    if dice.chance(0.6):
        takes = [Parameter(name="year", type=Scalar("int")), Parameter(name="month", type=Scalar("int"))]
        code = f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text) AND CAST(substr(CAST({own} AS text), 6, 2) AS integer) = :{name('month')}"
        words = "month_of_year"
    elif dice.chance(0.5):
        takes, code = (
            [Parameter(name="month", type=Scalar("int"))],
            f"CAST(substr(CAST({own} AS text), 6, 2) AS integer) = :{name('month')}",
        )
        words = "any_year"
    else:
        takes, code = [Parameter(name="month", type=Scalar("str"))], f"{month_of(own)} = :{name('month')}"
        words = "text"
    f = merged(
        f, code, f"{link} {day_words(world, entity, day, f'queries_months.{words}', linked=bool(f.after))}", *takes
    )
    a = measure(world, entity, "", f, rows_words(world, entity))
    if a is None:
        return None
    does = a.alone(world) + ("" if a.counts else glued(dice.tell("query_parts.zero")))
    picked = a.code if a.counts else a.zero
    return query(
        "in_month",
        f.takes,
        [(a.alias, a.kind)],
        does,
        f"SELECT {picked} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)}",
        "Q011",
        *f.tags,
    )


def busiest(world: World) -> Draft | None:
    """The months or years with the most, first n, or those with at least so much."""
    dice = world.dice
    f = filters(world, world.root, "", most=1, likely=0.4)
    dated = year_filter(world, world.root, "", f) if dice.chance(0.4) else None
    day = dated[1] if dated else world.field(world.root, is_date, but=f.fields)
    f = dated[0] if dated else f
    if day is None or isinstance(day.type, OptionalType) or (dated is None and not is_first_day(world.root, day)):
        return None
    a, unit = (
        measure(world, world.root, "", f, rows_words(world, world.root)),
        unit_of(world, name(day.name), in_year=dated is not None),
    )
    if a is None:
        return None
    columns = [(unit.alias, unit.kind), (a.alias, a.kind)]
    core = f"SELECT {unit.code} AS {name(unit.alias)}, {a.code} AS {name(a.alias)} FROM {table(world.root)}{where(*f.code)} GROUP BY {unit.code}"
    if dice.chance(0.5):
        n = str(dice.between(2, 12))
        does = dice.tell("queries_months.most", n=n, word=unit.word, words=a.words)
        does += glued(dice.tell("queries_months.most_ties", word=unit.word))
        body = f"{core} ORDER BY {name(a.alias)} DESC, {name(unit.alias)} LIMIT {constant(n)}"
        return query("busiest", f.takes, columns, does, body, "Q073", *f.tags)
    bound = Parameter(name=dice.pick(["minimum", "at_least", "threshold", "min_total"]), type=a.kind)
    extra: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        shown, code, extra = (
            "the given number" if bound.name == "at_least" else f"the {label(bound.name)}",
            f":{name(bound.name)}",
            (bound,),
        )
    else:
        stated = str(dice.round_number(2, 500))
        shown, code = stated, constant(stated)
    order = in_order(world, unit)
    said = {"word": unit.word, "Word": unit.word.capitalize(), "words": a.words, "k": shown}
    does = order.after(world, dice.tell("queries_months.reaching", **said))
    body = f"{core} HAVING {a.code} >= {code} ORDER BY {order.code}"
    return query("unit_having", (*f.takes, *extra), columns, does, body, "Q041", *f.tags)


PATTERNS = (
    (in_month, 1.5),
    (busiest, 1.2),
)
