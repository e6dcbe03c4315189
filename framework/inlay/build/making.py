"""The cold run: load, plan, fill, assemble, verify in a staging folder, commit."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from inlay.build.assembling import assemble, deliver, tests_of
from inlay.build.blaming import Tried, settled
from inlay.build.checking import require_walls, run_checks
from inlay.build.engines import judging_engines, require_engines
from inlay.build.filling import fill_slots, slot_report
from inlay.build.options import Options
from inlay.build.report import Progress, Report
from inlay.build.toolchain import require_toolchain
from inlay.errors import BackendError, UsageError
from inlay.fill import SlotResult
from inlay.plan import Plan, plan_of as plan_anywhere
from inlay.project.commit import commit, require_place, stage_files, unstage
from inlay.project.hold import open_workspace
from inlay.project.lock import LOCK
from inlay.project.paths import check_paths
from inlay.project.workspace import Workspace

__all__ = ["exit_code_of", "make", "plan_of", "require_an_answer"]


class _Clock:
    """Seconds by the part of the run."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - start


def make(spec_path: Path, target: Path, inputs: str, options: Options, progress: Progress) -> Report:
    """Make a project from nothing."""
    clock = _Clock()
    with clock.part("plan"):
        progress.stage("plan")
        plan = plan_of(spec_path)
        _require_new(target)
        require_walls(options)
        require_engines(plan.slots, options)
    with open_workspace(target) as work:
        with clock.part("fill"):
            progress.stage("fill", len(plan.slots))
            answered = fill_slots(plan.slots, options, progress, project=plan.spec.name)
            results: Mapping[str, SlotResult] = {name: result for name, (result, _) in answered.items()}
            require_an_answer(results)
        with clock.part("check"):
            tried = settled(plan, results, partial(_verify, work, plan, options, progress))
            results, checks = tried.results, tried.checks
        with clock.part("write"):
            engines = judging_engines(plan.slots, options)
            delivery = deliver(plan, tried.contents, results, inputs, walls=checks[0].walls, engines=engines)
            stage_files(work, delivery.files)
            commit(work, delivery.files)
    reports = tuple(slot_report(slot, results[slot.id], cached=answered[slot.id][1]) for slot in plan.slots)
    return Report(
        target=target,
        changed=True,
        slots=reports,
        files=len(delivery.project),
        checks=checks,
        walls=delivery.lock.sandbox,
        engines=delivery.lock.engines,
        tokens=sum(result.usage.completion_tokens for result in results.values()),
        seconds=clock.seconds,
        exit_code=exit_code_of(results),
    )


def plan_of(spec_path: Path) -> Plan:
    """Load a spec and plan its project; refuse what could not be written or checked here."""
    plan = plan_anywhere(spec_path)
    check_paths(file.path for file in plan.files)
    require_toolchain(plan.template.requires)
    return plan


def _require_new(target: Path) -> None:
    if (target / LOCK).is_file():
        raise UsageError(
            f"{target} holds a project that other inputs have made",
            hint="`inlay update` merges the new inputs into it; or choose another target",
        )
    require_place(target)


def _verify(
    work: Workspace,
    plan: Plan,
    options: Options,
    progress: Progress,
    results: Mapping[str, SlotResult],
) -> Tried:
    """Stage the project as people get it and let its own checks speak; a stub's tests wait for its body."""
    contents = assemble(plan, {name: result.fill for name, result in results.items() if result.fill})
    stubs = [slot for slot in plan.slots if results[slot.id].fill is None]
    waiting = {tests_of(plan, slot) for slot in stubs}
    stage_files(work, {path: text.encode() for path, text in contents.items() if path not in waiting})
    unstage(work, waiting)
    checks = run_checks(plan.template, work.stage, options, progress)
    return Tried(results=results, contents=contents, checks=checks)


def require_an_answer(results: Mapping[str, SlotResult]) -> None:
    """Stop where no backend answered for any slot: a project of stubs alone is of no use to anybody."""
    unreachable = [result for result in results.values() if result.unreachable]
    if results and len(unreachable) == len(results):
        raise BackendError(
            f"no backend answered: {unreachable[0].reason}",
            hint="`inlay doctor` shows what is missing; nothing was written",
        )


def exit_code_of(results: Mapping[str, SlotResult]) -> int:
    """Give the exit code for slots as they came out: what left a stub counts."""
    stubs = [result for result in results.values() if result.fill is None]
    if any(stub.unreachable for stub in stubs):
        return BackendError.exit_code
    if any(stub.budget_spent for stub in stubs):
        return 5
    return 1 if stubs else 0
