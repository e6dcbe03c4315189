"""Whether a project was made from just these inputs, answered without loading anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inlay.build.report import Report, SlotReport
from inlay.errors import ConflictsLeft
from inlay.project.merging import conflict_note, first_marker
from inlay.project.tree import Tree

__all__ = ["standing"]

LOCK = "inlay.lock"
_KEYS = {"files": frozenset(("sha256",)), "slots": frozenset(("kind", "state"))}


@dataclass(frozen=True, slots=True)
class _Difference:
    missing: int
    changed: int
    conflicts: tuple[str, ...]


def standing(target: Path, inputs: str) -> Report | None:
    """Give the report of a project that these inputs have made before, or None when there is something to do."""
    if not target.is_dir() or target.is_symlink():
        return None
    with Tree(target) as tree:
        lock = _raw_lock(tree)
        if lock is None or lock.get("inputs") != inputs:
            return None
        difference = _compare(tree, lock["files"])
    slots = tuple(_slot(name, slot) for name, slot in sorted(lock["slots"].items()))
    open_slots = any(slot.state in ("stub", "conflict") for slot in slots)
    return Report(
        target=target,
        changed=False,
        slots=slots,
        files=len(lock["files"]),
        walls=str(lock.get("sandbox", "")),
        engines=tuple(map(str, lock.get("engines", ()))),
        notes=_notes(difference),
        exit_code=ConflictsLeft.exit_code if difference.conflicts else int(open_slots),
    )


def _raw_lock(tree: Tree) -> dict[str, Any] | None:
    try:
        lock = json.loads(tree.read(LOCK) or b"null")
    except (ValueError, RecursionError):
        return None
    whole = isinstance(lock, dict) and lock.get("lock_version") == 1
    return lock if whole and all(_has(lock.get(part), keys) for part, keys in _KEYS.items()) else None


def _has(part: object, keys: frozenset[str]) -> bool:
    return isinstance(part, dict) and all(isinstance(one, dict) and keys <= one.keys() for one in part.values())


def _compare(tree: Tree, files: Mapping[str, Mapping[str, str]]) -> _Difference:
    digests = {path: tree.digest(path) for path in files}
    missing = sum(digest is None for digest in digests.values())
    changed = [path for path, digest in digests.items() if digest not in (None, files[path].get("sha256"))]
    now = {path: tree.read(path) or b"" for path in changed}
    return _Difference(
        missing, len(changed), tuple(conflict_note(path, now[path]) for path in now if first_marker(now[path]))
    )


def _slot(name: str, slot: Mapping[str, str]) -> SlotReport:
    return SlotReport(slot=name, kind=slot["kind"], state=slot["state"], backend=slot.get("backend", ""), cached=True)


def _notes(difference: _Difference) -> tuple[str, ...]:
    notes = list(difference.conflicts)
    if difference.missing:
        notes.append(f"{difference.missing} files are missing; `inlay new --frozen` brings them back")
    if difference.changed:
        notes.append(f"{difference.changed} files were changed since; `inlay diff` shows how")
    return tuple(notes)
