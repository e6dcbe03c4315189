"""SQL for SQLite and PostgreSQL at once: types as columns, entities as tables, bodies as one statement."""

from inlay.contract import (
    Contract,
    DecimalType,
    EnumType,
    ListType,
    RecordType,
    Scalar,
    Type,
    without_optional,
)
from inlay.contract.tables import Column, TableShape, tables_of
from inlay.languages.reading import hostile_character

__all__ = ["Sql", "ddl", "result_columns", "sql_type"]

_SCALARS = {"bool": "boolean", "date": "date", "datetime": "timestamp", "int": "integer", "str": "text"}


def sql_type(kind: Type) -> str:
    """Give a type as both engines take it for a column."""
    match without_optional(kind):
        case Scalar(name):
            return _SCALARS[name]
        case DecimalType(precision, scale):
            return "numeric" if precision is None else f"numeric({precision},{scale})"
        case EnumType():
            return "text"
        case _:
            return "json"


def ddl(contract: Contract) -> tuple[str, ...]:
    """Give the statements that make the tables of a contract, without keys to other tables or limits.

    Example rows need not be complete: a line may stand without its order.
    """
    return tuple(_create(table) for table in tables_of(contract.entities))


def result_columns(contract: Contract) -> tuple[tuple[str, Type], ...]:
    """Give the columns that a query must return, in order."""
    kind = without_optional(contract.result)
    row = kind.item if isinstance(kind, ListType) else kind
    return row.columns if isinstance(row, RecordType) else (("value", row),)


def _create(table: TableShape) -> str:
    columns = ",\n".join(f"    {_column(column)}" for column in table.columns)
    return f"CREATE TABLE {table.name} (\n{columns}\n)"


def _column(column: Column) -> str:
    key = " PRIMARY KEY" if column.name == "id" else ""
    return f"{column.name} {sql_type(column.type)}{key}"


class Sql:
    """The language of slots that are one portable SELECT."""

    name = "sql"

    def spell(self, kind: Type) -> str:
        """Give a type as both engines take it for a column."""
        return sql_type(kind)

    def stub(self, contract: Contract) -> str:
        """Give a statement of the right shape that never has a row."""
        columns = ", ".join(f"CAST(NULL AS {_castable(kind)}) AS {name}" for name, kind in result_columns(contract))
        return f"SELECT {columns} WHERE 1 = 0\n"

    def module(self, contract: Contract, body: str) -> str:
        """Give the tables, what is bound and what is asked for as comments, and the statement."""
        tables = "".join(f"{statement};\n" for statement in ddl(contract))
        bound = [f"-- :{parameter.name} {sql_type(parameter.type)}" for parameter in contract.parameters]
        asked = ", ".join(f"{name} {sql_type(kind)}" for name, kind in result_columns(contract))
        return "\n".join([tables, *bound, f"-- columns: {asked}", f"{body.strip()};", ""])

    def unreadable(self, body: str) -> str:
        """Say why a text is not one SELECT; empty when it is one."""
        from inlay.languages.statements import unreadable_sql

        return hostile_character(body) or unreadable_sql(body)


def _castable(kind: Type) -> str:
    spelled = sql_type(kind)
    portable = {"boolean": "integer", "date": "text", "json": "text", "timestamp": "text"}
    return portable.get(spelled, spelled)
