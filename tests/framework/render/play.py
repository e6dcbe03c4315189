"""Takes steps with a database, which come as JSON: a command of Alembic, a statement, or a look at the tables."""

import io
import json
import os
import sys
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def tables(seen: sa.Inspector) -> dict[str, Any]:
    """Give what a database says of its tables, in an order that does not depend on how they came about."""
    return {name: _table(seen, name) for name in sorted(set(seen.get_table_names()) - {"alembic_version"})}


def _table(seen: sa.Inspector, name: str) -> dict[str, Any]:
    columns = {column["name"]: column for column in seen.get_columns(name)}
    parts = ("type", "nullable", "default")
    return {
        "columns": {key: [str(columns[key][part]) for part in parts] for key in sorted(columns)},  # type: ignore[literal-required]
        "checks": sorted((str(one["name"]), one["sqltext"]) for one in seen.get_check_constraints(name)),
        "uniques": sorted((str(one["name"]), one["column_names"]) for one in seen.get_unique_constraints(name)),
        "keys": sorted(
            (str(one["name"]), one["constrained_columns"], one["referred_table"], str(one["options"]))
            for one in seen.get_foreign_keys(name)
        ),
        "indexes": sorted((str(one["name"]), one["column_names"]) for one in seen.get_indexes(name)),
    }


def play(steps: list[list[str]], url: str) -> list[Any]:
    """Give what statements and looks answered, in order."""
    config = Config(toml_file="pyproject.toml", stdout=io.StringIO())
    config.attributes["url"] = url
    engine, answers = sa.create_engine(url, poolclass=sa.NullPool), list[Any]()
    for verb, *words in steps:
        if verb == "sql":
            with engine.begin() as connection:
                rows = connection.exec_driver_sql(words[0])
                answers += [[[str(cell) for cell in row] for row in rows]] if rows.returns_rows else []
        elif verb == "tables":
            answers.append(tables(sa.inspect(engine)))
        elif verb == "refused":
            try:
                command.upgrade(config, words[0])
            except sa.exc.IntegrityError as error:
                answers.append(str(error.orig))
        else:
            getattr(command, verb)(config, *words)
    return answers


json.dump(play(json.load(sys.stdin), os.environ["DATABASE_URL"]), sys.stdout)
