"""A contract in words that a model knows from its own training: Python classes, or SQL tables."""

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    without_optional,
)
from inlay.contract.tables import Column, TableShape, tables_of

__all__ = ["contract_text", "python_classes", "python_signature", "python_type", "sql_result", "sql_tables"]

_SQL_TYPES = {"str": "TEXT", "int": "INTEGER", "bool": "BOOLEAN", "date": "DATE", "datetime": "TIMESTAMP"}


def contract_text(contract: Contract) -> str:
    """Give the contract as source text of the slot kind's language."""
    if contract.is_query:
        parameters = ", ".join(f":{item.name} ({item.type})" for item in contract.parameters)
        bound = f"\n\n-- parameters: {parameters}" if parameters else ""
        return f"{sql_tables(contract)}{bound}\n-- result columns: {sql_result(contract)}"
    classes = python_classes(contract)
    return f"{classes}\n\n\n{python_signature(contract)}" if classes else python_signature(contract)


def python_signature(contract: Contract) -> str:
    """Give the `def` line of a rule or requirement."""
    takes = ", ".join(f"{item.name}: {python_type(item.type)}" for item in contract.parameters)
    return f"def {contract.name}({takes}) -> {python_type(contract.result)}:"


def python_classes(contract: Contract) -> str:
    """Give one class with annotated attributes for each entity in reach."""
    return "\n\n\n".join(_class(entity) for entity in contract.entities)


def _class(entity: Entity) -> str:
    lines = [f"    {field.name}: {python_type(field.type)}{_note(field, '#')}" for field in entity.fields]
    return "\n".join([f"class {entity.name}:", *(lines or ["    pass"])])


def _note(field: Field, mark: str) -> str:
    kind = without_optional(field.type)
    words = [f"one of {', '.join(repr(value) for value in kind.values)}"] if isinstance(kind, EnumType) else []
    words += [str(constraint) for constraint in field.constraints]
    return f"  {mark} {'; '.join(words)}" if words else ""


def python_type(kind: Type) -> str:
    """Give the annotation of a type."""
    match kind:
        case Scalar(name):
            return name
        case DecimalType():
            return "Decimal"
        case EnumType():
            return "str"
        case EntityType(entity) | ReferenceType(entity):
            return entity
        case ListType(item):
            return f"list[{python_type(item)}]"
        case OptionalType(inner):
            return f"{python_type(inner)} | None"
        case MapType(value):
            return f"dict[str, {python_type(value)}]"
        case RecordType(columns):
            return "{" + ", ".join(f"{name}: {python_type(column)}" for name, column in columns) + "}"


def sql_tables(contract: Contract) -> str:
    """Give one CREATE TABLE statement for each entity."""
    return "\n\n".join(_table(table) for table in tables_of(contract.entities))


def _table(table: TableShape) -> str:
    last = table.columns[-1]
    lines = [f"    {_column(column)}{'' if column is last else ','}{_comment(column)}" for column in table.columns]
    return "\n".join([f"CREATE TABLE {table.name} (", *lines, ");"])


def _comment(column: Column) -> str:
    return _note(column.field, "--") if column.field else ""


def _column(column: Column) -> str:
    if column.name == "id":
        return "id INTEGER PRIMARY KEY"
    null = "" if column.optional else " NOT NULL"
    points = f" REFERENCES {column.points_to} (id)" if column.points_to else ""
    return f"{column.name} {_sql_type(column.type)}{null}{points}"


def _sql_type(kind: Type) -> str:
    match without_optional(kind):
        case Scalar(name):
            return _SQL_TYPES[name]
        case DecimalType(precision, scale):
            return "NUMERIC" if precision is None else f"NUMERIC({precision},{scale})"
        case EnumType():
            return "TEXT"
        case _:
            return "JSON"


def sql_result(contract: Contract) -> str:
    """Give the result columns in order, with their types."""
    result = contract.result.item if isinstance(contract.result, ListType) else contract.result
    if isinstance(result, RecordType):
        return ", ".join(f"{name} ({column})" for name, column in result.columns)
    return str(result)
