"""Beam search: continuations of one prompt side by side, of which each step keeps those of the highest probability."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inlay.backends.llama.decoder import Decoder, Logits
from inlay.backends.llama.following import Manner
from inlay.backends.llama.generation import Answer
from inlay.backends.llama.model import Model
from inlay.backends.llama.sampling import log_total

__all__ = ["search"]


@dataclass(frozen=True, slots=True)
class _Beam:
    tokens: tuple[int, ...]
    logprob: float
    sequence: int

    def answer(self, *, finished: bool) -> Answer:
        return Answer(luck=None, tokens=list(self.tokens), logprob=self.logprob, finished=finished)


def search(model: Model, decoder: Decoder, prompt: Sequence[int], width: int, manner: Manner) -> list[Answer]:
    """Give up to `width` answers, those of the highest mean log-probability first; the prompt must have been read.

    The search ends when `width` answers have come to their end, or no token may follow; an answer that is not finished
    then stands behind those that are. Twice `width` branches of the decoder are in use.
    """
    logits, _ = decoder.read_prompt(prompt)
    beams, ended = [_Beam((), 0.0, 0)], list[_Beam]()
    try:
        for step in range(manner.max_tokens):
            beams, ends = _next(model, beams, logits.reshape(len(beams), -1), width, manner)
            ended += ends
            late = manner.ends_at is not None and time.monotonic() > manner.ends_at
            if not beams or len(ended) >= width or late or step + 1 == manner.max_tokens:
                break
            beams = _forked(decoder, beams, first=1 + width * (step % 2))
            last = [beam.tokens[-1] for beam in beams]
            logits = decoder.step(last, [beam.sequence for beam in beams], len(prompt) + step)
    finally:
        for sequence in range(1, 2 * width + 1):
            decoder.cut(sequence)
    answers = [_best(ended, finished=True), _best(beams, finished=False)]
    return [answer for group in answers for answer in group][:width]


def _next(
    model: Model, beams: Sequence[_Beam], logits: Logits, width: int, manner: Manner
) -> tuple[list[_Beam], list[_Beam]]:
    """Give the beams that go on, still with their parents' sequences, and those that end here."""
    rows = logits.astype(np.float64) - log_total(logits)[:, None]
    if manner.forbidden is not None:
        rows[:, manner.forbidden] = -np.inf
    rows += np.array([[beam.logprob] for beam in beams])
    flat = rows.ravel()
    likeliest = np.argpartition(-flat, min(2 * width, len(flat) - 1))[: 2 * width]
    going, ends = list[_Beam](), list[_Beam]()
    for rank, place in enumerate(likeliest[np.argsort(-flat[likeliest], kind="stable")]):
        parent, token = divmod(int(place), rows.shape[1])
        if not np.isfinite(flat[place]) or len(going) == width:
            break
        beam = _Beam((*beams[parent].tokens, token), float(flat[place]), beams[parent].sequence)
        if not model.ends(token):
            going.append(beam)
        elif rank < width:
            ends.append(beam)
    return going, ends


def _forked(decoder: Decoder, beams: Sequence[_Beam], first: int) -> list[_Beam]:
    """Give each beam a sequence of its own, since several may have one parent; the parents' are forgotten."""
    forked = [_Beam(beam.tokens, beam.logprob, first + place) for place, beam in enumerate(beams)]
    for beam, child in zip(beams, forked, strict=True):
        decoder.fork(beam.sequence, child.sequence)
    for sequence in {beam.sequence for beam in beams} - {0}:
        decoder.cut(sequence)
    return forked


def _best(beams: Sequence[_Beam], *, finished: bool) -> list[Answer]:
    answers = [beam.answer(finished=finished) for beam in beams]
    return sorted(answers, key=lambda answer: -answer.mean_logprob)
