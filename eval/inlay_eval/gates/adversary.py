"""An adversary that turns a right body into plausible wrong ones; the same slot gives the same bodies everywhere."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from random import Random
from typing import Literal

from inlay.mutants import Mutant, mutants_of
from inlay.slot import Slot
from inlay_eval.gates.by_examples import bodies_by_examples
from inlay_eval.gates.misreadings import misreadings

__all__ = ["Candidate", "Family", "candidates_for"]

Family = Literal["boundary", "rounding", "missing", "one change", "two changes", "examples only"]

_KINDS: dict[str, Family] = {"boundary": "boundary", "rounding": "rounding", "missing": "missing"}
_ABOUT_NOTHING = ("none", "null", "coalesce")
_FIRST = 8
_SECOND = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A body that an adversary made, and how; `change` says where it parts from the reference."""

    body: str
    family: Family
    change: str


def candidates_for(slot: Slot, reference: str, language: str, most: int) -> tuple[Candidate, ...]:
    """Give at most `most` different bodies near a right one, of each family some."""
    chance = Random(f"{slot.id}\0{reference}")
    made = _made(slot, reference, language, chance)
    different = {_plain(each.body, language): each for each in reversed(made)}
    different.pop(_plain(reference, language), None)
    return tuple(_spread(list(different.values())[::-1], chance))[:most]


def _made(slot: Slot, reference: str, language: str, chance: Random) -> list[Candidate]:
    ones = mutants_of(slot.contract, reference, language)
    found = [Candidate(body=one.body, family=_family(one), change=_said(one)) for one in ones]
    for family, body, change in misreadings(slot.contract, reference, language):
        found.append(Candidate(body=body, family=family, change=change))
    for body, change in bodies_by_examples(slot, language, [one.body for one in ones]):
        found.append(Candidate(body=body, family="examples only", change=change))
    return [*found, *_twice(slot, ones, language, chance)]


def _twice(slot: Slot, ones: Sequence[Mutant], language: str, chance: Random) -> Iterator[Candidate]:
    for one in chance.sample(ones, min(_FIRST, len(ones))):
        seconds = mutants_of(slot.contract, one.body, language)
        for two in chance.sample(seconds, min(_SECOND, len(seconds))):
            yield Candidate(body=two.body, family="two changes", change=f"{_said(one)}; {_said(two)}")


def _family(mutant: Mutant) -> Family:
    touched = f"{mutant.before} {mutant.after}".lower()
    if mutant.kind == "condition" and any(word in touched for word in _ABOUT_NOTHING):
        return "missing"
    return _KINDS.get(mutant.kind, "one change")


def _said(mutant: Mutant) -> str:
    return f"{mutant.kind}: {mutant.before} -> {mutant.after or 'nothing'}"


def _plain(body: str, language: str) -> str:
    """Give a body in one spelling, so that layout makes no difference."""
    if language == "sql":
        return " ".join(body.split())
    try:
        return ast.unparse(ast.parse(body))
    except (SyntaxError, ValueError, RecursionError):
        return body


def _spread(candidates: Sequence[Candidate], chance: Random) -> Iterable[Candidate]:
    """Give one of each family after the other, so that a limit leaves some of every family."""
    by_family: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_family.setdefault(candidate.family, []).append(candidate)
    for group in by_family.values():
        chance.shuffle(group)
    return (each for each in chain.from_iterable(zip_longest(*by_family.values())) if each is not None)
