"""Sentences kept as data: `wordings/<family>.yaml` lists, for each pattern, the ways to say what it does.

A wording is plain text with `{name}` where the pattern puts a phrase and `[a|b|]` where any of the parts may stand.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inlay.errors import InlayError

__all__ = ["expanded", "wordings_of"]

_FOLDER = Path(__file__).parent / "wordings"
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SPACES = re.compile(r" {2,}| (?=[,.;])")


@cache
def wordings_of(key: str) -> tuple[str, ...]:
    """Give the wordings of `family.pattern` or `family.pattern.variant`.

    Raises:
        InlayError: No file lists wordings under this key.
    """
    family, _, rest = key.partition(".")
    found: Any = _family(family)
    for part in rest.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(wording, str) for wording in found) or not found:
        raise InlayError(f"{_FOLDER.name}/{family}.yaml lists no wordings under {rest!r}")
    return tuple(found)


@cache
def _family(family: str) -> dict[str, Any]:
    path = _FOLDER / f"{family}.yaml"
    if not path.is_file():
        raise InlayError(f"there is no {_FOLDER.name}/{path.name}")
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))


def expanded(wording: str, pick: Callable[[Sequence[str]], str]) -> str:
    """Settle every `[a|b]` of a wording by `pick`, innermost first."""
    before = ""
    while before != wording:
        before, wording = wording, _CHOICE.sub(lambda found: pick(found[1].split("|")), wording)
    return _SPACES.sub(lambda found: "" if found[0] == " " else " ", wording).strip(" ")
