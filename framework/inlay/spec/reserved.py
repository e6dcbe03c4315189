"""Words that a spec cannot use as names, each group with its reason."""

import builtins
import keyword
import sys

__all__ = [
    "CLASS_FIELDS",
    "DEVICE_NAMES",
    "IMPLICIT_FIELDS",
    "LIBRARY_FIELDS",
    "METACLASS_FIELDS",
    "PYTHON_CLASSES",
    "PYTHON_FUNCTIONS",
    "PYTHON_PACKAGES",
    "PYTHON_TYPES",
    "PYTHON_WORDS",
    "SERVICE_MODULES",
    "SLOT_NAMES",
    "SQL_WORDS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PYTHON_WORDS = frozenset(keyword.kwlist)

# Types that the annotations of a class use by name: a field of that name would hide them from the fields behind it.
PYTHON_TYPES = _words("bool bytes dict float frozenset int list object property set str tuple")

# Functions that the body of a rule may call, which a parameter or a rule of that name would hide.
PYTHON_FUNCTIONS = _words(
    """
    abs all any divmod enumerate filter getattr isinstance iter len map max min next print range repr reversed round
    sorted sum zip
    """
)

# What a body may name without importing it.
SLOT_NAMES = _words("calendar date datetime defaultdict itertools math re time timedelta")

PYTHON_CLASSES = frozenset(name for name in dir(builtins) if name[:1].isupper()) | {"Counter", "Decimal"}

PYTHON_PACKAGES = frozenset(name.lower() for name in sys.stdlib_module_names) | _words(
    """
    alembic asgi_correlation_id fastapi fastapi_problem httpx inlay jinja2 migrations mypy polyfactory psycopg
    pydantic pydantic_settings pytest ruff schemathesis sqlakeyset sqlalchemy src starlette structlog tests
    uvicorn yaml
    """
)

# Reserved by PostgreSQL or SQLite: as a column each would have to be quoted in every query.
SQL_WORDS = _words(
    """
    add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between binary
    both case cast check collate collation column commit concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user default deferrable
    delete desc distinct do drop else end escape except exists false fetch for foreign freeze from full grant
    group having ilike in index initially inner insert intersect into is isnull join lateral leading left like
    limit localtime localtimestamp natural not nothing notnull null offset on only or order outer overlaps
    placing primary raise references returning right select session_user set similar some symmetric table
    tablesample then to trailing transaction true union unique update user using values variadic verbose when
    where window with
    """
)

# Short names of modules that the class of an entity needs behind its fields.
SERVICE_MODULES = frozenset(("dt", "enum", "sa"))

IMPLICIT_FIELDS = frozenset(("created_at", "id", "updated_at", "version"))

# What no class may have under another meaning, be it of a library or not.
CLASS_FIELDS = {"mro": "every class of Python"}

# Attributes of SQLAlchemy's declarative classes and of pydantic's models.
LIBRARY_FIELDS = {
    **dict.fromkeys(("metadata", "registry"), "SQLAlchemy"),
    **dict.fromkeys(
        ("construct", "copy", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json"),
        "pydantic",
    ),
    **dict.fromkeys(("update_forward_refs", "validate"), "pydantic"),
    **CLASS_FIELDS,
}

# What the class of pydantic's classes has: in the way of a field of that name, not of the key of a reference.
METACLASS_FIELDS = {"register": "pydantic"}

DEVICE_NAMES = frozenset(("aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))
