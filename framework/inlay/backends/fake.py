"""The backend `fake`: gives the bodies it was handed, for tests and for trying templates without a model."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pydantic import RootModel, field_validator

from inlay.backends.base import Backend, Completion, Request, Usage
from inlay.catalog.reading import read_yaml
from inlay.errors import UsageError
from inlay.prompts.rendered import Style

__all__ = ["Fake", "open_fake"]


class _Answers(RootModel[dict[str, list[str]]]):
    @field_validator("root", mode="before")
    @classmethod
    def _nothing_yet(cls, said: object) -> object:
        return {} if said is None else said


def open_fake(path: str, options: Mapping[str, object]) -> Backend:
    """Open `fake:FILE`, a YAML mapping from slot id to bodies; `fake` alone has no answer to anything."""
    if options:
        raise UsageError("the backend `fake` has no settings")
    return Fake(read_yaml(Path(path), _Answers).root if path else {})


class Fake:
    """Gives each slot its bodies one after the other; `requests` keeps what was asked."""

    def __init__(
        self,
        answers: Mapping[str, Sequence[str]],
        *,
        style: Style = "instruct",
        prompts: Mapping[str, str] = MappingProxyType({}),
        name: str = "fake",
        tokens: int = 1,
    ) -> None:
        self.name = name
        self.style: Style = style
        self.prompts = prompts
        self.requests: list[Request] = []
        self.closed = False
        self._answers = answers
        self._tokens = tokens
        self._given: Counter[str] = Counter()

    @property
    def model_digest(self) -> str:
        """A hash of the answers."""
        told = repr(sorted((slot, list(bodies)) for slot, bodies in self._answers.items()))
        return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"

    def admit(self, _callers: int) -> int:
        """Answer one at a time: what is given depends on what was given before."""
        return 1

    def complete(self, request: Request) -> tuple[list[Completion], Usage]:
        """Give the slot's next bodies, each a little less likely than the one before."""
        self.requests.append(request)
        slot = request.prompt.slot
        start = self._given[slot]
        taken = self._answers.get(slot, ())[start : start + request.count]
        self._given[slot] += len(taken)
        completions = [
            Completion(text=self._dressed(body), mean_logprob=-0.01 * (start + place), tokens=self._tokens)
            for place, body in enumerate(taken)
        ]
        return completions, Usage(completion_tokens=self._tokens * len(taken))

    def _dressed(self, body: str) -> str:
        return body if self.style != "instruct" or "```" in body else f"```\n{body}\n```\n"

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True
