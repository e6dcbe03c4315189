"""A policy file: tree-sitter queries whose captures are rules, each with a message and its own examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from inlay.catalog.reading import read_text
from inlay.errors import CatalogInvalid, Fault
from inlay.gates.nearest import meant

if TYPE_CHECKING:
    from tree_sitter import Language, Query

__all__ = ["PolicyFile", "PolicyRule", "load_policy"]

_NOTE = re.compile(r"^;\s*([a-z]+):\s?(.*)$")
_KEYS = ("rule", "message", "good", "bad")
_PLACE = re.compile(r" at row (\d+), column \d+")
_CAPTURE = re.compile(r"@([\w.-]+)")
_PREDICATE = re.compile(r"\(#([\w?!-]+)[^()]*\)")
_KNOWN = frozenset(f"{have}{what}?" for have in ("", "not-", "any-", "any-not-") for what in ("eq", "match"))
_PREDICATES = _KNOWN | {"any-of?", "not-any-of?"}


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRule:
    """One rule: its id, what it tells, bodies that it must let through and must refuse, and its line in the file."""

    id: str
    message: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    line: int = 1


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
    """Read a policy file and run the examples of its rules.

    Raises:
        CatalogInvalid: A query, note or capture is wrong, no rule is left, or a rule misses its own examples.
    """
    from tree_sitter import Query, QueryError

    text = read_text(path)
    try:
        query = Query(_python(), text)
    except QueryError as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # Ctrl-C within a pattern of the file
            raise error.__cause__ from None
        row = _PLACE.search(str(error))
        raise _invalid(
            path, int(row[1]) + 1 if row else 1, f"a query cannot be read: {_PLACE.sub('', str(error))}"
        ) from None
    rules = tuple(_rules(path, text))
    if not rules:
        raise _invalid(path, 1, "there is no rule in it, so every body would pass")
    _check_captures(path, text, query, rules)
    policy = PolicyFile(rules, query)
    _check_examples(path, policy)
    return policy


def _check_captures(path: Path, text: str, query: Query, rules: tuple[PolicyRule, ...]) -> None:
    """See to it that every rule is captured, and that every pattern captures a rule and knows its predicates."""
    ids = {rule.id for rule in rules}
    source, captured = text.encode(), set()
    for number in range(query.pattern_count):
        start, end = query.start_byte_for_pattern(number), query.end_byte_for_pattern(number)
        line = source[:start].count(b"\n") + 1
        pattern = re.sub(r"(?m)^\s*;.*$", "", source[start:end].decode())
        unknown = [name for name in _PREDICATE.findall(pattern) if name not in _PREDICATES]
        if unknown:
            raise _invalid(
                path, line, f"the predicate #{unknown[0]} is not known; known are {', '.join(sorted(_PREDICATES))}"
            )
        asked = {name for found in _PREDICATE.finditer(pattern) for name in _CAPTURE.findall(found[0])}
        taken = set(_CAPTURE.findall(_PREDICATE.sub("", pattern)))
        lost = sorted(taken - ids - asked)
        if lost or not taken & ids:
            said = ", ".join(f"{name}{meant(name, ids)}" for name in lost) or "by a capture of this pattern"
            raise _invalid(path, line, f"no rule is called {said}")
        captured |= taken
    for rule in rules:
        if rule.id not in captured:
            raise _invalid(path, rule.line, f"nothing captures the rule `{rule.id}`")


def _check_examples(path: Path, policy: PolicyFile) -> None:
    for rule in policy.rules:
        for body in rule.bad:
            if rule not in [broken for broken, _ in policy.broken(body)]:
                raise _invalid(path, rule.line, f"the rule `{rule.id}` does not find its bad example {body!r}")
        for body in rule.good:
            for broken, _ in policy.broken(body):
                raise _invalid(path, rule.line, f"the rule `{broken.id}` refuses the good example {body!r}")


@cache
def _python() -> Language:
    import tree_sitter_python
    from tree_sitter import Language

    return Language(tree_sitter_python.language())


def _rules(path: Path, text: str) -> Iterator[PolicyRule]:
    notes: dict[str, list[str]] = {}
    start, seen = 1, set()
    for number, line in enumerate([*text.splitlines(), "; rule: end"], 1):
        found = _NOTE.match(line)
        if not found:
            continue
        key, value = found.groups()
        if key not in _KEYS or not value.strip():
            raise _invalid(
                path, number, f"`{key}:` is no note of a rule, or says nothing; notes are {', '.join(_KEYS)}"
            )
        if key == "rule":
            if notes:
                yield _rule(path, start, notes)
            if value in seen:
                raise _invalid(path, number, f"the rule `{value}` stands there twice")
            seen.add(value)
            notes, start = {}, number
        notes.setdefault(key, []).append(value.replace("|", "\n"))


def _rule(path: Path, line: int, notes: dict[str, list[str]]) -> PolicyRule:
    lacking = [key for key in _KEYS if not notes.get(key)]
    if "rule" in lacking:
        raise _invalid(path, line, f"`{next(iter(notes))}:` belongs to no rule; begin with `; rule: its-name`")
    if lacking:
        wanted = " and ".join(f"`; {key}: …`" for key in lacking)
        raise _invalid(path, line, f"the rule `{notes['rule'][0]}` lacks {wanted}")
    return PolicyRule(
        id=notes["rule"][0],
        message=notes["message"][0],
        good=tuple(notes["good"]),
        bad=tuple(notes["bad"]),
        line=line,
    )


def _invalid(path: Path, line: int, message: str) -> CatalogInvalid:
    return CatalogInvalid((Fault(file=str(path), line=line, column=1, message=message),))
