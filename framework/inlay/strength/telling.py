"""Inputs that tell bodies apart: drawn from the contract, the plainest of them, in the words of the bodies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inlay.cases import Case, Draw, Thing, Value, draw_calls, draw_databases
from inlay.cases.expansion import TABLES
from inlay.contract import Contract
from inlay.gates.body_numbers import numbers_in
from inlay.gates.drawing import Drawing
from inlay.gates.spelling import spelled
from inlay.slot import Slot
from inlay.spec.model import Example
from inlay.strength.behaviour import Behaviour, Bench

__all__ = ["Telling", "draws_for", "shown_input", "tellings"]

Drawn = tuple[Draw, ...]

_DRAWS = {"python": (160, 60), "sql": (24, 12)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """An input with what the fill gives there and what the other body gives.

    `given` holds what either body looks at; the rest of `case` is filled in alike for both.
    """

    case: Case
    given: Mapping[str, object]
    fill: Behaviour
    other: Behaviour

    @property
    def spelled(self) -> str:
        """The input as a spec would have it."""
        return spelled(self.given)


def draws_for(slot: Slot, bodies: Sequence[str], language: str) -> Drawn:
    """Give inputs for bodies of one slot: the same for all, and some around their numbers."""
    drawing = Drawing(_draw_calls if language == "python" else _draw_databases, *_DRAWS[language])
    numbers = dict.fromkeys(number for body in bodies for number in numbers_in(body, language))
    return drawing.draws(slot, tuple(numbers))


def _draw_calls(contract: Contract, examples: Sequence[Example], *, words: Sequence[str], **rest: Any) -> Drawn:
    return draw_calls(contract, examples, words=_in_capitals(words), tied=True, **rest)


def _draw_databases(contract: Contract, examples: Sequence[Example], *, words: Sequence[str], **rest: Any) -> Drawn:
    return draw_databases(contract, examples, words=_in_capitals(words), **rest)


def _in_capitals(words: Sequence[str]) -> list[str]:
    """Add each word of a sentence as a name would have it, since a sentence rarely says whether that matters."""
    return list(dict.fromkeys([*words, *(word.capitalize() for word in words)]))


def tellings(bench: Bench, draws: Sequence[Draw], fill: str, others: Sequence[str]) -> list[list[Telling]]:
    """Give for each of some bodies the inputs that tell it from the fill, plain ones first."""
    if not others:
        return []
    own, *tried = bench.try_all([fill, *others], [draw.case for draw in draws])
    return [
        sorted(
            _telling(draws, own, found, f"{fill}\n{other}"),
            key=lambda telling: (bool(telling.other.error), len(telling.spelled)),
        )
        for other, found in zip(others, tried, strict=True)
    ]


def _telling(draws: Sequence[Draw], own: Sequence[Behaviour], other: Sequence[Behaviour], text: str) -> list[Telling]:
    named = frozenset(re.findall(r"\w+", text))
    return [
        Telling(case=draw.case, given=shown_input(draw.case, named), fill=one, other=two)
        for draw, one, two in zip(draws, own, other, strict=True)
        if one.spelled != two.spelled and not one.error and not (draw.unsure and two.error)
    ]


def shown_input(case: Case, named: frozenset[str]) -> dict[str, object]:
    """Give an input with the fields, tables and columns that a text names."""
    given: dict[str, object] = {name: _shown(value, named) for name, value in case.arguments.items()}
    if case.tables:
        lower = frozenset(name.lower() for name in named)
        given[TABLES] = {
            table: [{column: cell for column, cell in row.items() if column in lower} for row in rows]
            for table, rows in case.tables.items()
            if table in lower
        }
    return given


def _shown(value: Value, named: frozenset[str]) -> object:
    match value:
        case Thing(fields=fields):
            return {name: _shown(inner, named) for name, inner in fields.items() if name in named}
        case list() | tuple():
            return [_shown(item, named) for item in value]
    return value
