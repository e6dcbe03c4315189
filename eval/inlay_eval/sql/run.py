"""One run of a suite of SQL: gold first, against itself and against what is wrong; then the predictions."""

import sqlite3
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inlay_eval.judging import Judgement, Verdict
from inlay_eval.metrics import mean_with_interval
from inlay_eval.report import CaseLine, Report, Score
from inlay_eval.samples import Sample
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.sql.bench import Answer, Question, SqlBench, open_sql_bench
from inlay_eval.sql.comparing import UndecidableError, same_result
from inlay_eval.sql.spider import SqlSuite, SqlTask, orders, spoilt_query, tidy
from inlay_eval.watching import Watcher

__all__ = ["SqlSettings", "run_sql"]

HARNESS_ERROR = "harness error"
_LEVELS = ("easy", "medium", "hard", "extra")
_RULE = (
    "rows count as a bag, in order only if gold orders at its top level; columns as many as gold's, in any order; "
    "DISTINCT counts; every variant of a database must agree"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlSettings:
    """How predictions are judged."""

    seconds: float = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Gold:
    """What gold gave over every variant of its database, or why there is no such thing."""

    task: SqlTask
    answers: tuple[Answer, ...]
    ordered: bool

    @property
    def fault(self) -> str:
        if not self.task.databases:
            return f"no database {self.task.database!r}"
        wrong = next((answer for answer in self.answers if answer.kind != "result"), None)
        return f"gold {wrong.kind}: {wrong.error}" if wrong else ""


def run_sql(suite: SqlSuite, samples: Sequence[Sample], settings: SqlSettings, watcher: Watcher) -> Report:
    """Judge predictions by execution."""
    start = time.perf_counter()
    tasks = suite.tasks
    with open_sql_bench(suite.roots, seconds=settings.seconds) as bench:
        watcher.stage("Asking gold", len(tasks))
        golds = dict(zip([task.id for task in tasks], _golds(bench, tasks), strict=True))
        check = _self_check(bench, [gold for gold in golds.values() if not gold.fault])
        watcher.stage("Asking predictions", len(samples))
        given = [(golds[sample.task], tidy(sample.completion)) for sample in samples]
        judged = _judge(bench, given)
    seconds = time.perf_counter() - start
    return _report(suite, samples, golds, dict(enumerate(judged)), check, settings, seconds)


def _golds(bench: SqlBench, tasks: Sequence[SqlTask]) -> list[_Gold]:
    answers = iter(bench.ask([Question(database, task.gold) for task in tasks for database in task.databases]))
    return [
        _Gold(task=task, answers=tuple(next(answers) for _ in task.databases), ordered=orders(task.gold))
        for task in tasks
    ]


def _judge(bench: SqlBench, given: Sequence[tuple[_Gold, str]]) -> list[Judgement | None]:
    """Judge queries against gold; None where gold itself has no result."""
    asked = [Question(database, query) for gold, query in given if not gold.fault for database in gold.task.databases]
    answers = iter(bench.ask(asked))
    found: list[Judgement | None] = []
    for gold, _ in given:
        if gold.fault:
            found.append(None)
            continue
        pairs = [(wanted, next(answers)) for wanted in gold.answers]
        compared = [_compare(wanted, answer, ordered=gold.ordered) for wanted, answer in pairs]
        found.append(next((judgement for judgement in compared if not judgement.passed), compared[0]))
    return found


def _compare(gold: Answer, answer: Answer, *, ordered: bool) -> Judgement:
    assert gold.result is not None
    if answer.result is not None:
        try:
            same = same_result(gold.result, answer.result, ordered=ordered)
        except UndecidableError:
            return Judgement(verdict=Verdict.refused, reason="too many columns hold the same values to pair them")
        return Judgement(verdict=Verdict.passed) if same else _different(gold, answer)
    verdicts = {"late": Verdict.timed_out, "crashed": Verdict.crashed, "error": Verdict.failed}
    reason = answer.error or f"the result is too {answer.kind}"
    return Judgement(verdict=verdicts.get(answer.kind, Verdict.refused), reason=reason)


def _different(gold: Answer, answer: Answer) -> Judgement:
    assert gold.result is not None
    assert answer.result is not None
    sizes = [f"{len(found.rows)} rows of {found.columns} columns" for found in (answer.result, gold.result)]
    reason = f"{sizes[0]} where gold gives {sizes[1]}" if sizes[0] != sizes[1] else "other values than gold"
    return Judgement(verdict=Verdict.failed, reason=reason)


def _self_check(bench: SqlBench, golds: Sequence[_Gold]) -> tuple[str, ...]:
    again = _judge(bench, [(gold, gold.task.gold) for gold in golds])
    empty = _judge(bench, [(gold, "") for gold in golds])
    spoilt = _judge(bench, [(gold, spoilt_query(gold.task.gold)) for gold in golds])
    passed = [sum(found is not None and found.passed for found in group) for group in (again, empty, spoilt)]
    lines = (
        f"gold     {passed[0]} of {len(golds)} equal themselves (all must)",
        f"nothing  {passed[1]} of {len(golds)} pass (none may)",
        f"spoilt   {passed[2]} of {len(golds)} pass, a column too many (none may)",
    )
    if not golds or passed != [len(golds), 0, 0]:
        raise SelfCheckFailed("\n".join(["the self-check fails, so nothing is reported", *lines]))
    return lines


def _report(
    suite: SqlSuite,
    samples: Sequence[Sample],
    golds: Mapping[str, _Gold],
    judged: Mapping[int, Judgement | None],
    check: tuple[str, ...],
    settings: SqlSettings,
    seconds: float,
) -> Report:
    cases = tuple(_line(sample, golds[sample.task], judged[place]) for place, sample in enumerate(samples))
    levels = [golds[sample.task].task.level for sample in samples]
    passed = [(level, found.passed) for level, found in zip(levels, judged.values(), strict=True) if found is not None]
    given = {sample.task for sample in samples}
    missing = tuple(task.id for task in suite.tasks if task.id not in given)
    passed += [(golds[name].task.level, False) for name in missing if not golds[name].fault]
    faults = Counter(gold.fault.split(":")[0] for gold in golds.values() if gold.fault)
    notes = [f"{count} questions are not judged: {fault}" for fault, count in sorted(faults.items())]
    return Report(
        suite=suite.name,
        data=f"{suite.file.name} {suite.digest[:12]}",
        environment=f"SQLite {sqlite3.sqlite_version}, {settings.seconds:g} s a query; {_RULE}",
        tasks=len(suite.tasks),
        missing=missing,
        verdicts=dict(Counter(case.verdict for case in cases)),
        scores=tuple(_scores(passed)),
        self_check=check,
        notes=tuple(notes),
        seconds=seconds,
        resumed=0,
        cases=cases,
    )


def _line(sample: Sample, gold: _Gold, judgement: Judgement | None) -> CaseLine:
    verdict, reason = (HARNESS_ERROR, gold.fault) if judgement is None else (str(judgement.verdict), judgement.reason)
    passed = None if judgement is None else judgement.passed
    return CaseLine(case=sample.task, line=sample.line, verdict=verdict, reason=reason, passed=passed)


def _scores(passed: Sequence[tuple[str, bool]]) -> list[Score]:
    groups = {"execution accuracy": [float(found) for _, found in passed]}
    for level in _LEVELS:
        groups[f"execution accuracy, {level}"] = [float(found) for name, found in passed if name == level]
    unit = "questions whose gold runs"
    return [Score(name=name, estimate=mean_with_interval(found), unit=unit) for name, found in groups.items() if found]
