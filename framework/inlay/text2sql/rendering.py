"""A schema as text, in the two forms that the field knows: M-Schema and CREATE TABLE."""

from collections.abc import Callable, Mapping

from inlay.text2sql.names import quoted
from inlay.text2sql.schema import Column, Database, Table

__all__ = ["FORMS", "create_tables", "m_schema"]


def _shown(values: tuple[object, ...]) -> str:
    return ", ".join(" ".join(str(value).split()) for value in values)


def _m_column(column: Column) -> str:
    parts = [f"{column.name}:{column.type}", column.meaning, "Primary Key" if column.primary else ""]
    parts.append(f"Examples: [{_shown(column.values)}]" if column.values else "")
    return f"({', '.join(filter(None, parts))})"


def m_schema(database: Database) -> str:
    """Give a schema as M-Schema."""
    lines = [f"【DB_ID】 {database.name}", "【Schema】"]
    for table in database.tables:
        columns = ",\n".join(_m_column(column) for column in table.columns)
        lines.append(f"# Table: {table.name}\n[\n{columns}\n]")
    if database.links:
        lines.append("【Foreign keys】")
        lines += [f"{'.'.join(one)}={'.'.join(other)}" for one, other in database.links]
    return "\n".join(lines)


def _comment(column: Column) -> str:
    parts = [column.meaning, f"such as {_shown(column.values)}" if column.values else ""]
    text = "; ".join(filter(None, parts))
    return f"  -- {text}" if text else ""


def _create(table: Table, database: Database) -> str:
    # Each line: what is declared, and the comment behind its comma.
    lines = [(f"{quoted(column.name)} {column.type}", _comment(column)) for column in table.columns]
    keys = [quoted(column.name) for column in table.columns if column.primary]
    if keys:
        lines.append((f"PRIMARY KEY ({', '.join(keys)})", ""))
    for (own, column), (other, key) in database.links:
        if own == table.name:
            lines.append((f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(other)} ({quoted(key)})", ""))
    last = len(lines) - 1
    body = "\n".join(f"    {text}{',' if at < last else ''}{comment}" for at, (text, comment) in enumerate(lines))
    return f"CREATE TABLE {quoted(table.name)} (\n{body}\n);"


def create_tables(database: Database) -> str:
    """Give a schema as statements that make it."""
    return "\n\n".join(_create(table, database) for table in database.tables)


FORMS: Mapping[str, Callable[[Database], str]] = {"m-schema": m_schema, "create-table": create_tables}
