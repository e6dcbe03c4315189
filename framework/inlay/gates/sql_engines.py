"""Runs a query on SQLite and on PostgreSQL over the same drawn databases and looks where their rows part."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from inlay.cases import Draw
from inlay.contract import Contract
from inlay.gates.broken import Broken
from inlay.gates.spelling import said
from inlay.gates.sql_draws import Named
from inlay.gates.sql_examples import ended
from inlay.gates.sql_postgres import as_bound, postgres_tables
from inlay.gates.sql_rows import Difference, difference, same_but_for_ties
from inlay.gates.sql_variants import with_order_keys, without_rounding
from inlay.languages.sql import ddl, result_columns
from inlay.sandbox import CaseOutcome, SqlJob, Table

__all__ = ["Runner", "disagreement", "texts_in"]

_ENDLESS = ("killed", "oversized", "timeout")
_NOT_ASKED = CaseOutcome(ending="raised", error="it was not asked")
Pair = tuple[CaseOutcome, CaseOutcome]
Change = Callable[[str, str], str]


class Runner(Protocol):
    """What runs the queries of a job: the box's SQLite, or a server."""

    def run_sql(self, job: SqlJob) -> list[CaseOutcome]:
        """Give one outcome for each case, in order."""


def disagreement(
    sqlite: Runner, postgres: Runner, contract: Contract, draws: Sequence[Draw], body: str
) -> Broken | None:
    """Give the plainest database over which the two engines part, or None."""
    trial = _Trial(sqlite, postgres, contract, body)
    pairs = trial.run(draws)
    if all(other.ending == "unloaded" for _, other in pairs):
        return Broken(f"it cannot be judged: PostgreSQL does not hold its tables ({pairs[0][1].error})", "", "")
    found = [
        Broken(_reason(apart, *pair), trial.named.spelled(draw.case), _gave(pair))
        for draw, pair in zip(draws, pairs, strict=True)
        if (apart := trial.apart(draw, pair))
    ]
    return min(found, key=lambda broken: len(broken.given), default=None)


class _Trial:
    """One query on both engines."""

    def __init__(self, sqlite: Runner, postgres: Runner, contract: Contract, body: str) -> None:
        self.named = Named(body)
        self._engines = (sqlite, postgres)
        self._contract = contract
        self._body = body
        self._columns = result_columns(contract)

    def run(self, draws: Sequence[Draw], change: Change | None = None) -> list[Pair]:
        """Give what each engine makes of the query, or of a variant of it, over each database."""
        change = change or _unchanged
        cases = tuple(self.named.case(draw.case) for draw in draws)
        plain = change(self._body, "sqlite")
        bound = as_bound(self._contract, change(self._body, "postgres"))
        jobs = (
            SqlJob(ddl=ddl(self._contract), statement=plain, cases=cases),
            SqlJob(ddl=postgres_tables(self._contract), statement=bound, cases=cases),
        )
        ours = self._engines[0].run_sql(jobs[0])
        endless = any(outcome.ending in _ENDLESS for outcome in ours)
        theirs = [_NOT_ASKED] * len(ours) if endless else self._engines[1].run_sql(jobs[1])
        return list(zip(ours, theirs, strict=True))

    def apart(self, draw: Draw, pair: Pair) -> Difference | None:
        """Say where the engines part over a database; None where they do not, or cannot hold it."""
        one, other = pair
        if other.ending == "unloaded":
            return None
        if not isinstance(one.value, Table) or not isinstance(other.value, Table):
            return Difference("how it ends", _ending(one), _ending(other))
        found = difference(one.value, other.value, self._columns)
        return None if found is None or self._only_ties(draw, (one.value, other.value)) else found

    def _only_ties(self, draw: Draw, tables: tuple[Table, Table]) -> bool:
        """Say whether what differs is the order of rows that tie, or an amount that SQLite holds beside a half.

        A variant is believed only when writing the query anew has changed none of its rows.
        """
        keyed = self._variant(draw, _unchanged)
        if keyed is None or any(
            self._shown(one) != self._shown(other) for one, other in zip(keyed, tables, strict=True)
        ):
            return False
        exact = self._variant(draw, without_rounding)
        return self._tied(keyed) or (exact is not None and self._tied(exact))

    def _variant(self, draw: Draw, change: Change) -> tuple[Table, Table] | None:
        [(one, other)] = self.run([draw], partial(_keyed, change))
        if not isinstance(one.value, Table) or not isinstance(other.value, Table):
            return None
        return one.value, other.value

    def _tied(self, tables: tuple[Table, Table]) -> bool:
        keyed = with_order_keys(self._body, "sqlite")
        return keyed is not None and same_but_for_ties(*tables, self._columns, keyed.keys, limited=keyed.limited)

    def _shown(self, table: Table) -> list[str]:
        """Give the rows without order keys, in an order of no meaning."""
        return sorted(repr(row[: len(self._columns)]) for row in table.rows)


def _unchanged(body: str, dialect: str) -> str:
    del dialect
    return body


def _keyed(change: Change, body: str, dialect: str) -> str:
    keyed = with_order_keys(change(body, dialect), dialect)
    return body if keyed is None else keyed.statement


def _reason(apart: Difference, one: CaseOutcome, other: CaseOutcome) -> str:
    if one.ending == other.ending == "returned":
        return f"the engines part: {apart.where} is {apart.sqlite} on SQLite and {apart.postgres} on PostgreSQL"
    return f"the engines part: on SQLite {apart.sqlite}, on PostgreSQL {apart.postgres}"


def _ending(outcome: CaseOutcome) -> str:
    if outcome is _NOT_ASKED:
        return outcome.error
    return f"it gives {said(outcome.value)}" if isinstance(outcome.value, Table) else ended(outcome)


def _gave(pair: Pair) -> str:
    return ", ".join(f"{name}: {_ending(one)}" for name, one in zip(("SQLite", "PostgreSQL"), pair, strict=True))


def texts_in(body: str) -> tuple[str, ...]:
    """Give texts that tell LIKE of one engine from that of the other: those of its patterns in the other case."""
    from sqlglot import exp

    from inlay.languages.statements import parse_statement

    likes = list(parse_statement(body).find_all(exp.Like))
    patterns = [part.name for like in likes for part in like.expression.find_all(exp.Literal) if part.is_string]
    bare = [pattern.replace("%", "").replace("_", "x") for pattern in patterns]
    both = [text for pattern in bare for text in (pattern.swapcase(), pattern) if text]
    return tuple(dict.fromkeys([*both, "A", "b C"])) if likes else ()
