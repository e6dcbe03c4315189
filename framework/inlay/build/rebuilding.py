"""`--frozen`: the same bytes again, from a lock and its pristine copies alone."""

import hashlib
import time
from pathlib import Path

from inlay.build.checking import require_passed, require_walls, run_checks
from inlay.build.locked import WAITING, locked_reports, other_template, stub_tests
from inlay.build.options import Options
from inlay.build.report import CheckReport, Progress, Report
from inlay.build.toolchain import require_toolchain
from inlay.catalog import load_template
from inlay.errors import UsageError
from inlay.project.commit import commit, require_place, stage_files
from inlay.project.drift import require_lock
from inlay.project.hold import open_workspace
from inlay.project.lock import LOCK, Lock, LockedFile, render_lock
from inlay.project.objects import object_path, read_object
from inlay.project.tree import Tree
from inlay.render import put_body

__all__ = ["rebuild"]

_MOVE = "move them away, or name another target with --lock {}"


def rebuild(spec: bytes, target: Path, source: Path, options: Options, progress: Progress) -> Report:
    """Bring back every missing file of a project, or make a second one that is the same to the byte."""
    progress.stage("plan")
    if not source.is_dir():
        raise UsageError(f"{source} is no project to rebuild from", hint="name one with --lock FOLDER")
    with Tree(source) as tree:
        lock = require_lock(tree)
        _require_same_spec(lock, spec)
        project, objects = _pristine(tree, lock)
    start = time.perf_counter()
    checks = (
        _bring_back(target, project) if target == source else _make(target, lock, project, objects, options, progress)
    )
    return Report(
        target=target,
        changed=True,
        slots=locked_reports(lock),
        files=len(project),
        checks=checks,
        walls=checks[0].walls if checks else "",
        engines=lock.engines,
        seconds={"rebuild": time.perf_counter() - start},
        exit_code=1 if any(slot.state in WAITING for slot in lock.slots.values()) else 0,
    )


def _require_same_spec(lock: Lock, spec: bytes) -> None:
    if hashlib.sha256(spec).hexdigest() != lock.spec:
        raise UsageError("the spec is not the one that was locked", hint="leave --frozen out to build the new spec")


def _pristine(tree: Tree, lock: Lock) -> tuple[dict[str, bytes], dict[str, bytes]]:
    project = {path: _content(tree, lock, file) for path, file in lock.files.items()}
    kept = {file.sha256 for file in lock.files.values()} | {slot.fill for slot in lock.slots.values() if slot.fill}
    objects = {object_path(digest): read_object(tree, digest) for digest in sorted(kept | {lock.spec})}
    return project, objects


def _content(tree: Tree, lock: Lock, file: LockedFile) -> bytes:
    """Give a file as it was locked: the pristine copy, with the body that a person wrote where one was taken over."""
    pristine = read_object(tree, file.sha256)
    slot = lock.slots.get(file.slot or "")
    if slot is None or slot.state != "edited" or slot.fill is None:
        return pristine
    return put_body(pristine.decode(), str(file.slot), read_object(tree, slot.fill).decode()).encode()


def _bring_back(target: Path, project: dict[str, bytes]) -> tuple[CheckReport, ...]:
    """Write what is missing; what differs is somebody's work and stays, and is told."""
    with Tree(target) as tree:
        there = {path: tree.read(path) for path in project}
    different = sorted(path for path, data in there.items() if data not in (None, project[path]))
    if different:
        listed = "\n".join(f"  {path}" for path in different)
        raise UsageError(f"these files differ from the lock:\n{listed}", hint=_MOVE.format(target))
    missing = {path: data for path, data in project.items() if there[path] is None}
    with open_workspace(target) as work:
        stage_files(work, missing)
        commit(work, missing)
    return ()


def _make(
    target: Path,
    lock: Lock,
    project: dict[str, bytes],
    objects: dict[str, bytes],
    options: Options,
    progress: Progress,
) -> tuple[CheckReport, ...]:
    require_place(target)
    template = load_template(lock.template)
    require_toolchain(template.requires)
    require_walls(options)
    files = {**project, **objects, LOCK: render_lock(lock)}
    with open_workspace(target) as work:
        waiting = stub_tests(lock)
        stage_files(work, {path: data for path, data in project.items() if path not in waiting})
        checks = run_checks(template, work.stage, options, progress)
        require_passed(checks, hint=" ".join(other_template(lock, template)))
        stage_files(work, files)
        commit(work, files)
    return checks
