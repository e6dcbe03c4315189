"""The one page a new backend has to read: what it is asked and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from inlay.prompts.rendered import RenderedPrompt, Style

__all__ = ["Backend", "Completion", "Request", "Usage"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a backend is asked: `count` completions of one prompt.

    The first is greedy when `greedy` is true, the others are sampled at `temperature` with `seed`, among the `top_k`
    likeliest tokens where that is not 0. With `beams`, the completions are the best of a search with so many, and a
    backend that cannot search refuses with `UsageError`.
    `grammar` is GBNF text; a backend that cannot constrain ignores it. `deadline` is in seconds from now.
    """

    prompt: RenderedPrompt
    count: int = 1
    greedy: bool = True
    temperature: float = 0.8
    top_p: float = 0.95
    top_k: int = 0
    beams: int = 0
    max_tokens: int = 256
    seed: int = 0
    grammar: str | None = None
    deadline: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """One answer, raw as the model gave it. `mean_logprob` is per token, natural log, 0.0 if unknown."""

    text: str
    mean_logprob: float = 0.0
    tokens: int = 0
    finished: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What a call took; `cost` in the currency that the backend is configured with."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cost: float = 0.0


class Backend(Protocol):
    """What produces completions. Raises `BackendError` when the model or the network does not answer."""

    @property
    def name(self) -> str:
        """The backend's name in reports, journal and lock: such as `embedded` or `openai:model`."""

    @property
    def style(self) -> Style:
        """The style of prompt that it wants."""

    @property
    def prompts(self) -> Mapping[str, str]:
        """The versions of prompts that its model was trained on, by name; any other prompt is asked in any version."""

    @property
    def model_digest(self) -> str:
        """A hash of the model's bytes, or what identifies it on a server."""

    def admit(self, callers: int, /) -> int:
        """Say how many of so many threads may call `complete` at a time from now on; at least one."""

    def complete(self, request: Request) -> tuple[list[Completion], Usage]:
        """Give up to `request.count` completions, best known order first, and what they took."""

    def close(self) -> None:
        """Free what the backend holds."""
