"""What stands in the journal, as values."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["AnswerRecord", "CallEntry", "CallRecord", "CandidateEntry", "VerdictEntry"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CallRecord:
    """One call of a backend, as it is written down. Settings that may hold secrets have no place here."""

    run: str
    number: int
    slot: str
    kind: str
    backend: str
    model: str
    prompt: str
    prompt_digest: str
    rendered: str
    parameters: Mapping[str, object]
    project: str = ""
    sentence: str = ""
    contract: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0
    error: str = ""

    @property
    def id(self) -> str:
        """A key that is the same whenever the same call of the same run is written."""
        return hashlib.blake2b(f"{self.run}\0{self.slot}\0{self.number}".encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerRecord:
    """One answer of a call, raw as the model gave it."""

    text: str
    mean_logprob: float = 0.0
    tokens: int = 0
    finished: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictEntry:
    """A verdict as a listing shows it."""

    gate: str
    version: str
    passed: bool
    reason: str
    counterexample: str
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidateEntry:
    """A candidate as a listing shows it; `body` is None when the answer held none, and `reason` says why."""

    place: int
    raw: str
    mean_logprob: float
    tokens: int
    finished: bool
    body: str | None
    reason: str
    chosen: bool
    verdicts: tuple[VerdictEntry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CallEntry:
    """A call as a listing shows it."""

    id: str
    at: str
    run: str
    project: str
    slot: str
    backend: str
    model: str
    prompt: str
    parameters: Mapping[str, object]
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    cost: float
    error: str
    candidates: int
    chosen: int
