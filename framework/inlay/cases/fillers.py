"""Values for what an example leaves out: the field's default, nothing where nothing may be, else a filler.

A filler keeps the limits of its field and is otherwise as odd as it can be, so that a body that
depends on it by mistake is more likely to be seen.
"""

from datetime import date, datetime
from decimal import Decimal

from inlay.cases.case import Value
from inlay.contract import Constraint, DecimalType, EnumType, ListType, MapType, OptionalType, Scalar, Type

__all__ = ["filler"]

_ODD_NUMBER = Decimal("7")
_ODD_AMOUNT = Decimal("7.25")
_ODD_DAY = date(2001, 2, 3)


def filler(kind: Type, name: str, constraints: tuple[Constraint, ...] = (), number: int = 1) -> Value:
    """Give a value that no sentence may depend on; `number` tells rows apart. Entities have none."""
    match kind:
        case OptionalType():
            return None
        case ListType():
            return ()
        case MapType():
            return {}
        case EnumType(values):
            return values[0]
        case DecimalType(_, scale):
            return _within(_ODD_AMOUNT, constraints, Decimal(1).scaleb(-(2 if scale is None else scale)))
        case Scalar("int"):
            return int(_within(_ODD_NUMBER, constraints, Decimal(1)))
        case Scalar("str"):
            return _text(name, constraints, number)
        case Scalar("date"):
            return _ODD_DAY
        case Scalar("datetime"):
            return datetime(_ODD_DAY.year, _ODD_DAY.month, _ODD_DAY.day, 4, 5)
    return False


def _within(wanted: Decimal, constraints: tuple[Constraint, ...], step: Decimal) -> Decimal:
    value = wanted.quantize(step)
    for constraint in constraints:
        if constraint.operator not in (">=", ">", "<=", "<"):
            continue
        bound = Decimal(constraint.bound or "0")
        if constraint.operator in (">=", ">"):
            value = max(value, bound + (step if constraint.operator == ">" else 0))
        else:
            value = min(value, bound - (step if constraint.operator == "<" else 0))
    return value


def _text(name: str, constraints: tuple[Constraint, ...], number: int) -> str:
    longest = next((int(constraint.bound or 0) for constraint in constraints if constraint.operator == "max"), 40)
    text = f"{name} {number}"
    return text if len(text) <= longest else str(number)[-longest:]
