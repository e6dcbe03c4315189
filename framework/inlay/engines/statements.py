"""Statements as PostgreSQL's driver takes them: `:name` is bound as the generated service binds it."""

import re
from collections.abc import Collection

__all__ = ["for_psycopg"]

_PLACE = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
"""What SQLAlchemy's `text()` takes for a parameter, within quotes too."""


def for_psycopg(statement: str, known: Collection[str]) -> str:
    """Spell the places of a statement as psycopg does; raises `KeyError` for a name that nothing is bound to."""

    def spelled(place: re.Match[str]) -> str:
        if place[1] not in known:
            raise KeyError(f"nothing is bound to :{place[1]}")
        return f"%({place[1]})s"

    return _PLACE.sub(spelled, statement.replace("%", "%%"))
