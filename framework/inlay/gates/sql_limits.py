"""What a platform sets beyond what is right: how much a query may ask for, and which other engines must know it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inlay.catalog import SlotKind
from inlay.contract import Contract, ListType
from inlay.errors import CatalogInvalid, Fault
from inlay.languages.dialects import DIALECTS, translated
from inlay.languages.statements import parse_statement

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SqlLimits", "limits_of"]

Count = Annotated[int, Field(ge=0, le=10_000)]


class SqlLimits(BaseModel):
    """The settings of the gate `policy` for SQL.

    `rows` is the most rows that a list may have, said by LIMIT; `joins` and `nested` bound joins and inner SELECTs;
    `cross_joins` off refuses a join without a condition; `dialects` are further ones that must know the statement.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rows: Count | None = None
    joins: Count | None = None
    nested: Count | None = None
    cross_joins: bool = True
    dialects: list[Annotated[str, Field(pattern=f"^({'|'.join(DIALECTS)})$")]] = []

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
    """Read the limits that a slot kind sets; raises `CatalogInvalid` for what is none."""
    settings = dict(kind.settings.get("policy", {}))
    try:
        return SqlLimits.model_validate(settings)
    except ValidationError as error:
        path = str(kind.folder / "slot.yaml")
        said = [f"settings.policy.{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        faults = tuple(Fault(file=path, line=1, column=1, message=message) for message in said)
        raise CatalogInvalid(faults) from error


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
