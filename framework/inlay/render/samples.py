"""Two values for each field that keep its limits, for the bodies and fillers of a project's own tests."""

from decimal import Decimal, localcontext

from inlay.contract import LARGEST_INT, DecimalType, EnumType, Field, Scalar, without_optional

__all__ = ["samples_of"]

Sample = str | int | bool | None

# More than any decimal of a spec has: Python keeps 28 digits where nobody says otherwise.
_DIGITS = 80
_TEXTS: dict[str, tuple[Sample, Sample]] = {
    "date": ("2024-03-05", "2024-04-06"),
    "datetime": ("2024-03-05T10:30:00Z", "2024-04-06T11:45:00Z"),
}


def samples_of(field: Field) -> tuple[Sample, Sample]:
    """Give two different valid values of a field as text, int or bool; None for what has no plain values."""
    match without_optional(field.type):
        case Scalar("bool"):
            usual = field.default == "true"
            return usual, not usual
        case Scalar("int"):
            return _ints(field)
        case Scalar("str"):
            return _texts(field)
        case Scalar(name):
            return _TEXTS[name]
        case DecimalType(precision, scale):
            return _decimals(field, precision, 2 if scale is None else scale)
        case EnumType(values):
            usual_value = field.default if field.default in values else values[0]
            return usual_value, next((value for value in values if value != usual_value), usual_value)
    return None, None


def _texts(field: Field) -> tuple[str, str]:
    name = field.name.replace("_", " ")
    most = next((int(Decimal(limit.bound or 0)) for limit in field.constraints if limit.operator == "max"), 60)
    return f"some {name}"[:most].strip(), f"other {name}"[:most].strip()


def _ints(field: Field) -> tuple[int, int]:
    low, high = _range(field, Decimal(1), Decimal(LARGEST_INT))
    return tuple(int(value) for value in _two(low, high, Decimal(3), Decimal(1)))  # type: ignore[return-value]


def _decimals(field: Field, precision: int | None, scale: int) -> tuple[str, str]:
    with localcontext(prec=_DIGITS):
        step = Decimal(1).scaleb(-scale)
        room = Decimal(10) ** ((precision or 12) - scale) - step
        low, high = _range(field, step, room)
        first, second = _two(low, high, min(Decimal(10), room), min(Decimal(1), max(step, room / 2)))
        return format(first.quantize(step), "f"), format(second.quantize(step), "f")


def _range(field: Field, step: Decimal, room: Decimal) -> tuple[Decimal, Decimal]:
    low, high = -room, room
    for limit in field.constraints:
        bound = Decimal(limit.bound or 0)
        match limit.operator:
            case ">=":
                low = max(low, bound)
            case ">":
                low = max(low, bound + step)
            case "<=":
                high = min(high, bound)
            case "<":
                high = min(high, bound - step)
    return low, high


def _two(low: Decimal, high: Decimal, usual: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    first = min(max(low, usual), high)
    if first + step <= high:
        return first, first + step
    return first, max(first - step, low)
