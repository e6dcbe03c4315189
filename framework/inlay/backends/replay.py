"""The backend `replay`: answers recorded earlier, given again in their order; and the recorder of them."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from inlay.backends.answers_file import AnswersFile, RecordedAnswer, RecordedAnswers, read_answers, write_answers
from inlay.backends.base import Backend, Completion, Request, Usage
from inlay.backends.opening import open_backend, read_options
from inlay.errors import BackendError, UsageError
from inlay.prompts.rendered import Style

__all__ = ["Recorder", "Replay", "open_replay"]


class ReplayOptions(BaseModel):
    """Settings: `record` is the address of the backend whose answers are to be recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record: str = ""
    record_options: dict[str, object] = {}


def open_replay(path: str, options: Mapping[str, object]) -> Backend:
    """Open `replay:FILE`, or record into the file when the setting `record` names a backend."""
    settings = read_options(ReplayOptions, "replay", options)
    if not path:
        raise UsageError("`replay` needs a file", hint="write replay:answers.yaml")
    if settings.record:
        return Recorder(open_backend(settings.record, settings.record_options), Path(path))
    return Replay(Path(path))


class Replay:
    """Gives recorded answers; asks no model and no network."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"replay:{path.name}"
        self._file = read_answers(path)
        self._answers = {(item.slot, item.prompt): item.answers for item in self._file.recorded}
        self._given: Counter[tuple[str, str]] = Counter()

    @property
    def style(self) -> Style:
        """The style of the backend that was recorded."""
        return self._file.style

    @property
    def prompts(self) -> Mapping[str, str]:
        """The versions of prompts that the recorded model was trained on."""
        return self._file.prompts

    @property
    def model_digest(self) -> str:
        """The model that was recorded, and the hash of what it said."""
        content = self._file.model_dump_json().encode()
        return f"{self._file.model}+sha256:{hashlib.sha256(content).hexdigest()}"

    def admit(self, _callers: int) -> int:
        """Answer one at a time, as was recorded."""
        return 1

    def complete(self, request: Request) -> tuple[list[Completion], Usage]:
        """Give the next answers recorded for the slot and prompt; none when all have been given."""
        key = self._key(request)
        start = self._given[key]
        taken = self._answers[key][start : start + request.count]
        self._given[key] += len(taken)
        completions = [Completion(**answer.model_dump()) for answer in taken]
        return completions, Usage(completion_tokens=sum(answer.tokens for answer in taken))

    def _key(self, request: Request) -> tuple[str, str]:
        slot, digest = request.prompt.slot, request.prompt.digest
        for key in ((slot, digest), (slot, "")):
            if key in self._answers:
                return key
        elsewhere = any(slot == known for known, _ in self._answers)
        found = "answers to another version of the prompt" if elsewhere else "no answers"
        raise BackendError(
            f"{self.path} holds {found} for {slot}; asked was {request.prompt.label}", hint="record the answers again"
        )

    def close(self) -> None:
        """Free nothing."""


class Recorder:
    """Passes every request on to another backend and writes its answers into a file when it is closed."""

    def __init__(self, inner: Backend, path: Path) -> None:
        self._inner = inner
        self._path = path
        self._heard: dict[tuple[str, str], list[RecordedAnswer]] = {}

    @property
    def name(self) -> str:
        """The name of the backend that is recorded."""
        return self._inner.name

    @property
    def style(self) -> Style:
        """The style of the backend that is recorded."""
        return self._inner.style

    @property
    def prompts(self) -> Mapping[str, str]:
        """The versions of prompts that the backend that is recorded was trained on."""
        return self._inner.prompts

    @property
    def model_digest(self) -> str:
        """The model of the backend that is recorded."""
        return self._inner.model_digest

    def admit(self, _callers: int) -> int:
        """Record one answer at a time."""
        return 1

    def complete(self, request: Request) -> tuple[list[Completion], Usage]:
        """Ask the backend and keep what it says."""
        completions, usage = self._inner.complete(request)
        heard = self._heard.setdefault((request.prompt.slot, request.prompt.digest), [])
        heard += [
            RecordedAnswer(text=one.text, mean_logprob=one.mean_logprob, tokens=one.tokens, finished=one.finished)
            for one in completions
        ]
        return completions, usage

    def close(self) -> None:
        """Write the file and close the backend."""
        recorded = tuple(
            RecordedAnswers(slot=slot, prompt=prompt, answers=tuple(heard))
            for (slot, prompt), heard in sorted(self._heard.items())
        )
        content = AnswersFile(
            style=self._inner.style,
            prompts=dict(self._inner.prompts),
            model=self._inner.model_digest,
            recorded=recorded,
        )
        try:
            write_answers(self._path, content)
        finally:
            self._inner.close()
