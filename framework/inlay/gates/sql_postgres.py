"""A query and its tables as the generated service gives them to PostgreSQL: column types, casts of what is bound."""

import re

from inlay.contract import Contract, DecimalType, EnumType, Scalar, Type, without_optional
from inlay.languages.sql import ddl

__all__ = ["as_bound", "postgres_tables"]

_MOMENT = re.compile(r"\btimestamp(?=,?$)", re.MULTILINE)
_SCALARS = {"date": "date", "datetime": "timestamptz", "int": "bigint", "str": "varchar"}


def postgres_tables(contract: Contract) -> tuple[str, ...]:
    """Give the statements that make the tables; a moment has a zone there."""
    return tuple(_MOMENT.sub("timestamptz", statement) for statement in ddl(contract))


def as_bound(contract: Contract, statement: str) -> str:
    """Write the casts around parameters that SQLAlchemy writes; amounts and truth values go without."""
    casts = {parameter.name: _cast(parameter.type) for parameter in contract.parameters}

    def spelled(place: re.Match[str]) -> str:
        cast = casts.get(place[1], "")
        return f"CAST(:{place[1]} AS {cast})" if cast else place[0]

    return re.sub(r"(?<![:\w\\]):(\w+)(?!:)", spelled, statement)


def _cast(kind: Type) -> str:
    match without_optional(kind):
        case Scalar(name):
            return _SCALARS.get(name, "")
        case EnumType():
            return "varchar"
        case DecimalType():
            return ""
    return ""
