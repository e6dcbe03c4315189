"""One run of a suite of code: check the harness, judge what is not judged yet, count."""

import platform
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from inlay.sandbox import probe
from inlay_eval.executor import Executor
from inlay_eval.judging import PYTHON, Attempt, Bench, Judgement
from inlay_eval.judging.pool import Pool, open_pool
from inlay_eval.judging.toolchains import toolchain_of
from inlay_eval.report import CaseLine, Report
from inlay_eval.samples import Sample, by_task
from inlay_eval.scores import passing_scores
from inlay_eval.selfcheck import SelfCheck, check_tasks
from inlay_eval.store import Store
from inlay_eval.suites import CodeSuite
from inlay_eval.suites.hub import origin_of
from inlay_eval.watching import Watcher

__all__ = ["HARNESS", "Settings", "bench_pool", "run_code"]

HARNESS = 2  # goes up when a verdict may come out otherwise, so that stored verdicts are not taken over
_UNIT = 16  # samples that one process of the referee judges


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How samples are judged."""

    ks: tuple[int, ...] = (1,)
    jobs: int = 1
    executor: Executor = Executor.local
    seconds: float = 3.0
    memory_mib: int = 1024


def run_code(suite: CodeSuite, samples: Sequence[Sample], settings: Settings, out: Path, watcher: Watcher) -> Report:
    """Judge samples of a suite; verdicts go to `out` as they fall."""
    start = time.perf_counter()
    groups = by_task(samples)
    tasks = [task for task in suite.tasks if task.id in groups] or list(suite.tasks)
    store = Store(out, _fingerprint(suite, settings))
    watcher.stage("Checking the harness", len(tasks))
    with bench_pool(settings, suite.language) as pool:
        check, scripts = check_tasks(pool, tasks, watcher.step)
        pool.each(Bench.renew)  # no candidate's box may have seen a reference
        with store:
            known = suite.by_id
            waiting = _waiting(groups, store)
            watcher.stage("Judging samples", len(waiting))
            attempts = [Attempt(known[found.task], scripts[found.task], found.completion) for found in waiting]
            _judge(pool, list(zip(waiting, attempts, strict=True)), store, watcher.step)
    judged = {sample.line: _known(store, sample) for sample in samples}
    return _report(suite, samples, judged, settings, check, time.perf_counter() - start, store.resumed)


def bench_pool(settings: Settings, language: str) -> AbstractContextManager[Pool[Bench]]:
    """Open the benches of a language that settings ask for."""
    return open_pool(
        settings.jobs,
        seconds=settings.seconds,
        memory_mib=settings.memory_mib,
        language=language,
        executor=settings.executor,
    )


def _fingerprint(suite: CodeSuite, settings: Settings) -> dict[str, object]:
    limits = {"seconds": settings.seconds, "memory_mib": settings.memory_mib}
    ran_by = {"python": platform.python_version()} if suite.language == PYTHON else {"runs": _engine(suite.language)}
    return {"suite": suite.name, "data": suite.digest, "harness": HARNESS, **ran_by, **limits}


def _engine(language: str) -> str:
    """Give what runs the programs of a language, with its version."""
    return f"Python {platform.python_version()}" if language == PYTHON else toolchain_of(language).version


def _waiting(groups: dict[str, list[Sample]], store: Store) -> list[Sample]:
    """Give the samples that are not judged yet, each text once a task."""
    waiting = {(name, sample.digest): sample for name, group in groups.items() for sample in group}
    return [sample for key, sample in waiting.items() if store.get(*key) is None]


def _judge(pool: Pool[Bench], attempts: list[tuple[Sample, Attempt]], store: Store, told: Callable[[], None]) -> None:
    units = [attempts[first : first + _UNIT] for first in range(0, len(attempts), _UNIT)]
    for unit, judgements in pool.run(_judge_unit, units):
        for (sample, _), judgement in zip(unit, judgements, strict=True):
            store.put(sample.task, sample.digest, judgement)
            told()


def _judge_unit(bench: Bench, unit: list[tuple[Sample, Attempt]]) -> list[Judgement]:
    return bench.judge_all([attempt for _, attempt in unit])


def _blind_notes(suite: CodeSuite) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for task in suite.tasks:
        if task.blind:
            reasons.setdefault(task.blind, []).append(task.id)
    return [
        f"no reference to check by for {names[0] if len(names) == 1 else f'{len(names)} tasks'}: {reason}"
        for reason, names in reasons.items()
    ]


def _known(store: Store, sample: Sample) -> Judgement:
    judgement = store.get(sample.task, sample.digest)
    assert judgement is not None
    return judgement


def _report(
    suite: CodeSuite,
    samples: Sequence[Sample],
    judged: dict[int, Judgement],
    settings: Settings,
    check: SelfCheck,
    seconds: float,
    resumed: int,
) -> Report:
    passes: dict[str, list[bool]] = {task.id: [] for task in suite.tasks}
    for sample in samples:
        passes[sample.task].append(judged[sample.line].passed)
    scores, notes = passing_scores(passes, settings.ks)
    notes += _blind_notes(suite)
    notes += [f"the data is {origin}"] if (origin := origin_of(suite.file)) else []
    if suite.whole not in (0, len(suite.tasks)):
        notes.append(f"the data holds {len(suite.tasks)} tasks, the published suite {suite.whole}")
    limits = f"{settings.seconds:g} s and {settings.memory_mib} MiB"
    return Report(
        suite=suite.name,
        data=f"{suite.file.name} {suite.digest[:12]}",
        environment=f"{_engine(suite.language)}, sandbox {probe().name}, {limits}",
        tasks=len(suite.tasks),
        missing=tuple(name for name, found in passes.items() if not found),
        verdicts=dict(Counter(str(judgement.verdict) for judgement in judged.values())),
        scores=tuple(scores),
        self_check=tuple(check.lines()),
        notes=tuple(notes),
        seconds=seconds,
        resumed=resumed,
        cases=tuple(
            CaseLine(
                case=sample.task,
                line=sample.line,
                verdict=str(judged[sample.line].verdict),
                reason=judged[sample.line].reason,
                passed=judged[sample.line].passed,
            )
            for sample in samples
        ),
    )
