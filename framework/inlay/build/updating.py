"""`inlay update`: a new spec, template or model over a project that people have worked on; their work survives."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from inlay.build.assembling import Delivery, assemble, deliver, tests_of
from inlay.build.blaming import Tried, settled
from inlay.build.checking import require_walls, run_checks
from inlay.build.engines import judging_engines, require_engines
from inlay.build.filling import fill_slots, slot_report
from inlay.build.history import continue_history
from inlay.build.keeping import kept_fills
from inlay.build.making import exit_code_of, plan_of, require_an_answer
from inlay.build.options import Options
from inlay.build.report import Progress, Report, SlotReport
from inlay.errors import ConflictsLeft
from inlay.fill import SlotResult
from inlay.fill.judging import judge
from inlay.gates import Verdict, gates_for
from inlay.plan import Plan
from inlay.project.commit import commit, stage_files, unstage
from inlay.project.drift import IGNORED_FOLDERS, current_bodies, require_lock
from inlay.project.hold import open_workspace
from inlay.project.lock import LOCK, GateRecord, Lock, LockedSlot, render_lock
from inlay.project.merging import Merged, conflict_note, merge
from inlay.project.objects import OBJECTS, object_path, read_object
from inlay.project.tree import Tree, digest_of
from inlay.project.workspace import Workspace
from inlay.render import body_of, put_body
from inlay.slot import Slot

__all__ = ["update_project"]

KEPT = "nothing else was accepted this time, and the body that it had passes every gate"


@dataclass(frozen=True, slots=True)
class _Mine:
    """A body that a person wrote, and what the gates say of it under the new spec."""

    body: str
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The project after the merge: files, orphans that nobody touched, and what a person should know."""

    files: Mapping[str, Merged]
    gone: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        return tuple(path for path, merged in self.files.items() if merged.conflict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tried(Tried):
    """What was staged is merged with the work of people."""

    merged: _Tree


def update_project(spec_path: Path, target: Path, inputs: str, options: Options, progress: Progress) -> Report:
    """Fill what is new, merge file by file, check the result, and only then write it."""
    start = time.perf_counter()
    progress.stage("plan")
    plan = plan_of(spec_path)
    require_walls(options)
    require_engines(plan.slots, options)
    with Tree(target) as tree, open_workspace(target) as work:
        lock = require_lock(tree)
        history = continue_history(plan, tree, lock, work)
        plan = history.plan
        mine = _judged(plan, _edited(tree, lock), options)
        asked = [slot for slot in plan.slots if slot.id not in mine]
        progress.stage("fill", len(asked))
        answered = fill_slots(asked, options, progress, project=plan.spec.name)
        results: Mapping[str, SlotResult] = {name: result for name, (result, _) in answered.items()}
        require_an_answer(results)
        kept = kept_fills(plan, tree, lock, results, options)
        results = {**results, **kept}
        attempt = partial(_verify, work, tree, lock, plan, mine, options, progress)
        tried = settled(plan, results, attempt, lambda first: _as_before(plan, first, lock))
        results, merged = tried.results, tried.merged
        delivery = _delivery(plan, tried.contents, results, mine, lock, inputs, options)
        _write(work, merged, delivery)
    reports = [slot_report(slot, results[slot.id], cached=answered[slot.id][1]) for slot in asked]
    reports += [_mine_report(name, delivery.lock.slots[name], each) for name, each in mine.items()]
    failed = any(not each.passed for each in mine.values())
    return Report(
        target=target,
        changed=True,
        slots=tuple(sorted(reports, key=lambda report: report.slot)),
        files=len(delivery.project),
        checks=tried.checks,
        walls=delivery.lock.sandbox,
        engines=delivery.lock.engines,
        notes=history.notes + merged.notes + tuple(f"kept: {name}: {KEPT}" for name in kept),
        tokens=sum(result.usage.completion_tokens for result in results.values()),
        seconds={"update": time.perf_counter() - start},
        exit_code=ConflictsLeft.exit_code if merged.conflicts else exit_code_of(results) or int(failed),
    )


def _edited(tree: Tree, lock: Lock) -> dict[str, str]:
    """Give the bodies that are not what was delivered, whether or not they were taken over."""
    edited = {}
    for name, body in current_bodies(tree, lock).items():
        pristine = read_object(tree, lock.files[lock.slots[name].file].sha256).decode()
        if body != body_of(pristine, name):
            edited[name] = body
    return edited


def _judged(plan: Plan, edited: Mapping[str, str], options: Options) -> dict[str, _Mine]:
    judged = {}
    for slot in plan.slots:
        if slot.id in edited:
            gates = gates_for(slot.kind, walls=options.walls)
            judged[slot.id] = _Mine(edited[slot.id], judge(slot, [edited[slot.id]], gates)[0])
    return judged


def _merge(tree: Tree, lock: Lock, plan: Plan, contents: Mapping[str, str], mine: Mapping[str, _Mine]) -> _Tree:
    """Merge every file; a person's body stands on all three sides, so that it never conflicts."""
    files, notes = {}, []
    for file in plan.files:
        known, yours = lock.files.get(file.path), tree.read(file.path)
        base = read_object(tree, known.sha256) if known else None
        new = contents[file.path].encode()
        if file.slot in mine:
            body = mine[str(file.slot)].body
            new = _with_body(new, str(file.slot), body)
            base = base and _with_body(base, str(file.slot), body)
        if yours is None:
            files[file.path] = Merged(new)
            notes += [f"brought back: {file.path}"] if known else []
        elif known and file.owner != "renderer":
            files[file.path] = Merged(yours)
        else:
            files[file.path] = merge(base, yours, new)
    orphans = [path for path in lock.files if path not in files and tree.digest(path) is not None]
    gone = tuple(path for path in orphans if tree.digest(path) == lock.files[path].sha256)
    notes += [conflict_note(path, merged.data) for path, merged in files.items() if merged.conflict]
    notes += [f"no longer made, kept because you changed it: {path}" for path in orphans if path not in gone]
    return _Tree(files, gone, tuple(notes))


def _with_body(data: bytes, slot: str, body: str) -> bytes:
    return put_body(data.decode(), slot, body).encode()


def _as_before(plan: Plan, tried: Tried, lock: Lock) -> frozenset[str]:
    """Give the slots whose body is what was delivered before: that has passed, so it is not to blame."""
    asked = [slot for slot in plan.slots if slot.id in tried.results and slot.id in lock.slots]
    bodies = {slot.id: _body(tried.contents, slot).encode() for slot in asked}
    return frozenset(name for name, body in bodies.items() if lock.slots[name].fill == digest_of(body))


def _verify(
    work: Workspace,
    tree: Tree,
    lock: Lock,
    plan: Plan,
    mine: Mapping[str, _Mine],
    options: Options,
    progress: Progress,
    results: Mapping[str, SlotResult],
) -> _Tried:
    """Merge, and check the result with the files of people's own; conflicts are for them to resolve first.

    A body of a person's that the gates refuse is told and stays; for the checks it is a stub, so that they speak of the
    rest.
    """
    contents = assemble(plan, {name: result.fill for name, result in results.items() if result.fill})
    merged = _merge(tree, lock, plan, contents, mine)
    if merged.conflicts:
        return _Tried(results=results, contents=contents, checks=(), merged=merged)
    refused = [slot for slot in plan.slots if slot.id in mine and not mine[slot.id].passed]
    stubs = [slot for slot in plan.slots if slot.id in results and results[slot.id].fill is None]
    waiting = {tests_of(plan, slot) for slot in (*stubs, *refused)}
    own = {path: tree.read(path) for path in tree.files(IGNORED_FOLDERS) if _is_own(path, merged)}
    stage_files(work, {path: data for path, data in own.items() if data is not None})
    stage_files(work, {path: file.data for path, file in merged.files.items() if path not in waiting})
    stage_files(
        work, {slot.file: _with_body(merged.files[slot.file].data, slot.id, _body(contents, slot)) for slot in refused}
    )
    unstage(work, waiting)
    checks = run_checks(plan.template, work.stage, options, progress)
    yours = frozenset(own) | {path for path in merged.files if _is_changed(path, tree, lock)}
    return _Tried(results=results, contents=contents, checks=checks, merged=merged, yours=yours)


def _body(contents: Mapping[str, str], slot: Slot) -> str:
    return body_of(contents[slot.file], slot.id)


def _is_own(path: str, merged: _Tree) -> bool:
    return path not in merged.files and path not in merged.gone and not path.startswith(OBJECTS)


def _is_changed(path: str, tree: Tree, lock: Lock) -> bool:
    return path in lock.files and tree.digest(path) not in (None, lock.files[path].sha256)


def _delivery(
    plan: Plan,
    contents: Mapping[str, str],
    results: Mapping[str, SlotResult],
    mine: Mapping[str, _Mine],
    lock: Lock,
    inputs: str,
    options: Options,
) -> Delivery:
    """Lock what was merged in; a person's body keeps the history that its slot has."""
    stubs = {name: SlotResult(slot=name, state="stub") for name in mine}
    engines = judging_engines(plan.slots, options)
    delivery = deliver(plan, contents, {**stubs, **results}, inputs, walls=options.walls, engines=engines)
    slots = dict(delivery.lock.slots)
    for name, each in mine.items():
        slots[name] = _mine_locked(slots[name], lock.slots.get(name), each)
    bodies = {digest_of(each.body.encode()): each.body.encode() for each in mine.values()}
    objects = delivery.objects | {object_path(digest): body for digest, body in bodies.items()}
    return replace(delivery, lock=replace(delivery.lock, slots=slots), objects=objects)


def _mine_locked(new: LockedSlot, old: LockedSlot | None, mine: _Mine) -> LockedSlot:
    gates = tuple(
        GateRecord(name=verdict.gate, version=verdict.version, passed=verdict.passed, reason=verdict.reason)
        for verdict in mine.verdicts
    )
    history = old or new
    return replace(
        new,
        state="edited" if mine.passed else "conflict",
        fill=digest_of(mine.body.encode()),
        gates=gates,
        backend=history.backend,
        model=history.model,
        prompt=history.prompt,
        prompt_digest=history.prompt_digest,
        parameters=history.parameters,
        attempts=history.attempts,
    )


def _write(work: Workspace, merged: _Tree, delivery: Delivery) -> None:
    files = {path: file.data for path, file in merged.files.items()}
    files |= delivery.objects | {LOCK: render_lock(delivery.lock)}
    stage_files(work, files)
    commit(work, files, merged.gone)


def _mine_report(name: str, slot: LockedSlot, mine: _Mine) -> SlotReport:
    refusal: Sequence[Verdict] = [verdict for verdict in mine.verdicts if not verdict.passed]
    reason = f"{refusal[0].gate}: {refusal[0].reason}" if refusal else ""
    return SlotReport(slot=name, kind=slot.kind, state=slot.state, backend="you", reason=reason)
