"""Slot kinds: types of holes, each read from `slots/<kind>/slot.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from inlay.catalog.reading import read_yaml
from inlay.catalog.slot_kind_file import SlotKindFile
from inlay.errors import CatalogInvalid, Fault
from inlay.resources import entry_folder, entry_names, known_names

__all__ = ["SlotKind", "load_slot_kind", "read_slot_kind"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotKind:
    """A type of hole.

    `gates` stand in the order in which they run, `settings` are theirs by name. `imports` maps each name that a
    body may use without importing it to the module that has it ("" where the name is the module). `allow` is
    what the policy lets through.
    """

    name: str
    version: int
    language: str
    extension: str
    prompt: str
    gates: tuple[str, ...]
    folder: Path
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    imports: Mapping[str, str] = field(default_factory=dict)
    allow: Mapping[str, Any] = field(default_factory=dict)


@cache
def load_slot_kind(name: str) -> SlotKind:
    """Read a slot kind of the catalog; raises `CatalogInvalid` with all its faults."""
    folder = entry_folder("slots", name)
    path = folder / "slot.yaml"
    if not name.replace("-", "").isalnum() or not path.is_file():
        fault = Fault(file=str(path), line=1, column=1, message=f"there is no slot kind `{name}`")
        raise CatalogInvalid((fault,), hint=known_names(entry_names("slots")))
    return read_slot_kind(folder)


def read_slot_kind(folder: Path) -> SlotKind:
    """Read the slot kind of a folder; raises `CatalogInvalid` with all its faults."""
    path = folder / "slot.yaml"
    read = read_yaml(path, SlotKindFile)
    if read.kind != folder.name:
        message = f"`kind: {read.kind}` stands in the folder `{folder.name}`"
        fault = Fault(file=str(path), line=1, column=1, message=message)
        raise CatalogInvalid((fault,))
    return SlotKind(
        name=read.kind,
        version=read.version,
        language=read.language,
        extension=read.extension,
        prompt=read.prompt,
        gates=tuple(read.gates),
        folder=folder,
        settings=read.settings_by_gate(),
        imports=read.imports,
        allow=read.allowed(),
    )
