"""Where a line of a project came from: the template that renders it, or the slot with everything behind its body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inlay.errors import UsageError
from inlay.project.drift import require_lock
from inlay.project.lock import LOCK, Lock, LockedSlot
from inlay.project.objects import OBJECTS
from inlay.project.tree import Tree

__all__ = ["Origin", "Place", "origin_of", "read_place"]

_OPENING = re.compile(r"^\s*(?:#|--) region inlay:(?P<slot>\S+)$")
_CLOSING = re.compile(r"^\s*(?:#|--) endregion inlay:(?P<slot>\S+)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1."""

    file: Path
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """What is behind a line. `slot` is None where the renderer owns the line; `note` says what has changed since."""

    file: str
    line: int
    text: str
    owner: str
    template: str
    source: str
    slot_id: str | None = None
    slot: LockedSlot | None = None
    note: str = ""


def read_place(text: str) -> Place:
    """Read `FILE:LINE`; raise `UsageError` when it is neither."""
    name, colon, number = text.rpartition(":")
    if not colon or not name or not number.isdecimal() or int(number) < 1:
        raise UsageError(f"{text!r} is no place", hint="write FILE:LINE, as in src/orders/rules/order_total.py:9")
    return Place(Path(name), int(number))


def origin_of(tree: Tree, path: str, line: int) -> Origin:
    """Explain a line from the lock alone."""
    lock = require_lock(tree)
    file = lock.files.get(path)
    if path == LOCK or path.startswith(f"{OBJECTS}/"):
        raise UsageError(f"{path} is what inlay keeps of this project", hint="name a line of a delivered file")
    data = tree.read(path)
    if data is None:
        raise UsageError(f"there is no file {path}", hint=f"files of the project are named from {tree.root}")
    lines = data.decode(errors="replace").splitlines()
    if line > len(lines):
        raise UsageError(f"{path} has {len(lines)} lines, not {line}", hint="name a line of the file")
    if file is None:
        return Origin(
            file=path, line=line, text=lines[line - 1], owner="you", template="", source="", note="not made by inlay"
        )
    inside = _slot_at(lines, line, lock.slots)
    changed = tree.digest(path) != file.sha256
    return Origin(
        file=path,
        line=line,
        text=lines[line - 1],
        owner=file.owner,
        template=lock.template,
        source=file.source,
        slot_id=inside,
        slot=lock.slots[inside] if inside else None,
        note="this file has been edited since it was delivered" if changed else "",
    )


def _slot_at(lines: list[str], line: int, slots: Mapping[str, LockedSlot]) -> str | None:
    inside = None
    for number, text in enumerate(lines, 1):
        if opening := _OPENING.match(text):
            inside = opening["slot"]
        elif _CLOSING.match(text):
            inside = None
        elif number == line:
            return inside if inside in slots else None
    return None


def gates_text(slot: LockedSlot) -> str:
    """Give the gates of a slot with their versions, and the reason of the one that said no."""
    return ", ".join(
        f"{gate.name}@{gate.version}" + ("" if gate.passed else f" refused: {gate.reason}") for gate in slot.gates
    )


def explain(lock: Lock, origin: Origin) -> dict[str, str]:
    """Give the explanation of a line as names and words, in the order in which a person asks."""
    said = {"line": f"{origin.file}:{origin.line}", "text": origin.text.strip(), "owner": origin.owner}
    if origin.template:
        said |= {"template": f"{origin.template} ({_short(lock.template_digest)})", "source": origin.source}
    if origin.slot:
        said |= _explain_slot(lock, origin.slot_id or "", origin.slot)
    return {name: text for name, text in {**said, "note": origin.note}.items() if text}


def _explain_slot(lock: Lock, name: str, slot: LockedSlot) -> dict[str, str]:
    return {
        "owner": "the slot",
        "slot": f"{name} ({slot.kind}, {slot.state})",
        "spec": f"{lock.spec_path}:{slot.spec_line}:{slot.spec_column}",
        "sentence": slot.sentence,
        "contract": slot.contract,
        "prompt": f"{slot.prompt} ({_short(slot.prompt_digest)})" if slot.prompt else "",
        "model": f"{slot.backend} ({_short(slot.model)})" if slot.backend else "",
        "adapter": slot.adapter or "",
        "parameters": ", ".join(f"{key}={value}" for key, value in slot.parameters.items()),
        "attempts": str(slot.attempts),
        "gates": gates_text(slot),
        "tests": ", ".join(f"{test.path} ({test.count})" for test in slot.tests),
        "fill": _short(slot.fill or ""),
    }


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]
