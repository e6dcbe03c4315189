"""What a platform sets beyond what is right: how much a query may ask for, and which other engines must know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inlay.contract import Contract, ListType
from inlay.languages.dialects import translated
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SqlLimits"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlLimits:
    """What the settings of the gate `policy` bound; None is no limit.

    `rows` is the most rows that a list may have, said by LIMIT; `joins` and `nested` bound joins and inner SELECTs;
    `cross_joins` off refuses a join without a condition; `dialects` are further ones that must know the statement.
    """

    rows: int | None = None
    joins: int | None = None
    nested: int | None = None
    cross_joins: bool = True
    dialects: Sequence[str] = ()

    def cost(self, body: str) -> Iterator[str]:
        """Say what of a readable statement costs more than is allowed: joins, inner SELECTs."""
        from sqlglot import exp

        statement = parse_statement(body)
        yield from _beyond("joins", sum(1 for _ in statement.find_all(exp.Join)), self.joins)
        yield from _beyond("inner SELECTs", sum(1 for _ in statement.find_all(exp.Select)) - 1, self.nested)

    def crossed(self, body: str) -> Iterator[str]:
        """Say where a readable statement joins without a condition, if that is not allowed."""
        from sqlglot import exp

        joins = () if self.cross_joins else parse_statement(body).find_all(exp.Join)
        if any(not join.args.get("on") and not join.args.get("using") for join in joins):
            yield "a join without a condition pairs every row with every other; write ON"

    def unbounded(self, contract: Contract, body: str) -> Iterator[str]:
        """Say why a readable statement may give more rows than are allowed."""
        if self.rows is not None and isinstance(contract.result, ListType):
            yield from _beyond_rows(parse_statement(body), self.rows)

    def unknown_elsewhere(self, body: str) -> Iterator[str]:
        """Say which further dialect does not know a statement."""
        return (reason for dialect in self.dialects if (reason := translated(body, dialect).reason))


def _beyond(what: str, count: int, most: int | None) -> Iterator[str]:
    if most is not None and count > most:
        yield f"{count} {what}, at most {most} are allowed"


def _beyond_rows(statement: exp.Query, most: int) -> Iterator[str]:
    from sqlglot import exp

    limit = statement.args.get("limit")
    count = limit.args.get("expression") or limit.args.get("count") if limit else None
    if count is None:
        yield f"a list needs a LIMIT of at most {most}"
    elif isinstance(count, exp.Literal) and int(count.name) > most:
        yield f"LIMIT {count.name} is more than the {most} rows that are allowed"
    elif not isinstance(count, exp.Literal):
        yield f"LIMIT must be a number of at most {most}, so that the rows are bounded"
