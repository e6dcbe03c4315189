"""Asks a model for samples and keeps each as it comes: a killed run goes on, and samples are judged many times."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel

from inlay.backends import Backend, Completion, Request
from inlay.errors import UsageError
from inlay.prompts.rendered import RenderedPrompt, Style
from inlay_eval.appending import append_line, drop_cut_line, made_otherwise
from inlay_eval.explaining import explanation_prompt, told_in_words
from inlay_eval.prompting import PROMPT, completion_of, prompt_of
from inlay_eval.suites import CodeSuite
from inlay_eval.suites.records import Reader
from inlay_eval.watching import Watcher

__all__ = ["Asker", "Decoding", "Programs", "Sampled", "Written", "sample", "sample_suite"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoding:
    """How samples are drawn: the greedy one at temperature 0, the best of a search with `beams`, else by luck.

    With `suffix_first` a model that fills in the middle is shown what stands behind the hole first.
    """

    count: int = 1
    temperature: float = 0.8
    top_p: float = 0.95
    top_k: int = 0
    beams: int = 0
    max_tokens: int = 512
    seed: int = 0
    suffix_first: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampled:
    """What a run of sampling brought."""

    file: Path
    samples: int
    new: int
    tokens: int
    short: tuple[str, ...]

    def plain(self) -> dict[str, object]:
        """Give it as plain data."""
        return {**asdict(self), "file": str(self.file)}

    def text(self) -> str:
        """Give it as text."""
        short = f"; {len(self.short)} tasks got fewer than asked for, {self.short[0]} first" if self.short else ""
        return f"{self.samples} samples in {self.file}, {self.new} of them new, {self.tokens} tokens{short}"


class _Line(BaseModel):
    task_id: str
    completion: str
    made: dict[str, str | int | float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A sample out of an answer, with what else is told of it in its line, and the tokens that it took."""

    completion: str
    answer: Completion
    tokens: int
    told: dict[str, object]


class Asker(Protocol):
    """What knows how a suite's tasks are put to a model, and how its answers become samples."""

    @property
    def name(self) -> str:
        """The suite's name."""

    @property
    def digest(self) -> str:
        """What the suite's data hashes to."""

    @property
    def ids(self) -> Sequence[str]:
        """The tasks, in order."""

    def prompt_version(self, style: Style, /) -> str:
        """Give what changes when prompts of a style do."""

    def asked(self, task: str, style: Style) -> RenderedPrompt:
        """Give the prompt of a task."""

    def written(self, prompt: RenderedPrompt, answer: Completion, again: "Again", /) -> Written:
        """Give the sample that an answer to the prompt of the task `prompt.slot` holds."""


Again = Callable[[RenderedPrompt], Completion]
"""Asks the same model once more, without luck."""


class Programs:
    """Asks for programs."""

    def __init__(self, suite: CodeSuite) -> None:
        self.name, self.digest = suite.name, suite.digest
        self.ids = [task.id for task in suite.tasks]
        self._tasks = {task.id: task for task in suite.tasks}

    def prompt_version(self, _: Style, /) -> str:
        """Give what changes when prompts do."""
        return PROMPT

    def asked(self, task: str, style: Style) -> RenderedPrompt:
        """Give the prompt of a task, or of the description that its program is to be made of."""
        wanted = self._tasks[task]
        return explanation_prompt(wanted, wanted.explained, style) if wanted.explained else prompt_of(wanted, style)

    def written(self, prompt: RenderedPrompt, answer: Completion, again: Again, /) -> Written:
        """Give the program: what came, or what a model makes of the description that came."""
        task, told = self._tasks[prompt.slot], dict[str, object]()
        last, tokens = answer, answer.tokens
        if task.explained is not None:
            last = again(prompt_of(told_in_words(task, task.explained, answer.text), prompt.style))
            tokens, told = tokens + last.tokens, {"words": answer.text}
        return Written(completion=completion_of(task, prompt.style, last.text), answer=last, tokens=tokens, told=told)


def sample_suite(suite: CodeSuite, backend: Backend, decoding: Decoding, out: Path, watcher: Watcher) -> Sampled:
    """Draw programs for a suite of code."""
    return sample(Programs(suite), backend, decoding, out, watcher)


def sample(asker: Asker, backend: Backend, decoding: Decoding, out: Path, watcher: Watcher) -> Sampled:
    """Draw what is still missing of `count` samples a task, and append them to `out` as they come.

    Raises:
        UsageError: The settings do not go together or with the backend, or `out` holds something else.
        BackendError: The model or the network does not answer.
    """
    _check(decoding, backend)
    made = _made(asker, backend, decoding)
    there = _there(out, asker, made)
    before, tokens = sum(there.values()), 0
    watcher.stage("Sampling", len(asker.ids))
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as file:
        for task in asker.ids:
            for line, used in _drawn(task, asker, backend, decoding, there[task]):
                append_line(file, {**line, "made": made})
                there[task] += 1
                tokens += used
            watcher.step()
    short = tuple(task for task in asker.ids if there[task] < decoding.count)
    return Sampled(file=out, samples=sum(there.values()), new=sum(there.values()) - before, tokens=tokens, short=short)


def _check(decoding: Decoding, backend: Backend) -> None:
    if decoding.suffix_first and backend.style != "infill":
        raise UsageError(f"{backend.name} does not fill in the middle", hint="leave --suffix-first out")
    if decoding.beams and decoding.count > decoding.beams:
        raise UsageError(f"{decoding.beams} beams give no {decoding.count} samples", hint="give as many --beams")
    if not decoding.beams and not decoding.temperature and decoding.count > 1:
        raise UsageError("at temperature 0 every sample is the same", hint="give --count 1 or a --temperature")


def _made(asker: Asker, backend: Backend, decoding: Decoding) -> dict[str, str | int | float]:
    """Give what makes samples comparable; how many there are does not count, save for those of one search."""
    luck: dict[str, str | int | float] = {"temperature": decoding.temperature, "top_p": decoding.top_p}
    luck |= {"top_k": decoding.top_k} if decoding.top_k else {}
    return {
        "suite": asker.name,
        "data": asker.digest[:12],
        "model": backend.name,
        "model_digest": backend.model_digest,
        "prompt": asker.prompt_version(backend.style),
        "style": backend.style,
        "max_tokens": decoding.max_tokens,
        **({"order": "suffix-prefix-middle"} if decoding.suffix_first else {}),
        **({"beams": decoding.beams} if decoding.beams else {**luck, "seed": decoding.seed}),
    }


def _there(out: Path, asker: Asker, made: dict[str, str | int | float]) -> Counter[str]:
    """Count the samples of each task that are there already; a line that a kill cut short is taken away."""
    if not drop_cut_line(out):
        return Counter()
    reader, found, known = Reader(out, _Line), Counter[str](), set(asker.ids)
    for line, record in reader:
        if other := made_otherwise(record.made, made):
            reader.fault(line, f"this sample was made otherwise: {other}")
        if record.task_id not in known:
            reader.fault(line, f"no task {record.task_id!r} in this suite")
        found[record.task_id] += 1
    reader.finish(hint="give another --out, or the settings of the samples that are there")
    return found


def _drawn(
    task: str, asker: Asker, backend: Backend, decoding: Decoding, there: int
) -> Iterator[tuple[dict[str, object], int]]:
    """Draw until there are as many as asked for, or the backend gives no more."""
    prompt = replace(asker.asked(task, backend.style), suffix_first=decoding.suffix_first)

    def again(other: RenderedPrompt) -> Completion:
        answers, _ = backend.complete(Request(prompt=other, greedy=True, max_tokens=decoding.max_tokens))
        return answers[0] if answers else Completion(text="", finished=False)

    while there < decoding.count:
        completions, _ = backend.complete(_request(prompt, decoding, there))
        new = completions[there if decoding.beams else 0 :][: decoding.count - there]
        if not new:
            return
        for found in new:
            written = asker.written(prompt, found, again)
            line: dict[str, object] = {
                "task_id": task,
                "completion": written.completion,
                "sample_id": there,
                "mean_logprob": written.answer.mean_logprob,
                "finished": written.answer.finished,
            }
            there += 1
            yield {**line, **written.told}, written.tokens


def _request(prompt: RenderedPrompt, decoding: Decoding, there: int) -> Request:
    """Ask for what is missing; a search gives all or nothing, so it is asked for all."""
    return Request(
        prompt=prompt,
        count=decoding.count if decoding.beams else decoding.count - there,
        greedy=not decoding.temperature,
        temperature=decoding.temperature,
        top_p=decoding.top_p,
        top_k=decoding.top_k,
        beams=decoding.beams,
        max_tokens=decoding.max_tokens,
        seed=decoding.seed + there,
    )
