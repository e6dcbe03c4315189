"""What runs before any figure: gold must pass, nothing must fail, and gold that is spoilt must fall."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from inlay.errors import UsageError
from inlay_eval.judging import PYTHON, Attempt, Bench, CodeTask, Judgement, Script, TaskFaulty, Verdict
from inlay_eval.judging.pool import Pool
from inlay_eval.probes import PROBES
from inlay_eval.spoiling import spoilt

__all__ = ["SelfCheck", "SelfCheckFailed", "check_tasks"]

_MOST_NAMED = 8
_UNIT = 16  # tasks that one process of the referee checks
_UNIT_OF_COMMANDS = 41  # the same where such a process is slow to start


class SelfCheckFailed(UsageError):
    """The harness or the data is at fault, so that no figure may be reported."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfCheck:
    """How many tasks were checked, and what passed: gold where there is any, nothing at all, spoilt gold."""

    tasks: int
    gold: int
    gold_tasks: int
    empty: int
    spoilt: int
    spoilt_tasks: int

    def lines(self) -> list[str]:
        """Give the check as lines of text."""
        return [
            f"gold     {self.gold} of {self.gold_tasks} pass (all must)",
            f"nothing  {self.empty} of {self.tasks} pass (none may)",
            f"spoilt   {self.spoilt} of {self.spoilt_tasks} pass (fewer than a tenth may)",
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Checked:
    script: Script | None = None
    gold: Judgement | None = None
    empty: Judgement | None = None
    spoilt: Judgement | None = None
    blind: bool = False
    fault: str = ""


def check_tasks(
    pool: Pool[Bench], tasks: Sequence[CodeTask], told: Callable[[], None] = lambda: None
) -> tuple[SelfCheck, dict[str, Script]]:
    """Check every task and give the scripts of their tests, or refuse with `SelfCheckFailed`."""
    if all(task.blind for task in tasks):
        tasks = [*tasks, PROBES[tasks[0].language]]
    same = _of_one_test(tasks)
    found: dict[str, _Checked] = {}
    first_ones = [group[0] for group in same]
    size = _UNIT if all(task.language == PYTHON for task in tasks) else _UNIT_OF_COMMANDS
    units = [first_ones[first : first + size] for first in range(0, len(first_ones), size)]
    alike = {group[0].id: group for group in same}
    for unit, checks in pool.run(_check, units):
        for task, checked in zip(unit, checks, strict=True):
            found[task.id] = checked
            for _ in alike[task.id]:
                told()
    check = _counted(list(found.values()))
    blunt = check.spoilt * 10 >= max(check.spoilt_tasks, 1)
    faulty = [f"{name}: {fault}" for name, checked in sorted(found.items()) for fault in _faults(checked, blunt=blunt)]
    if faulty:
        named = faulty[:_MOST_NAMED] + ([f"and {len(faulty) - _MOST_NAMED} more"] if faulty[_MOST_NAMED:] else [])
        raise SelfCheckFailed(
            "\n".join(["the self-check fails, so nothing is reported", *check.lines(), *named]),
            hint="the data or this machine is at fault, not the samples",
        )
    scripts = {name: checked.script for name, checked in found.items() if checked.script is not None}
    return check, {task.id: replace(scripts[name], task=task.id) for name, group in alike.items() for task in group}


def _counted(checked: Sequence[_Checked]) -> SelfCheck:
    return SelfCheck(
        tasks=len(checked),
        gold=sum(_passed(each.gold) for each in checked),
        gold_tasks=sum(not each.blind for each in checked),
        empty=sum(_passed(each.empty) for each in checked),
        spoilt=sum(_passed(each.spoilt) for each in checked),
        spoilt_tasks=sum(each.spoilt is not None for each in checked),
    )


def _faults(checked: _Checked, *, blunt: bool) -> list[str]:
    """Say what is wrong with a task; spoilt gold that passes is, where it does so in too many of them."""
    passing = {
        "nothing at all passes": _passed(checked.empty),
        "spoilt gold passes": blunt and _passed(checked.spoilt),
    }
    return [checked.fault] * bool(checked.fault) + [fault for fault, there in passing.items() if there]


def _of_one_test(tasks: Sequence[CodeTask]) -> list[list[CodeTask]]:
    """Group tasks that are holes in one program with one test, of which one check tells all."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[CodeTask]] = {}
    for task in tasks:
        groups.setdefault((task.reference, task.test, task.remote), []).append(task)
    return list(groups.values())


def _check(bench: Bench, tasks: Sequence[CodeTask]) -> list[_Checked]:
    scripts = bench.scripts(tasks)
    attempts = [
        {name: Attempt(_whole(task), script, program) for name, program in _known(task).items()}
        for task, script in zip(tasks, scripts, strict=True)
        if isinstance(script, Script)
    ]
    brief = all(task.language == PYTHON for task in tasks)
    asked = [_briefly(made) if brief and name != "gold" else made for group in attempts for name, made in group.items()]
    judged = iter(bench.judge_known(asked))
    found = [{name: next(judged) for name in group} for group in attempts]
    groups = iter(
        [
            known if _as_known(known, brief=brief) else _again(bench, group)
            for known, group in zip(found, attempts, strict=True)
        ]
    )
    return [
        _checked(task, script, next(groups)) if isinstance(script, Script) else _faulty(task, script)
        for task, script in zip(tasks, scripts, strict=True)
    ]


def _briefly(made: Attempt) -> Attempt:
    """Have what is known to fail do no more than the first call: it fails there, and later on may come to no end."""
    operations = made.script.operations
    calls = (place for place, operation in enumerate(operations) if operation.startswith('["call"'))
    return replace(made, script=replace(made.script, operations=operations[: next(calls, len(operations)) + 1]))


def _as_known(judged: Mapping[str, Judgement], *, brief: bool) -> bool:
    """Say whether gold passes and nothing else does; what made no more than one call must have failed at it."""
    wrong = {Verdict.failed} if brief else set(Verdict) - {Verdict.passed}
    return all(found.verdict in ({Verdict.passed} if name == "gold" else wrong) for name, found in judged.items())


def _again(bench: Bench, group: Mapping[str, Attempt]) -> dict[str, Judgement]:
    return dict(zip(group, bench.judge_all(list(group.values())), strict=True))


def _whole(task: CodeTask) -> CodeTask:
    """Give the task with whole programs for completions; its reference stays as it is, to the last sign."""
    return replace(task, head="", tail="", runs=False, gold=task.reference.removesuffix("\n"))


def _known(task: CodeTask) -> dict[str, str]:
    """Give what is known: nothing at all, the reference unless it is none, and the reference spoilt where it can be."""
    if task.blind:
        return {"empty": task.nothing}
    wrong = spoilt(task.reference, task.language)
    return {"gold": task.reference, "empty": task.nothing, **({} if wrong is None else {"spoilt": wrong})}


def _checked(task: CodeTask, script: Script, judged: Mapping[str, Judgement]) -> _Checked:
    gold = judged.get("gold")
    fault = f"gold {gold.verdict}: {gold.reason}" if gold and not gold.passed else ""
    return _Checked(
        script=script,
        gold=gold,
        empty=judged["empty"],
        spoilt=judged.get("spoilt"),
        blind=bool(task.blind),
        fault=fault,
    )


def _faulty(task: CodeTask, fault: TaskFaulty) -> _Checked:
    return _Checked(blind=bool(task.blind), fault=fault.reason)


def _passed(judgement: Judgement | None) -> bool:
    return judgement is not None and judgement.passed
