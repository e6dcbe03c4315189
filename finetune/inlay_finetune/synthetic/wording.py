"""Sentences kept as data: `wordings/<family>.yaml` lists, for each pattern, the ways to say what it does.

A wording is plain text with `{name}` where the pattern puts a phrase and `[a|b|]` where any of the parts may stand.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from inlay.errors import InlayError

__all__ = ["Language", "NoWordingsError", "expanded", "is_worded", "wordings_of"]

Language = Literal["en", "zh"]

_FOLDERS: dict[Language, Path] = {
    "en": Path(__file__).parent / "wordings",
    "zh": Path(__file__).parent / "wordings" / "chinese",
}
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SPACES = re.compile(r" {2,}| (?=[,.;])")


class NoWordingsError(InlayError):
    """A language has no wordings under a key."""


@cache
def wordings_of(key: str, language: Language = "en") -> tuple[str, ...]:
    """Give the wordings of `family.pattern` or `family.pattern.variant`.

    Raises:
        NoWordingsError: No file of the language lists wordings under this key.
    """
    family, _, rest = key.partition(".")
    found: Any = _family(family, language)
    for part in rest.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, list) or not all(isinstance(wording, str) for wording in found) or not found:
        raise NoWordingsError(f"{_FOLDERS[language].name}/{family}.yaml lists no wordings under {rest!r}")
    return tuple(found)


def is_worded(family: str, language: Language) -> bool:
    """Say whether a language has a file of wordings for a family."""
    return (_FOLDERS[language] / f"{family}.yaml").is_file()


@cache
def _family(family: str, language: Language) -> dict[str, Any]:
    path = _FOLDERS[language] / f"{family}.yaml"
    if not is_worded(family, language):
        raise NoWordingsError(f"there is no {_FOLDERS[language].name}/{path.name}")
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))


def expanded(wording: str, pick: Callable[[Sequence[str]], str]) -> str:
    """Settle every `[a|b]` of a wording by `pick`, innermost first."""
    before = ""
    while before != wording:
        before, wording = wording, _CHOICE.sub(lambda found: pick(found[1].split("|")), wording)
    return _SPACES.sub(lambda found: "" if found[0] == " " else " ", wording).strip(" ")
