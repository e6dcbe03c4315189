"""Two values for each field that keep its limits, for the bodies and fillers of a project's own tests."""

from decimal import Decimal, localcontext

from inlay.contract import (
    INTS,
    DecimalType,
    EnumType,
    Field,
    Scalar,
    Span,
    amounts,
    longest,
    places_of,
    without_optional,
)

__all__ = ["samples_of"]

Sample = str | int | bool | None

# More than any decimal of a spec has: Python keeps 28 digits where nobody says otherwise.
_DIGITS = 80
_PRECISION, _SCALE = 12, 2
"""Of an amount that declares none."""
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
            return _decimals(field, precision, scale)
        case EnumType(values):
            usual_value = field.default if field.default in values else values[0]
            return usual_value, next((value for value in values if value != usual_value), usual_value)
    return None, None


def _texts(field: Field) -> tuple[str, str]:
    name = field.name.replace("_", " ")
    most = longest(field.constraints) or 60
    return f"some {name}"[:most].strip(), f"other {name}"[:most].strip()


def _ints(field: Field) -> tuple[int, int]:
    first, second = _two(INTS, field, Decimal(3), Decimal(1))
    return int(first), int(second)


def _decimals(field: Field, precision: int | None, scale: int | None) -> tuple[str, str]:
    span = amounts(precision or _PRECISION, max(_SCALE, places_of(field.constraints)) if scale is None else scale)
    with localcontext(prec=_DIGITS):
        step = min(Decimal(1), max(span.step, span.highest / 2))
        first, second = _two(span, field, min(Decimal(10), span.highest), step)
        return format(first.quantize(span.step), "f"), format(second.quantize(span.step), "f")


def _two(span: Span, field: Field, usual: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    low, high, _ = span.within(field.constraints)
    first = min(max(low, usual), high)
    if first + step <= high:
        return first, first + step
    return first, max(first - step, low)
