"""Templates: skeletons of projects that people curate, read from `templates/<name>/` and checked."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from inlay.catalog.manifest import Each, FileEntry, FlowFile, Owner, SlotEntry, TemplateFile, When
from inlay.catalog.reading import Location, fault_at, read_text, read_yaml
from inlay.errors import CatalogInvalid, Fault
from inlay.resources import data_folder, known_names

__all__ = [
    "Check",
    "FileRule",
    "FlowTemplate",
    "Owner",
    "Reserved",
    "SettingRule",
    "SlotRule",
    "Template",
    "load_template",
    "template_names",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRule:
    """One file of a template. `source` names a text in `Template.sources`; `target` may hold `{package}` and `{name}`.

    It is rendered once for each of `each`, and only when everything in `when` is in the spec.
    """

    source: str
    target: str
    each: Each = "project"
    when: tuple[When, ...] = ()
    owner: Owner = "renderer"


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotRule:
    """The kind of a section's slots, the file that holds each, and the file of its tests."""

    kind: str
    file: str
    tests: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingRule:
    """A key that a use of a flow takes."""

    kind: Literal["enum-value", "enum-values", "name"]
    required: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowTemplate:
    """A skeleton of one business flow. `requires` is the slot for its requirement."""

    name: str
    description: str
    requires: SlotRule
    settings: Mapping[str, SettingRule]
    files: tuple[FileRule, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A command that a delivered project passes; `{python}` in it stands for the interpreter with the toolchain."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reserved:
    """Names that the template's own code has taken, and a spec cannot use."""

    entities: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A skeleton of a project. `sources` are its Jinja2 texts by their names in `folder`, `digest` a hash of all of it.

    `slots` tells for the sections `rules` and `queries` of a spec what kind of slot each entry is and where it
    lies; a flow's own is in `flows[name].requires`. `requires` is the toolchain that `checks` need.
    """

    name: str
    version: int
    description: str
    python: str
    requires: tuple[str, ...]
    formatter: Literal["ruff", "none"]
    checks: tuple[Check, ...]
    slots: Mapping[str, SlotRule]
    flows: Mapping[str, FlowTemplate]
    reserved: Reserved
    files: tuple[FileRule, ...]
    sources: Mapping[str, str]
    digest: str
    folder: Path


def template_names() -> tuple[str, ...]:
    """Give the names of the shipped templates."""
    return tuple(sorted(path.parent.name for path in data_folder("templates").glob("*/template.yaml")))


def load_template(name: str, catalog: Path | None = None) -> Template:
    """Read a template of a catalog's `templates` folder; raises `CatalogInvalid` with the faults of a file."""
    folder = (catalog or data_folder("templates")) / name
    manifest = folder / "template.yaml"
    if not name.replace("-", "").isalnum() or not manifest.is_file():
        fault = Fault(file=str(manifest), line=1, column=1, message=f"there is no template `{name}`")
        raise CatalogInvalid((fault,), hint=known_names(template_names()))
    read = read_yaml(manifest, TemplateFile)
    if read.name != name:
        raise CatalogInvalid((fault_at(manifest, ("name",), f"`{read.name}` stands in the folder `{name}`"),))
    sources = _sources(manifest, "files", read.files, read.macros)
    _require_flows(manifest, read.flows)
    flows = {flow: _flow(folder / "flows" / flow / "flow.yaml", sources) for flow in read.flows}
    return Template(
        name=read.name,
        version=read.version,
        description=read.description,
        python=read.python,
        requires=tuple(read.requires),
        formatter=read.formatter,
        checks=tuple(Check(name=check.name, command=tuple(check.run)) for check in read.checks),
        slots={section: _slot_rule(entry) for section, entry in read.slots.items()},
        flows=flows,
        reserved=Reserved(
            entities=frozenset(read.reserved.entities),
            fields=frozenset(read.reserved.fields),
            names=frozenset(read.reserved.names),
            parameters=frozenset(read.reserved.parameters),
        ),
        files=tuple(_file_rule("files", entry) for entry in read.files),
        sources=sources,
        digest=_digest(manifest, sources),
        folder=folder,
    )


def _require_flows(manifest: Path, flows: Iterable[str]) -> None:
    faults = tuple(
        fault_at(manifest, ("flows", index), f"there is no file `flows/{flow}/flow.yaml`")
        for index, flow in enumerate(flows)
        if not (manifest.parent / "flows" / flow / "flow.yaml").is_file()
    )
    if faults:
        raise CatalogInvalid(faults)


def _flow(path: Path, sources: dict[str, str]) -> FlowTemplate:
    read = read_yaml(path, FlowFile)
    within = f"flows/{read.name}"
    if read.name != path.parent.name:
        raise CatalogInvalid((fault_at(path, ("name",), f"`{read.name}` stands in the folder `{path.parent.name}`"),))
    found = _sources(path, "", read.files, read.macros)
    sources |= {f"{within}/{name}": text for name, text in found.items()}
    return FlowTemplate(
        name=read.name,
        description=read.description,
        requires=_slot_rule(read.requires),
        settings={key: SettingRule(kind=entry.kind, required=entry.required) for key, entry in read.settings.items()},
        files=tuple(_file_rule(within, entry) for entry in read.files),
    )


def _sources(manifest: Path, within: str, files: Iterable[FileEntry], macros: Iterable[str]) -> dict[str, str]:
    """Read the texts that a manifest names, and nothing else: no link is followed and no path leads out."""
    wanted: list[tuple[Location, str]] = [
        (("files", index, "from"), f"{within}/{entry.source}".lstrip("/")) for index, entry in enumerate(files)
    ]
    wanted += [(("macros", index), macro) for index, macro in enumerate(macros)]
    faults = tuple(
        fault_at(manifest, place, message, hint)
        for place, name in wanted
        for message, hint in _without(manifest.parent, name)
    )
    if faults:
        raise CatalogInvalid(faults)
    return {name: read_text(manifest.parent / name) for _, name in wanted}


def _without(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Say why a text is not taken, and what to do; nothing where it is."""
    if not (folder / name).is_file():
        yield f"there is no file `{name}`", ""
    elif _leads_out(folder, name):
        yield f"`{name}` is reached by a link, which is not followed", "put the file itself there"


def _leads_out(folder: Path, name: str) -> bool:
    path = folder / name
    return path.is_symlink() or not path.resolve().is_relative_to(folder.resolve())


def _file_rule(within: str, entry: FileEntry) -> FileRule:
    source = f"{within}/{entry.source}"
    return FileRule(source=source, target=entry.target, each=entry.each, when=tuple(entry.when), owner=entry.owner)


def _slot_rule(entry: SlotEntry) -> SlotRule:
    return SlotRule(kind=entry.kind, file=entry.file, tests=entry.tests)


def _digest(manifest: Path, sources: Mapping[str, str]) -> str:
    """Hash what a project depends on; the flow manifests are part of it."""
    texts = dict(sources) | {
        path.name if path == manifest else f"{path.parent.name}/{path.name}": read_text(path)
        for path in (manifest, *sorted(manifest.parent.glob("flows/*/flow.yaml")))
    }
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\0{len(texts[name])}\0".encode() + texts[name].encode())
    return digest.hexdigest()
