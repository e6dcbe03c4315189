"""A model asked in chat for the texts that make up an instruction."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inlay.backends import Backend, Request
from inlay.errors import BackendError, UsageError
from inlay.prompts.rendered import Message, RenderedPrompt
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Chat

__all__ = ["Asker", "until_lost"]


def until_lost(made: Iterator[Chat], ledger: Ledger) -> Iterator[Chat]:
    """Give what is made until the model is lost or a person ends it: what was paid for is kept; the ledger says why."""
    some = False
    try:
        for chat in made:
            yield chat
            some = True
    except BackendError as lost:
        if not some:
            raise
        ledger.notes[f"ended early: {lost}"] += 1
    except KeyboardInterrupt as stopped:
        if not some:
            raise
        ledger.notes["ended early: interrupted"] += 1
        ledger.stopped = stopped


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one backend; every question has a seed of its own, so that the same run asks the same."""

    backend: Backend
    temperature: float
    max_tokens: int
    seed: int

    def __post_init__(self) -> None:
        if self.backend.style != "instruct":
            raise UsageError(
                f"{self.backend.name} does not chat: it takes prompts of style `{self.backend.style}`",
                hint="give a model that follows instructions, such as openai:model@https://…/v1",
            )

    def answers(self, purpose: str, texts: Sequence[str], *, count: int = 1, turn: int = 0) -> list[str]:
        """Ask one question, given as paragraphs; give the answers that were not cut off.

        Raises:
            BackendError: The model or the network does not answer.
        """
        text = "\n\n".join(texts)
        digest = hashlib.sha256(text.encode()).hexdigest()
        prompt = RenderedPrompt(
            name=f"instruct-{purpose}",
            version="1",
            style="instruct",
            digest=f"sha256:{digest}",
            messages=(Message("user", text),),
            slot=purpose,
        )
        request = Request(
            prompt=prompt,
            count=count,
            greedy=False,
            temperature=self.temperature,
            max_tokens=self.max_tokens,
            seed=(self.seed * 1_000_003 + turn) % 2**31,
        )
        completions, _ = self.backend.complete(request)
        return [each.text for each in completions if each.finished]

    def answer(self, purpose: str, texts: Sequence[str], *, turn: int = 0) -> str:
        """Ask one question for one answer; empty when there is none."""
        return next(iter(self.answers(purpose, texts, turn=turn)), "")
