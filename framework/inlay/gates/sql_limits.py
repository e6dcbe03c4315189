"""What a platform sets beyond what is right: how much a query may ask for, and which other engines must know it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inlay.catalog import SlotKind
from inlay.contract import Contract, ListType
from inlay.languages.dialects import translated
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SqlLimits", "limits_of"]


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

    def broken(self, contract: Contract, body: str) -> str:
        """Say which limit a readable statement does not keep; empty when it keeps all."""
        return next(self._reasons(contract, body), "")

    def _reasons(self, contract: Contract, body: str) -> Iterator[str]:
        from sqlglot import exp

        statement = parse_statement(body)
        joins = list(statement.find_all(exp.Join))
        yield from _beyond("joins", len(joins), self.joins)
        yield from _beyond("inner SELECTs", sum(1 for _ in statement.find_all(exp.Select)) - 1, self.nested)
        if not self.cross_joins and any(not join.args.get("on") and not join.args.get("using") for join in joins):
            yield "a join without a condition pairs every row with every other; write ON (cross-joins)"
        if self.rows is not None and isinstance(contract.result, ListType):
            yield from _beyond_rows(statement, self.rows)
        for dialect in self.dialects:
            if reason := translated(body, dialect).reason:
                yield f"{reason} (dialects)"


def limits_of(kind: SlotKind) -> SqlLimits:
    """Give the limits that a slot kind sets."""
    return SqlLimits(**kind.settings.get("policy", {}))


def _beyond(what: str, count: int, most: int | None) -> Iterator[str]:
    if most is not None and count > most:
        yield f"{count} {what}, at most {most} are allowed (cost)"


def _beyond_rows(statement: exp.Query, most: int) -> Iterator[str]:
    from sqlglot import exp

    limit = statement.args.get("limit")
    count = limit.args.get("expression") or limit.args.get("count") if limit else None
    if count is None:
        yield f"a list needs a LIMIT of at most {most} (rows)"
    elif isinstance(count, exp.Literal) and int(count.name) > most:
        yield f"LIMIT {count.name} is more than the {most} rows that are allowed (rows)"
    elif not isinstance(count, exp.Literal):
        yield f"LIMIT must be a number of at most {most}, so that the rows are bounded (rows)"
