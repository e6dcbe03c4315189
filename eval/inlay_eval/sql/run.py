"""One run of a suite of SQL: gold first, against itself and against what is wrong; then what is not judged yet."""

import hashlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from inlay_eval.executor import Executor
from inlay_eval.judging import Judgement
from inlay_eval.judging.pool import Pool, pool_of
from inlay_eval.report import Report
from inlay_eval.samples import Sample
from inlay_eval.sql.bench import SqlBench, open_sql_bench
from inlay_eval.sql.judging import Gold, golds_of, judge
from inlay_eval.sql.reporting import Judged, sql_report
from inlay_eval.sql.selfcheck import Misjudged, check_golds, misjudged
from inlay_eval.sql.suite import Rule, SqlSuite, SqlTask
from inlay_eval.store import Store
from inlay_eval.watching import Watcher

__all__ = ["HARNESS", "SqlSettings", "query_pool", "run_sql"]

Given = TypeVar("Given")
HARNESS = 3  # goes up when a verdict may come out otherwise, so that stored verdicts are not taken over
_UNIT = 64  # questions of one database that one job takes at a time


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlSettings:
    """How predictions are judged; what is None is the suite's own."""

    seconds: float | None = None
    races: int | None = None
    jobs: int = 1
    executor: Executor = Executor.local


def run_sql(suite: SqlSuite, samples: Sequence[Sample], settings: SqlSettings, out: Path, watcher: Watcher) -> Report:
    """Judge predictions by execution; verdicts go to `out` as they fall."""
    start = time.perf_counter()
    seconds = settings.seconds or suite.seconds
    races = suite.races if settings.races is None else settings.races
    with query_pool(suite, settings) as pool:  # gold first: once a prediction ran in a box, it answers for gold no more
        golds, check = _golds(pool, suite, watcher)
        with Store(out, _fingerprint(suite, seconds, races)) as store:
            waiting = [sample for sample in samples if not golds[sample.task].fault and _known(store, sample) is None]
            watcher.stage("Asking predictions", len(waiting))
            given = [(golds[sample.task], suite.tidy(sample.completion)) for sample in waiting]
            _judge(pool, list(zip(waiting, given, strict=True)), store, races, watcher.step)
    judged = [None if golds[sample.task].fault else _known(store, sample) for sample in samples]
    done = Judged(golds=golds, samples=samples, judged=judged, check=check, resumed=store.resumed)
    return sql_report(suite, done, races=races, seconds_a_query=seconds, seconds=time.perf_counter() - start)


def query_pool(suite: SqlSuite, settings: SqlSettings) -> AbstractContextManager[Pool[SqlBench]]:
    """Open the boxes that settings ask for."""
    opened = partial(open_sql_bench, suite.folders, seconds=settings.seconds or suite.seconds)
    return pool_of(settings.jobs, opened, executor=settings.executor)


def _golds(pool: Pool[SqlBench], suite: SqlSuite, watcher: Watcher) -> tuple[dict[str, Gold], tuple[str, ...]]:
    """Ask all gold, and refuse to go on unless it equals itself, nothing equals it, and it falls when it is spoilt."""
    watcher.stage("Asking gold", len(suite.tasks))
    units = _units(suite.tasks, lambda task: task.database)
    golds: dict[str, Gold] = {}
    wrong = Misjudged()
    for unit, (found, known) in pool.run(partial(_checked, rule=suite.rule), units):
        golds |= {gold.task.id: gold for gold in found}
        wrong += known
        for _ in unit:
            watcher.step()
    in_order = {task.id: golds[task.id] for task in suite.tasks}
    return in_order, check_golds(suite, list(in_order.values()), wrong)


def _units(given: Sequence[Given], database: Callable[[Given], str]) -> list[list[Given]]:
    """Give units of work, each over one database, so that a job opens few files, and each of them once."""
    groups: dict[str, list[Given]] = {}
    for each in given:
        groups.setdefault(database(each), []).append(each)
    return [group[first : first + _UNIT] for group in groups.values() for first in range(0, len(group), _UNIT)]


def _checked(bench: SqlBench, tasks: Sequence[SqlTask], *, rule: Rule) -> tuple[list[Gold], Misjudged]:
    golds = golds_of(bench, tasks, rule)
    return golds, misjudged(bench, [gold for gold in golds if not gold.fault])


def _judge(
    pool: Pool[SqlBench],
    asked: Sequence[tuple[Sample, tuple[Gold, str]]],
    store: Store,
    races: int,
    told: Callable[[], None],
) -> None:
    units = _units(asked, lambda each: each[1][0].task.database)
    for unit, judgements in pool.run(partial(_judge_unit, races=races), units):
        for (sample, _), judgement in zip(unit, judgements, strict=True):
            store.put(sample.task, sample.digest, judgement)
            told()


def _judge_unit(bench: SqlBench, unit: Sequence[tuple[Sample, tuple[Gold, str]]], *, races: int) -> list[Judgement]:
    return judge(bench, [given for _, given in unit], races=races)


def _known(store: Store, sample: Sample) -> Judgement | None:
    return store.get(sample.task, sample.digest)


def _fingerprint(suite: SqlSuite, seconds: float, races: int) -> dict[str, object]:
    return {
        "suite": suite.name,
        "data": suite.digest,
        "databases": _digest_of_databases(suite),
        "harness": HARNESS,
        "sqlite": sqlite3.sqlite_version,
        "seconds": seconds,
        "races": races,
    }


def _digest_of_databases(suite: SqlSuite) -> str:
    """Give what changes when a database does, without reading gigabytes: paths, sizes and times of their files."""
    variants = {task.database: task.databases for task in suite.tasks}
    files = sorted(chain.from_iterable(variants.values()))
    told = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(told).encode()).hexdigest()
