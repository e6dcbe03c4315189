"""Patterns over the tree of a statement, as rules of a policy are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from inlay.gates.nearest import meant

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["SqlPattern", "known_tokens", "strange_parts"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlPattern:
    """What a node looks like: its class, its own text, parts it has or lacks, and what stands around and in it."""

    node: tuple[str, ...] = ()
    text: re.Pattern[str] | None = None
    parts: Mapping[str, SqlPattern] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    inside: SqlPattern | None = None
    outside: SqlPattern | None = None
    holds: SqlPattern | None = None

    def found_in(self, statement: exp.Query) -> Iterator[exp.Expr]:
        """Give every node of a statement that looks like this."""
        return (node for node in statement.walk() if self.fits(node))

    def fits(self, value: Any) -> bool:
        """Say whether a node, or what stands in a part of one, looks like this; of a list one item must."""
        from sqlglot import exp

        if isinstance(value, list):
            return any(self.fits(item) for item in value)
        if isinstance(value, exp.Expr):
            return self._fits_node(value)
        return bool(value) and not self.node and self._says(str(value))

    def _fits_node(self, node: exp.Expr) -> bool:
        return (
            (not self.node or isinstance(node, tuple(_class(name) for name in self.node)))
            and self._says(node.name)
            and all(pattern.fits(node.args.get(part)) for part, pattern in self.parts.items())
            and not any(node.args.get(part) for part in self.lacks)
            and (self.inside is None or any(map(self.inside.fits, _around(node))))
            and (self.outside is None or not any(map(self.outside.fits, _around(node))))
            and (self.holds is None or any(self.holds.fits(inner) for inner in node.walk() if inner is not node))
        )

    def _says(self, text: str) -> bool:
        return self.text is None or bool(self.text.search(text))


def strange_parts(pattern: SqlPattern) -> Iterator[str]:
    """Say which nodes and parts of a pattern no statement can have."""
    strange = [name for name in pattern.node if _class(name) is None]
    yield from (f"there is no node `{name}`{meant(name, _classes())}" for name in strange)
    if not strange:
        known = _parts_of(pattern.node)
        for part in (*pattern.parts, *pattern.lacks):
            if part not in known:
                yield f"{' or '.join(pattern.node) or 'a node'} has no part `{part}`{meant(part, known)}"
    for inner in (*pattern.parts.values(), pattern.inside, pattern.outside, pattern.holds):
        yield from strange_parts(inner) if inner else ()


def known_tokens() -> frozenset[str]:
    """Give the kinds of tokens that a rule may name."""
    from sqlglot import TokenType

    return frozenset(TokenType.__members__)


def _around(node: exp.Expr) -> Iterator[exp.Expr]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _class(name: str) -> Any:
    return _classes().get(name)


@cache
def _classes() -> Mapping[str, type[exp.Expr]]:
    from sqlglot import exp

    return {name: each for name, each in vars(exp).items() if isinstance(each, type) and issubclass(each, exp.Expr)}


def _parts_of(names: tuple[str, ...]) -> frozenset[str]:
    """Give the parts that a node of one of these classes, or of one below them, can have."""
    tops = tuple(_class(name) for name in names)
    return frozenset(
        part for each in _classes().values() if not tops or issubclass(each, tops) for part in each.arg_types
    )
