"""Whether a project still is what its lock says: what is missing, changed, edited in a slot, or extra."""

from dataclasses import dataclass
from pathlib import Path

from inlay.errors import InlayError, UsageError
from inlay.project.lock import LOCK, Lock, LockedFile, LockedSlot, read_lock
from inlay.project.objects import OBJECTS, has_object, read_object
from inlay.project.paths import full_path
from inlay.project.tree import Tree, digest_of

__all__ = ["IGNORED_FOLDERS", "Drift", "current_bodies", "drift_of", "find_project", "require_lock"]

IGNORED_FOLDERS = frozenset(
    [
        ".git",
        ".hg",
        ".hypothesis",
        ".idea",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".venv",
        ".vscode",
        "__pycache__",
        "node_modules",
    ]
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """What differs from the lock. `edited` are slots whose body alone was changed; `stubs` still wait for one.

    `uncopied` are files of which no pristine copy is left, without which nothing can be merged.
    `yours` are changed files that were handed over (write-once, append-only); they and `extra` are no fault.
    """

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    uncopied: tuple[str, ...] = ()
    stubs: tuple[str, ...] = ()
    yours: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Say whether the project is what the lock says, with every slot filled."""
        return self.matching and not self.stubs

    @property
    def matching(self) -> bool:
        """Say whether the project is what the lock says, slots that are left to fill among it."""
        return not (self.missing or self.changed or self.edited or self.damaged or self.uncopied)


def find_project(place: Path) -> Path:
    """Give the folder with the lock that a file or folder belongs to; raise `UsageError` when there is none."""
    named = full_path(place)
    for folder in (named, *named.parents):
        if (folder / LOCK).is_file():
            return folder
    raise UsageError(f"{place} belongs to no generated project: there is no {LOCK}", hint="make one with `inlay new`")


def require_lock(tree: Tree) -> Lock:
    """Give a project's lock; raise `UsageError` when the folder has none."""
    lock = read_lock(tree)
    if lock is None:
        raise UsageError(f"{tree.root} has no {LOCK}", hint="name a folder that `inlay new` has made")
    return lock


def drift_of(tree: Tree, lock: Lock) -> Drift:
    """Compare every file with the lock; no model, no network, nothing is run."""
    found: dict[str, list[str]] = {"missing": [], "changed": [], "edited": [], "yours": [], "damaged": []}
    for path, file in sorted(lock.files.items()):
        kind, name = _compare(tree, path, file, lock.slots.get(file.slot or ""))
        if kind:
            found[kind].append(name)
    return Drift(
        **{kind: tuple(names) for kind, names in found.items()},
        uncopied=tuple(path for path, file in sorted(lock.files.items()) if not has_object(tree, file.sha256)),
        stubs=tuple(sorted(name for name, slot in lock.slots.items() if slot.state == "stub")),
        extra=tuple(path for path in tree.files(IGNORED_FOLDERS) if _is_extra(path, lock)),
    )


def current_bodies(tree: Tree, lock: Lock) -> dict[str, str]:
    """Give the body of every slot as it stands in the project now; raise `UsageError` for a file that is no text."""
    from inlay.render import body_of

    bodies = {}
    for name, slot in lock.slots.items():
        data = tree.read(slot.file)
        if data is not None:
            bodies[name] = body_of(_text(data, slot.file), name)
    return bodies


def _text(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise UsageError(f"{path}:{line}:{column}: this is not UTF-8", hint="save the file in UTF-8") from None


def _compare(tree: Tree, path: str, file: LockedFile, slot: LockedSlot | None) -> tuple[str, str]:
    data = tree.read(path)
    if data is None:
        return "missing", path
    if digest_of(data) == file.sha256:
        return "", ""
    if file.owner != "renderer":
        return "yours", path
    if slot is None or file.slot is None:
        return "changed", path
    pristine = read_object(tree, file.sha256).decode()
    try:
        return _compare_slot(path, file.slot, slot, pristine, data.decode())
    except (InlayError, UnicodeDecodeError):
        return "damaged", path


def _compare_slot(path: str, name: str, slot: LockedSlot, pristine: str, now: str) -> tuple[str, str]:
    """Compare a file with its pristine copy that has another body between the fences."""
    from inlay.render import body_of, put_body

    body = body_of(now, name)
    if put_body(pristine, name, body) != now:
        return "changed", path
    taken_over = slot.state == "edited" and slot.fill == digest_of(body.encode())
    return ("", "") if taken_over else ("edited", name)


def _is_extra(path: str, lock: Lock) -> bool:
    return path != LOCK and path not in lock.files and not path.startswith(f"{OBJECTS}/")
