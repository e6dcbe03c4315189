"""Whether a query says in which order its rows come."""

__all__ = ["orders"]


def orders(query: str) -> bool:
    """Say whether a query orders at its top level; one that cannot be parsed does if it says so anywhere."""
    import sqlglot

    try:
        return sqlglot.parse_one(query, read="sqlite").args.get("order") is not None
    except sqlglot.errors.SqlglotError:
        return "order by" in query.lower()
