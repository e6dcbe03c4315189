"""Self-debugging (Chen et al. 2023): a model is shown its program with what became of it, and writes it again.

What it is told comes from the suite's own tests, so figures after a round are those of a model with an oracle; the
samples say so, and how many rounds they took.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from inlay.backends import Backend, Request
from inlay.errors import UsageError
from inlay.prompts.rendered import Message, RenderedPrompt
from inlay_eval.appending import append_line, drop_cut_line, made_otherwise
from inlay_eval.judging import Bench, CodeTask, Judgement, Script, open_bench
from inlay_eval.prompting import completion_of, prompt_of
from inlay_eval.run import Settings, bench_pool
from inlay_eval.samples import Sample
from inlay_eval.selfcheck import check_tasks
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
    self_check: tuple[str, ...]

    def plain(self) -> dict[str, object]:
        """Give it as plain data."""
        told = {"passed": list(self.passed), "self_check": list(self.self_check)}
        return {**asdict(self), "file": str(self.file), **told}

    def text(self) -> str:
        """Give it as text."""
        steps = ["before", *(f"after round {number}" for number in range(1, len(self.passed)))]
        lines = [f"{step}: {self._share(count)} pass" for step, count in zip(steps, self.passed, strict=True)]
        told = f"{self.samples} samples in {self.file}, told what the suite's own tests said"
        return "\n".join([*lines, told, "", "Self-check:", *self.self_check])

    def _share(self, count: int) -> str:
        share = f" ({100 * count / self.samples:.2f} %)" if self.samples else ""
        return f"{count} of {self.samples}{share}"


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
    suite: CodeSuite,
    samples: Sequence[Sample],
    backend: Backend,
    settings: Settings,
    out: Path,
    watcher: Watcher,
    *,
    rounds: int = 3,
) -> Debugged:
    """Give every sample that fails up to `rounds` more tries, and append the last of each to `out` as it comes.

    Raises:
        UsageError: The backend does not chat, the suite does not pass its self-check, or `out` holds something else.
        BackendError: The model or the network does not answer.
    """
    if backend.style != "instruct":
        raise UsageError(f"{backend.name} does not chat: it cannot be told what became of its program")
    made = _made(suite, backend, settings, rounds)
    states = _there(out, samples, made)
    check, scripts = _checked(suite, samples, settings, watcher)
    left = samples[len(states) :]
    watcher.stage("Debugging", len(left))
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        out.open("a", encoding="utf-8") as file,
        open_bench(seconds=settings.seconds, memory_mib=settings.memory_mib, language=suite.language) as bench,
    ):
        for sample in left:
            state = _mended(suite.by_id[sample.task], scripts[sample.task], sample, backend, bench, rounds)
            append_line(file, _line(sample, state, made))
            states.append(state)
            watcher.step()
    ends = Counter(state.rounds for state in states if state.passed)
    passed = tuple(sum(ends[number] for number in range(last + 1)) for last in range(rounds + 1))
    return Debugged(file=out, samples=len(states), passed=passed, self_check=check)


def _checked(
    suite: CodeSuite, samples: Sequence[Sample], settings: Settings, watcher: Watcher
) -> tuple[tuple[str, ...], dict[str, Script]]:
    """Check the tasks that have samples, in boxes that are gone before any sample runs."""
    wanted = {sample.task for sample in samples}
    tasks = [task for task in suite.tasks if task.id in wanted] or list(suite.tasks)
    watcher.stage("Checking the harness", len(tasks))
    with bench_pool(settings, suite.language) as pool:
        check, scripts = check_tasks(pool, tasks, watcher.step)
    return tuple(check.lines()), scripts


def _made(suite: CodeSuite, backend: Backend, settings: Settings, rounds: int) -> dict[str, str | int]:
    """Give what makes answers comparable."""
    return {
        "suite": suite.name,
        "data": suite.digest[:12],
        "debugged_by": backend.name,
        "model_digest": backend.model_digest,
        "told_by": "the suite's tests",
        "most_rounds": rounds,
        "seconds": f"{settings.seconds:g}",
        "memory_mib": settings.memory_mib,
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
