"""Judges queries by what they give: gold first, then the predictions, each over every variant of its database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inlay_eval.judging import Judgement, Verdict
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.sql.bench import Answer, Question, Race, SqlBench
from inlay_eval.sql.comparing import UndecidableError, same_result, same_set
from inlay_eval.sql.efficiency import mean_ratio
from inlay_eval.sql.ordering import orders
from inlay_eval.sql.suite import Rule, SqlTask, spoilt_query

__all__ = ["Gold", "check_golds", "golds_of", "judge"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """What gold gave over every variant of its database, or why there is no such thing."""

    task: SqlTask
    answers: tuple[Answer, ...]
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
    answers = iter(bench.ask([Question(database, task.gold) for task in tasks for database in task.databases]))
    return [
        Gold(task=task, answers=tuple(next(answers) for _ in task.databases), ordered=orders(task.gold), rule=rule)
        for task in tasks
    ]


def judge(bench: SqlBench, given: Sequence[tuple[Gold, str]], *, races: int = 0) -> list[Judgement]:
    """Judge queries against gold that has a result; those that are right are timed up to `races` times."""
    asked = [Question(database, query) for gold, query in given for database in gold.task.databases]
    answers = iter(bench.ask(asked))
    judged = [_judgement(gold, [next(answers) for _ in gold.task.databases]) for gold, _ in given]
    return _timed(bench, given, judged, races) if races else judged


def _judgement(gold: Gold, answers: Sequence[Answer]) -> Judgement:
    compared = [_compare(gold, wanted, answer) for wanted, answer in zip(gold.answers, answers, strict=True)]
    return next((judgement for judgement in compared if not judgement.passed), compared[0])


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


def _compare(gold: Gold, wanted: Answer, answer: Answer) -> Judgement:
    assert wanted.result is not None
    if answer.result is not None:
        try:
            same = (
                same_set(wanted.result, answer.result)
                if gold.rule == "set"
                else same_result(wanted.result, answer.result, ordered=gold.ordered)
            )
        except UndecidableError:
            return Judgement(verdict=Verdict.refused, reason="too many columns hold the same values to pair them")
        return Judgement(verdict=Verdict.passed) if same else _different(wanted, answer)
    verdicts = {"late": Verdict.timed_out, "crashed": Verdict.crashed, "error": Verdict.failed}
    reason = answer.error or f"the result is too {answer.kind}"
    return Judgement(verdict=verdicts.get(answer.kind, Verdict.refused), reason=reason)


def _different(gold: Answer, answer: Answer) -> Judgement:
    assert gold.result is not None
    assert answer.result is not None
    sizes = [f"{len(found.rows)} rows of {found.columns} columns" for found in (answer.result, gold.result)]
    reason = f"{sizes[0]} where gold gives {sizes[1]}" if sizes[0] != sizes[1] else "other values than gold"
    return Judgement(verdict=Verdict.failed, reason=reason)


def check_golds(bench: SqlBench, golds: Sequence[Gold]) -> tuple[str, ...]:
    """Say that gold equals itself, that nothing equals it, and that it falls when spoilt, or refuse."""
    wrong = ([""] * len(golds), [spoilt_query(gold.task.gold) for gold in golds])
    tried = ([gold.task.gold for gold in golds], *wrong)
    passed = [sum(found.passed for found in judge(bench, list(zip(golds, each, strict=True)))) for each in tried]
    lines = (
        f"gold     {passed[0]} of {len(golds)} equal themselves (all must)",
        f"nothing  {passed[1]} of {len(golds)} pass (none may)",
        f"spoilt   {passed[2]} of {len(golds)} pass, a column too many (none may)",
    )
    if not golds or passed != [len(golds), 0, 0]:
        raise SelfCheckFailed("\n".join(["the self-check fails, so nothing is reported", *lines]))
    return lines
