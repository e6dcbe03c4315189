"""The report of a run of SQL: execution accuracy by level, valid efficiency, exact set match."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inlay_eval.judging import Judgement
from inlay_eval.measures import EFFICIENCY, EXACT_SET_MATCH, REWARDED
from inlay_eval.metrics import mean_with_interval
from inlay_eval.report import CaseLine, Report, Score
from inlay_eval.samples import Sample
from inlay_eval.sql.efficiency import efficiency
from inlay_eval.sql.exact import exact_set_match
from inlay_eval.sql.judging import Gold
from inlay_eval.sql.selfcheck import unasked
from inlay_eval.sql.suite import SqlSuite
from inlay_eval.suites.hub import origin_of

__all__ = ["HARNESS_ERROR", "Judged", "sql_report"]

HARNESS_ERROR = "harness error"
_UNIT = "questions whose gold runs"
_RULES = {
    "bag": "rows count as a bag, in order only if gold orders at its top level; columns as many as gold's, in any "
    "order; DISTINCT counts; every variant of a database must agree",
    "set": "rows count as a set, as BIRD has it: neither their order nor how often one stands there; columns in gold's "
    "order",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """Everything that was judged; None is a sample whose gold has no result."""

    golds: Mapping[str, Gold]
    samples: Sequence[Sample]
    judged: Sequence[Judgement | None]
    check: tuple[str, ...]
    resumed: int

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions without a prediction."""
        given = {sample.task for sample in self.samples}
        return tuple(name for name in self.golds if name not in given)

    @property
    def uncounted(self) -> tuple[str, ...]:
        """Those of them whose gold has no result."""
        return tuple(name for name in self.missing if self.golds[name].fault)

    def outcomes(self) -> list[tuple[Gold, Judgement | None]]:
        """Give every question whose gold has a result, with None for one that has no prediction."""
        pairs = zip(self.samples, self.judged, strict=True)
        found = [(self.golds[sample.task], judgement) for sample, judgement in pairs if judgement is not None]
        return [*found, *((self.golds[name], None) for name in self.missing if not self.golds[name].fault)]


def sql_report(suite: SqlSuite, done: Judged, *, races: int, seconds_a_query: float, seconds: float) -> Report:
    """Count what was judged."""
    notes = unasked(list(done.golds.values()))
    notes += [f"the data is {origin}"] if (origin := origin_of(suite.file)) else []
    if len(suite.tasks) != suite.whole:
        notes.append(f"the data holds {len(suite.tasks)} questions, the published suite {suite.whole}")
    scores, check = _accuracy(suite, done), done.check
    exact = exact_set_match(suite, done.samples)
    if exact is not None:
        scores, check, notes = [*scores, *exact.scores], (*check, *exact.check), [*notes, *exact.notes]
    cases = _lines(done, exact.matched if exact else {}, timed=races > 0)
    if races:
        scores += _efficiency(suite, done)
        notes += _untimed(done)
    timing = f", a right query timed up to {races} times against gold" if races else ""
    return Report(
        suite=suite.name,
        data=f"{suite.file.name} {suite.digest[:12]}",
        environment=f"SQLite {sqlite3.sqlite_version}, {seconds_a_query:g} s a query{timing}; {_RULES[suite.rule]}",
        tasks=len(suite.tasks),
        missing=done.missing,
        uncounted=done.uncounted,
        verdicts=dict(Counter(case.verdict for case in cases)),
        scores=tuple(scores),
        self_check=check,
        notes=tuple(notes),
        seconds=seconds,
        resumed=done.resumed,
        cases=cases,
    )


def _lines(done: Judged, matched: Mapping[str, bool], *, timed: bool) -> tuple[CaseLine, ...]:
    lines = []
    for sample, judgement in zip(done.samples, done.judged, strict=True):
        measures = {EXACT_SET_MATCH: float(matched[sample.task])} if sample.task in matched else {}
        if timed and judgement is not None:
            [plain], [rewarded] = efficiency([judgement.ratio or 0.0])
            measures |= {EFFICIENCY: plain, REWARDED: rewarded}
        lines.append(_line(sample, done.golds[sample.task], judgement, measures))
    return tuple(lines)


def _line(sample: Sample, gold: Gold, judgement: Judgement | None, measures: Mapping[str, float]) -> CaseLine:
    verdict, reason = (HARNESS_ERROR, gold.fault) if judgement is None else (str(judgement.verdict), judgement.reason)
    passed = None if judgement is None else judgement.passed
    return CaseLine(
        case=sample.task, line=sample.line, verdict=verdict, reason=reason, passed=passed, measures=measures
    )


def _accuracy(suite: SqlSuite, done: Judged) -> list[Score]:
    passed = [(gold.task.level, float(found is not None and found.passed)) for gold, found in done.outcomes()]
    return _by_level("execution accuracy", suite.levels, passed)


def _efficiency(suite: SqlSuite, done: Judged) -> list[Score]:
    outcomes = done.outcomes()
    plain, rewarded = efficiency([found.ratio or 0.0 if found else 0.0 for _, found in outcomes])
    levels = [gold.task.level for gold, _ in outcomes]
    return [
        score
        for name, values in ((EFFICIENCY, plain), (REWARDED, rewarded))
        for score in _by_level(name, suite.levels, list(zip(levels, values, strict=True)))
    ]


def _by_level(name: str, levels: Sequence[str], values: Sequence[tuple[str, float]]) -> list[Score]:
    groups = {name: [value for _, value in values]}
    groups |= {f"{name}, {level}": [value for found, value in values if found == level] for level in levels}
    return [Score(name=name, estimate=mean_with_interval(found), unit=_UNIT) for name, found in groups.items() if found]


def _untimed(done: Judged) -> list[str]:
    lost = sum(found is not None and found.passed and found.ratio is None for found in done.judged)
    return [f"{lost} right queries could not be timed and count as zero in both efficiencies"] if lost else []
