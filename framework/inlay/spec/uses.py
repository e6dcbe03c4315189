"""Says which types may stand where: parameters and results of rules and of queries."""

from inlay.contract import (
    DecimalType,
    EntityType,
    EnumType,
    ListType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    walk,
    without_optional,
)

__all__ = ["misfit_of_query_parameter", "misfit_of_query_result", "misfit_of_rule_parameter", "misfit_of_rule_result"]


def misfit_of_rule_parameter(kind: Type) -> str:
    """Say why a rule cannot take this type, or nothing if it can."""
    for inner in walk(kind):
        if isinstance(inner, ReferenceType):
            return f"a rule sees the thing itself: write {inner.entity}"
        if isinstance(inner, RecordType):
            return "only queries give rows; name an entity"
    return ""


def misfit_of_rule_result(kind: Type) -> str:
    """Say why a rule cannot give this type, or nothing if it can."""
    for inner in walk(kind):
        if isinstance(inner, EntityType | ReferenceType):
            return "a rule calculates or decides and gives a value; a query finds things"
        if isinstance(inner, RecordType):
            return "only queries give rows"
    return ""


def misfit_of_query_parameter(kind: Type) -> str:
    """Say why a query cannot take this type, or nothing if it can."""
    return "" if _is_cell(kind) else "a query takes values that stand in a column: str, int, decimal, date, enum[...]"


def misfit_of_query_result(kind: Type) -> str:
    """Say why a query cannot give this type, or nothing if it can."""
    match kind:
        case ListType(RecordType(columns)):
            wrong = [name for name, column in columns if not _is_cell(column)]
            return f"the column `{wrong[0]}` holds no plain value" if wrong else ""
    return "a query gives rows: [{name: str, total: decimal}]"


def _is_cell(kind: Type) -> bool:
    return isinstance(without_optional(kind), Scalar | DecimalType | EnumType)
