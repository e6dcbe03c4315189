"""What kind of word the name of a flag or of a day is, so that a sentence can use it as verb, noun or adjective."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from inlay.contract.naming import snake_case
from inlay.linking import lemma
from inlay_finetune.synthetic.lexicon import words

__all__ = ["DayTurn", "FlagTurn", "day_turn", "flag_turn", "with_article"]

_ACTING = ("needs", "requires", "allows", "accepts", "wants", "includes", "can", "uses")
_IRREGULAR = frozenset("paid sent sold bought held met made lost found won born left built taken drawn read".split())
_GONE = frozenset(
    "started ended arrived departed left joined expired occurred enrolled retired graduated died lapsed matured".split()
)
_PLURALS = frozenset("children people staff parking insurance breakfast".split())
_DAY_TAILS = ("on", "at", "date", "day", "time")


@dataclass(frozen=True, slots=True)
class FlagTurn:
    """A flag in words: an adjective (`active`), a participle (`paid`), something owned (`balcony`) or an act."""

    kind: Literal["flag", "done", "owned", "acting"]
    word: str
    many: str = ""


@dataclass(frozen=True, slots=True)
class DayTurn:
    """A day in words: `shipped` was done on it, it `arrived` or `expires` on it, or it is called so (`due`)."""

    kind: Literal["done", "gone", "verb", "called"]
    word: str
    many: str = ""


def with_article(word: str) -> str:
    """Give a word with `a` or `an` before it, a plural as it is."""
    if word.split()[-1] in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
        return word
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"


def flag_turn(name: str) -> FlagTurn:
    """Say how the name of a flag is used."""
    head, _, rest = snake_case(name).partition("_")
    if head == "has" and rest:
        return FlagTurn("owned", _spaced(rest))
    if head in _ACTING and rest:
        many = head if head == "can" else head.removesuffix("s")
        return FlagTurn("acting", f"{head} {_spaced(rest)}", f"{many} {_spaced(rest)}")
    own = snake_case(name).removeprefix("is_")
    return FlagTurn("done" if _is_done(own) else "flag", _spaced(own))


def day_turn(name: str) -> DayTurn:
    """Say how the name of a day is used."""
    parts = snake_case(name).split("_")
    stem = "_".join(parts[:-1]) if len(parts) > 1 and parts[-1] in _DAY_TAILS else ""
    if not stem:
        return DayTurn("called", _spaced(snake_case(name)))
    if stem in _GONE:
        return DayTurn("gone", stem, stem)
    if _is_done(stem):
        return DayTurn("done", _spaced(stem))
    if stem in _listed("dates.verbs"):
        return DayTurn("verb", _spaced(stem), lemma(stem))
    return DayTurn("called", _spaced(stem))


def _is_done(word: str) -> bool:
    return (
        word not in _GONE
        and word != "due"
        and (word in _listed("dates.done") or word in _IRREGULAR or ("_" not in word and word.endswith("ed")))
    )


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(words(key))


def _spaced(text: str) -> str:
    return text.replace("_", " ")
