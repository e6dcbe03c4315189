"""Questions: an input on which readings part, and the results that they give there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inlay.sandbox import Value
from inlay.spec.model import Place

__all__ = ["Option", "Question"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """A result that some reading gives. `now` marks that of the fill; `rules_out` counts the readings it refutes."""

    result: Value
    shown: str
    now: bool
    rules_out: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One thing to ask. `given` is the input as an example has it, `text` the question in words of the business.

    `decides` is what the readings weigh that are ruled out when the fill is right.
    """

    slot: str
    place: Place
    sentence: str
    text: str
    given: Mapping[str, object]
    options: Sequence[Option]
    decides: int
