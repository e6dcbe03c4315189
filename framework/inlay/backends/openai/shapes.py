"""What a server answers, as far as inlay reads it."""

import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inlay.errors import BackendError

__all__ = ["Choice", "ServerAnswer", "read_server_answer"]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class TokenLogprob(_Shape):
    """The log-probability of one token."""

    logprob: float = Field(allow_inf_nan=True)


class Logprobs(_Shape):
    """The log-probabilities of an answer's tokens."""

    content: tuple[TokenLogprob, ...] | None = None


class Said(_Shape):
    """The message of a choice."""

    content: str | None = None


class Choice(_Shape):
    """One answer."""

    message: Said
    finish_reason: str | None = None
    logprobs: Logprobs | None = None

    @property
    def text(self) -> str:
        """What was said."""
        return self.message.content or ""

    @property
    def token_logprobs(self) -> Sequence[float]:
        """The log-probabilities that are numbers."""
        offered = self.logprobs.content if self.logprobs and self.logprobs.content else ()
        return [token.logprob for token in offered if math.isfinite(token.logprob)]

    @property
    def mean_logprob(self) -> float:
        """The mean over the tokens; 0.0 when the server offers none."""
        offered = self.token_logprobs
        return sum(offered) / len(offered) if offered else 0.0


class Counted(_Shape):
    """What the server counted."""

    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)


class ServerAnswer(_Shape):
    """One response."""

    choices: tuple[Choice, ...]
    usage: Counted | None = None


def read_server_answer(content: bytes, name: str) -> ServerAnswer:
    """Read a response body."""
    try:
        return ServerAnswer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise BackendError(
            f"{name} answered what cannot be read: {place}: {first['msg']}",
            hint="check that the address is that of a server with the OpenAI chat interface",
        ) from None
