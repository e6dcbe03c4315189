"""Points and shares: points step by step, a weighted score, how much of a form is filled in, a total that agrees with its parts."""

from inlay.contract import Field, OptionalType, Parameter, Scalar, without_optional
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_NAME, Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.likeness import alike
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.own_claims import Claim, own_claims
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    TEXT,
    ZERO,
    added,
    amount,
    done,
    root_of,
    rows_where,
    together,
)  # fmt: skip
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_PLACES = (("0.1", "one"), ("0.01", "two"), ("1", "whole"))


def _step(world: World, claims: list[Claim], counts: list[Field]) -> tuple[str, str, tuple[Parameter, ...]] | None:
    """Draw one step of a score from the claims and counts that are left: words, code, parameters."""
    dice, (root, takes) = world.dice, root_of(world)
    way = dice.pick(["plus", "plus", "minus", "each", "each_capped", "less"])
    n, most = (
        str(dice.pick([1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50])),
        str(dice.pick([12, 35, 45, 60, 75, 80, 90, 120])),
    )
    if way in ("plus", "minus"):
        if not claims:
            return None
        claim = claims.pop()
        words = dice.tell(f"points.{way}", n=n, c=claim.words)
        return words, f"if {claim.code}:\n    <v0> {'+' if way == 'plus' else '-'}= {constant(n)}", claim.takes
    if not counts:
        return None
    field = counts.pop()
    product = f"{root}.{name(field.name)} * {constant(n)}"
    words = dice.tell(f"points.{way}", n=number_said(dice, n), f=field_words(dice, field), most=most)
    if way == "each_capped":
        return words, f"<v0> += min({product}, {constant(most)})", takes
    return words, f"<v0> {'-' if way == 'less' else '+'}= {product}", takes


def score(world: World) -> Draft | None:
    """Points added and taken off step by step, perhaps with a floor, a ceiling or a mark to reach."""
    dice, counts = world.dice, [each for each in world.root.fields if is_int(each.type)][:2]
    used = tuple(f".{name(each.name)}" for each in counts)
    claims = [
        each
        for each in own_claims(world, 3, parameters=0)
        if not each.code.endswith(used) and not any(f"{own} " in each.code for own in used)
    ]
    drawn = [_step(world, claims, counts) for _ in range(dice.pick([2, 3, 3, 4]))]
    steps = [each for each in drawn if each is not None]
    if len(steps) < 2:
        return None
    base, end = (
        str(dice.pick([10, 50, 100])) if dice.chance(0.2) else "0",
        dice.pick(["plain", "floor", "floor", "cap", "mark"]),
    )
    k, start = str(dice.pick([30, 55, 65, 70, 85, 100])), constant(base) if base != "0" else "0"
    told = dice.pick(["; ", "; ", ", "]).join(each[0] for each in steps)
    does = dice.tell(
        f"points.score.{'from_zero' if base == '0' else 'base'}",
        steps=told,
        base=base,
        one=entity_word(dice, world.root),
    )
    does = tailed(does, dice.tell(f"points.end.{end}", k=k))
    code = {
        "plain": "<v0>",
        "floor": "max(<v0>, 0)",
        "cap": f"min(<v0>, {constant(k)})",
        "mark": f"<v0> >= {constant(k)}",
    }[end]
    body = f"<v0> = {start}\n" + "\n".join(each[1] for each in steps) + f"\nreturn {code}"
    takes = together(root_of(world)[1], *(each[2] for each in steps))
    return done("points", takes, BOOL if end == "mark" else INT, does, body, "R194")


def weighted(world: World) -> Draft | None:
    """An average of rows by weight, rounded at the end, with a value for no weight at all."""
    dice, value = world.dice, world.field(world.child, is_decimal)
    weight = world.field(world.child, is_decimal, is_number, but=(value,)) if value else None
    if value is None or weight is None:
        return None
    condition = sample_condition(dice, world.child, but=(value, weight)) if dice.chance(0.3) else None
    (over, takes), (step, places) = source_of(world), dice.pick(_PLACES)
    said, where = rows_where(world, condition, rows_of(dice, world))
    nothing = dice.chance(0.4)
    does = dice.tell("points.weighted", v=field_words(dice, value), w=field_words(dice, weight), rows=said)
    does = tailed(
        does, dice.tell(f"points.rounded.{places}") + dice.tell(f"points.no_weight.{'none' if nothing else 'zero'}")
    )
    v, w = f"<v0>.{name(value.name)}", f"<v0>.{name(weight.name)}"
    whole = (
        f"sum(({w} for <v0> in {over}{where}), {ZERO})"
        if is_decimal(weight.type)
        else f"sum({w} for <v0> in {over}{where})"
    )
    body = (
        f"<v1> = {whole}\nif <v1> == 0:\n    return {'None' if nothing else ZERO}\n"
        f"return (sum(({v} * {w} for <v0> in {over}{where}), {ZERO}) / <v1>){rounding_to(step)}"
    )
    return done("score", takes, OptionalType(DECIMAL) if nothing else DECIMAL, does, body, "R196")


def _entries(world: World) -> tuple[list[Field], bool]:
    """Draw fields that may be left out, and whether an empty text is left out as well."""
    dice, fields = world.dice, world.root.fields
    maybe = [each for each in fields if isinstance(each.type, OptionalType) and isinstance(each.type.inner, Scalar)]
    texts = [
        each for each in fields if without_optional(each.type) in (TEXT, DATE) and (each in maybe or is_str(each.type))
    ]
    if len(texts) > 1 and (len(maybe) < 2 or dice.chance(0.6)):
        return dice.some(texts, dice.pick([2, 3, 4])), True
    return dice.some(maybe, dice.pick([2, 3, 4])), False


def filled_in(world: World) -> Draft | None:
    """Which part of some fields is filled in, in percent, how many of them, or whether all are or so many."""
    dice, (fields, blank), (root, takes) = world.dice, _entries(world), root_of(world)
    if len(fields) < 2 or not any(isinstance(each.type, OptionalType) for each in fields):
        return None
    shape, n = (
        dice.pick(["percent", "percent", "percent", "count", "enough"]),
        str(dice.between(1, len(fields) - 1) if len(fields) > 2 else 1),
    )
    words = _listed(dice, fields) | {"m": number_said(dice, str(len(fields))), "one": entity_word(dice, world.root)}
    does = dice.tell(f"points.filled.{shape}", how=compare_words(dice, ">=", n), **words)
    does = tailed(does, dice.tell(f"points.{'blank' if blank else 'missing'}"))
    listed = ", ".join(f"{root}.{name(each.name)}" for each in fields)
    count = f"sum(1 for <v0> in <v1> if <v0>{'' if blank else ' is not None'})"
    code = {"percent": f"100 * {count} // len(<v1>)", "count": count, "enough": f"{count} >= {constant(n)}"}[shape]
    return done(
        "filled_in", takes, BOOL if shape == "enough" else INT, does, f"<v1> = [{listed}]\nreturn {code}", "R197"
    )


def _listed(dice: Dice, fields: list[Field]) -> dict[str, str]:
    """Say fields as a list with `and` and with commas alone."""
    said = [day_noun(dice, each) if without_optional(each.type) == DATE else field_words(dice, each) for each in fields]
    comma = "、" if dice.language == "zh" else ", "
    return {"fields": f"{comma.join(said[:-1])} and {said[-1]}", "list": comma.join(said)}


def agrees(world: World) -> Draft | None:
    """Whether a total agrees with what the rows add up to, to the cent, within a tolerance, or by how much it does not."""
    dice, total, value = world.dice, world.field(world.root, is_decimal), amount(world, world.child)
    if total is None or value is None or any(not alike(total.name, each) for each in MARKED_NAME.findall(value[0])):
        return None
    condition = sample_condition(dice, world.child) if dice.chance(0.25) else None
    (over, _), (root, takes) = source_of(world), root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    over = over if over.startswith(root) else f"{root}.{over}"
    shape, k = (
        dice.pick(["exact", "within", "within", "gap"]),
        dice.pick(["0.01", "0.01", "0.05", "0.02", "1", "0.50", "5"]),
    )
    does = dice.tell(f"points.agrees.{shape}", t=field_words(dice, total), a=value[1], rows=said, k=k)
    whole, own = added(value[0], over, where), f"{root}.{name(total.name)}"
    code = {"exact": f"{whole} == {own}", "gap": f"{whole} - {own}"}.get(
        shape, f'abs({whole} - {own}) <= Decimal("{constant(k)}")'
    )
    return done("agrees", takes, DECIMAL if shape == "gap" else BOOL, does, f"return {code}", "R198")


PATTERNS = ((score, 2), (weighted, 1.5), (filled_in, 1.8), (agrees, 2))
