"""How much sooner a model answers when its next tokens are guessed ahead, with proof that the answers stay the same."""

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.samples import Answer
from inlay_finetune.export.parity import open_file

__all__ = ["Guessing", "Speculation", "speculate"]

_LONGEST = 256
_MATCH = 3


@dataclass(frozen=True, slots=True)
class Guessing:
    """How tokens are guessed: by a smaller `draft` model, or, without one, by what followed the same words before."""

    draft: Path | None = None
    ahead: int = 8


@dataclass(frozen=True, slots=True)
class Speculation:
    """Greedy answers with and without guessing: all tokens, how often the model was run, seconds of both."""

    answers: int
    same: int
    tokens: int
    passes: int
    plain_seconds: float
    seconds: float

    def __str__(self) -> str:
        faster = self.plain_seconds / self.seconds
        return (
            f"{self.same} of {self.answers} answers the same; {self.tokens / self.passes:.2f} tokens a pass"
            f" ({self.tokens} in {self.passes}); {faster:.2f} times as fast"
            f" ({self.plain_seconds:.2f} s before, {self.seconds:.2f} s with guessing)"
        )


class _Drafting:
    """A smaller model that goes on where the larger one stands."""

    def __init__(self, llama: Any, ahead: int) -> None:
        self._llama, self._ahead = llama, ahead

    def __call__(self, so_far: npt.NDArray[np.intc], /, **_: Any) -> npt.NDArray[np.intc]:
        room = max(self._llama.n_ctx() - len(so_far) - 1, 0)
        if not room:
            return np.array([], dtype=np.intc)
        written = self._llama.generate(so_far.tolist(), temp=0.0, repeat_penalty=1.0)
        return np.fromiter(islice(written, min(self._ahead, room)), dtype=np.intc)

    def close(self) -> None:
        """Free the model."""
        self._llama.close()


class _Counted:
    """Counts how often a model is run after the prompt was read."""

    def __init__(self, llama: Any) -> None:
        self.passes = 0
        self._eval = llama.eval
        llama.eval = self._run

    def _run(self, tokens: Sequence[int]) -> None:
        self.passes += 1
        self._eval(tokens)


def speculate(model: Path, answers: Sequence[Answer], guessing: Guessing, *, context: int = 2048) -> Speculation:
    """Answer every prompt greedily without and with guessing, in turn, so that other load falls on both.

    Raises:
        UsageError: There is nothing to ask, or the draft writes other tokens than the model.
        InlayError: An answer differs: what guesses must never change what is said.
    """
    if not answers:
        raise UsageError("there is no prompt to answer")
    with (
        closing(open_file(model, context)) as plain,
        closing(open_file(model, context)) as guessed,
        closing(_guesser(plain, guessing, context)) as guesser,
    ):
        guessed.draft_model = guesser
        found = _compared(plain, guessed, answers, context)
    if found.same < found.answers:
        raise InlayError(
            f"{found.answers - found.same} of {found.answers} answers differ with guessing",
            hint="two tokens were all but equally likely; do not guess where bytes must be the same",
        )
    return found


class _Looking:
    """What followed the last few tokens where they stood before."""

    def __init__(self, ahead: int) -> None:
        from llama_cpp.llama_speculative import LlamaPromptLookupDecoding

        self._look = LlamaPromptLookupDecoding(max_ngram_size=_MATCH, num_pred_tokens=ahead)

    def __call__(self, so_far: npt.NDArray[np.intc], /, **_: Any) -> npt.NDArray[np.intc]:
        return self._look(so_far)

    def close(self) -> None:
        """Nothing is held."""


def _guesser(model: Any, guessing: Guessing, context: int) -> _Drafting | _Looking:
    if guessing.draft is None:
        return _Looking(guessing.ahead)
    draft = open_file(guessing.draft, context)
    probe = b"return order.total * 12  # \xc3\xa9\n"
    if draft.n_vocab() != model.n_vocab() or draft.tokenize(probe) != model.tokenize(probe):
        draft.close()
        raise UsageError(f"{guessing.draft} writes other tokens than the model", hint="train both on one tokenizer")
    return _Drafting(draft, guessing.ahead)


def _compared(plain: Any, guessed: Any, answers: Sequence[Answer], context: int) -> Speculation:
    same = tokens = 0
    seconds = [0.0, 0.0]
    counted = _Counted(guessed)
    for answer in answers:
        said = []
        for number, llama in enumerate((plain, guessed)):
            start = time.perf_counter()
            said.append(_said(llama, answer.prompt, context))
            seconds[number] += time.perf_counter() - start
        same += said[0] == said[1]
        tokens += len(said[0])
    return Speculation(len(answers), same, tokens, counted.passes, *seconds)


def _said(llama: Any, text: str, context: int) -> list[int]:
    starts = llama.metadata.get("tokenizer.ggml.add_bos_token") == "true"
    prompt = llama.tokenize(text.encode(), add_bos=starts, special=True)
    most = min(_LONGEST, context - len(prompt) - 1)
    if most < 1:
        raise UsageError(f"a prompt is longer than {context} tokens: {text[:60]!r} …")
    said = []
    llama.reset()
    for token in islice(llama.generate(prompt, temp=0.0, repeat_penalty=1.0), most):
        said.append(token)
        if token == llama.token_eos():
            break
    return said
