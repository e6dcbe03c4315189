"""Reading a statement without running it: the tree it stands for in both engines, or why it stands for none."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["parse_statement", "quiet", "unreadable_sql"]

_ENGINES = ("sqlite", "postgres")
_DEEPEST = 60
_CLASS = re.compile(r"<class '[\w.]*\.(\w+)'>")


@lru_cache(maxsize=256)
def parse_statement(body: str) -> exp.Query:
    """Give the tree of one SELECT, to look at only: gate after gate asks for it. Call it on readable bodies."""
    import sqlglot
    from sqlglot import exp

    with quiet():
        statement = sqlglot.parse_one(body, dialect="postgres")
    assert isinstance(statement, exp.Query)
    return statement


def unreadable_sql(body: str) -> str:
    """Say why a text is not exactly one SELECT that both engines can read; empty when it is one."""
    try:
        return _refused_tokens(body) or next((reason for engine in _ENGINES if (reason := _refused(body, engine))), "")
    except RecursionError:
        return "it is nested too deeply"
    except (ValueError, AttributeError, TypeError, LookupError) as error:
        return f"it cannot be read: {type(error).__name__}"


def _refused_tokens(body: str) -> str:
    import sqlglot
    from sqlglot import TokenType
    from sqlglot.errors import SqlglotError

    try:
        tokens = sqlglot.tokenize(body, dialect="postgres")
    except SqlglotError as error:
        return _first_line(str(error))
    if not tokens:
        return "there is no statement in it"
    if tokens[0].token_type not in {TokenType.SELECT, TokenType.WITH}:
        return f"line {tokens[0].line}: a query starts with SELECT or WITH, not with {tokens[0].text[:40]!r}"
    depth = 0
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON:
            return f"line {token.line}: exactly one statement, without a semicolon"
        depth += (token.token_type == TokenType.L_PAREN) - (token.token_type == TokenType.R_PAREN)
        if depth > _DEEPEST:
            return f"line {token.line}: brackets are nested more than {_DEEPEST} deep"
    return ""


def _refused(body: str, engine: str) -> str:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        with quiet():
            statements = sqlglot.parse(body, dialect=engine)
    except SqlglotError as error:
        return _first_line(str(error))
    if len(statements) != 1:
        return f"exactly one statement is wanted, these are {len(statements)}"
    if not isinstance(statements[0], exp.Query) or isinstance(statements[0], exp.Subquery):
        return f"a query is a SELECT, this is {type(statements[0]).__name__.upper()}"
    return ""


def _first_line(message: str) -> str:
    line = message.strip().splitlines()[0].rstrip(".")
    return _CLASS.sub(lambda found: found[1].upper(), line)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep sqlglot's log silent: what it cannot read is said in a verdict."""
    logger = logging.getLogger("sqlglot")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
