"""The report of slotbench: accept, precision and pass@k over all slots, and by kind and every other mark."""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import quantiles

from inlay_eval.counted import share_of
from inlay_eval.measures import GREEDY
from inlay_eval.metrics import mean_with_interval
from inlay_eval.report import CaseLine, Report, Score, Table
from inlay_eval.scores import passing_scores
from inlay_eval.slotbench.bench import Outcome

__all__ = ["ACCEPTED", "RIGHT", "STUB", "WRONG", "report_of"]

# The verdicts of cases: a stub and a wrong fill have both not passed, and are told apart by these words alone.
STUB, ACCEPTED, RIGHT, WRONG = "stub", "accepted, no hidden case", "accepted and right", "accepted and wrong"
_HEADS = ("slots", "accept", "precision", "pass@1 greedy", "tokens a slot", "seconds a slot")
_TOOK: tuple[tuple[str, Callable[[Outcome], float]], ...] = (
    ("questions", lambda found: found.questions),
    ("candidates", lambda found: found.candidates),
    ("tokens of prompts", lambda found: found.prompt_tokens),
    ("tokens of answers", lambda found: found.answer_tokens),
    ("seconds", lambda found: found.seconds),
    ("seconds of the model", lambda found: found.model_seconds),
    ("seconds of the gates", lambda found: found.gate_seconds),
)


def report_of(
    outcomes: Sequence[Outcome],
    *,
    data: str,
    environment: str,
    check: tuple[str, ...],
    seconds: float,
    ks: Sequence[int] = (),
    resumed: int = 0,
) -> Report:
    """Count outcomes."""
    cases = tuple(map(_case, outcomes))
    drawn, notes = _drawn(outcomes, ks)
    return Report(
        suite="slotbench",
        data=data,
        environment=environment,
        tasks=len(outcomes),
        missing=(),
        verdicts=dict(Counter(case.verdict for case in cases)),
        scores=(*_scores(outcomes), *drawn),
        self_check=check,
        notes=tuple(notes),
        seconds=seconds,
        resumed=resumed,
        cases=cases,
        tables=(*_by_marks(outcomes), _took(outcomes)),
    )


def _case(outcome: Outcome) -> CaseLine:
    verdict = {True: RIGHT, False: WRONG, None: ACCEPTED if outcome.accepted else STUB}[outcome.right]
    return CaseLine(
        case=f"{outcome.spec}.{outcome.slot}",
        line=1,
        verdict=verdict,
        reason=outcome.reason,
        passed=None if verdict == ACCEPTED else verdict == RIGHT,
        measures={GREEDY: float(outcome.greedy_right)} if outcome.hidden else {},
    )


def _scores(outcomes: Sequence[Outcome]) -> list[Score]:
    judged = [outcome for outcome in outcomes if outcome.right is not None]
    hidden = [outcome for outcome in outcomes if outcome.hidden]
    groups = {
        ("accept", "slots"): [float(outcome.accepted) for outcome in outcomes],
        ("precision", "accepted slots with hidden cases"): [float(bool(outcome.right)) for outcome in judged],
        ("accepted and right", "slots with hidden cases"): [float(bool(outcome.right)) for outcome in hidden],
        (GREEDY, "slots with hidden cases"): [float(found.greedy_right) for found in hidden],
    }
    if any(outcome.questions for outcome in outcomes):
        first = [outcome for outcome in outcomes if outcome.right_at_first is not None]
        groups |= {
            ("accept, before questions", "slots"): [float(found.accepted_at_first) for found in outcomes],
            ("precision, before questions", "slots accepted then"): [
                float(bool(found.right_at_first)) for found in first
            ],
            ("accepted and right, before questions", "slots"): [float(bool(found.right_at_first)) for found in hidden],
        }
    return [
        Score(name=name, estimate=mean_with_interval(values), unit=unit)
        for (name, unit), values in groups.items()
        if values
    ]


def _drawn(outcomes: Sequence[Outcome], ks: Sequence[int]) -> tuple[list[Score], list[str]]:
    """Give pass@k over the samples that met no gate, where any were drawn of slots with hidden cases."""
    hidden = [outcome for outcome in outcomes if outcome.hidden]
    if not any(outcome.samples for outcome in hidden):
        return [], []
    passes = {
        f"{found.spec}.{found.slot}": [place < found.samples_right for place in range(found.samples)]
        for found in hidden
    }
    scores, notes = passing_scores(passes, ks)
    unit = "slots with hidden cases"
    return [
        Score(name=f"{score.name} of samples, before gates", estimate=score.estimate, unit=unit) for score in scores
    ], notes


def _by_marks(outcomes: Sequence[Outcome]) -> list[Table]:
    """Give a table for each mark by which slots differ."""
    marks = dict.fromkeys(mark for outcome in outcomes for mark in outcome.marks)
    return [
        Table(title=f"By {mark}", columns=(mark, *_HEADS), rows=tuple(_row(word, group) for word, group in groups))
        for mark in marks
        if len(groups := _grouped(outcomes, mark)) > 1
    ]


def _grouped(outcomes: Sequence[Outcome], mark: str) -> list[tuple[str, list[Outcome]]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.marks.get(mark, "not marked"), []).append(outcome)
    return sorted(groups.items())


def _row(word: str, group: Sequence[Outcome]) -> tuple[str | float, ...]:
    judged = [found for found in group if found.right is not None]
    hidden = [found for found in group if found.hidden]
    return (
        word,
        len(group),
        share_of(sum(found.accepted for found in group), len(group)),
        share_of(sum(bool(found.right) for found in judged), len(judged)),
        share_of(sum(found.greedy_right for found in hidden), len(hidden)),
        round(sum(found.prompt_tokens + found.answer_tokens for found in group) / len(group)),
        sum(found.seconds for found in group) / len(group),
    )


def _took(outcomes: Sequence[Outcome]) -> Table:
    rows = [(name, *_spread([float(of(outcome)) for outcome in outcomes])) for name, of in _TOOK]
    heads = ("a slot", "mean", "median", "nine in ten below", "most", "together")
    return Table(title="What a slot took", columns=heads, rows=tuple(rows))


def _spread(values: Sequence[float]) -> tuple[float, float, float, float, float]:
    tenths = quantiles(values, n=10, method="inclusive") if len(values) > 1 else [*values] * 9
    return sum(values) / len(values), tenths[4], tenths[8], max(values), sum(values)
