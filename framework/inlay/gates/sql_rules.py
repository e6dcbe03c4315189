"""The rules of a `policy.yaml` for SQL: how they are found in a query, and whether they keep to their own examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inlay.contract import Contract
from inlay.errors import CatalogInvalid, Fault
from inlay.gates.sql_checks import CHECKS, Asked
from inlay.gates.sql_limits import SqlLimits
from inlay.gates.sql_patterns import SqlPattern
from inlay.languages.statements import parse_statement, unreadable_sql

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SqlPolicy", "SqlRule"]

_LONGEST_TREE = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlRule:
    """One rule: its id, what it tells, its examples, and how it is found. `limits` are set for the examples."""

    id: str
    message: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    find: tuple[SqlPattern, ...] = ()
    token: str = ""
    check: str = ""
    limits: SqlLimits = field(default_factory=SqlLimits)
    line: int = 1

    @property
    def gate(self) -> str:
        """The gate that holds bodies to this rule."""
        return CHECKS[self.check].gate if self.check else "policy"

    def reason(self, asked: Asked) -> str:
        """Say how a body breaks this rule; empty when it does not."""
        said = CHECKS[self.check].reason(asked) if self.check else next(self._told(asked.body), "")
        return f"{said} ({self.id})" if said else ""

    def _told(self, body: str) -> Iterator[str]:
        from sqlglot import tokenize

        for pattern in self.find:
            yield from (_filled(self.message, node) for node in pattern.found_in(parse_statement(body)))
        for token in tokenize(body, dialect="postgres") if self.token else ():
            if token.token_type.name == self.token:
                yield f"line {token.line}: {self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlPolicy:
    """All rules of a file, in the order in which they are tried, and the contract that their examples are under."""

    path: Path
    rules: tuple[SqlRule, ...]
    about: Contract

    def broken(self, asked: Asked) -> str:
        """Say how a body breaks the first rule of the gate `policy` that it breaks; empty when it breaks none."""
        mine = (rule for rule in self.rules if rule.gate == "policy")
        return next((reason for rule in mine if (reason := rule.reason(asked))), "")

    def require_own_examples(self) -> None:
        """Try the rules that are data on their examples.

        Raises:
            CatalogInvalid: A rule does not find a bad example of its own, or refuses one of its good ones.
        """
        faults = [fault for rule in self.rules if not rule.check for fault in self._missed(rule, {})]
        if faults:
            raise CatalogInvalid(tuple(faults))

    def missed_examples(self, allow: Mapping[str, Any]) -> Iterator[Fault]:
        """Say where a rule does not find a bad example of its own, or refuses one of its good ones."""
        for rule in self.rules:
            yield from self._missed(rule, allow)

    def _missed(self, rule: SqlRule, allow: Mapping[str, Any]) -> Iterator[Fault]:
        for body in (*rule.bad, *rule.good):
            if rule.gate != "syntax" and (unreadable := unreadable_sql(body)):
                yield self._fault(rule, f"an example of `{rule.id}` cannot be read: {unreadable}", body)
                return
        for body in rule.bad:
            if not _tried(rule, self._asked(rule, allow, body)):
                yield self._fault(rule, f"the rule `{rule.id}` does not find its bad example {body!r}", body)
        for body in rule.good:
            if said := _tried(rule, self._asked(rule, allow, body)):
                yield self._fault(rule, f"the rule `{rule.id}` refuses the good example {body!r}: {said}", body)

    def _asked(self, rule: SqlRule, allow: Mapping[str, Any], body: str) -> Asked:
        return Asked(body=body, contract=self.about, allow=allow, limits=rule.limits)

    def _fault(self, rule: SqlRule, message: str, body: str) -> Fault:
        tree = "" if unreadable_sql(body) or rule.check else " ".join(repr(parse_statement(body)).split())
        hint = f"it is read as {tree[:_LONGEST_TREE]}" if tree else ""
        return Fault(file=str(self.path), line=rule.line, column=3, message=message, hint=hint)


def _tried(rule: SqlRule, asked: Asked) -> str:
    from sqlglot.errors import SqlglotError

    try:
        return rule.reason(asked)
    except SqlglotError as error:
        return str(error).splitlines()[0]


def _filled(message: str, node: exp.Expr) -> str:
    from sqlglot import exp

    call = node.sql_name().lower() if isinstance(node, exp.Func) else node.name
    return message.replace("{node}", type(node).__name__.upper()).replace("{call}", call)
