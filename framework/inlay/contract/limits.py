"""What limits leave: of the numbers that a type holds, of the length of a text, of values that stand more than once."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import NamedTuple

from inlay.contract.types import LARGEST_INT, Constraint, DecimalType, Scalar, Type

__all__ = ["INTS", "Span", "amounts", "is_unique", "longest", "places_of", "span_of"]

# More than any decimal of a spec has: Python keeps 28 digits where nobody says otherwise.
_DIGITS = 100


class Span(NamedTuple):
    """Numbers from the lowest to the highest, so far apart; none where the lowest is the higher one."""

    lowest: Decimal
    highest: Decimal
    step: Decimal

    def within(self, limits: Iterable[Constraint]) -> "Span":
        """Give those of the numbers that keep the limits."""
        lowest, highest, step = self
        with localcontext(prec=_DIGITS):
            for limit in limits:
                steps = Decimal(limit.bound or 0) / step
                up, down = steps.to_integral_value(ROUND_CEILING) * step, steps.to_integral_value(ROUND_FLOOR) * step
                match limit.operator:
                    case ">=":
                        lowest = max(lowest, up)
                    case ">":
                        lowest = max(lowest, down + step)
                    case "<=":
                        highest = min(highest, down)
                    case "<":
                        highest = min(highest, up - step)
        return Span(lowest, highest, step)


INTS = Span(Decimal(-LARGEST_INT), Decimal(LARGEST_INT), Decimal(1))


def amounts(precision: int, scale: int) -> Span:
    """Give the amounts of so many digits, so many of them decimals."""
    highest = Decimal(f"{'9' * precision}E-{scale}")
    return Span(highest.copy_negate(), highest, Decimal(f"1E-{scale}"))


def span_of(kind: Type) -> Span | None:
    """Give what a column of this type holds; None where nothing bounds it."""
    if kind == Scalar("int"):
        return INTS
    if isinstance(kind, DecimalType) and kind.precision is not None and kind.scale is not None:
        return amounts(kind.precision, kind.scale)
    return None


def places_of(limits: Iterable[Constraint]) -> int:
    """Give how many decimals the finest limit has."""
    return max((-int(Decimal(limit.bound or 0).as_tuple().exponent) for limit in limits), default=0)


def longest(limits: Iterable[Constraint]) -> int | None:
    """Give how many characters a text may have; None where nothing limits it."""
    return next((int(Decimal(limit.bound or 0)) for limit in limits if limit.operator == "max"), None)


def is_unique(limits: Iterable[Constraint]) -> bool:
    """Say whether each value may stand once."""
    return any(limit.operator == "unique" for limit in limits)
