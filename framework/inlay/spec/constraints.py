"""Checks the limits and the default of a field against its type, and gives the default in one spelling."""

from collections.abc import Sequence
from decimal import Decimal

from inlay.contract import (
    LARGEST_INT,
    Constraint,
    DecimalType,
    EnumType,
    FieldText,
    ListType,
    ReferenceType,
    Scalar,
    Span,
    Type,
    span_of,
    without_optional,
)
from inlay.contract.boundary import Field
from inlay.spec.faults import Faults
from inlay.spec.nodes import Word
from inlay.spec.type_nodes import shifted
from inlay.spec.values import ValueReader

__all__ = ["check_constraints", "read_default"]

_UNBOUND = Span(Decimal("-Infinity"), Decimal("Infinity"), Decimal("1e-30"))
"""Amounts without a declared scale, as fine as anybody writes them."""


def check_constraints(text: FieldText, word: Word, faults: Faults) -> None:
    """Note the limits that cannot stand with the type or with each other."""
    kind = without_optional(text.type)
    seen: set[str] = set()
    for constraint, column in zip(text.constraints, text.columns, strict=True):
        place = shifted(word, column)
        if constraint.operator in seen:
            faults.add(place, f"`{constraint.operator}` stands twice", "keep one of them")
        elif said := _misfit(constraint, kind):
            faults.add(place, f"`{constraint}` does not go with {kind}", said)
        seen.add(constraint.operator)
    limits = [constraint for constraint in text.constraints if constraint.operator in "<=>="]
    if limits and _is_empty(limits, kind):
        said = " and ".join(map(str, limits))
        span = span_of(kind)
        hint = (
            f"{kind} holds {span.lowest} to {span.highest}" if span and len(limits) == 1 else "change one of the limits"
        )
        faults.add(shifted(word, text.columns[0]), f"no number is {said}", hint)


def _misfit(constraint: Constraint, kind: Type) -> str:
    bound = Decimal(constraint.bound or 0)
    match constraint.operator:
        case "unique":
            return _not_unique(kind)
        case "max":
            if kind != Scalar("str"):
                return "max limits the length of a str; write <= for a number"
            return "" if bound == int(bound) and 1 <= bound <= 10_000 else "write a whole number from 1 to 10000"
    if kind == Scalar("int"):
        return "" if bound == int(bound) else "an int has no decimals"
    return "" if isinstance(kind, DecimalType) else "only int and decimal are compared; a str has max"


def _not_unique(kind: Type) -> str:
    if isinstance(kind, ListType):
        return "a list of children cannot be unique"
    if isinstance(kind, EnumType) or kind == Scalar("bool"):
        return "it would allow one row for each value and no more; leave unique away"
    return ""


def _is_empty(limits: Sequence[Constraint], kind: Type) -> bool:
    """Say whether no number of the type keeps within limits."""
    lowest, highest, _ = (span_of(kind) or _UNBOUND).within(limits)
    return lowest > highest


def read_default(name: str, text: FieldText, word: Word, faults: Faults) -> str | None:
    """Give the default as every language writes it; note one that is no value of the type or breaks a limit."""
    if text.default is None:
        return None
    kind = without_optional(text.type)
    place = shifted(word, text.default_column)
    if isinstance(kind, ReferenceType | ListType):
        faults.add(place, f"`{name}` is {kind} and takes no default", "delete what stands behind =")
        return text.default
    value = Word(text.default, place, quoted=kind == Scalar("str"))
    field = Field(name=name, type=kind, constraints=text.constraints)
    read = ValueReader({}, faults).field(value, field)
    if kind == Scalar("int") and isinstance(value.value, int) and abs(value.value) > LARGEST_INT:
        faults.add(place, f"`{name}` is int, which holds up to {LARGEST_INT}", "take a decimal for more")
    return _spelt(read) or text.default


def _spelt(value: object) -> str:
    """Give a number, true and false as code and SQL take them: 017, 0o7, 1e3 and TRUE are words of YAML alone."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return format(value, "f" if isinstance(value, Decimal) else "d")
    return ""
