"""Amounts split by weight: the last share takes the rest, or what is left goes to the largest remainders."""

from inlay.contract import ListType, Parameter, Type
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.given import AMOUNTS, given
from inlay_finetune.synthetic.patterns.parts import CENTS, DECIMAL, INT, ZERO, done, together
from inlay_finetune.synthetic.patterns.rows import all_of, rows
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["PATTERNS"]

_WEIGHTS = "weights shares keys areas quotas portions".split()
_VOTES = "votes weights members demands headcounts orders".split()
_SEATS = "seats units places vouchers pallets shifts tickets".split()


def _weights(world: World, kind: Type, words: list[str]) -> tuple[str, str, str, tuple[Parameter, ...]] | None:
    """What to split by: the line that lists it, what it is called from there on, its words and its parameters."""
    dice = world.dice
    if dice.chance(0.45):
        values = Parameter(name=dice.pick(words), type=ListType(kind))
        return "", name(values.name), f"the {label(values.name)}", (values,)
    field = world.field(world.child, is_decimal if kind == DECIMAL else is_int)
    if field is None:
        return None
    r = rows(world, filters=0.15, but=(field,))
    line = f"<v1> = [<v0>.{name(field.name)} for <v0> in {r.code}{r.where}]\n"
    return line, "<v1>", dice.tell("splits.weights", f=field_words(dice, field), rows=all_of(r)), r.takes


def last_takes_rest(world: World) -> Draft | None:
    """R093: shares by weight, rounded to cents, and the last or first one takes what is left."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    weights = _weights(world, DECIMAL, _WEIGHTS)
    if x is None or weights is None:
        return None
    line, own, said, takes = weights
    shape = dice.weighted(("last", "first"), (4, 1))
    does = dice.tell(f"splits.rest.{shape}", x=x.said, w=said) + dice.tell("splits.empty")
    part = "[:-1]" if shape == "last" else "[1:]"
    shares = f"[({x.code} * <v4> / <v2>){CENTS} for <v4> in {own}{part}]"
    rest = f"[{x.code} - sum(<v3>, {ZERO})]"
    last = f"<v3> + {rest}" if shape == "last" else f"{rest} + <v3>"
    body = f"{line}<v2> = sum({own}, {ZERO})\nif <v2> == 0:\n    return []\n<v3> = {shares}\nreturn {last}"
    return done("shares", together(x.takes, takes), ListType(DECIMAL), does, body, "R093")


def largest_remainders(world: World) -> Draft | None:
    """R094: whole units by weight, those left over to the largest remainders, ties to the earlier."""
    dice, x = world.dice, given(world, INT, _SEATS, own=0.35)
    weights = _weights(world, INT, _VOTES)
    if x is None or weights is None:
        return None
    line, own, said, takes = weights
    does = dice.tell("splits.remainders", x=x.said, w=said) + dice.tell("splits.empty")
    body = (
        f"{line}if sum({own}) == 0:\n    return []\n"
        f"<v2> = [Decimal({x.code}) * <v0> / sum({own}) for <v0> in {own}]\n"
        f"<v3> = [int(<v0>) for <v0> in <v2>]\n"
        f"<v4> = sorted(range(len(<v2>)), key=lambda <v0>: (<v3>[<v0>] - <v2>[<v0>], <v0>))\n"
        f"for <v5> in <v4>[: {x.code} - sum(<v3>)]:\n    <v3>[<v5>] += 1\nreturn <v3>"
    )
    return done("seats_each", together(x.takes, takes), ListType(INT), does, body, "R094")


PATTERNS = (
    (last_takes_rest, 0.9),
    (largest_remainders, 0.7),
)
