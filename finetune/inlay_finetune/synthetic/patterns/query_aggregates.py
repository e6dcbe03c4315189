"""Aggregates that query patterns group: code, words, limits on the group and its order."""

from dataclasses import dataclass

from inlay.contract import DecimalType, Entity, Parameter, Scalar, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    rows_words,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["Aggregate", "aggregate_of", "group_order", "having_of", "over_rows"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aggregate:
    """An aggregate over rows: code, result column with its type, and words before `of the rows`."""

    code: str
    alias: str
    kind: Type
    words: str
    zero: str
    tag: str = "Q028"


def aggregate_of(world: World, entity: Entity, prefix: str, *, averages: bool = True) -> Aggregate | None:
    """Draw an aggregate over the rows of a table."""
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


def over_rows(aggregate: Aggregate, f: Filter, rows: str) -> str:
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


def group_order(world: World, key_code: str, key_words: str, a: Aggregate) -> tuple[str, str]:
    """Order groups by their number or by their key."""
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


def having_of(world: World, a: Aggregate, f: Filter, likely: float = 0.2) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw a limit on the group: code, words, parameters."""
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
