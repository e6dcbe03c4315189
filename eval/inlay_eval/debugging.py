"""Self-debugging (Chen et al. 2023): a model is shown its program with what became of it, and writes it again.

What it is told comes from the suite's own tests, so figures after a round are those of a model with an oracle; the
samples say so, and how many rounds they took.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from inlay.backends import Backend, Request
from inlay.errors import UsageError
from inlay.prompts.rendered import Message, RenderedPrompt
from inlay_eval.judging import Bench, CodeTask, Judgement, Script, open_bench
from inlay_eval.prompting import completion_of, prompt_of
from inlay_eval.samples import Sample
from inlay_eval.suites import CodeSuite
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
    judgement: Judgement
    rounds: int = 0


def debug_samples(
    suite: CodeSuite, samples: Sequence[Sample], backend: Backend, out: Path, watcher: Watcher, *, rounds: int = 3
) -> Debugged:
    """Give every sample that fails up to `rounds` more tries, and write the last of each to `out`, at once at the end.

    Raises:
        UsageError: The backend does not chat.
        BackendError: The model or the network does not answer.
    """
    if backend.style != "instruct":
        raise UsageError(f"{backend.name} does not chat: it cannot be told what became of its program")
    watcher.stage("Debugging", len(samples))
    states = []
    with open_bench(seconds=suite.seconds, memory_mib=1024) as bench:
        for found in _debugged(suite, samples, backend, bench, rounds):
            states.append(found)
            watcher.step()
    _write(out, suite, backend, states)
    ends = Counter(state.rounds for state in states if state.judgement.passed)
    passed = tuple(sum(ends[number] for number in range(last + 1)) for last in range(rounds + 1))
    return Debugged(file=out, samples=len(states), passed=passed)


def _debugged(
    suite: CodeSuite, samples: Sequence[Sample], backend: Backend, bench: Bench, rounds: int
) -> Iterator[_State]:
    scripts: dict[str, Script] = {}
    for sample in samples:
        task = suite.by_id[sample.task]
        if task.id not in scripts:
            scripts[task.id] = bench.script(task)
        [judgement] = bench.judge(task, scripts[task.id], [sample.completion])
        state = _State(sample, judgement)
        while not state.judgement.passed and state.rounds < rounds:
            completion = _again(task, state, backend)
            [judgement] = bench.judge(task, scripts[task.id], [completion])
            state = _State(replace(sample, completion=completion), judgement, state.rounds + 1)
        yield state


def _again(task: CodeTask, state: _State, backend: Backend) -> str:
    """Ask for the program again; where there is no answer, what there was stays."""
    prompt = _prompt(task, state, prompt_of(task, backend.style))
    completions, _ = backend.complete(Request(prompt=prompt, greedy=True, max_tokens=1024, seed=state.rounds))
    return completion_of(task, backend.style, completions[0].text) if completions else state.sample.completion


def _prompt(task: CodeTask, state: _State, asked: RenderedPrompt) -> RenderedPrompt:
    reason = f", {state.judgement.reason[:_LONGEST]}" if state.judgement.reason else ""
    told = _FEEDBACK.format(verdict=state.judgement.verdict, reason=reason)
    program = f"```python\n{task.program(state.sample.completion) if not task.runs else state.sample.completion}\n```"
    messages = (*asked.messages, Message("assistant", program), Message("user", told))
    digest = hashlib.sha256(f"{asked.digest}\x1f{_FEEDBACK}".encode()).hexdigest()
    return replace(asked, name="eval-debug", messages=messages, digest=f"sha256:{digest}")


def _write(out: Path, suite: CodeSuite, backend: Backend, states: Sequence[_State]) -> None:
    made = {"suite": suite.name, "data": suite.digest[:12], "debugged_by": backend.name, "told_by": "the suite's tests"}
    lines = [
        {"task_id": state.sample.task, "completion": state.sample.completion, "made": {**made, "rounds": state.rounds}}
        for state in states
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    passing = out.with_name(out.name + ".passing")
    passing.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    passing.replace(out)
