"""The backend over one GGUF model."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from inlay.backends.base import Completion, Request, Usage
from inlay.backends.llama.beams import search
from inlay.backends.llama.contexts import Contexts
from inlay.backends.llama.cores import idle_cores, usable_cores
from inlay.backends.llama.decoder import Decoder
from inlay.backends.llama.digest import digest_of_file
from inlay.backends.llama.following import Manner
from inlay.backends.llama.generation import Answer, generate
from inlay.backends.llama.grammar import Grammar
from inlay.backends.llama.model import Model
from inlay.backends.llama.prompting import prompt_tokens
from inlay.errors import BackendError, BeyondContext, UsageError
from inlay.prompts.rendered import RenderedPrompt, Style

__all__ = ["LlamaBackend", "LlamaOptions"]

_MOST_CELLS = 16_384
_LEAST_CELLS = 4096
_CACHE_BYTES = 256 * 1024 * 1024
_SMALL_BYTES = 64 * 1024 * 1024
"""Two threads on one answer are 1.4 times as fast as one with weights of so few bytes; two answers, twice."""


class LlamaOptions(BaseModel):
    """Settings: `style` for models that do not say what they were trained on; `threads` of each answer.

    With 0 threads, the idle cores are shared out among those who ask.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    style: Literal["instruct", "infill", ""] = ""
    threads: int = Field(default=0, ge=0)
    gpu_layers: int = 0
    context: int = Field(default=0, ge=0)
    branches: int = Field(default=32, ge=1, le=64)


class LlamaBackend:
    """Answers from a GGUF file; each caller has a context to itself, as long as it is asking."""

    def __init__(self, path: Path, name: str, options: LlamaOptions) -> None:
        self.name = name
        self._options = options
        self._callers = 1
        self._contexts = Contexts(self._new_context)
        self._model = Model(path, gpu_layers=options.gpu_layers)
        try:
            self._trained = _trained_on(self._model)
            self.prompts: Mapping[str, str] = self._trained or {}
            self.style: Style = _style(self._model, self._trained, options.style)
        except BaseException:
            self._model.close()
            raise

    @cached_property
    def model_digest(self) -> str:
        """The hash of the file."""
        return digest_of_file(self._model.path)

    def admit(self, callers: int) -> int:
        """Admit a caller for each core where the model is small; a large one has all cores for each answer."""
        small = self._model.weight_bytes <= _SMALL_BYTES
        self._callers = min(callers, usable_cores()) if small and not self._options.threads else 1
        return self._callers

    @cached_property
    def _cells(self) -> int:
        affordable = min(_MOST_CELLS, _CACHE_BYTES // max(1, self._model.bytes_per_position))
        return self._options.context or max(affordable, min(_LEAST_CELLS, self._model.trained_context))

    def _new_context(self) -> Decoder:
        return Decoder(self._model, cells=self._cells, branches=self._options.branches)

    def complete(self, request: Request) -> tuple[list[Completion], Usage]:
        """Give the answers: the prompt is read once, and all answers grow from it together."""
        self._check(request.prompt)
        start = time.monotonic()
        tokens = prompt_tokens(self._model, request.prompt)
        longest = self._longest(len(tokens), request.max_tokens)
        grammar = Grammar(self._model, request.grammar) if request.grammar else None
        try:
            manner = Manner(
                temperature=request.temperature,
                top_p=request.top_p,
                top_k=request.top_k,
                max_tokens=longest,
                grammar=grammar,
                forbidden=self._forbidden(request.prompt),
                guide=request.prompt.guide,
                names=self._names,
                ends_at=None if request.deadline is None else start + request.deadline,
            )
            with self._contexts.lent(tokens) as decoder:
                decoder.use_threads(self._threads())
                _, read = decoder.read_prompt(tokens)
                find = self._searched if request.beams else self._in_groups
                answers = find(decoder, request, tokens, manner)
        finally:
            if grammar:
                grammar.close()
        spoken = sum(len(answer.tokens) for answer in answers)
        usage = Usage(prompt_tokens=read, completion_tokens=spoken, seconds=time.monotonic() - start)
        return [self._completion(answer) for answer in answers], usage

    def _threads(self) -> int:
        return self._options.threads or (1 if self._callers > 1 else idle_cores())

    @cached_property
    def _names(self) -> dict[str, int]:
        return {text: token for text, token in self._model.marks.items() if text.startswith("<n")}

    def _forbidden(self, prompt: RenderedPrompt) -> npt.NDArray[np.int32] | None:
        """Give the tokens that can have no meaning in an answer: names that the prompt does not have."""
        if prompt.style != "compact":
            return None
        unknown = [
            token for text, token in self._model.marks.items() if text not in prompt.references and text[1] != "v"
        ]
        return np.array(unknown, np.int32)

    def _in_groups(self, decoder: Decoder, request: Request, tokens: list[int], manner: Manner) -> list[Answer]:
        lucks = _lucks(request)
        room = (decoder.cells - len(tokens)) // manner.max_tokens
        size = max(1, min(decoder.branches, room))
        answers: list[Answer] = []
        for place in range(0, len(lucks), size):
            answers += generate(self._model, decoder, tokens, lucks[place : place + size], manner)
        return answers

    def _searched(self, decoder: Decoder, request: Request, tokens: list[int], manner: Manner) -> list[Answer]:
        most = decoder.branches // 2
        if request.beams > most or request.count > request.beams:
            raise UsageError(
                f"{request.count} answers of {request.beams} beams cannot be given",
                hint=f"ask for as many beams as answers at least, and for {most} at most",
            )
        if manner.grammar is not None or manner.guide is not None:
            raise UsageError("beams are searched without a grammar or a guide", hint="sample instead")
        room = (decoder.cells - len(tokens)) // request.beams
        shorter = replace(manner, max_tokens=max(1, min(manner.max_tokens, room)))
        return search(self._model, decoder, tokens, request.beams, shorter)[: request.count]

    def _longest(self, prompt: int, wanted: int) -> int:
        room = min(self._model.trained_context, self._cells) - prompt
        if room < 1:
            raise BeyondContext(
                f"the prompt has {prompt} tokens; {self.name} takes {prompt + room - 1}",
                hint="shorten the sentence or split the entity, or use a model with a longer context",
            )
        return min(wanted, room)

    def _completion(self, answer: Answer) -> Completion:
        spoken = answer.tokens[:-1] if answer.finished else answer.tokens
        return Completion(
            text=self._model.text(spoken),
            mean_logprob=answer.mean_logprob,
            tokens=len(answer.tokens),
            finished=answer.finished,
        )

    def _check(self, prompt: RenderedPrompt) -> None:
        if prompt.style != self.style:
            raise UsageError(f"{self.name} wants prompts of style {self.style}, not {prompt.style}")
        if self._trained is None:
            return
        trained = self._trained.get(prompt.name)
        if trained != prompt.version:
            was = f"on version {trained} of it" if trained else f"only on {', '.join(self._trained) or 'nothing'}"
            raise UsageError(
                f"{self.name} cannot be asked {prompt.label}: it was trained {was}",
                hint=f"ask for {prompt.name}@{trained}" if trained else "use a model that was trained on this prompt",
            )

    def close(self) -> None:
        """Free the contexts and the model; nobody may be asking any more."""
        self._contexts.close()
        self._model.close()


def _lucks(request: Request) -> list[np.random.Generator | None]:
    greedy: list[np.random.Generator | None] = [None] if request.greedy else []
    drawn = (np.random.default_rng([request.seed, place]) for place in range(request.count - len(greedy)))
    return [*greedy, *drawn]


def _trained_on(model: Model) -> Mapping[str, str] | None:
    text = model.metadata("inlay.prompts")
    if text is None:
        return None
    try:
        said = json.loads(text)
    except json.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise BackendError(f"{model.path} has metadata `inlay.prompts` that is no JSON object", hint="export it again")
    return {str(name): str(version) for name, version in said.items()} or None


def _style(model: Model, trained: Mapping[str, str] | None, wanted: Literal["instruct", "infill", ""]) -> Style:
    if trained is not None and "<n0>" in model.marks:
        if wanted:
            raise UsageError(f"{model.path.name} says itself what it was trained on", hint="leave out the style")
        return "compact"
    if wanted:
        return wanted
    if model.metadata("tokenizer.chat_template"):
        return "instruct"
    if model.middle_tokens:
        return "infill"
    raise UsageError(
        f"{model.path.name} has neither a chat template nor tokens for filling in the middle",
        hint="use another model, or train one with inlay finetune",
    )
