"""Values for what an example leaves out: the field's default, nothing where nothing may be, else a filler.

A filler keeps the limits of its field and is otherwise as odd as it can be, so that a body that
depends on it by mistake is more likely to be seen; two sets of them show it for certain.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Context, Decimal

from inlay.cases.case import Value
from inlay.contract import (
    INTS,
    Constraint,
    DecimalType,
    EnumType,
    ListType,
    MapType,
    OptionalType,
    Scalar,
    Span,
    Type,
    amounts,
    longest,
    places_of,
)

__all__ = ["ODD", "OTHER", "Fillers", "filler", "room_of"]

_DIGITS, _PLACES = 28, 2  # of a decimal of which the spec says neither


@dataclass(frozen=True, kw_only=True, slots=True)
class Fillers:
    """Values that nobody would think of; `text` is made of the name of a field and the number of a row."""

    number: Decimal
    amount: Decimal
    day: date
    text: str


ODD = Fillers(number=Decimal("7"), amount=Decimal("7.25"), day=date(2001, 2, 3), text="{name} {number}")
OTHER = Fillers(number=Decimal("19"), amount=Decimal("43.5"), day=date(2031, 10, 17), text="{number} {name}")


def filler(
    kind: Type, name: str, constraints: tuple[Constraint, ...] = (), number: int = 1, fillers: Fillers = ODD
) -> Value:
    """Give a value that no sentence may depend on; `number` tells rows apart. Entities have none.

    Truth values and enums have one filler only: people may well mean `false`, or the first value, by saying nothing.
    """
    match kind:
        case OptionalType():
            return None
        case ListType():
            return ()
        case MapType():
            return {}
        case EnumType(values):
            return values[0]
        case DecimalType(precision, scale):
            places = max(_PLACES, places_of(constraints)) if scale is None else scale
            return _within(fillers.amount, amounts(precision or _DIGITS, places), constraints)
        case Scalar("int"):
            return int(_within(fillers.number, INTS, constraints))
        case Scalar("str"):
            return _text(fillers.text.format(name=name, number=number), constraints, number)
        case Scalar("date"):
            return fillers.day
        case Scalar("datetime"):
            return datetime.combine(fillers.day, time(4, 5))
    return False


def _within(wanted: Decimal, span: Span, limits: tuple[Constraint, ...]) -> Decimal:
    lowest, highest, step = span.within(limits)
    return min(max(wanted.quantize(step, context=Context(prec=80)), lowest), highest)


def room_of(limits: tuple[Constraint, ...]) -> int:
    """Give how many characters a text may have that is made up."""
    return longest(limits) or 40


def _text(text: str, constraints: tuple[Constraint, ...], number: int) -> str:
    most = room_of(constraints)
    return text if len(text) <= most else str(number)[-most:]
