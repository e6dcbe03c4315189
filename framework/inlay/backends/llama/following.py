"""Which token follows the words of an answer: the likeliest or a sampled one, held to a guide and a grammar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from inlay.backends.llama.grammar import Grammar
from inlay.backends.llama.model import Model
from inlay.backends.llama.sampling import Row, nucleus, one_of
from inlay.prompts.guide import Guide

__all__ = ["Following", "Manner"]

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


class Following:
    """What may follow the tokens that one or several answers have said; what they share is worked out once.

    `row` are the model's logits there, without those of forbidden tokens.
    """

    def __init__(self, model: Model, said: Sequence[int], row: Row, manner: Manner) -> None:
        self._model = model
        self._said = said
        self._row = row
        self._manner = manner
        self._refused: dict[int, list[int]] = {}

    def token(self, luck: np.random.Generator | None, grammar: Grammar | None) -> int | None:
        """Give the next token of one answer, the likeliest without `luck`; None where its grammar lets none follow."""
        token, row = self._guided(luck)
        if grammar is None or grammar.allows(token):
            return token
        allowed = grammar.masked(row)
        # llama.cpp ends the process when a grammar is given a token that it does not allow.
        return self._pick(allowed, luck) if np.isfinite(allowed).any() else None

    def _guided(self, luck: np.random.Generator | None) -> tuple[int, Row]:
        """Pick a token; when it may not stand here, pick again among the others, which are given too."""
        row = self._row
        token = self._best if luck is None else one_of(self._nucleus, luck.random())
        for _ in range(_PICKS if self._manner.guide else 0):
            wrong = self._wrong(token)
            if token not in wrong:
                break
            row = row.copy()
            row[wrong] = -np.inf
            token = self._pick(row, luck)
        return token, row

    def _pick(self, row: Row, luck: np.random.Generator | None) -> int:
        manner = self._manner
        if luck is None:
            return int(row.argmax())
        return one_of(nucleus(row, manner.temperature, manner.top_p, manner.top_k), luck.random())

    @cached_property
    def _best(self) -> int:
        return int(self._row.argmax())

    @cached_property
    def _nucleus(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        return nucleus(self._row, self._manner.temperature, self._manner.top_p, self._manner.top_k)

    @cached_property
    def _text(self) -> str:
        return self._model.text(list(self._said))

    def _wrong(self, token: int) -> list[int]:
        """Give the tokens that may not stand here, as far as looking at this one tells."""
        if token not in self._refused:
            self._refused[token] = self._judged(token, self._manner.guide) if self._manner.guide else []
        return self._refused[token]

    def _judged(self, token: int, guide: Guide) -> list[int]:
        names = self._manner.names
        if token in names.values():
            allowed = guide.allowed(self._text)
            return [name for spelling, name in names.items() if spelling not in allowed]
        ends = self._model.ends(token)
        fits = guide.may_end(self._text) if ends else guide.fits(self._text, self._model.text([token]))
        return [] if fits else [token]
