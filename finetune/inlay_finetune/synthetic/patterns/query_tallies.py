"""Tallies that composed groups show: code, code over nothing, result column, and words over some rows."""

from dataclasses import dataclass

from inlay.contract import DecimalType, Entity, Field, Scalar, Type
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.query_parts import table
from inlay_finetune.synthetic.patterns.query_walks import Hop, hops_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["Tally", "tally"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """A tally: code, code that gives zero over nothing, result column, `{of}` words, and a table it needs besides."""

    code: str
    zero: str
    alias: str
    kind: Type
    over: str
    shape: str
    needs: Hop | None = None

    def of(self, rows: str) -> str:
        """Say the tally over these rows."""
        return self.over.format(of=rows)


def tally(
    world: World, entity: Entity, prefix: str, but: tuple[Field, ...], *, left: bool, far: bool = True
) -> Tally | None:
    """Draw a tally; under `left` only what is zero over nothing, without `far` only from the table itself."""
    shapes = ["count", "count", "count", "sum", "sum", "sum", "sum", "distinct", "product", "product"]
    shapes += [] if left else ["average", "highest", "lowest", *(["far"] * 3 if far else [])]
    shape = world.dice.pick(shapes)
    match shape:
        case "count":
            return _count(world, entity, prefix)
        case "distinct":
            return _distinct(world, entity, prefix, but)
        case "product" | "far":
            return _product(world, entity, prefix, far=shape == "far")
    field = world.field(entity, is_number, *([is_date] if shape in ("highest", "lowest") else []), but=but)
    return None if field is None else _of_field(world, prefix, field, shape)


def _count(world: World, entity: Entity, prefix: str) -> Tally:
    rows = plural(snake_case(entity.name))
    alias = world.dice.pick([rows, rows, "count", "number", f"{snake_case(entity.name)}_count", "how_many", "n"])
    over = world.dice.tell("query_tallies.count", of="{of}")
    return Tally(code="count(*)", zero=f"count({prefix}id)", alias=alias, kind=Scalar("int"), over=over, shape="count")


def _distinct(world: World, entity: Entity, prefix: str, but: tuple[Field, ...]) -> Tally | None:
    """Count different values of a column, or different ones of those that a reference points to."""
    dice, options = world.dice, [hop for hop in hops_of(world, entity) if hop.key != snake_case(world.root.name)]
    field = world.field(entity, is_str, is_enum, is_date, but=but)
    if options and (field is None or dice.chance(0.5)):
        hop = dice.pick(options)
        own, said, alias = f"{snake_case(hop.key)}_id", several(hop.who), plural(hop.key)
    elif field is not None:
        own, said, alias = field.name, plural(field_words(dice, field)), plural(field.name)
    else:
        return None
    alias = dice.pick([alias, f"different_{alias}", "different", "distinct_count"])
    code, over = f"count(DISTINCT {prefix}{name(own)})", dice.tell("query_tallies.distinct", saids=said, of="{of}")
    return Tally(code=code, zero=code, alias=alias, kind=Scalar("int"), over=over, shape="distinct")


def _product(world: World, entity: Entity, prefix: str, *, far: bool) -> Tally | None:
    """Multiply a number of each row by an amount of the same row, or by one of what the row points to."""
    dice, whole = world.dice, world.field(entity, is_int)
    if whole is None:
        return None
    hop, owner, side = None, entity, prefix
    if far:
        options = [hop for hop in hops_of(world, entity) if not hop.optional]
        if not options:
            return None
        hop = dice.pick(options)
        owner, side = hop.target, f"{table(hop.target)}."
    money = world.field(owner, is_decimal)
    if money is None:
        return None
    alias = dice.pick(["revenue", "value", "amount", "total", "turnover", "sales", "worth", "cost", "billed"])
    inner = f"{prefix}{name(whole.name)} * {side}{name(money.name)}"
    phrases = {"a": field_words(dice, whole), "b": field_words(dice, money), "alias": label(alias), "of": "{of}"}
    if hop is not None:
        phrases["b"] = dice.tell("query_tallies.theirs", who=hop.who, b=phrases["b"])
    return Tally(
        code=f"sum({inner})",
        zero=f"coalesce(sum({inner}), 0)",
        alias=alias,
        kind=DecimalType(),
        over=dice.tell("query_tallies.product", **phrases),
        shape="product",
        needs=hop,
    )


def _of_field(world: World, prefix: str, field: Field, shape: str) -> Tally | None:
    dice, own = world.dice, f"{prefix}{name(field.name)}"
    over = dice.tell(
        f"query_tallies.{'day_' if is_date(field.type) else ''}{shape}", said=field_words(dice, field), of="{of}"
    )
    match shape:
        case "average":
            code, zero = f"round(avg({own}), 2)", f"round(coalesce(avg({own}), 0), 2)"
            alias = dice.pick([f"average_{field.name}", "average", "mean"])
            return Tally(code=code, zero=zero, alias=alias, kind=DecimalType(), over=over, shape=shape)
        case "highest" | "lowest":
            code = f"{'max' if shape == 'highest' else 'min'}({own})"
            first, last = ("latest", "last") if shape == "highest" else ("earliest", "first")
            words = [first, last, f"{last}_{field.name}"] if is_date(field.type) else [shape, f"{shape}_{field.name}"]
            alias, kind = dice.pick(words), field.type
            kind = DecimalType() if is_decimal(kind) else kind
            return Tally(code=code, zero=code, alias=alias, kind=kind, over=over, shape="extreme")
    alias = dice.pick([field.name, f"total_{field.name}", "total", "sum", "volume", "altogether"])
    total: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    code = f"sum({own})"
    return Tally(code=code, zero=f"coalesce({code}, 0)", alias=alias, kind=total, over=over, shape="sum")
