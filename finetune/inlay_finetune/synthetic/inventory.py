"""The ids of the rules, queries and compositions of the inventory of business language, and which some pattern writes."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["ids_by_module", "is_id", "is_known", "known_ids", "written_ids"]

_FOLDER = Path(__file__).parent
_LAST = {"R": 270, "Q": 104, "C": 34}
_ID = re.compile(r"[A-Z]\d{3}")
# What drafts are tagged with besides: how claims are joined, and that a clause was grafted on.
_JOINTS = frozenset("and or unless except implies both either neither not-both one graft chinese".split())


@cache
def known_ids() -> tuple[str, ...]:
    """Give every id: rules, queries, compositions."""
    return tuple(f"{letter}{number:03}" for letter, last in _LAST.items() for number in range(1, last + 1))


def is_id(tag: str) -> bool:
    """Say whether a tag looks like an id."""
    return _ID.fullmatch(tag) is not None


def is_known(tag: str) -> bool:
    """Say whether a draft may be tagged so: with an id that there is, a step of an amount, or a joint of claims."""
    return tag in known_ids() if is_id(tag) else tag.startswith("step:") or tag in _JOINTS


@cache
def ids_by_module() -> dict[str, frozenset[str]]:
    """Give the ids that stand as texts in each module that makes drafts."""
    return {path.stem: frozenset(_texts(path)) for path in sorted(_FOLDER.rglob("*.py"))}


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_id(node.value):
            yield node.value


def written_ids() -> frozenset[str]:
    """Give every id that some module writes."""
    return frozenset[str]().union(*ids_by_module().values())
