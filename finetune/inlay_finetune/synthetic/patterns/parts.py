"""What many rule patterns are put together from: the root parameter, its lists, amounts of rows, a stand-in for today."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from inlay.contract import DecimalType, Entity, EntityType, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import Condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = [
    "BOOL",
    "CENTS",
    "DATE",
    "DECIMAL",
    "INT",
    "TEXT",
    "ZERO",
    "added",
    "amount",
    "brought_by",
    "claim_of",
    "decimal",
    "done",
    "is_maybe",
    "kids",
    "listed",
    "partner",
    "root_of",
    "rows_where",
    "said_of",
    "spell",
    "taken",
    "today",
    "together",
]

BOOL, DATE, INT, TEXT, DECIMAL = Scalar("bool"), Scalar("date"), Scalar("int"), Scalar("str"), DecimalType()
ZERO = 'Decimal("0")'
CENTS = rounding_to("0.01")
_TODAY = ("today", "today", "today", "day", "as_of", "reference_day")


def root_of(world: World) -> tuple[str, tuple[Parameter, ...]]:
    """Give the marked name of the root and the parameter that brings it."""
    variable = world.var(world.root)
    return name(variable), (Parameter(name=variable, type=EntityType(world.root.name)),)


def kids(world: World) -> str:
    """Give the expression of the root's list of children."""
    return f"{name(world.var(world.root))}.{name(world.children)}"


def partner(world: World) -> tuple[str, str] | None:
    """Give the expression and the words of what the root refers to, or None when it may be missing."""
    field = world.root.field(world.reference)
    if field is None or isinstance(field.type, OptionalType):
        return None
    return f"{name(world.var(world.root))}.{name(world.reference)}", label(world.reference)


def listed(dice: Dice, named: Sequence[str], kind: str = "nouns") -> str:
    """Say several nouns, or several clauses, one after the other: `the name, the title and the city`."""
    said = named[0]
    for at, each in enumerate(named[1:], 2):
        said = dice.tell(f"parts.listed.{kind}.{'last' if at == len(named) else 'more'}", a=said, b=each)
    return said


def amount(world: World, entity: Entity, local: str = "<v0>") -> tuple[str, str] | None:
    """Draw a decimal field of a row, or a number of pieces times it: code and words."""
    dice = world.dice
    money, count = world.field(entity, is_decimal), world.field(entity, is_int)
    if money is None:
        return None
    if count is None or dice.chance(0.5):
        return f"{local}.{name(money.name)}", field_words(dice, money)
    a, b = field_words(dice, count), field_words(dice, money)
    return f"{local}.{name(count.name)} * {local}.{name(money.name)}", dice.tell("parts.product", a=a, b=b)


def added(code: str, over: str, where: str = "") -> str:
    """Spell a sum of money over rows."""
    return f"sum(({code} for <v0> in {over}{where}), {ZERO})"


def decimal(value: str) -> str:
    """Spell a stated amount."""
    return f'Decimal("{constant(value)}")'


def spell(kind: Type) -> Callable[[str], str]:
    """Give how a stated number of this type is spelt."""
    return decimal if isinstance(kind, DecimalType) else constant


def today(world: World) -> tuple[Parameter, str]:
    """Draw a parameter for the day that counts as now, with its words."""
    parameter = Parameter(name=world.dice.pick(_TODAY), type=DATE)
    return parameter, world.dice.tell(f"parts.days.{parameter.name}")


def claim_of(world: World, condition: Condition) -> str:
    """Say a condition of the root as a clause."""
    one = entity_word(world.dice, world.root)
    return condition.predicate.format(
        s=world.dice.pick(["it", *(f"{which} {one}" for which in ("the", "the", "this"))])
    )


def said_of(condition: Condition, who: str) -> str:
    """Say a condition of something named, so that it cannot be taken for one of something else."""
    words = condition.predicate
    if "{s}" in words:
        return words.format(s=who)
    return f"{who}'s {words.removeprefix('the ').removeprefix('its ')}"


def rows_where(world: World, condition: Condition | None, rows: str) -> tuple[str, str]:
    """Say the rows that meet a condition, and give the filter in code."""
    if condition is None:
        return f"the {rows}", ""
    plain = condition.adjective and not condition.adjective.startswith(("not", "non"))
    said = (
        f"the {condition.adjective} {rows}"
        if plain and world.dice.chance(0.35)
        else f"{world.dice.pick(['the', 'the', 'those'])} {rows} {condition.relative}"
    )
    return said, f" if {condition.python('<v0>')}"


def taken(*conditions: Condition | None) -> tuple[Parameter, ...]:
    """Give the parameters that conditions need."""
    return tuple(parameter for condition in conditions if condition is not None for parameter in condition.takes)


class Bringing(Protocol):
    """A part of a rule that needs parameters."""

    @property
    def takes(self) -> tuple[Parameter, ...]:
        """The parameters that bring it."""
        ...


def brought_by(*parts: Bringing) -> tuple[Parameter, ...]:
    """Give the parameters that bring all these parts, each once."""
    return together(*(part.takes for part in parts))


def together(*groups: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """Give the parameters of several parts, each once."""
    return tuple(dict.fromkeys(each for group in groups for each in group))


def is_maybe(inner: Type) -> Callable[[Type], bool]:
    """Give a check for what may be missing and otherwise is of this type."""
    return lambda kind: (
        isinstance(kind, OptionalType)
        and (isinstance(kind.inner, DecimalType) if isinstance(inner, DecimalType) else kind.inner == inner)
    )


def done(own: str, takes: tuple[Parameter, ...], returns: Type, does: str, body: str, *tags: str) -> Draft | None:
    """Give a whole draft, or None when two parameters have one name."""
    if len({parameter.name for parameter in takes}) < len(takes):
        return None
    return Draft(name=own, takes=takes, returns=returns, does=sentence(does), body=body, tags=tags)
