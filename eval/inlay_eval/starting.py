"""Starts a run of any suite: code, SQL, or inlay's own slots."""

from pathlib import Path
from typing import TYPE_CHECKING

from inlay.errors import UsageError
from inlay_eval.known import CODE_SUITES, SLOTBENCH, SQL_SUITES, no_suite, suite_names
from inlay_eval.report import Report
from inlay_eval.request import OF_CODE, OF_SLOTS, OF_SQL, Request, refuse_others
from inlay_eval.watching import Watcher

if TYPE_CHECKING:
    from inlay_eval.sampling import Asker

__all__ = ["asker_of", "run_choosing", "run_suite"]


def run_suite(request: Request, watcher: Watcher) -> Report:
    """Run a suite."""
    if _known(request) == SLOTBENCH:
        return _run_slots(request, watcher)
    return _judged(request, watcher, choosing=False)


def run_choosing(request: Request, watcher: Watcher) -> Report:
    """Run a suite and choose among the samples of each task."""
    if _known(request) == SLOTBENCH:
        raise UsageError(
            "slotbench has no samples to choose among", hint="`inlay eval run slotbench` fills slots itself"
        )
    return _judged(request, watcher, choosing=True)


def asker_of(name: str, data: Path | None, databases: tuple[Path, ...], schema: str) -> "Asker":
    """Give what puts the tasks of a suite to a model."""
    if name in SQL_SUITES:
        from inlay_eval.sql import load_sql_suite
        from inlay_eval.sql.asking import Queries

        return Queries(load_sql_suite(name, data, databases), schema)
    from inlay_eval.sampling import Programs
    from inlay_eval.suites import load_suite

    suite = load_suite(name, data)
    if databases:
        raise UsageError(f"{name} does not take --databases", hint="leave it out: it would change nothing")
    return Programs(suite)


def _known(request: Request) -> str:
    if request.suite not in suite_names():
        raise no_suite(request.suite)
    return request.suite


def _judged(request: Request, watcher: Watcher, *, choosing: bool) -> Report:
    of_code = request.suite in CODE_SUITES
    taken = OF_CODE if of_code else OF_SQL
    refuse_others(request, taken | {"races", "ks"} if choosing else taken)
    if request.samples is None:
        raise UsageError("no samples are given", hint="give JSON lines of task_id and completion with --samples")
    run = _run_code if of_code else _run_sql
    return run(request, request.samples, watcher, choosing=choosing)


def _run_code(request: Request, samples: Path, watcher: Watcher, *, choosing: bool) -> Report:
    from inlay_eval.run import Settings, run_code
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite

    suite = load_suite(request.suite, request.data)
    settings = Settings(
        ks=request.ks,
        jobs=request.jobs,
        executor=request.executor,
        seconds=request.seconds or suite.seconds,
        memory_mib=request.memory_mib,
    )
    given = read_samples(samples, suite.by_id)
    if not choosing:
        return run_code(suite, given, settings, request.folder, watcher)
    from inlay_eval.choosing import choose_among_programs

    return choose_among_programs(suite, given, settings, request.folder, watcher)


def _run_sql(request: Request, samples: Path, watcher: Watcher, *, choosing: bool) -> Report:
    from inlay_eval.sql import SqlSettings, load_sql_suite, read_predictions, run_sql

    suite = load_sql_suite(request.suite, request.data, request.databases)
    settings = SqlSettings(seconds=request.seconds, races=request.races, jobs=request.jobs, executor=request.executor)
    if not choosing:
        return run_sql(suite, read_predictions(samples, suite), settings, request.folder, watcher)
    from inlay_eval.choosing import choose_among_queries
    from inlay_eval.samples import read_samples

    several = read_samples(samples, [task.id for task in suite.tasks])
    return choose_among_queries(suite, several, settings, request.folder, watcher, ks=request.ks)


def _run_slots(request: Request, watcher: Watcher) -> Report:
    from inlay_eval.slotbench import SHIPPED, SlotSettings, run_slots, shipped_specs

    refuse_others(request, OF_SLOTS, "it fills the slots of --specs here, one after the other")
    specs = request.specs or shipped_specs()
    if not specs:
        raise UsageError(
            "no specs are given, and inlay's own are not installed here",
            hint=f"give specs, or folders of specs, with --specs; inlay's own lie in {SHIPPED} of its source",
        )
    if request.ks != (1,) and not request.count:
        raise UsageError("--k is of samples, and none are drawn", hint="give --count, or leave --k out")
    settings = SlotSettings(
        model=request.model,
        samples=request.count,
        ks=request.ks,
        temperature=request.temperature,
        questions=request.questions,
        language=request.language,
    )
    return run_slots(specs, settings, request.folder, watcher)
