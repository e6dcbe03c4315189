"""Figures of a run: pass@k over all tasks of a suite, the missing ones counted as not passed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from inlay_eval.metrics import mean_with_interval, pass_at_k
from inlay_eval.report import Score

__all__ = ["passing_scores"]


def passing_scores(passes: Mapping[str, Sequence[bool]], ks: Sequence[int]) -> tuple[list[Score], list[str]]:
    """Give pass@k for every k that the samples allow, and a note for every k that they do not."""
    if not passes:
        return [], ["pass@k is not given: no task can be judged"]
    scores, notes = [], []
    attempted = {task: found for task, found in passes.items() if found}
    for k in ks:
        short = [task for task, found in attempted.items() if len(found) < k]
        if short:
            notes.append(
                f"pass@{k} is not given: {len(short)} tasks have fewer than {k} samples, {short[0]} among them"
            )
            continue
        values = [pass_at_k(len(found), sum(found), k) if found else Fraction() for found in passes.values()]
        scores.append(Score(name=f"pass@{k}", estimate=mean_with_interval(values), unit="tasks"))
    return scores, notes
