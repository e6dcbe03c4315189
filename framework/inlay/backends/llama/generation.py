"""From a decoded prompt to answers: all of them step by step in one batch, each with its own luck and grammar.

What follows the same words is the same for all who have said them, so answers stay in one branch until they part.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from inlay.backends.llama.decoder import Decoder, Logits
from inlay.backends.llama.following import Following, Manner
from inlay.backends.llama.grammar import Grammar
from inlay.backends.llama.model import Model
from inlay.backends.llama.sampling import log_total

__all__ = ["Answer", "generate"]


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

    def say(self, token: int, logprob: float, *, ends: bool) -> None:
        """Go on with a token of this log-probability."""
        self.tokens.append(token)
        self.logprob += logprob
        self.finished = ends
        if self.grammar and not ends:
            self.grammar.accept(token)

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
        decoder.fork(0, sequences[0])
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
            following = Following(model, tuple(answers[0].tokens), row, manner)
            for answer in answers:
                token = following.token(answer.luck, answer.grammar)
                if token is None:
                    answer.stuck = True
                else:
                    answer.say(token, float(row[token] - whole), ends=model.ends(token))
        crown.part()
        late = manner.ends_at is not None and time.monotonic() > manner.ends_at
        if not crown.branches or late or step + 1 == manner.max_tokens:
            return
        tokens = [answers[0].tokens[-1] for _, answers in crown.branches]
        logits = decoder.step(tokens, [sequence for sequence, _ in crown.branches], position + step)
