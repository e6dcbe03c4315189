"""Judges queries by what they give: gold first, then the predictions, each over every variant of its database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inlay_eval.judging import Judgement, Verdict
from inlay_eval.sql.bench import Answer, Question, Race, SqlBench
from inlay_eval.sql.comparing import UndecidableError, same_result, same_set
from inlay_eval.sql.efficiency import mean_ratio
from inlay_eval.sql.ordering import orders
from inlay_eval.sql.suite import Rule, SqlTask, spoilt_query

__all__ = ["Gold", "golds_of", "judge", "passing_known"]

_PASSED = Judgement(verdict=Verdict.passed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """What gold gave over every variant of its database, or why there is no such thing.

    It is asked twice; `steady` says that it gave the same rows in the same order.
    """

    task: SqlTask
    answers: tuple[Answer, ...]
    steady: bool
    ordered: bool
    rule: Rule

    @property
    def fault(self) -> str:
        """Why nothing can be judged against it; empty when it can."""
        if not self.task.databases:
            return f"no database {self.task.database!r}"
        wrong = next((answer for answer in self.answers if answer.kind != "result"), None)
        return f"gold {wrong.kind}: {wrong.error}" if wrong else ""


def golds_of(bench: SqlBench, tasks: Sequence[SqlTask], rule: Rule) -> list[Gold]:
    """Ask the gold query of every task."""
    twice = [
        Question(database, task.gold, whole) for task in tasks for database in task.databases for whole in (True, False)
    ]
    answers = iter(bench.ask(twice))
    return [_gold(task, [next(answers) for _ in task.databases for _ in range(2)], rule) for task in tasks]


def _gold(task: SqlTask, twice: Sequence[Answer], rule: Rule) -> Gold:
    answers, again = twice[::2], twice[1::2]
    steady = all(one.digest == two.digest != "" for one, two in zip(answers, again, strict=True))
    return Gold(task=task, answers=tuple(answers), steady=steady, ordered=orders(task.gold), rule=rule)


def judge(bench: SqlBench, given: Sequence[tuple[Gold, str]], *, races: int = 0) -> list[Judgement]:
    """Judge queries against gold that has a result; those that are right are timed up to `races` times.

    A query that is wrong over the first variant of its database is wrong, whatever it gives over the others.
    """
    judged = [_PASSED] * len(given)
    for variants in (slice(0, 1), slice(1, None)):
        asked = [
            (place, _Asked(gold, query, number))
            for place, (gold, query) in enumerate(given)
            if judged[place].passed
            for number in range(len(gold.answers))[variants]
        ]
        for (place, _), found in zip(asked, _judged(bench, [each for _, each in asked]), strict=True):
            judged[place] = found if judged[place].passed else judged[place]
    return _timed(bench, given, judged, races) if races else judged


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query over one variant of the database of its gold."""

    gold: Gold
    query: str
    variant: int

    def question(self, *, whole: bool) -> Question:
        return Question(self.gold.task.databases[self.variant], self.query, whole)

    @property
    def wanted(self) -> Answer:
        return self.gold.answers[self.variant]


def _judged(bench: SqlBench, asked: Sequence[_Asked]) -> list[Judgement]:
    """Judge each by the size and the digest of its result, and where these leave it open by its rows."""
    outlines = bench.ask([each.question(whole=False) for each in asked])
    found = [_by_outline(each, outline) for each, outline in zip(asked, outlines, strict=True)]
    left = [each.question(whole=True) for each, known in zip(asked, found, strict=True) if known is None]
    whole = iter(bench.ask(left))
    return [_by_rows(each, next(whole)) if known is None else known for each, known in zip(asked, found, strict=True)]


def _by_outline(asked: _Asked, answer: Answer) -> Judgement | None:
    wanted = asked.wanted
    if answer.kind != "result":
        return _without_result(answer)
    if wanted.columns != answer.columns:
        return _different(wanted, answer)
    if wanted.digest == answer.digest:
        return _PASSED
    return None if asked.gold.rule == "set" or wanted.count == answer.count else _different(wanted, answer)


def _by_rows(asked: _Asked, answer: Answer) -> Judgement:
    gold, other = asked.wanted.result, answer.result
    if gold is None or other is None:
        return _without_result(answer)
    try:
        bag = asked.gold.rule == "bag"
        same = same_result(gold, other, ordered=asked.gold.ordered) if bag else same_set(gold, other)
    except UndecidableError:
        return Judgement(verdict=Verdict.refused, reason="too many columns hold the same values to pair them")
    return _PASSED if same else _different(asked.wanted, answer)


def _without_result(answer: Answer) -> Judgement:
    verdicts = {"late": Verdict.timed_out, "crashed": Verdict.crashed, "error": Verdict.failed}
    reason = answer.error or f"the result is too {answer.kind}"
    return Judgement(verdict=verdicts.get(answer.kind, Verdict.refused), reason=reason)


def _different(gold: Answer, answer: Answer) -> Judgement:
    sizes = [f"{found.count} rows of {found.columns} columns" for found in (answer, gold)]
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


def passing_known(bench: SqlBench, golds: Sequence[Gold]) -> tuple[int, int, int]:
    """Count what passes of gold itself (all must), of nothing at all and of gold that is spoilt (none may)."""
    unsteady = [gold for gold in golds if not gold.steady]
    tried = (
        [(gold, gold.task.gold) for gold in unsteady],
        [(gold, "") for gold in golds],
        [(gold, spoilt_query(gold.task.gold)) for gold in golds],
    )
    itself, nothing, spoilt = (_passed(judge(bench, given)) for given in tried)
    return len(golds) - len(unsteady) + itself, nothing, spoilt


def _passed(judged: Sequence[Judgement]) -> int:
    return sum(judgement.passed for judgement in judged)
