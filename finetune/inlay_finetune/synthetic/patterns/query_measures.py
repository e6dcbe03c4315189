"""Measures that query patterns count or add up: code, result column and words."""

from dataclasses import dataclass

from inlay.contract import (
    DecimalType,
    Entity,
    Field,
    Scalar,
    Type,
)
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.query_frames import grouped
from inlay_finetune.synthetic.patterns.query_parts import Filter
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["Measure", "count_alias", "measure"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What is counted or added up: code, code that gives zero over nothing, result column, words and their parts."""

    code: str
    zero: str
    alias: str
    kind: Type
    words: str
    shape: str
    phrases: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> bool:
        """Say whether rows are counted."""
        return self.shape == "count"

    def alone(self, world: World) -> str:
        """Ask for the measure by itself: as a noun, an order or a question."""
        return self.words if world.dice.chance(0.6) else self._told(world, "alone")

    def per(self, world: World, per: str) -> str:
        """Ask for the measure per something."""
        return grouped(world, self.words, per) if world.dice.chance(0.65) else self._told(world, "each", per=per)

    def _told(self, world: World, frame: str, **more: str) -> str:
        return world.dice.tell(f"query_measures.{frame}.{self.shape}", **dict(self.phrases), **more)


def count_alias(world: World, entity: Entity, f: Filter) -> str:
    """Name a count: by the rows, by the rows and their adjective, or plainly."""
    rows = plural(snake_case(entity.name))
    adjective = f.before.strip().replace(" ", "_").replace("-", "_")
    short = rows.split("_")[-1]
    options = [
        rows,
        rows,
        short,
        f"{snake_case(entity.name)}_count",
        "count",
        "number",
        f"number_of_{rows}",
        "how_many",
        "n",
    ]
    if adjective.isidentifier():
        options += [adjective, f"{adjective}_{short}", f"{adjective}_count", f"{adjective}_{rows}"]
    return world.dice.pick(options)


def measure(
    world: World, entity: Entity, prefix: str, f: Filter, rows: str, *, averages: bool = False
) -> Measure | None:
    """Draw a measure over filtered rows; its words name the rows."""
    dice, of = world.dice, f.noun(rows)
    shape = dice.pick(
        [
            "count",
            "sum",
            "sum",
            "product" if world.child == entity else "sum",
            "average" if averages else "count",
            "extreme" if averages else "sum",
        ]
    )
    if shape == "count":
        return Measure(
            code="count(*)",
            zero=f"count({prefix}id)",
            alias=count_alias(world, entity, f),
            kind=Scalar("int"),
            words=dice.tell("query_measures.count", of=of),
            shape="count",
            phrases=(("of", of),),
        )
    money, whole = world.field(entity, is_decimal, but=f.fields), world.field(entity, is_int, but=f.fields)
    if shape == "product":
        return _product(world, prefix, money, whole, of)
    field = dice.pick([field for field in (money, money, whole) if field is not None] or [None])
    if field is None:
        return None
    if shape == "average":
        return _average(world, prefix, field, of)
    return _extreme(world, prefix, field, of) if shape == "extreme" else _sum(world, prefix, field, of)


def _sum(world: World, prefix: str, field: Field, of: str) -> Measure:
    dice, said, own = world.dice, field_words(world.dice, field), f"{prefix}{name(field.name)}"
    phrases = {"said": said, "of": of}
    words = dice.tell("query_measures.sum", **phrases)
    alias = dice.pick(
        [
            field.name,
            f"total_{field.name}",
            "total",
            "sum",
            "amount",
            "paid",
            "received",
            "spent",
            "volume",
            "altogether",
        ]
    )
    kind: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    return Measure(
        code=f"sum({own})",
        zero=f"coalesce(sum({own}), 0)",
        alias=alias,
        kind=kind,
        words=words,
        shape="sum",
        phrases=tuple(phrases.items()),
    )


def _product(world: World, prefix: str, money: Field | None, whole: Field | None, of: str) -> Measure | None:
    if money is None or whole is None:
        return None
    dice, code = world.dice, f"{prefix}{name(whole.name)} * {prefix}{name(money.name)}"
    alias = dice.pick(["revenue", "value", "amount", "total", "turnover", "sales", "worth", "spent", "cost", "billed"])
    a, b, shown = field_words(dice, whole), field_words(dice, money), label(alias)
    phrases = {"a": a, "b": b, "shown": shown, "of": of}
    words = dice.tell("query_measures.product", **phrases)
    return Measure(
        code=f"sum({code})",
        zero=f"coalesce(sum({code}), 0)",
        alias=alias,
        kind=DecimalType(),
        words=words,
        shape="product",
        phrases=tuple(phrases.items()),
    )


def _average(world: World, prefix: str, field: Field, of: str) -> Measure:
    dice, said, own = world.dice, field_words(world.dice, field), f"{prefix}{name(field.name)}"
    phrases = {"said": said, "of": of}
    words = dice.tell("query_measures.average", **phrases)
    alias = dice.pick([f"average_{field.name}", "average", "mean", f"mean_{field.name}", f"avg_{field.name}"])
    code = f"round(avg({own}), 2)"
    return Measure(
        code=code,
        zero=f"round(coalesce(avg({own}), 0), 2)",
        alias=alias,
        kind=DecimalType(),
        words=words,
        shape="average",
        phrases=tuple(phrases.items()),
    )


def _extreme(world: World, prefix: str, field: Field, of: str) -> Measure:
    dice, said, most = world.dice, field_words(world.dice, field), world.dice.chance(0.6)
    high = dice.pick(["highest", "largest", "maximum", "biggest"] if most else ["lowest", "smallest", "minimum"])
    phrases = {"high": high, "said": said, "of": of}
    words = dice.tell("query_measures.extreme", **phrases)
    code = f"{'max' if most else 'min'}({prefix}{name(field.name)})"
    alias = dice.pick(
        [f"{high}_{field.name}", high, f"{'max' if most else 'min'}_{field.name}", "top" if most else "low"]
    )
    kind: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    return Measure(
        code=code,
        zero=f"coalesce({code}, 0)",
        alias=alias,
        kind=kind,
        words=words,
        shape="extreme",
        phrases=tuple(phrases.items()),
    )
