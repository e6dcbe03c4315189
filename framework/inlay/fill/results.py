"""What filling a slot comes to: a value with every attempt in it, and all that `inlay.lock` needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from inlay.backends.base import Usage
from inlay.gates.base import Verdict
from inlay.prompts.rendered import Style

__all__ = ["Ambiguity", "Attempt", "Fill", "Reading", "SlotResult", "total"]

_RUNS_FIRST = "examples"
"""The first gate that runs a body: what comes to it is a function or a query that can be tried."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One candidate and what was said of it. `reason` is set when the answer held no body or a known one.

    `call` and `place` find it in the journal. Verdicts end at the first gate that said no.
    """

    backend: str
    call: str
    place: int
    raw: str
    body: str = ""
    reason: str = ""
    mean_logprob: float = 0.0
    tokens: int = 0
    verdicts: tuple[Verdict, ...] = ()
    accepted: bool = False

    @property
    def refused_by(self) -> Verdict | None:
        """The verdict that refused it."""
        return next((verdict for verdict in self.verdicts if not verdict.passed), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One way to read a sentence: what it gives on the input in question, and how many samples read it so."""

    result: str
    samples: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ambiguity:
    """A sentence with two live readings: an input in words of the spec on which they part; the chosen one is first."""

    input: str
    readings: tuple[Reading, ...]

    def __str__(self) -> str:
        """Give the question that a person could answer."""
        results = " or ".join(f"{reading.result} ({reading.samples})" for reading in self.readings)
        return f"{self.input}: {results}?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fill:
    """An accepted body with its provenance; `ambiguous` when other candidates that passed behave otherwise.

    `repaired` says that the model wrote it when it was shown why a candidate before it was refused.
    """

    slot: str
    body: str
    backend: str
    model: str
    prompt: str
    prompt_digest: str
    style: Style
    parameters: Mapping[str, object]
    seed: int
    mean_logprob: float
    verdicts: tuple[Verdict, ...]
    attempts: int
    usage: Usage
    repaired: bool = False
    ambiguous: Ambiguity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotResult:
    """A slot accepted, or left as a stub with the reason.

    `attempts` are the candidates in the order of their birth. `troubles` are calls that brought no answer;
    `unreachable` says that no backend answered at all, `cut_off` that one failed which may well answer another time.
    `budget_spent` says that a limit ended the search.
    """

    slot: str
    state: Literal["accepted", "stub"]
    fill: Fill | None = None
    attempts: tuple[Attempt, ...] = ()
    usage: Usage = field(default_factory=Usage)
    gate_seconds: float = 0.0
    reason: str = ""
    troubles: tuple[str, ...] = ()
    unreachable: bool = False
    cut_off: bool = False
    budget_spent: bool = False

    @property
    def passed(self) -> tuple[Attempt, ...]:
        """The candidates that every gate let pass, likeliest first."""
        return _likeliest_first(attempt for attempt in self.attempts if attempt.accepted)

    @property
    def refuted(self) -> tuple[Attempt, ...]:
        """The candidates that came as far as the examples and were refused there or later, likeliest first."""
        return _likeliest_first(
            attempt
            for attempt in self.attempts
            if not attempt.accepted and any(verdict.gate == _RUNS_FIRST for verdict in attempt.verdicts)
        )

    @property
    def ambiguous(self) -> Ambiguity | None:
        """Where candidates that passed part, when the slot's sentence has two live readings."""
        return self.fill.ambiguous if self.fill else None


def _likeliest_first(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    return tuple(sorted(attempts, key=lambda attempt: -attempt.mean_logprob))


def total(first: Usage, second: Usage) -> Usage:
    """Add what two calls took."""
    return Usage(
        prompt_tokens=first.prompt_tokens + second.prompt_tokens,
        completion_tokens=first.completion_tokens + second.completion_tokens,
        seconds=first.seconds + second.seconds,
        cost=first.cost + second.cost,
    )
