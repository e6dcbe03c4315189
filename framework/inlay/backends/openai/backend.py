"""The backend: chat prompts out, choices in."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import httpx
from pydantic import BaseModel, ConfigDict, Field

from inlay.backends.base import Backend, Completion, Request, Usage
from inlay.backends.openai.sending import Refused, Sender
from inlay.backends.openai.shapes import Choice, ServerAnswer, read_server_answer
from inlay.backends.opening import read_options
from inlay.errors import BackendError, UsageError
from inlay.prompts.rendered import Style

__all__ = ["OpenaiBackend", "OpenaiOptions", "open_openai"]

_ADDRESS = re.compile(r"^(?P<model>[^\s]+?)@(?P<url>https?://[^\s@]+)$")
_OPTIONAL = ("logprobs", "seed", "top_p", "temperature", "n", "max_tokens")


class OpenaiOptions(BaseModel):
    """Settings. The key itself stands only in the environment; prices are per million tokens.

    So many `callers` may ask at a time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_variable: str = "OPENAI_API_KEY"
    timeout: float = Field(default=120.0, gt=0)
    attempts: int = Field(default=4, ge=1, le=10)
    longest_pause: float = Field(default=60.0, ge=0)
    most_choices: int = Field(default=8, ge=1, le=128)
    callers: int = Field(default=1, ge=1, le=64)
    logprobs: bool = True
    price_in: float = Field(default=0.0, ge=0)
    price_out: float = Field(default=0.0, ge=0)


def open_openai(rest: str, options: Mapping[str, object]) -> Backend:
    """Open `openai:MODEL@URL`, where the URL is that of the interface, such as http://localhost:8000/v1."""
    found = _ADDRESS.match(rest)
    if not found:
        raise UsageError(
            "`openai` needs a model and an address, and no password in it",
            hint="write openai:MODEL@http://localhost:8000/v1; the key comes from the environment",
        )
    return OpenaiBackend(found["model"], found["url"], read_options(OpenaiOptions, "openai", options))


class OpenaiBackend:
    """Asks a server. What a server does not offer (several choices, log-probabilities, seeds) is done without."""

    style: Style = "instruct"
    prompts: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self, model: str, url: str, options: OpenaiOptions, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._url = url.rstrip("/") + "/chat/completions"
        self._options = options
        self._without: set[str] = set() if options.logprobs else {"logprobs"}
        self._key = os.environ.get(options.key_variable, "")
        self._sender = Sender(
            name=self.name,
            client=httpx.Client(headers={"Accept-Encoding": "identity"}),
            attempts=options.attempts,
            timeout=options.timeout,
            longest_pause=options.longest_pause,
            key=self._key,
            key_name=options.key_variable,
            sleep=sleep,
        )

    @property
    def model_digest(self) -> str:
        """The model's name and a hash of the address; a server does not say which bytes it runs."""
        return f"served:{self._model}@{hashlib.sha256(self._url.encode()).hexdigest()[:12]}"

    def close(self) -> None:
        """Close the connections."""
        self._sender.client.close()

    def admit(self, callers: int) -> int:
        """Ask with as many threads as the settings allow."""
        return min(callers, self._options.callers)

    def complete(self, request: Request) -> tuple[list[Completion], Usage]:
        """Give the greedy answer and the sampled ones, in as few calls as the server allows."""
        if request.beams:
            raise UsageError(f"{self.name} cannot search with beams", hint="sample, or give a model with gguf:FILE")
        start = time.monotonic()
        completions: list[Completion] = []
        spent = Usage()
        number = 0
        while len(completions) < request.count:
            body = self._body(request, len(completions), number)
            left = None if request.deadline is None else request.deadline - (time.monotonic() - start)
            try:
                answer = self._asked(body, left)
            except BackendError:
                if completions:
                    break
                raise
            if len(answer.choices) < int(str(body["n"])):
                self._without.add("n")
            completions += [self._completion(choice) for choice in answer.choices]
            spent = self._counted(spent, answer, body)
            number += 1
            if not answer.choices:
                break
        return completions[: request.count], self._priced(spent, time.monotonic() - start)

    def _body(self, request: Request, given: int, number: int) -> dict[str, object]:
        """Give the next request body: the greedy answer alone, the sampled ones in groups."""
        common: dict[str, object] = {
            "model": self._model,
            "messages": [{"role": turn.role, "content": turn.content} for turn in request.prompt.messages],
            "max_tokens": request.max_tokens,
            "logprobs": True,
        }
        if request.greedy and not given:
            return {**common, "temperature": 0.0, "n": 1}
        size = 1 if "n" in self._without else min(self._options.most_choices, request.count - given)
        sampled: dict[str, object] = {"temperature": request.temperature, "top_p": request.top_p, "n": size}
        if request.top_k:
            sampled["top_k"] = request.top_k  # not of the interface itself; servers of open models take it
        return {**common, **sampled, "seed": (request.seed + number) % 2**31}

    def _asked(self, body: dict[str, object], deadline: float | None) -> ServerAnswer:
        """Ask, and ask again without a parameter that the server names in its refusal."""
        while True:
            sent = {key: value for key, value in body.items() if key not in self._without}
            if "max_tokens" in self._without:
                sent["max_completion_tokens"] = body["max_tokens"]
            try:
                return read_server_answer(self._sender.post(self._url, sent, deadline), self.name)
            except Refused as error:
                named = [key for key in _OPTIONAL if key in sent and re.search(rf"\b{key}\b", error.said)]
                if not named:
                    raise
                self._without.add(named[0])

    def _completion(self, choice: Choice) -> Completion:
        text = choice.text.replace(self._key, "[key]") if self._key else choice.text
        return Completion(
            text=text,
            mean_logprob=choice.mean_logprob,
            tokens=len(choice.token_logprobs),
            finished=choice.finish_reason in ("stop", None),
        )

    def _priced(self, spent: Usage, seconds: float) -> Usage:
        cost = spent.prompt_tokens * self._options.price_in + spent.completion_tokens * self._options.price_out
        return replace(spent, seconds=seconds, cost=cost / 1_000_000)

    def _counted(self, usage: Usage, answer: ServerAnswer, body: Mapping[str, object]) -> Usage:
        """Add what the server counted, or a guess from the lengths of the texts when it counts nothing."""
        spoken = sum(len(choice.text) for choice in answer.choices)
        counted = answer.usage
        return Usage(
            prompt_tokens=usage.prompt_tokens + (counted.prompt_tokens if counted else len(str(body["messages"])) // 4),
            completion_tokens=usage.completion_tokens + (counted.completion_tokens if counted else spoken // 4 + 1),
        )
