"""From a decoded prompt to answers: all of them step by step in one batch, each with its own luck and grammar."""

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
    decoder.branch(len(answers))
    first, _ = decoder.read_prompt(prompt)
    try:
        _grow(model, decoder, len(prompt), answers, np.tile(first, (len(answers), 1)), manner)
    finally:
        for number, answer in enumerate(answers, 1):
            decoder.cut(number)
            if answer.grammar:
                answer.grammar.close()
    return answers


def _grow(model: Model, decoder: Decoder, position: int, answers: list[Answer], logits: Logits, manner: Manner) -> None:
    growing = list(enumerate(answers, 1))
    for step in range(manner.max_tokens):
        totals = log_total(logits)
        if manner.forbidden is not None:
            logits[:, manner.forbidden] = -np.inf
        for (_, answer), row, whole in zip(growing, logits, totals, strict=True):
            _add(model, answer, row, float(whole), manner)
        for sequence, answer in growing:
            if answer.over:
                decoder.cut(sequence)
        growing = [(sequence, answer) for sequence, answer in growing if not answer.over]
        late = manner.ends_at is not None and time.monotonic() > manner.ends_at
        if not growing or late or step + 1 == manner.max_tokens:
            return
        tokens = [answer.tokens[-1] for _, answer in growing]
        logits = decoder.step(tokens, [sequence for sequence, _ in growing], position + step)


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
