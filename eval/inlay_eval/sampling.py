"""Asks a model for samples and keeps each as it comes: a killed run goes on, and samples are judged many times."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel

from inlay.backends import Backend, Completion, Request
from inlay.errors import UsageError
from inlay.prompts.rendered import RenderedPrompt
from inlay_eval.appending import append_line, drop_cut_line, made_otherwise
from inlay_eval.explaining import explanation_prompt, told_in_words
from inlay_eval.judging import CodeTask
from inlay_eval.prompting import PROMPT, completion_of, prompt_of
from inlay_eval.suites import CodeSuite
from inlay_eval.suites.records import Reader
from inlay_eval.watching import Watcher

__all__ = ["Decoding", "Sampled", "sample_suite"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoding:
    """How samples are drawn: the greedy one at temperature 0, the best of a search with `beams`, else by luck."""

    count: int = 1
    temperature: float = 0.8
    top_p: float = 0.95
    top_k: int = 0
    beams: int = 0
    max_tokens: int = 512
    seed: int = 0


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


def sample_suite(suite: CodeSuite, backend: Backend, decoding: Decoding, out: Path, watcher: Watcher) -> Sampled:
    """Draw what is still missing of `count` samples a task, and append them to `out` as they come."""
    _check(decoding)
    made = _made(suite, backend, decoding)
    there = _there(out, suite, made)
    before, tokens = sum(there.values()), 0
    watcher.stage("Sampling", len(suite.tasks))
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as file:
        for task in suite.tasks:
            for line, used in _drawn(task, backend, decoding, there[task.id]):
                append_line(file, {**line, "made": made})
                there[task.id] += 1
                tokens += used
            watcher.step()
    short = tuple(task.id for task in suite.tasks if there[task.id] < decoding.count)
    return Sampled(file=out, samples=sum(there.values()), new=sum(there.values()) - before, tokens=tokens, short=short)


def _check(decoding: Decoding) -> None:
    if decoding.beams and decoding.count > decoding.beams:
        raise UsageError(f"{decoding.beams} beams give no {decoding.count} samples", hint="give as many --beams")
    if not decoding.beams and not decoding.temperature and decoding.count > 1:
        raise UsageError("at temperature 0 every sample is the same", hint="give --count 1 or a --temperature")


def _made(suite: CodeSuite, backend: Backend, decoding: Decoding) -> dict[str, str | int | float]:
    """Give what makes samples comparable; how many there are does not count, save for those of one search."""
    luck: dict[str, str | int | float] = {"temperature": decoding.temperature, "top_p": decoding.top_p}
    luck |= {"top_k": decoding.top_k} if decoding.top_k else {}
    return {
        "suite": suite.name,
        "data": suite.digest[:12],
        "model": backend.name,
        "model_digest": backend.model_digest,
        "prompt": PROMPT,
        "style": backend.style,
        "max_tokens": decoding.max_tokens,
        **({"beams": decoding.beams} if decoding.beams else {**luck, "seed": decoding.seed}),
    }


def _there(out: Path, suite: CodeSuite, made: dict[str, str | int | float]) -> Counter[str]:
    """Count the samples of each task that are there already; a line that a kill cut short is taken away."""
    if not drop_cut_line(out):
        return Counter()
    reader, found = Reader(out, _Line), Counter[str]()
    for line, record in reader:
        if other := made_otherwise(record.made, made):
            reader.fault(line, f"this sample was made otherwise: {other}")
        if record.task_id not in suite.by_id:
            reader.fault(line, f"no task {record.task_id!r} in this suite")
        found[record.task_id] += 1
    reader.finish(hint="give another --out, or the settings of the samples that are there")
    return found


def _drawn(task: CodeTask, backend: Backend, decoding: Decoding, there: int) -> Iterator[tuple[dict[str, object], int]]:
    """Draw until there are as many as asked for, or the backend gives no more."""
    style, shown = backend.style, task.explained
    told = explanation_prompt(task, shown, style) if shown else prompt_of(task, style)
    while there < decoding.count:
        completions, _ = backend.complete(_request(told, decoding, there))
        new = completions[there if decoding.beams else 0 :][: decoding.count - there]
        if not new:
            return
        for found in new:
            written, words, used = _written(task, backend, decoding, found)
            line: dict[str, object] = {
                "task_id": task.id,
                "completion": completion_of(task, backend.style, written.text),
                "sample_id": there,
                "mean_logprob": written.mean_logprob,
                "finished": written.finished,
            }
            there += 1
            yield {**line, **words}, used


def _written(
    task: CodeTask, backend: Backend, decoding: Decoding, found: Completion
) -> tuple[Completion, dict[str, object], int]:
    """Give the program: what came, or what a model makes, without luck, of the description that came."""
    if task.explained is None:
        return found, {}, found.tokens
    prompt = prompt_of(told_in_words(task, task.explained, found.text), backend.style)
    answers, _ = backend.complete(Request(prompt=prompt, greedy=True, max_tokens=decoding.max_tokens))
    written = answers[0] if answers else Completion(text="", finished=False)
    return written, {"words": found.text}, found.tokens + written.tokens


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
