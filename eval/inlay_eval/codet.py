"""CodeT: which sample to hand over, by the agreement of samples with a model's own tests, and what that is worth."""

import ast
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from pydantic import BaseModel

from inlay.errors import UsageError
from inlay_eval.judging import PYTHON, Bench, CodeTask, Script, TaskFaulty, Verdict
from inlay_eval.judging.pool import Pool
from inlay_eval.metrics import consensus_sets, mean_with_interval, pass_at_k_of_sets
from inlay_eval.report import Report, Score
from inlay_eval.run import Settings, bench_pool, run_code
from inlay_eval.samples import Sample, by_task
from inlay_eval.suites import CodeSuite
from inlay_eval.suites.records import Reader
from inlay_eval.watching import Watcher

__all__ = ["read_tests", "run_codet"]

_UNIT = 8  # samples whose tests one job runs at a time
_MOST_TESTS = 400  # that one program runs; each is a bit of its answer
_MARK = f"agreed {secrets.token_hex(8)}"  # a sample that cannot know it cannot claim to agree
_STEP = """
try:
    {test}
    test_bits += "1"
except Exception:
    test_bits += "0"
"""
_TOLD = f"""
raise AssertionError(f"{_MARK} {{int('1' + test_bits, 2):x}}.")
"""


class _Record(BaseModel):
    task_id: str | int
    tests: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Trial:
    """A group of tests of one task, and the operations that they perform; none of a test that ends the process."""

    task: CodeTask
    script: Script | None
    tests: tuple[str, ...]


def read_tests(path: Path, suite: CodeSuite) -> tuple[dict[str, tuple[str, ...]], int]:
    """Read JSON lines of `task_id` and `tests`, each one assertion; the second value is how many are none."""
    reader, found, dropped = Reader(path, _Record), dict[str, dict[str, None]](), 0
    for line, record in reader:
        task = str(record.task_id)
        if task not in suite.by_id:
            reader.fault(line, f"no task {task!r} in this suite")
        for test in record.tests:
            spelled = _assertion(test)
            dropped += not spelled
            if spelled:
                found.setdefault(task, {})[spelled] = None
    reader.finish(hint="tests are JSON lines of task_id and tests, a list of assertions")
    return {task: tuple(tests) for task, tests in found.items()}, dropped


def _assertion(text: str) -> str:
    """Give one assertion in one line, or nothing for what is none."""
    try:
        [statement] = ast.parse(text.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return ast.unparse(statement) if isinstance(statement, ast.Assert) else ""


def run_codet(
    suite: CodeSuite,
    samples: Sequence[Sample],
    tests: Mapping[str, Sequence[str]],
    settings: Settings,
    out: Path,
    watcher: Watcher,
    *,
    dropped: int = 0,
) -> Report:
    """Judge samples by the suite as ever, then choose among them by agreement, and report both.

    `dropped` is how many tests were left out before, which the report says.

    Raises:
        UsageError: The suite is of another language than Python, or does not pass its self-check.
    """
    if suite.language != PYTHON:
        raise UsageError(f"CodeT reads tests as assertions of Python, and {suite.name} is {suite.language}")
    report = run_code(suite, samples, settings, out, watcher)
    right = {case.line: bool(case.passed) for case in report.cases}
    groups = by_task(samples)
    with bench_pool(settings, suite.language) as pool:
        agreed = _agreed(pool, suite, groups, tests, watcher)
    chosen = {task: consensus_sets([agreed[task, sample.digest] for sample in group]) for task, group in groups.items()}
    scores = []
    for k in settings.ks:
        values = [
            pass_at_k_of_sets(chosen[task.id], [right[sample.line] for sample in groups[task.id]], k)
            if task.id in groups
            else Fraction()
            for task in suite.tasks
        ]
        scores.append(Score(name=f"CodeT pass@{k}", estimate=mean_with_interval(values), unit="tasks"))
    notes = _notes(groups, tests, dropped)
    return replace(report, scores=(*report.scores, *scores), notes=(*report.notes, *notes))


def _notes(groups: Mapping[str, Sequence[Sample]], tests: Mapping[str, Sequence[str]], dropped: int) -> list[str]:
    bare = sum(not tests.get(task) for task in groups)
    lacking = f"; {bare} tasks have none, so all samples agree there" if bare else ""
    left_out = [f"{dropped} tests are no single assertion and are left out"] if dropped else []
    return [f"CodeT chose by {sum(map(len, tests.values()))} tests{lacking}", *left_out]


def _agreed(
    pool: Pool[Bench],
    suite: CodeSuite,
    groups: Mapping[str, Sequence[Sample]],
    tests: Mapping[str, Sequence[str]],
    watcher: Watcher,
) -> dict[tuple[str, str], list[bool]]:
    """Give for every text of every task which tests it passes."""
    texts = {task: {sample.digest: sample.completion for sample in group} for task, group in groups.items()}
    units = [
        (suite.by_id[task], tuple(tests.get(task, ())), list(found.items())[first : first + _UNIT])
        for task, found in texts.items()
        for first in range(0, len(found), _UNIT)
    ]
    watcher.stage("Running the model's tests", len(units))
    agreed: dict[tuple[str, str], list[bool]] = {}
    for (task, _, unit), rows in pool.run(lambda bench, given: _rows(bench, *given), units):
        agreed |= {(task.id, digest): row for (digest, _), row in zip(unit, rows, strict=True)}
        watcher.step()
    return agreed


def _rows(bench: Bench, task: CodeTask, tests: Sequence[str], texts: Sequence[tuple[str, str]]) -> list[list[bool]]:
    groups = [tests[first : first + _MOST_TESTS] for first in range(0, len(tests), _MOST_TESTS)]
    trials = [trial for group in groups for trial in _trials(bench, task, group)]
    return [[bit for trial in trials for bit in _bits(bench, trial, text)] for _, text in texts]


def _trials(bench: Bench, task: CodeTask, tests: Sequence[str]) -> list[_Trial]:
    """Find the operations by the reference, over which the same tests run without a word at their end.

    Where a test ends the process of the reference, it is looked for in each half.
    """
    silent = replace(task, test="test_bits = ''\n" + "".join(_STEP.format(test=test) for test in tests))
    told = replace(task, test=silent.test + _TOLD)
    try:
        return [_Trial(task=told, script=bench.script(silent), tests=tuple(tests))]
    except TaskFaulty:
        if len(tests) == 1:
            return [_Trial(task=told, script=None, tests=tuple(tests))]
        return [trial for half in _halves(tests) for trial in _trials(bench, task, half)]


def _halves(tests: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    middle = len(tests) // 2
    return tests[:middle], tests[middle:]


def _bits(bench: Bench, trial: _Trial, text: str) -> list[bool]:
    """Run tests over one sample; where one of them ends the process, each half is run by itself."""
    if trial.script is None:
        return [False] * len(trial.tests)
    [judged] = bench.judge(trial.task, trial.script, [text])
    if judged.verdict is Verdict.failed and _MARK in judged.reason:
        told = judged.reason.split(_MARK, 1)[1].split(".")[0]
        return [bit == "1" for bit in f"{int(told, 16):b}"[1:]]
    if judged.verdict is Verdict.failed or len(trial.tests) == 1:  # it does not load, or this test breaks it
        return [False] * len(trial.tests)
    plain = replace(trial.task, test="")
    trials = [each for half in _halves(trial.tests) for each in _trials(bench, plain, half)]
    return [bit for each in trials for bit in _bits(bench, each, text)]
