"""From a decoded prompt to answers: all of them step by step in one batch, each with its own luck and grammar.

What follows the same words is the same for all who have said them, so answers stay in one branch until they part.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from inlay.backends.llama.decoder import Decoder, Logits
from inlay.backends.llama.grammar import Grammar
from inlay.backends.llama.model import Model
from inlay.backends.llama.sampling import Row, draw, log_total
from inlay.prompts.guide import Guide

__all__ = ["Answer", "Manner", "generate"]

# How often another token is picked in the place of one that its guide forbids.
_PICKS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How tokens are chosen; those in `forbidden` never are. `ends_at` is a time of the monotonic clock.

    `guide` says which of `names`, the reference tokens by their spelling, may follow the text so far.
    """

    temperature: float
    top_p: float
    max_tokens: int
    top_k: int = 0
    grammar: Grammar | None = None
    forbidden: npt.NDArray[np.int32] | None = None
    ends_at: float | None = None
    guide: Guide | None = None
    names: Mapping[str, int] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Answer:
    """One answer as it grows. `luck` is None for the greedy one."""

    luck: np.random.Generator | None
    grammar: Grammar | None = None
    tokens: list[int] = field(default_factory=list)
    logprob: float = 0.0
    finished: bool = False
    stuck: bool = False

    @property
    def over(self) -> bool:
        """Say whether no token follows: the end came, or the grammar leaves no token that may come."""
        return self.finished or self.stuck

    @property
    def mean_logprob(self) -> float:
        """The mean log-probability of its tokens, the end token included."""
        return self.logprob / max(1, len(self.tokens))


def generate(
    model: Model, decoder: Decoder, prompt: Sequence[int], lucks: Sequence[np.random.Generator | None], manner: Manner
) -> list[Answer]:
    """Give one answer for each luck. The prompt must have been read; at most `decoder.branches` at once."""
    answers = [Answer(luck=luck, grammar=manner.grammar.clone() if manner.grammar else None) for luck in lucks]
    first, _ = decoder.read_prompt(prompt)
    sequences = range(1, len(answers) + 1)
    try:
        decoder.branch(sequences[0])
        _grow(model, decoder, len(prompt), _Crown(decoder, answers, sequences), first[None].copy(), manner)
    finally:
        for sequence in sequences:
            decoder.cut(sequence)
        for answer in answers:
            if answer.grammar:
                answer.grammar.close()
    return answers


class _Crown:
    """The branches of a decoder, each with the answers that have said the same so far."""

    def __init__(self, decoder: Decoder, answers: Sequence[Answer], sequences: Sequence[int]) -> None:
        self._decoder = decoder
        self._unused = list(reversed(sequences[1:]))
        self.branches: list[tuple[int, Sequence[Answer]]] = [(sequences[0], answers)]

    def part(self) -> None:
        """Give answers that have parted a branch each; branches whose answers are all over are forgotten."""
        grown: list[tuple[int, Sequence[Answer]]] = []
        for sequence, answers in self.branches:
            apart: dict[int, list[Answer]] = {}
            for answer in answers:
                if not answer.over:
                    apart.setdefault(answer.tokens[-1], []).append(answer)
            places = [sequence, *(self._forked(sequence) for _ in range(len(apart) - 1))]
            if not apart:
                self._decoder.cut(sequence)
                self._unused.append(sequence)
            grown += zip(places, apart.values(), strict=bool(apart))
        self.branches = grown

    def _forked(self, sequence: int) -> int:
        fresh = self._unused.pop()
        self._decoder.fork(sequence, fresh)
        return fresh


def _grow(model: Model, decoder: Decoder, position: int, crown: _Crown, logits: Logits, manner: Manner) -> None:
    for step in range(manner.max_tokens):
        totals = log_total(logits)
        if manner.forbidden is not None:
            logits[:, manner.forbidden] = -np.inf
        for (_, answers), row, whole in zip(crown.branches, logits, totals, strict=True):
            for answer in answers:
                _add(model, answer, row.copy(), float(whole), manner)
        crown.part()
        late = manner.ends_at is not None and time.monotonic() > manner.ends_at
        if not crown.branches or late or step + 1 == manner.max_tokens:
            return
        tokens = [answers[0].tokens[-1] for _, answers in crown.branches]
        logits = decoder.step(tokens, [sequence for sequence, _ in crown.branches], position + step)


def _add(model: Model, answer: Answer, row: Row, whole: float, manner: Manner) -> None:
    token = _chosen(model, answer, row, manner)
    if token is None:
        answer.stuck = True
        return
    answer.tokens.append(token)
    answer.logprob += float(row[token]) - whole
    answer.finished = model.ends(token)
    if answer.grammar and not answer.finished:
        answer.grammar.accept(token)


def _chosen(model: Model, answer: Answer, row: Row, manner: Manner) -> int | None:
    token = _guided(model, answer, row, manner)
    if answer.grammar is None or answer.grammar.allows(token):
        return token
    allowed = answer.grammar.masked(row)
    # llama.cpp ends the process when a grammar is given a token that it does not allow.
    return _pick(answer, allowed, manner) if np.isfinite(allowed).any() else None


def _guided(model: Model, answer: Answer, row: Row, manner: Manner) -> int:
    """Pick a token; when it may not stand here, pick again among the others."""
    token = _pick(answer, row, manner)
    if manner.guide is None:
        return token
    text = model.text(answer.tokens)
    for _ in range(_PICKS):
        wrong = _wrong(model, text, token, manner.guide, manner.names)
        if token not in wrong:
            return token
        row[wrong] = -np.inf
        token = _pick(answer, row, manner)
    return token


def _wrong(model: Model, text: str, token: int, guide: Guide, names: Mapping[str, int]) -> list[int]:
    """Give the tokens that may not stand here, as far as looking at this one tells."""
    if token in names.values():
        allowed = guide.allowed(text)
        return [name for spelling, name in names.items() if spelling not in allowed]
    fits = guide.may_end(text) if model.ends(token) else guide.fits(text, model.text([token]))
    return [] if fits else [token]


def _pick(answer: Answer, row: Row, manner: Manner) -> int:
    if answer.luck is None:
        return int(row.argmax())
    return draw(row, manner.temperature, manner.top_p, answer.luck.random(), manner.top_k)
