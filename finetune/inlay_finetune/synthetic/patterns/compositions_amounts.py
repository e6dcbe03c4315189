"""Amounts in several steps over rows: a capped share, sliced prices, a discount and then so much per hundred, tax by row."""

from dataclasses import dataclass

from inlay.contract import Entity, MapType, Parameter
from inlay_finetune.synthetic.comparing import Condition
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import (
    DECIMAL,
    ZERO,
    added,
    amount,
    claim_of,
    decimal,
    done,
    kids,
    partner,
    root_of,
    rows_where,
    said_of,
    taken,
)
from inlay_finetune.synthetic.patterns.roundings import cents
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_str

__all__ = ["PATTERNS"]

_RATES = ("rates", "tax_rates", "percentages", "tax_table", "shares", "percent_by_code")


@dataclass(frozen=True, slots=True)
class _Sum:
    """The amount of a row and the rows that count: code, filter, words, and the condition that needs parameters."""

    row: str
    where: str
    phrases: dict[str, str]
    condition: Condition | None

    def total(self, world: World) -> str:
        """Spell the sum."""
        return added(self.row, kids(world), self.where)


def _sum(world: World, entity: Entity, likely: float) -> _Sum | None:
    dice, made = world.dice, amount(world, entity)
    if made is None:
        return None
    condition = sample_condition(dice, entity, parameters=dice.chance(0.2)) if dice.chance(likely) else None
    of, where = rows_where(world, condition, rows_of(dice, world))
    return _Sum(made[0], where, {"a": made[1], "of": of}, condition)


def capped_share(world: World) -> Draft | None:
    """C001: a percentage of the rows that count, at most or at least so much, rounded."""
    dice, made = world.dice, _sum(world, world.child, 0.85)
    if made is None:
        return None
    percent, bound = (str(each) for each in dice.some(range(1, 100), 2))
    key, call = dice.pick([("cap", "min"), ("cap", "min"), ("floor", "max")])
    words, rounding, tag = cents(dice)
    does = dice.tell(f"compositions_amounts.capped.{key}", p=percent, n=bound, r=words, **made.phrases)
    body = f"<v1> = {made.total(world)}\nreturn {call}(<v1> * {constant(percent)} / 100, {decimal(bound)}){rounding}"
    takes = (*root_of(world)[1], *taken(made.condition))
    return done("capped_share", takes, DECIMAL, does, body, "C001", "R005", "R046" if key == "cap" else "R047", tag)


def waived_fee(world: World) -> Draft | None:
    """C002: a fee that a total waives, and that some partners never pay."""
    dice, made, who = world.dice, amount(world, world.child), partner(world)
    exempt = sample_condition(dice, world.other) if who else None
    if made is None or who is None or exempt is None:
        return None
    fee, limit = dice.money(90), dice.money(900)
    operator = dice.pick([">=", ">=", ">"])
    does = dice.tell(
        "compositions_amounts.waived",
        fee=fee, a=made[1], rows=rows_of(dice, world), how=compare_words(dice, operator, limit),
        exempt=said_of(exempt, f"the {who[1]}"), e=entity_word(dice, world.root),
    )  # fmt: skip
    body = (
        f"if {exempt.python(who[0])}:\n    return {ZERO}\n<v1> = {added(made[0], kids(world))}\n"
        f"return {ZERO} if <v1> {operator} {decimal(limit)} else {decimal(fee)}"
    )
    return done("waived_fee", root_of(world)[1], DECIMAL, does, body, "C002", "R001", "R086", "R246")


def sliced_price(world: World) -> Draft | None:
    """C009: the total of the rows at one price up to a limit and at another beyond it, rounded."""
    dice, made = world.dice, _sum(world, world.child, 0.25)
    if made is None:
        return None
    limit = str(dice.round_number(20, 3000))
    one, two = (
        f"{dice.between(0, 4)}.{cent}" for cent in dice.some(("05", "12", "20", "35", "50", "65", "80", "95"), 2)
    )
    words, rounding, tag = cents(dice)
    does = dice.tell("compositions_amounts.slices", x=limit, one=one, two=two, r=words, **made.phrases)
    body = (
        f"<v1> = {made.total(world)}\n"
        f"<v2> = min(<v1>, {decimal(limit)}) * {decimal(one)} + max(<v1> - {decimal(limit)}, {ZERO}) * {decimal(two)}\n"
        f"return <v2>{rounding}"
    )
    takes = (*root_of(world)[1], *taken(made.condition))
    return done("sliced_price", takes, DECIMAL, does, body, "C009", "R001", "R035", tag)


def off_per_hundred(world: World) -> Draft | None:
    """C010: a percentage off under a condition, then so much off for every full hundred, rounded."""
    dice, made = world.dice, _sum(world, world.child, 0.2)
    condition = sample_condition(dice, world.root) if made else None
    if made is None or condition is None:
        return None
    root, takes = root_of(world)
    percent, off = (str(each) for each in dice.some(range(2, 40), 2))
    full, (words, rounding, tag) = dice.pick(["50", "100", "100", "200", "500"]), cents(dice)
    does = dice.tell(
        "compositions_amounts.hundreds",
        p=percent, claim=claim_of(world, condition), x=full, y=off, r=words, **made.phrases,
    )  # fmt: skip
    body = (
        f"<v1> = {made.total(world)}\nif {condition.python(root)}:\n    <v1> = <v1> * (100 - {constant(percent)}) / 100\n"
        f"return (<v1> - <v1> // {constant(full)} * {constant(off)}){rounding}"
    )
    takes = (*takes, *taken(made.condition))
    return done("due_after_rebates", takes, DECIMAL, does, body, "C010", "R001", "R057", "R085", tag)


def taxed_rows(world: World) -> Draft | None:
    """C016: every row times the rate looked up for it, or a default, rounded row by row."""
    dice, made, key = world.dice, _sum(world, world.child, 0.3), world.field(world.child, is_str)
    if made is None or key is None:
        return None
    rates = Parameter(name=dice.pick(_RATES), type=MapType(DECIMAL))
    default, (words, rounding, tag) = str(dice.between(1, 30)), cents(dice)
    does = dice.tell(
        "compositions_amounts.taxed",
        k=field_words(dice, key), rates=f"the {label(rates.name)}", d=default, r=words, **made.phrases,
    )  # fmt: skip
    rate = f"{name(rates.name)}.get(<v0>.{name(key.name)}, {decimal(default)})"
    body = f"return {added(f'({made.row} * {rate} / 100){rounding}', kids(world), made.where)}"
    takes = (*root_of(world)[1], rates, *taken(made.condition))
    return done("tax_by_row", takes, DECIMAL, does, body, "C016", "R018", "R219", "R223", tag)


def docked(world: World) -> Draft | None:
    """C024: so much off for each row beyond a limit, together at most a share of an amount of the root."""
    dice, money = world.dice, world.field(world.root, is_decimal)
    count = world.field(world.child, is_int)
    if money is None or count is None:
        return None
    root, takes = root_of(world)
    limit, percent = (str(each) for each in dice.some(range(2, 60), 2))
    fine, operator = dice.money(200), dice.pick([">", ">", ">=", "<", "<="])
    does = dice.tell(
        "compositions_amounts.docked",
        n=field_words(dice, count), how=compare_words(dice, operator, limit), y=fine, p=percent,
        w=field_words(dice, money), rows=rows_of(dice, world), it=each_child(dice, world),
    )  # fmt: skip
    whole = f"{root}.{name(money.name)}"
    body = (
        f"<v1> = sum(1 for <v0> in {kids(world)} if <v0>.{name(count.name)} {operator} {constant(limit)})\n"
        f"return {whole} - min(<v1> * {decimal(fine)}, {whole} * {constant(percent)} / 100)"
    )
    return done("left_after_fines", takes, DECIMAL, does, body, "C024", "R004", "R046")


PATTERNS = (
    (capped_share, 2.4),
    (waived_fee, 3.9),
    (sliced_price, 2.4),
    (off_per_hundred, 3),
    (taxed_rows, 3.3),
    (docked, 4.5),
)
