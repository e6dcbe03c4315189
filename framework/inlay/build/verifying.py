"""`inlay verify`: every gate and every check again over a project as it stands, without a model."""

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from inlay.build.checking import require_walls, run_checks
from inlay.build.engines import judging_engines, require_engines
from inlay.build.locked import other_template
from inlay.build.locked_plan import locked_plan
from inlay.build.options import Options
from inlay.build.report import CheckReport, Progress, Report, SlotReport
from inlay.build.toolchain import require_toolchain
from inlay.fill.judging import judge
from inlay.gates import Verdict, gates_for
from inlay.plan import Plan
from inlay.project.commit import commit, stage_files
from inlay.project.drift import IGNORED_FOLDERS, Drift, current_bodies, drift_of, require_lock
from inlay.project.hold import open_workspace
from inlay.project.lock import LOCK, GateRecord, Lock, LockedSlot, render_lock
from inlay.project.objects import object_path, read_object
from inlay.project.tree import Tree, digest_of
from inlay.project.workspace import Workspace
from inlay.render import body_of
from inlay.slot import Slot

__all__ = ["verify_project"]

Judged = dict[str, tuple[str, tuple[Verdict, ...]]]


def verify_project(target: Path, options: Options, progress: Progress) -> Report:
    """Gate every body, run every check, and write the lock again where bodies written by hand have passed."""
    start = time.perf_counter()
    require_walls(options)
    with Tree(target) as tree, open_workspace(target) as work:
        lock = require_lock(tree)
        plan = locked_plan(tree, lock)
        require_toolchain(plan.template.requires)
        require_engines(plan.slots, options)
        drift = drift_of(tree, lock)
        judged = _judge(tree, plan, lock, options, progress)
        refused = [name for name, (_, verdicts) in judged.items() if not _passed(verdicts)]
        stubs = [name for name in lock.slots if name not in judged]
        checks = _checks(work, tree, plan, _tests(lock, [*stubs, *refused]), options, progress)
        good = all(check.passed for check in checks)
        passed = _updated(lock, judged)
        updated = passed if good else lock
        _write(work, lock, updated, judged)
    return Report(
        target=target,
        changed=updated != lock,
        slots=tuple(_report(name, passed.slots[name], judged) for name in sorted(lock.slots)),
        files=len(lock.files),
        checks=checks,
        walls=checks[0].walls if checks else "",
        engines=judging_engines(plan.slots, options),
        notes=(*other_template(lock, plan.template), *_notes(drift), *_held_up(passed, updated)),
        seconds={"verify": time.perf_counter() - start},
        exit_code=1 if refused or stubs or not good or drift.missing or drift.changed or drift.damaged else 0,
    )


def _judge(tree: Tree, plan: Plan, lock: Lock, options: Options, progress: Progress) -> Judged:
    """Judge the body of every slot that has one: a stub that nobody has touched has none."""
    progress.stage("gate", len(plan.slots))
    bodies = current_bodies(tree, lock)
    gates = {kind: gates_for(kind, walls=options.walls) for kind in sorted({slot.kind for slot in plan.slots})}
    judged: Judged = {}
    for slot in plan.slots:
        body = bodies.get(slot.id)
        if body is None or _is_untouched_stub(tree, lock, slot, body):
            continue
        judged[slot.id] = body, judge(slot, [body], gates[slot.kind])[0]
        progress.slot(_report(slot.id, _updated(lock, {slot.id: judged[slot.id]}).slots[slot.id], judged))
    return judged


def _is_untouched_stub(tree: Tree, lock: Lock, slot: Slot, body: str) -> bool:
    pristine = read_object(tree, lock.files[slot.file].sha256).decode()
    return lock.slots[slot.id].state == "stub" and body == body_of(pristine, slot.id)


def _passed(verdicts: Sequence[Verdict]) -> bool:
    return all(verdict.passed for verdict in verdicts)


def _checks(
    work: Workspace, tree: Tree, plan: Plan, waiting: Collection[str], options: Options, progress: Progress
) -> tuple[CheckReport, ...]:
    """Let the project's checks speak over a copy of it; tests of what is not good yet would only say so again."""
    there = (path for path in tree.files(IGNORED_FOLDERS) if not path.startswith(".inlay/"))
    present = {path: tree.read(path) for path in there if path not in waiting}
    stage_files(work, {path: data for path, data in present.items() if data is not None})
    return run_checks(plan.template, work.stage, options, progress)


def _tests(lock: Lock, slots: Sequence[str]) -> set[str]:
    return {test.path for name in slots for test in lock.slots[name].tests}


def _updated(lock: Lock, judged: Judged) -> Lock:
    """Take over bodies written by hand that passed; nothing else of the lock changes."""
    slots = dict(lock.slots)
    for name, (body, verdicts) in judged.items():
        digest = digest_of(body.encode())
        if _passed(verdicts) and (digest != slots[name].fill or slots[name].state == "conflict"):
            gates = tuple(GateRecord(name=verdict.gate, version=verdict.version) for verdict in verdicts)
            slots[name] = replace(slots[name], state="edited", fill=digest, gates=gates)
    return replace(lock, slots=slots)


def _write(work: Workspace, lock: Lock, updated: Lock, judged: Judged) -> None:
    if updated == lock:
        return
    bodies = [judged[name][0].encode() for name, slot in updated.slots.items() if slot != lock.slots[name]]
    files = {object_path(digest_of(body)): body for body in bodies} | {LOCK: render_lock(updated)}
    stage_files(work, files)
    commit(work, files)


def _report(name: str, slot: LockedSlot, judged: Judged) -> SlotReport:
    verdicts = judged[name][1] if name in judged else ()
    refusal = next((verdict for verdict in verdicts if not verdict.passed), None)
    return SlotReport(
        slot=name,
        kind=slot.kind,
        state="stub" if name not in judged else "refused" if refusal else slot.state,
        backend=slot.backend,
        attempts=slot.attempts,
        reason=f"{refusal.gate}: {refusal.reason}" if refusal else "",
    )


def _notes(drift: Drift) -> tuple[str, ...]:
    words = {"missing": drift.missing, "changed": drift.changed, "fences damaged": drift.damaged}
    return tuple(f"{word}: {path}" for word, paths in words.items() for path in paths)


def _held_up(passed: Lock, updated: Lock) -> tuple[str, ...]:
    names = [name for name, slot in passed.slots.items() if slot != updated.slots[name]]
    return (f"taken over when every check passes: {', '.join(names)}",) if names else ()
