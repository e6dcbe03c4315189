"""A policy file: tree-sitter queries whose captures are rules, each with a message and its own examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from inlay.errors import CatalogInvalid, Fault

if TYPE_CHECKING:
    from tree_sitter import Language, Query

__all__ = ["PolicyFile", "PolicyRule", "load_policy"]

_NOTE = re.compile(r"^; (rule|message|good|bad): (.*)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRule:
    """One rule: its id, what it tells, and bodies that it must let through and must refuse."""

    id: str
    message: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """All rules of a file and the query that finds what breaks them."""

    rules: tuple[PolicyRule, ...]
    query: Query

    def broken(self, body: str) -> Iterator[tuple[PolicyRule, int]]:
        """Give every rule that a Python body breaks, with the line, in the order of the lines."""
        from tree_sitter import Parser, QueryCursor

        tree = Parser(_python()).parse(body.encode())
        by_id = {rule.id: rule for rule in self.rules}
        found = {
            (node.start_point.row + 1, name)
            for name, nodes in QueryCursor(self.query).captures(tree.root_node).items()
            for node in nodes
            if name in by_id
        }
        for line, name in sorted(found):
            yield by_id[name], line


@cache
def load_policy(path: Path) -> PolicyFile:
    """Read a policy file; raises `CatalogInvalid` when its queries or notes are wrong."""
    from tree_sitter import Query, QueryError

    text = path.read_text(encoding="utf-8")
    try:
        query = Query(_python(), text)
    except QueryError as error:
        raise _invalid(path, 1, f"a query cannot be read: {error}") from None
    rules = tuple(_rules(path, text))
    captured = {query.capture_name(number) for number in range(query.capture_count)}
    for rule in rules:
        if rule.id not in captured:
            raise _invalid(path, 1, f"nothing captures the rule `{rule.id}`")
    return PolicyFile(rules, query)


@cache
def _python() -> Language:
    import tree_sitter_python
    from tree_sitter import Language

    return Language(tree_sitter_python.language())


def _rules(path: Path, text: str) -> Iterator[PolicyRule]:
    notes: dict[str, list[str]] = {}
    for number, line in enumerate([*text.splitlines(), "; rule: end"], 1):
        found = _NOTE.match(line)
        if not found:
            continue
        key, value = found.groups()
        if key == "rule":
            if notes:
                yield _rule(path, number, notes)
            notes = {}
        notes.setdefault(key, []).append(value.replace("|", "\n"))


def _rule(path: Path, line: int, notes: dict[str, list[str]]) -> PolicyRule:
    if not all(notes.get(key) for key in ("rule", "message", "good", "bad")):
        raise _invalid(path, line, f"the rule above lacks one of message, good, bad: {notes.get('rule')}")
    return PolicyRule(
        id=notes["rule"][0], message=notes["message"][0], good=tuple(notes["good"]), bad=tuple(notes["bad"])
    )


def _invalid(path: Path, line: int, message: str) -> CatalogInvalid:
    return CatalogInvalid((Fault(file=str(path), line=line, column=1, message=message),))
