"""Which of several samples of a task to hand over, by rules that do not know which is right, and what that is worth.

`likeliest` takes the sample with the highest mean log-probability a token. `majority` takes the first sample of the
largest group that behaves alike when it is run: on the inputs of the suite's tests, whose expected results stay out
(MBR-EXEC, Shi et al. 2022), or over the databases of a question.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from inlay_eval.behaviour import behaviour_of_answers, behaviours_of_queries
from inlay_eval.judging import Attempt, Bench, CodeTask
from inlay_eval.metrics import likeliest, majority, mean_with_interval
from inlay_eval.report import Report, Score, replace_file
from inlay_eval.run import Settings, bench_pool, run_code
from inlay_eval.samples import Sample, by_task
from inlay_eval.scores import passing_scores
from inlay_eval.sql import SqlSettings, SqlSuite, run_sql
from inlay_eval.sql.bench import Question, SqlBench
from inlay_eval.sql.run import query_pool
from inlay_eval.suites import CodeSuite
from inlay_eval.watching import Watcher

__all__ = ["choose_among_programs", "choose_among_queries"]

Behaviours = dict[tuple[str, str], str | int | None]
Rule = Callable[[Sequence[Sample]], int | None]


def choose_among_programs(
    suite: CodeSuite, samples: Sequence[Sample], settings: Settings, out: Path, watcher: Watcher
) -> Report:
    """Judge samples as ever, then choose one of each task by every rule, and report what the rules are worth."""
    report = run_code(suite, samples, settings, out, watcher)
    groups = list(by_task(samples).items())
    behaviours: Behaviours = {}
    watcher.stage("Running samples side by side", len(groups))
    with bench_pool(settings, suite.language) as pool:
        units = [(suite.by_id[task], group) for task, group in groups]
        for (task, group), found in pool.run(lambda bench, given: _of_programs(bench, *given), units):
            behaviours |= {(task.id, sample.digest): each for sample, each in zip(group, found, strict=True)}
            watcher.step()
    return _chosen(report, samples, behaviours, out)


def _of_programs(bench: Bench, task: CodeTask, group: Sequence[Sample]) -> list[str | None]:
    script = bench.script(task)
    texts = {sample.digest: sample.completion for sample in group}
    answers = bench.answers([Attempt(task, script, text) for text in texts.values()])
    known = dict(zip(texts, map(behaviour_of_answers, answers), strict=True))
    return [known[sample.digest] for sample in group]


def choose_among_queries(
    suite: SqlSuite,
    samples: Sequence[Sample],
    settings: SqlSettings,
    out: Path,
    watcher: Watcher,
    *,
    ks: Sequence[int] = (1,),
) -> Report:
    """Do the same with queries; a question whose gold does not run, or whose database is not there, is left out."""
    databases = {task.id: task.databases for task in suite.tasks}
    report = run_sql(suite, samples, settings, out, watcher)
    report = _of_questions(report, ks)
    groups = list(by_task(samples).items())
    behaviours: Behaviours = {}

    def of_queries(bench: SqlBench, unit: tuple[str, Sequence[Sample]]) -> list[int | None]:
        paths = databases[unit[0]]
        asked = [Question(paths, suite.tidy(sample.completion), whole=True) for sample in unit[1]]
        return behaviours_of_queries(bench.ask(asked), suite.rule)

    watcher.stage("Running queries side by side", len(groups))
    with query_pool(suite, settings) as pool:
        for (task, group), found in pool.run(of_queries, groups):
            behaviours |= {(task, sample.digest): each for sample, each in zip(group, found, strict=True)}
            watcher.step()
    return _chosen(report, samples, behaviours, out)


def _of_questions(report: Report, ks: Sequence[int]) -> Report:
    """Give pass@k over questions: with several predictions each, a share of predictions would be one of nothing."""
    passes: dict[str, list[bool]] = {task: [] for task in report.counted_missing}
    for case in report.cases:
        if case.passed is not None:
            passes.setdefault(case.case, []).append(case.passed)
    scores, notes = passing_scores(passes, ks)
    return replace(report, scores=tuple(scores), notes=(*report.notes, *notes))


def _chosen(report: Report, samples: Sequence[Sample], behaviours: Behaviours, out: Path) -> Report:
    right = {case.line: case.passed for case in report.cases}
    groups = by_task([sample for sample in samples if right[sample.line] is not None])
    rules: dict[str, Rule] = {
        "majority": lambda group: majority([behaviours[each.task, each.digest] for each in group])
    }
    notes = list(report.notes)
    if all(sample.mean_logprob is not None for sample in samples):
        rules["likeliest"] = lambda group: likeliest([each.mean_logprob or 0.0 for each in group])
    else:
        notes.append("the likeliest is not chosen: samples lack mean_logprob")
    tasks = [*groups, *report.counted_missing]
    scores = []
    for name, rule in sorted(rules.items()):
        chosen = {task: group[place] for task, group in groups.items() if (place := rule(group)) is not None}
        _write(out / f"chosen.{name}.jsonl", name, chosen)
        values = [float(task in chosen and bool(right[chosen[task].line])) for task in tasks]
        scores += [Score(name=f"{name} pass@1", estimate=mean_with_interval(values), unit="tasks")] if values else []
    return replace(report, scores=(*report.scores, *scores), notes=tuple(notes))


def _write(path: Path, rule: str, chosen: Mapping[str, Sample]) -> None:
    lines = [
        {"task_id": task, "completion": sample.completion, "chosen_by": rule, "of_line": sample.line}
        for task, sample in chosen.items()
    ]
    replace_file(path, "".join(json.dumps(line) + "\n" for line in lines))
