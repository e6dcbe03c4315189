"""Aggregates that query patterns group: code, words, limits on the group and its order."""

from dataclasses import dataclass

from inlay.contract import DecimalType, Entity, Field, Parameter, Scalar, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_frames import tail
from inlay_finetune.synthetic.patterns.query_parts import Filter, rows_words
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["Aggregate", "aggregate_of", "asked", "counted", "group_order", "having_of", "over_rows"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aggregate:
    """An aggregate over rows: code, result column with its type, words of its own and words with `{of}` for the rows."""

    code: str
    alias: str
    kind: Type
    words: str
    over: str
    zero: str
    tag: str = "Q028"

    def of(self, rows: str) -> str:
        """Say the aggregate of these rows."""
        return self.over.format(of=rows)


def aggregate_of(world: World, entity: Entity, prefix: str, *, averages: bool = True) -> Aggregate | None:
    """Draw an aggregate over the rows of a table."""
    shape = world.dice.pick(
        [
            "count",
            "count",
            "sum",
            "sum",
            "sum",
            "average" if averages else "sum",
            "product" if entity == world.child else "sum",
            "extreme" if averages else "count",
            "distinct" if averages else "count",
        ]
    )
    if shape == "count":
        return _count(world, entity, prefix)
    if shape == "product":
        return _product(world, prefix, world.field(entity, is_decimal), world.field(entity, is_int))
    if shape == "distinct":
        return _distinct(world, prefix, world.field(entity, is_str))
    field = world.field(entity, is_decimal if shape == "average" else is_number)
    if field is None:
        return None
    return {"sum": _sum, "average": _average, "extreme": _extreme}[shape](world, prefix, field)


def _count(world: World, entity: Entity, prefix: str) -> Aggregate:
    dice = world.dice
    alias = dice.pick(["count", plural(label(entity.name).replace(" ", "_")), "number", "how_many", "total", "rows"])
    over = dice.tell("query_aggregates.count", of="{of}")
    words, zero = over.format(of=rows_words(world, entity)), f"count({prefix}id)"
    return Aggregate(code="count(*)", alias=alias, kind=Scalar("int"), words=words, over=over, zero=zero, tag="Q027")


def _product(world: World, prefix: str, money: Field | None, count: Field | None) -> Aggregate | None:
    if money is None or count is None:
        return None
    dice, inner = world.dice, f"{prefix}{name(count.name)} * {prefix}{name(money.name)}"
    alias = dice.pick(["revenue", "value", "amount", "total", "turnover", "sales", "worth"])
    said = {"alias": label(alias), "a": field_words(dice, count), "b": field_words(dice, money)}
    return Aggregate(
        code=f"sum({inner})",
        alias=alias,
        kind=DecimalType(),
        words=dice.tell("query_aggregates.product.plain", **said),
        over=dice.tell("query_aggregates.product.over", of="{of}", **said),
        zero=f"coalesce(sum({inner}), 0)",
        tag="Q029",
    )


def _distinct(world: World, prefix: str, field: Field | None) -> Aggregate | None:
    if field is None:
        return None
    dice, code = world.dice, f"count(DISTINCT {prefix}{name(field.name)})"
    said = plural(field_words(dice, field))
    return Aggregate(
        code=code,
        alias=plural(field.name),
        kind=Scalar("int"),
        words=dice.tell("query_aggregates.distinct.plain", saids=said),
        over=dice.tell("query_aggregates.distinct.over", saids=said, of="{of}"),
        zero=code,
        tag="Q031",
    )


def _sum(world: World, prefix: str, field: Field) -> Aggregate:
    dice, own, said = world.dice, f"{prefix}{name(field.name)}", field_words(world.dice, field)
    return Aggregate(
        code=f"sum({own})",
        alias=dice.pick([field.name, f"total_{field.name}", "total", "amount", "sum"]),
        kind=DecimalType() if is_decimal(field.type) else Scalar("int"),
        words=dice.tell("query_aggregates.sum.plain", said=said),
        over=dice.tell("query_aggregates.sum.over", said=said, of="{of}"),
        zero=f"coalesce(sum({own}), 0)",
    )


def _average(world: World, prefix: str, field: Field) -> Aggregate:
    dice, own, said = world.dice, f"{prefix}{name(field.name)}", field_words(world.dice, field)
    return Aggregate(
        code=f"round(avg({own}), 2)",
        alias=dice.pick([f"average_{field.name}", "average", "mean"]),
        kind=DecimalType(),
        words=dice.tell("query_aggregates.average.plain", said=said),
        over=dice.tell("query_aggregates.average.over", said=said, of="{of}"),
        zero=f"round(coalesce(avg({own}), 0), 2)",
        tag="Q030",
    )


def _extreme(world: World, prefix: str, field: Field) -> Aggregate:
    dice, said, which = world.dice, field_words(world.dice, field), "highest" if world.dice.chance(0.6) else "lowest"
    code = f"{'max' if which == 'highest' else 'min'}({prefix}{name(field.name)})"
    return Aggregate(
        code=code,
        alias=dice.pick([f"{which}_{field.name}", which]),
        kind=DecimalType() if is_decimal(field.type) else Scalar("int"),
        words=dice.tell(f"query_aggregates.{which}.plain", said=said),
        over=dice.tell(f"query_aggregates.{which}.over", said=said, of="{of}"),
        zero=code,
        tag="Q032",
    )


def over_rows(aggregate: Aggregate, f: Filter, rows: str) -> str:
    """Say the aggregate over its filtered rows."""
    return aggregate.of(f.noun(rows)) if f.code or aggregate.tag == "Q027" else aggregate.words


def asked(world: World, whole: str) -> str:
    """Ask for one number; `whole` is a noun phrase or begins with `how` or `what`."""
    shape = "clause" if whole.startswith(("how ", "what ")) else "thing" if whole.startswith("the ") else "bare"
    return world.dice.tell(f"query_aggregates.asked.{shape}", whole=whole)


def counted(world: World, noun: str) -> str:
    """Ask how many rows there are."""
    if world.dice.chance(0.5):
        return world.dice.tell("query_aggregates.counted", of=noun)
    return asked(world, world.dice.tell("query_aggregates.count", of=noun))


def group_order(world: World, key_code: str, key_words: str, a: Aggregate) -> tuple[str, str]:
    """Order groups by their number or by their key: code, and words that end a sentence."""
    dice, said = world.dice, a.alias.replace("_", " ")
    if dice.chance(0.5):
        ties = tail(world, "query_aggregates.group_ties", by=key_words, said=said)
        if dice.chance(0.8):
            return f"{name(a.alias)} DESC, {key_code}", tail(world, "query_aggregates.group_down", said=said) + ties
        return f"{name(a.alias)}, {key_code}", tail(world, "query_aggregates.group_up", said=said) + ties
    return key_code, tail(world, "query_aggregates.group_key", by=key_words)


def having_of(world: World, a: Aggregate, f: Filter, likely: float = 0.2) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw a limit on the group: code, words, parameters."""
    dice = world.dice
    if not dice.chance(likely):
        return "", "", ()
    operator = dice.pick(list(COMPARISONS))
    stated = str(dice.round_number(2, 800 if isinstance(a.kind, DecimalType) else 20))
    bound, shown = constant(stated), stated
    takes: tuple[Parameter, ...] = ()
    parameter = Parameter(name=dice.pick(["minimum", "at_least", "threshold", "min_total", "lower_limit"]), type=a.kind)
    if dice.chance(0.4) and parameter.name not in {p.name for p in f.takes}:
        bound, shown, takes = f":{name(parameter.name)}", f"the {label(parameter.name)}", (parameter,)
    how = compare_words(dice, operator, shown)
    words = tail(world, "query_aggregates.having", how=how, said=a.alias.replace("_", " "))
    return f" HAVING {a.code} {operator} {bound}", words, takes
