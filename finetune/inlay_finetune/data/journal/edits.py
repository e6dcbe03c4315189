"""What people changed in the slots of a generated project, and what it replaced."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inlay.project.drift import current_bodies, require_lock
from inlay.project.objects import read_object
from inlay.project.tree import Tree, digest_of
from inlay.render import body_of
from inlay_finetune.data.ledger import Ledger

__all__ = ["Edit", "edits_in"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A body by hand; `replaced` is the one that was delivered, or nothing where that was a stub."""

    slot: str
    sentence: str
    body: str
    replaced: str


def edits_in(project: Path, ledger: Ledger) -> Iterator[Edit]:
    """Give the edits that have passed every gate; the others wait for `inlay verify`."""
    with Tree(project) as tree:
        lock = require_lock(tree)
        for name, body in sorted(current_bodies(tree, lock).items()):
            slot = lock.slots[name]
            delivered = body_of(read_object(tree, lock.files[slot.file].sha256).decode(), name)
            if body == delivered:
                continue
            if slot.state != "edited" or slot.fill != digest_of(body.encode()):
                ledger.drop(name, "edited by hand and not verified yet")
                continue
            yield Edit(name, slot.sentence, body, "" if "NotImplementedError" in delivered else delivered)
