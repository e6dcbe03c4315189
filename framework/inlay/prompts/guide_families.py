"""What may be calculated and compared with what: numbers with numbers, days with days, words with words."""

from inlay.contract import DecimalType, EntityType, EnumType, ListType, MapType, ReferenceType, Scalar, Type

__all__ = ["can_calculate", "clash", "family", "go_together"]

_FAMILIES = {"int": "number", "date": "time", "datetime": "time", "str": "text", "bool": "flag"}


def family(kind: Type | None) -> str:
    """Give the family of a type; what belongs to none gives nothing."""
    match kind:
        case DecimalType():
            return "number"
        case EnumType():
            return "text"
        case Scalar(name):
            return _FAMILIES[name]
    return ""


def go_together(one: Type | None, other: Type | None) -> bool:
    """Say whether a value can stand beside another; what is not known well enough may.

    A day may stand beside a number, for its year or month may follow.
    """
    left, right = family(one), family(other)
    return not left or not right or left == right or (left, right) == ("number", "time")


def clash(one: Type | None, other: Type | None) -> bool:
    """Say whether two values, taken as they are, can neither be compared nor subtracted: a day and a number, say."""
    left, right = family(one), family(other)
    return bool(left and right) and (left != right or (left == "time" and one != other))


def can_calculate(kind: Type | None) -> bool:
    """Say whether a value can be added, multiplied or ordered."""
    whole = isinstance(kind, EntityType | ReferenceType | ListType | MapType | EnumType)
    return not whole and family(kind) != "flag"
