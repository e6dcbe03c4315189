"""`inlay.lock`: what was delivered, and every link from each byte back to where it came from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

from inlay.errors import UsageError
from inlay.plain_json import KeyTwice, plain_of
from inlay.project.tree import Tree

__all__ = [
    "LOCK",
    "GateRecord",
    "Lock",
    "LockedFile",
    "LockedSlot",
    "Owner",
    "SlotState",
    "TestRecord",
    "read_lock",
    "render_lock",
]

LOCK = "inlay.lock"
LOCK_VERSION = 1
_RESTORE = "restore it from version control"

Owner = Literal["renderer", "write-once", "append-only"]
SlotState = Literal["clean", "edited", "stub", "conflict", "waived"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedFile:
    """One delivered file. `source` is where in the catalog it came from, `sha256` names its pristine object."""

    owner: Owner
    sha256: str
    slot: str | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class GateRecord:
    """A gate that the fill passed, or the one that the last candidate of a stub did not."""

    name: str
    version: str
    passed: bool = True
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TestRecord:
    """A test of the generated project that belongs to a slot."""

    __test__ = False

    path: str
    count: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class LockedSlot:
    """One slot with the whole history of its body; `fill` is the object of the body, None for a stub."""

    kind: str
    file: str
    state: SlotState
    sentence: str
    contract: str
    spec_line: int
    spec_column: int
    fill: str | None = None
    backend: str = ""
    model: str = ""
    adapter: str | None = None
    prompt: str = ""
    prompt_digest: str = ""
    parameters: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    attempts: int = 0
    gates: tuple[GateRecord, ...] = ()
    tests: tuple[TestRecord, ...] = ()
    mutants: str | None = None
    usage: Mapping[str, int] = field(default_factory=dict)
    ambiguous: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lock:
    """Everything that is known of a generated project. `inputs` is the hash of all that led to it.

    `sandbox` are the walls behind which its checks ran, `engines` those that judged its queries.
    """

    tool: str
    inputs: str
    spec: str
    spec_path: str
    template: str
    template_digest: str
    catalog_digest: str
    sandbox: str = ""
    engines: tuple[str, ...] = ()
    files: Mapping[str, LockedFile] = field(default_factory=dict)
    slots: Mapping[str, LockedSlot] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)


def render_lock(lock: Lock) -> bytes:
    """Give the text of a lock: sorted JSON, the same for the same content."""
    content = {"lock_version": LOCK_VERSION, **asdict(lock)}
    return (json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_lock(tree: Tree) -> Lock | None:
    """Give a project's lock, or None when the folder has none; raise `UsageError` when it cannot be read."""
    data = tree.read(LOCK)
    if data is None:
        return None
    place = tree.root / LOCK
    try:
        content = plain_of(data)
        version = content.pop("lock_version")
    except KeyTwice as error:  # as where both sides of a merge were kept
        raise UsageError(f"{place} is no lock: {error.key} stands twice", hint=_RESTORE) from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise UsageError(f"{place} is no lock: {error}", hint=_RESTORE) from error
    if version != LOCK_VERSION:
        raise UsageError(f"{place} has lock_version {version!r}, this inlay reads {LOCK_VERSION}", hint="update inlay")
    return _validated(content, str(place))


def _validated(content: object, place: str) -> Lock:
    from pydantic import TypeAdapter, ValidationError

    try:
        lock = TypeAdapter(Lock).validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{place} is no lock: {where}: {first['msg']}", hint=_RESTORE) from error
    if said := _loose_end(lock):
        raise UsageError(f"{place} is no lock: {said}", hint=_RESTORE)
    return lock


def _loose_end(lock: Lock) -> str:
    """Say which slot and file do not belong together: a slot that only one of the two knows is checked by nobody."""
    for name, slot in lock.slots.items():
        file = lock.files.get(slot.file)
        if file is None or file.slot != name:
            return f"slots.{name}.file: {slot.file} is no file with this slot"
    for path, file in lock.files.items():
        if file.slot is not None and file.slot not in lock.slots:
            return f"files.{path}.slot: there is no slot {file.slot}"
    return ""
