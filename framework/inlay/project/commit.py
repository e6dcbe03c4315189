"""Bringing staged files into a project so that a kill at any instant leaves all of the old or all of the new."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from inlay.errors import ConflictsLeft, UsageError
from inlay.project.lock import LOCK
from inlay.project.paths import check_path, check_paths
from inlay.project.tree import Tree, digest_of
from inlay.project.workspace import Workspace, explained

__all__ = ["commit", "finish", "require_place", "stage_files", "unstage"]


@dataclass(frozen=True, slots=True)
class _Change:
    """What happens to one file: the hashes before and after, None where there is no file."""

    path: str
    before: str | None
    after: str | None


def stage_files(work: Workspace, files: dict[str, bytes]) -> None:
    """Write files into the stage; refuse names that a project may not have."""
    check_paths(files)
    with explained(work.target), Tree(work.stage) as stage:
        for path, data in files.items():
            stage.write(path, data)


def unstage(work: Workspace, paths: Iterable[str | None]) -> None:
    """Take files out of the stage again; those that are not there are no fault."""
    with explained(work.target), Tree(work.stage) as stage:
        for path in paths:
            if path:
                stage.remove(path)


def commit(work: Workspace, files: dict[str, bytes], gone: Iterable[str] = ()) -> None:
    """Bring exactly these staged files into the target, and take the files in `gone` out of it.

    What stands in the stage is compared with `files` first, since generated code has run there. A target that does
    not exist yet is one rename; one that does goes through a journal that the next command can finish.
    """
    with explained(work.target):
        _clean_stage(work, files)
        if os.path.lexists(work.target):
            _commit_changes(work, _changes(work.target, files, gone))
        else:
            work.stage.rename(work.target)


def _commit_changes(work: Workspace, changes: list[_Change]) -> None:
    _keep_old(work, changes)
    _write_journal(work, changes)
    try:
        _apply(work, changes)
    except BaseException:
        _undo(work, changes)
        raise
    work.journal.unlink()


def finish(work: Workspace) -> None:
    """Carry out a commit whose journal stands; without one there is nothing to carry out."""
    try:
        records = json.loads(work.journal.read_bytes())
    except FileNotFoundError:
        return
    changes = [_Change(check_path(record["path"]), record["before"], record["after"]) for record in records]
    _apply(work, changes)
    work.journal.unlink()


def _clean_stage(work: Workspace, files: dict[str, bytes]) -> None:
    """Put the stage back to exactly the files that were made ready for it."""
    with Tree(work.stage) as stage:
        for path in list(stage.files()):
            if path not in files:
                (work.stage / path).unlink()
        for path, data in files.items():
            if stage.digest(path) != digest_of(data):
                stage.write(path, data)
    for top, _, _ in os.walk(work.stage, topdown=False):
        with suppress(OSError):
            Path(top).rmdir()
    work.stage.mkdir(exist_ok=True)


def _changes(target: Path, files: dict[str, bytes], gone: Iterable[str]) -> list[_Change]:
    with Tree(target) as tree:
        found = [_Change(path, tree.digest(path), digest_of(data)) for path, data in files.items()]
        found += [_Change(path, tree.digest(path), None) for path in gone]
    real = [change for change in found if change.before != change.after]
    return sorted(real, key=lambda change: (change.path == LOCK, change.path))


def _keep_old(work: Workspace, changes: list[_Change]) -> None:
    work.old.mkdir()
    with Tree(work.target) as target, Tree(work.old) as old:
        for change in changes:
            if change.before is not None:
                old.lend(change.path, target)


def _write_journal(work: Workspace, changes: list[_Change]) -> None:
    draft = work.journal.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump([asdict(change) for change in changes], file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(work.journal)


def _apply(work: Workspace, changes: list[_Change]) -> None:
    """Bring each staged file in; what came in before a kill stays, and so does what a person changed since."""
    work.next.mkdir(exist_ok=True)
    with Tree(work.target) as target, Tree(work.stage) as stage, Tree(work.next) as waiting:
        for change in changes:
            now = target.digest(change.path)
            if now == change.after:
                continue
            if now != change.before:
                raise ConflictsLeft(
                    f"{work.target / change.path} changed while inlay was writing the project",
                    hint=f"move the file aside and run the command again; the new text waits in {work.stage}",
                )
            if change.after is None:
                target.remove(change.path)
            else:
                waiting.lend(change.path, stage)
                target.take(change.path, waiting)


def _undo(work: Workspace, changes: list[_Change]) -> None:
    """Put the old files back. The stage stays whole, so a kill in here is carried forward by the next command."""
    with Tree(work.target) as target, Tree(work.old) as old:
        for change in reversed(changes):
            if target.digest(change.path) not in (change.after, None):
                continue
            if change.before is None:
                target.remove(change.path)
            else:
                target.take(change.path, old)
    work.journal.unlink()


def require_place(target: Path) -> None:
    """Refuse a target that can hold no new project: a file, a symlink, a folder with something in it."""
    if target.is_symlink():
        raise UsageError(f"{target} is a symlink", hint="name the folder that it leads to")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file", hint="choose another target")
    if target.is_dir() and any(target.iterdir()):
        raise UsageError(f"{target} is not empty", hint="choose another target, or empty this one")
