"""Self-debugging (Chen et al. 2023): a model is shown its program with what became of it, and writes it again.

What it is told comes from the suite's own tests, so figures after a round are those of a model with an oracle; the
samples say so, and how many rounds they took.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from inlay.backends import Backend, Request
from inlay.errors import UsageError
from inlay.prompts.rendered import Message, RenderedPrompt
from inlay_eval.appending import append_line, drop_cut_line, made_otherwise
from inlay_eval.judging import Bench, CodeTask, Judgement, Script, open_bench
from inlay_eval.prompting import completion_of, prompt_of
from inlay_eval.samples import Sample
from inlay_eval.suites import CodeSuite
from inlay_eval.suites.records import Reader
from inlay_eval.watching import Watcher

__all__ = ["Debugged", "debug_samples"]

_FEEDBACK = """That program does not pass: {verdict}{reason}.

Say to yourself what it does and where it goes wrong, then answer with one fenced block that holds the whole program,
mended."""
_LONGEST = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Debugged:
    """What the rounds brought: how many samples passed before, and after each round."""

    file: Path
    samples: int
    passed: tuple[int, ...]

    def plain(self) -> dict[str, object]:
        """Give it as plain data."""
        return {**asdict(self), "file": str(self.file), "passed": list(self.passed)}

    def text(self) -> str:
        """Give it as text."""
        steps = ["before", *(f"after round {number}" for number in range(1, len(self.passed)))]
        lines = [f"{step}: {count} of {self.samples} pass" for step, count in zip(steps, self.passed, strict=True)]
        return "\n".join([*lines, f"{self.samples} samples in {self.file}, told what the suite's own tests said"])


@dataclass(frozen=True, slots=True)
class _State:
    sample: Sample
    passed: bool
    rounds: int = 0


class _Line(BaseModel):
    task_id: str
    completion: str
    made: dict[str, str | int]
    of: str
    rounds: int
    passed: bool


def debug_samples(
    suite: CodeSuite, samples: Sequence[Sample], backend: Backend, out: Path, watcher: Watcher, *, rounds: int = 3
) -> Debugged:
    """Give every sample that fails up to `rounds` more tries, and append the last of each to `out` as it comes.

    Raises:
        UsageError: The backend does not chat, or `out` holds something else.
        BackendError: The model or the network does not answer.
    """
    if backend.style != "instruct":
        raise UsageError(f"{backend.name} does not chat: it cannot be told what became of its program")
    made = _made(suite, backend, rounds)
    states = _there(out, samples, made)
    left = samples[len(states) :]
    watcher.stage("Debugging", len(left))
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        out.open("a", encoding="utf-8") as file,
        open_bench(seconds=suite.seconds, memory_mib=1024, language=suite.language) as bench,
    ):
        for sample, state in zip(left, _debugged(suite, left, backend, bench, rounds), strict=True):
            append_line(file, _line(sample, state, made))
            states.append(state)
            watcher.step()
    ends = Counter(state.rounds for state in states if state.passed)
    passed = tuple(sum(ends[number] for number in range(last + 1)) for last in range(rounds + 1))
    return Debugged(file=out, samples=len(states), passed=passed)


def _made(suite: CodeSuite, backend: Backend, rounds: int) -> dict[str, str | int]:
    """Give what makes answers comparable."""
    return {
        "suite": suite.name,
        "data": suite.digest[:12],
        "debugged_by": backend.name,
        "model_digest": backend.model_digest,
        "told_by": "the suite's tests",
        "most_rounds": rounds,
    }


def _line(sample: Sample, state: _State, made: Mapping[str, str | int]) -> dict[str, object]:
    """Spell what became of a sample, which is known again by its digest."""
    found = {"task_id": sample.task, "completion": state.sample.completion, "rounds": state.rounds}
    return {**found, "passed": state.passed, "of": sample.digest, "made": dict(made)}


def _there(out: Path, samples: Sequence[Sample], made: Mapping[str, str | int]) -> list[_State]:
    """Read what an earlier run left, which stands in the order of the samples."""
    if not drop_cut_line(out):
        return []
    reader, states = Reader(out, _Line), list[_State]()
    for line, record in reader:
        if other := made_otherwise(record.made, made):
            reader.fault(line, f"this answer was made otherwise: {other}")
        given = samples[len(states)] if len(states) < len(samples) else None
        if given is None or (given.task, given.digest) != (record.task_id, record.of):
            reader.fault(line, "this answer is of another sample")
            break
        states.append(_State(replace(given, completion=record.completion), record.passed, record.rounds))
    reader.finish(hint="give another --out, or the samples and settings of the answers that are there")
    return states


def _debugged(
    suite: CodeSuite, samples: Sequence[Sample], backend: Backend, bench: Bench, rounds: int
) -> Iterator[_State]:
    scripts: dict[str, Script] = {}
    for sample in samples:
        task = suite.by_id[sample.task]
        if task.id not in scripts:
            scripts[task.id] = bench.script(task)
        yield _mended(task, scripts[task.id], sample, backend, bench, rounds)


def _mended(task: CodeTask, script: Script, sample: Sample, backend: Backend, bench: Bench, rounds: int) -> _State:
    [judgement] = bench.judge(task, script, [sample.completion])
    done = 0
    while not judgement.passed and done < rounds:
        sample = replace(sample, completion=_again(task, sample, judgement, backend, done))
        [judgement] = bench.judge(task, script, [sample.completion])
        done += 1
    return _State(sample, judgement.passed, done)


def _again(task: CodeTask, sample: Sample, judgement: Judgement, backend: Backend, seed: int) -> str:
    """Ask for the program again; where there is no answer, what there was stays."""
    prompt = _prompt(task, sample, judgement, prompt_of(task, backend.style))
    completions, _ = backend.complete(Request(prompt=prompt, greedy=True, max_tokens=1024, seed=seed))
    return completion_of(task, backend.style, completions[0].text) if completions else sample.completion


def _prompt(task: CodeTask, sample: Sample, judgement: Judgement, asked: RenderedPrompt) -> RenderedPrompt:
    reason = f", {judgement.reason[:_LONGEST]}" if judgement.reason else ""
    told = _FEEDBACK.format(verdict=judgement.verdict, reason=reason)
    program = f"```{task.language}\n{task.program(sample.completion) if not task.runs else sample.completion}\n```"
    messages = (*asked.messages, Message("assistant", program), Message("user", told))
    digest = hashlib.sha256(f"{asked.digest}\x1f{_FEEDBACK}".encode()).hexdigest()
    return replace(asked, name="eval-debug", messages=messages, digest=f"sha256:{digest}")
