"""How often a GGUF file answers held-out prompts to the letter, so that two forms of one model can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inlay.errors import UsageError
from inlay_finetune.data.samples import Answer
from inlay_finetune.export.parity import open_file

__all__ = ["Exactness", "exactness"]


@dataclass(frozen=True, slots=True)
class Exactness:
    """Answers that greedy decoding gave whole, of all that were asked."""

    exact: int
    asked: int

    @property
    def share(self) -> float:
        """The share of exact answers."""
        return self.exact / self.asked

    def __str__(self) -> str:
        return f"{self.share:.1%} of {self.asked} answers exact"


def exactness(model: Path, answers: Sequence[Answer], *, context: int = 2048) -> Exactness:
    """Ask a file for every answer, greedily; what follows a right answer must be the model's end token.

    Raises:
        UsageError: There is nothing to ask, or a prompt with its answer is longer than `context`.
    """
    if not answers:
        hint = "give prompts with their answers, as `inlay finetune data slots --style compact` writes them"
        raise UsageError("there is no answer to compare with", hint=hint)
    llama = open_file(model, context)
    try:
        return Exactness(sum(_exact(llama, answer, context) for answer in answers), len(answers))
    finally:
        llama.close()


def _exact(llama: Any, answer: Answer, context: int) -> bool:
    starts = llama.metadata.get("tokenizer.ggml.add_bos_token") == "true"
    prompt = llama.tokenize(answer.prompt.encode(), add_bos=starts, special=True)
    wanted = llama.tokenize(answer.completion.encode(), add_bos=False, special=True)
    end = llama.token_eos()
    if wanted[-1] != end:
        wanted.append(end)
    if len(prompt) + len(wanted) > context:
        raise UsageError(f"a prompt with its answer is longer than {context} tokens: {answer.prompt[:60]!r} …")
    llama.reset()
    written = llama.generate(prompt, temp=0.0, repeat_penalty=1.0)
    return all(token == expected for token, expected in zip(written, wanted, strict=False))
