"""A number or day that a rule starts from: a field of the root or of what it refers to, or a parameter."""

from collections.abc import Sequence
from dataclasses import dataclass

from inlay.contract import Field, Parameter, Type
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, brought_by, partner, root_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int

__all__ = ["AMOUNTS", "COUNTS", "Given", "factor", "given", "operand", "percents", "worked_out"]

AMOUNTS = (
    "amount price total value cost fee net subtotal charge sum_due list_price base_amount order_value invoice_total "
    "fare premium quote"
).split()
COUNTS = "quantity pieces units tickets bottles copies seats boxes parcels places items_bought cards".split()
_CHECKS = {DECIMAL: is_decimal, INT: is_int, DATE: is_date}


@dataclass(frozen=True, slots=True)
class Given:
    """Its code, its words with an article ("the net price"), the parameters that bring it, the field if it is one."""

    code: str
    said: str
    takes: tuple[Parameter, ...]
    field: Field | None = None

    @property
    def bare(self) -> str:
        """The words without their article."""
        return self.said.removeprefix("the ")


def given(
    world: World, kind: Type, words: Sequence[str], *, own: float = 0.5, but: tuple[Given, ...] = ()
) -> Given | None:
    """Draw a number or day that is none of those drawn before, a field with the chance `own`."""
    dice, used = world.dice, tuple(one.field for one in but if one.field is not None)
    check = next(check for known, check in _CHECKS.items() if known == kind)
    if dice.chance(own) and (field := world.field(world.root, check, but=used)) is not None:
        root, takes = root_of(world)
        return Given(f"{root}.{name(field.name)}", f"the {field_words(dice, field)}", takes, field)
    far, who = world.field(world.other, check, but=used), partner(world)
    if far is not None and who is not None and dice.chance(own / 4):
        said = f"the {who[1]}'s {field_words(dice, far)}"
        return Given(f"{who[0]}.{name(far.name)}", said, root_of(world)[1], far)
    taken = {parameter.name for one in but for parameter in one.takes} | {field.name for field in world.root.fields}
    free = [word for word in words if word not in taken]
    if not free:
        return None
    parameter = Parameter(name=dice.pick(free), type=kind)
    return Given(name(parameter.name), f"the {label(parameter.name)}", (parameter,))


def worked_out(world: World) -> Given | None:
    """Draw an amount that is given, or worked out from two that are, or a percentage of one."""
    dice, one = world.dice, given(world, DECIMAL, AMOUNTS)
    shape = dice.weighted(("plain", "product", "percent", "less"), (5, 2, 2, 1))
    if one is None or shape == "plain":
        return one
    if shape == "percent":
        percent = str(dice.pick(percents(1, 40)))
        said = dice.tell("given.percent", x=one.said, n=percent)
        return Given(f"{one.code} * {constant(percent)} / 100", said, one.takes)
    two = given(world, INT, COUNTS) if shape == "product" else given(world, DECIMAL, AMOUNTS, but=(one,))
    if two is None:
        return None
    said = dice.tell(f"given.{shape}", x=one.said, y=two.said)
    code = f"{two.code} * {one.code}" if shape == "product" else f"{one.code} - {two.code}"
    return Given(code, said, brought_by(one, two))


def factor(code: str) -> str:
    """Put a sum or difference in brackets, so that it may be multiplied or divided."""
    return f"({code})" if " + " in code or " - " in code else code


def operand(code: str) -> str:
    """Put what is worked out in brackets, so that something may follow it."""
    return f"({code})" if " " in code else code


def percents(low: int, high: int) -> list[int]:
    """Give the percentages between two that business uses, the round ones more often."""
    return [number for number in range(low, high + 1) for _ in range(4 if number % 5 == 0 else 1)]
