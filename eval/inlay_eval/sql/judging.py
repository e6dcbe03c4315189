"""Judges queries by what they give: gold first, then the predictions, each over every variant of its database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from inlay_eval.judging import Judgement, Verdict
from inlay_eval.sql.answers import Answer
from inlay_eval.sql.bench import Question, Race, SqlBench
from inlay_eval.sql.comparing import UndecidableError, same_result, same_set
from inlay_eval.sql.efficiency import mean_ratio
from inlay_eval.sql.ordering import orders
from inlay_eval.sql.suite import Rule, SqlTask

__all__ = ["Gold", "golds_of", "judge"]

_PASSED = Judgement(verdict=Verdict.passed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """What gold gave over every variant of its database, or the `fault` for which nothing can be judged against it.

    Over the first variant it is asked twice; `steady` says that it gave the same rows in the same order.
    """

    task: SqlTask
    answers: tuple[Answer, ...]
    fault: str
    steady: bool
    ordered: bool
    rule: Rule


def golds_of(bench: SqlBench, tasks: Sequence[SqlTask], rule: Rule) -> list[Gold]:
    """Ask the gold query of every task."""
    once = [Question(task.databases, task.gold) for task in tasks]
    again = [Question(task.databases[:1], task.gold) for task in tasks]
    answers = bench.ask([*once, *again])
    return [_gold(*each, rule) for each in zip(tasks, answers, answers[len(tasks) :], strict=False)]


def _gold(task: SqlTask, answers: tuple[Answer, ...], again: tuple[Answer, ...], rule: Rule) -> Gold:
    asked = zip(task.databases, answers, strict=True)
    faults = [f"gold {found.kind} over {file}: {found.error}" for file, found in asked if found.kind != "result"]
    fault = next(iter(faults), "") if answers else f"no database {task.database!r}"
    steady = answers[:1] == again
    return Gold(task=task, answers=answers, fault=fault, steady=steady, ordered=orders(task.gold), rule=rule)


def judge(bench: SqlBench, given: Sequence[tuple[Gold, str]], *, races: int = 0) -> list[Judgement]:
    """Judge queries against gold that has a result; those that are right are timed up to `races` times.

    A query that is wrong over the first variant of its database is wrong, whatever it gives over the others. Gold's own
    text is not asked again.
    """
    judged = [_PASSED] * len(given)
    others = [place for place, (gold, query) in enumerate(given) if not (gold.steady and query == gold.task.gold)]
    for first in (True, False):
        left = [place for place in others if judged[place].passed]
        asked = [_asked(*given[place], first=first) for place in left]
        for place, found in zip(left, _judged(bench, asked), strict=True):
            judged[place] = found
    return _timed(bench, given, judged, races) if races else judged


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query over some variants of the database of its gold."""

    gold: Gold
    query: str
    variants: range

    def question(self) -> Question:
        return Question([self.gold.task.databases[variant] for variant in self.variants], self.query)

    def unlike(self, answers: tuple[Answer, ...]) -> list["_Unlike"]:
        """Give where gold answered otherwise."""
        wanted = self.gold.answers
        pairs = zip(self.variants, answers, strict=True)
        return [_Unlike(self.gold, self.query, place, found) for place, found in pairs if found != wanted[place]]


def _asked(gold: Gold, query: str, *, first: bool) -> _Asked:
    count = len(gold.answers)
    return _Asked(gold, query, range(1) if first else range(1, count))


@dataclass(frozen=True, slots=True)
class _Unlike:
    """A query's answer over one variant, where gold's is another."""

    gold: Gold
    query: str
    variant: int
    answer: Answer

    @property
    def wanted(self) -> Answer:
        return self.gold.answers[self.variant]

    def rows_of(self, query: str) -> Question:
        return Question([self.gold.task.databases[self.variant]], query, whole=True)


def _judged(bench: SqlBench, asked: Sequence[_Asked]) -> list[Judgement]:
    """Judge each by the sizes and digests of its results, and where these leave it open by their rows."""
    answers = bench.ask([each.question() for each in asked])
    unlike = [each.unlike(found) for each, found in zip(asked, answers, strict=True)]
    judged = [_by_outlines(each) for each in unlike]
    left = [each for found, together in zip(judged, unlike, strict=True) if found is None for each in together]
    by_rows = iter(_by_rows(bench, left))
    return [
        _first_wrong([next(by_rows) for _ in together]) if found is None else found
        for found, together in zip(judged, unlike, strict=True)
    ]


def _by_outlines(unlike: Sequence[_Unlike]) -> Judgement | None:
    """Judge by what differs from gold; None where only rows can tell."""
    if not unlike:
        return _PASSED
    return next((found for found in map(_by_outline, unlike) if found is not None), None)


def _by_outline(unlike: _Unlike) -> Judgement | None:
    wanted, answer = unlike.wanted, unlike.answer
    if answer.kind != "result":
        return _without_result(answer)
    if wanted.columns != answer.columns:
        return _different(wanted, answer)
    return None if unlike.gold.rule == "set" or wanted.row_count == answer.row_count else _different(wanted, answer)


def _first_wrong(judged: Sequence[Judgement]) -> Judgement:
    return next((found for found in judged if not found.passed), _PASSED)


def _by_rows(bench: SqlBench, unlike: Sequence[_Unlike]) -> list[Judgement]:
    """Judge by rows: gold's in a process of their own, and held to what gold gave before any prediction ran."""
    golds = bench.ask([each.rows_of(each.gold.task.gold) for each in unlike])
    others = bench.ask([each.rows_of(each.query) for each in unlike])
    return [_compared(*each) for each in zip(unlike, chain(*golds), chain(*others), strict=True)]


def _compared(unlike: _Unlike, gold: Answer, answer: Answer) -> Judgement:
    wanted, found = gold.result, answer.result
    if wanted is None or (unlike.gold.steady and gold.outline != unlike.wanted.line):
        return Judgement(verdict=Verdict.refused, reason="gold gave something else when it was asked again")
    if found is None:
        return _without_result(answer)
    try:
        bag = unlike.gold.rule == "bag"
        same = same_result(wanted, found, ordered=unlike.gold.ordered) if bag else same_set(wanted, found)
    except UndecidableError:
        return Judgement(verdict=Verdict.refused, reason="too many columns hold the same values to pair them")
    return _PASSED if same else _different(gold, answer)


def _without_result(answer: Answer) -> Judgement:
    verdicts = {"late": Verdict.timed_out, "crashed": Verdict.crashed, "error": Verdict.failed}
    reason = answer.error or f"the result is too {answer.kind}"
    return Judgement(verdict=verdicts.get(answer.kind, Verdict.refused), reason=reason)


def _different(gold: Answer, answer: Answer) -> Judgement:
    sizes = [f"{found.row_count} rows of {found.columns} columns" for found in (answer, gold)]
    reason = f"{sizes[0]} where gold gives {sizes[1]}" if sizes[0] != sizes[1] else "other values than gold"
    return Judgement(verdict=Verdict.failed, reason=reason)


def _timed(
    bench: SqlBench, given: Sequence[tuple[Gold, str]], judged: Sequence[Judgement], races: int
) -> list[Judgement]:
    """Time what is right against gold; gold's own text needs no race."""
    alike = {place for place, (gold, query) in enumerate(given) if query == gold.task.gold}
    right = [place for place, judgement in enumerate(judged) if judgement.passed and place not in alike]
    run = [Race(given[place][0].task.databases[0], given[place][0].task.gold, given[place][1]) for place in right]
    found = dict(zip(right, bench.race(run, races), strict=True)) | {place: [1.0] for place in alike}
    return [
        replace(judgement, ratio=mean_ratio(found[place])) if judgement.passed and found.get(place) else judgement
        for place, judgement in enumerate(judged)
    ]
