"""How prompts change: a draft is begun, compared, and released as it stands; labels move between released versions."""

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from inlay.catalog.manifest import NAME, NAME_IN_WORDS
from inlay.catalog.own import copy_of, own_catalog
from inlay.errors import CatalogInvalid, UsageError
from inlay.prompts.lint import file_faults
from inlay.prompts.prompt_file import SECTIONS, read_prompt_file
from inlay.prompts.registry import PRODUCTION, Registry, order_of
from inlay.prompts.rendered import Style
from inlay.resources import data_folders

__all__ = ["begin", "differences", "own_registry", "promote", "release", "roll_back"]

_VERSION = re.compile(r"^version:.*$", re.MULTILINE)


def own_registry() -> Registry:
    """Give the prompts of the chosen catalog, which may have none yet; `UsageError` where none may be written."""
    return Registry(own_catalog() / "prompt_registry", data_folders("prompt_registry")[-1])


def begin(registry: Registry, name: str, style: Style) -> Path:
    """Copy what a prompt says in one style into its next version, or into the draft that there is, for editing.

    A prompt that only inlay itself has is copied into the registry first. Gives the new file.
    """
    newest = max(_versions(registry, name), key=order_of, default="0")
    version = str(order_of(newest)[0] + 1) if newest in registry.released(name) else newest
    before = registry.load(name, newest, style).file.path
    path = registry.folder / name / f"{version}.{style}.prompty"
    if path.exists():
        raise UsageError(f"{name}@{version} ({style}) is a draft already", hint=f"edit {path}")
    copied = _VERSION.sub(f'version: "{version}"', before.read_text(encoding="utf-8"), count=1)
    _write(_owned(registry, name) / path.name, copied)
    return path


def release(registry: Registry, name: str, version: str) -> None:
    """Write down the hashes of a version's files; from then on lint refuses any change to them.

    Raises:
        CatalogInvalid: A file has faults, which could never be mended once it is released.
    """
    styles = _version(registry, name, version)
    files = {style: read_prompt_file(registry.place(name) / f"{version}.{style}.prompty") for style in styles}
    faults = tuple(fault for file in files.values() for fault in file_faults(name, file))
    if faults:
        raise CatalogInvalid(faults, hint="mend it; a released version never changes")
    hashes: dict[str, str] = {style: file.digest for style, file in files.items()}
    released = registry.released(name)
    for style, digest in released.get(version, {}).items():
        if hashes.get(style) != digest:
            raise UsageError(
                f"{name}@{version} ({style}) is released and its file has changed", hint="put it in a new version"
            )
    _rewrite(_owned(registry, name) / "released.yaml", {**released, version: hashes})


def promote(registry: Registry, name: str, version: str, label: str = PRODUCTION) -> str | None:
    """Let a label name another version, and give the one that it named; `production` names released versions only."""
    _version(registry, name, version)
    entry = registry.entry(name)
    if label in entry.versions:
        raise UsageError(f"{label} is a version, and cannot be a label too", hint="labels are words")
    if not re.fullmatch(NAME, label):
        raise UsageError(f"{label!r} is no label", hint=NAME_IN_WORDS)
    if label == PRODUCTION and version not in entry.released:
        raise UsageError(f"{name}@{version} is not released", hint=f"inlay prompt release {name} {version}")
    own = _owned(registry, name)
    _rewrite(own / "labels.yaml", {**registry.entry(name).labels, label: version})
    return entry.labels.get(label)


def roll_back(registry: Registry, name: str, label: str = PRODUCTION) -> tuple[str, str]:
    """Let a label name the last released version before the one that it names; give both, the new one last."""
    entry = registry.entry(name)
    now = entry.labels.get(label)
    if now is None:
        labels = ", ".join(entry.labels) or "none"
        raise UsageError(f"prompt {name} has no label {label}", hint=f"labels: {labels}")
    if now not in entry.versions:
        raise UsageError(
            f"label {label} points to {now}, which does not exist", hint="point it by `inlay prompt promote`"
        )
    before = [version for version in entry.released if order_of(version) < order_of(now)]
    if not before:
        raise UsageError(f"no version before {name}@{now} is released", hint="nothing was changed")
    last = max(before, key=order_of)
    promote(registry, name, last, label)
    return now, last


def differences(registry: Registry, name: str, old: str, new: str) -> Mapping[str, str]:
    """Give a unified diff between two versions or labels for each style in which they differ."""
    found: dict[str, str] = {}
    for style in SECTIONS:
        before, after = (registry.file(name, ref, style) for ref in (old, new))
        if before != after:
            found[style] = "".join(difflib.unified_diff(_lines(before), _lines(after), _named(before), _named(after)))
    return found


def _lines(path: Path | None) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True) if path else []


def _named(path: Path | None) -> str:
    return f"{path.parent.name}/{path.name}" if path else os.devnull


def _versions(registry: Registry, name: str) -> Mapping[str, tuple[Style, ...]]:
    """Give the versions that the registry has or, where it has none of its own, would take over."""
    entry, is_own = registry.entry(name), (registry.folder / name).is_dir()
    return {version: styles for version, styles in entry.versions.items() if is_own or version in entry.released}


def _version(registry: Registry, name: str, wanted: str) -> tuple[Style, ...]:
    versions = _versions(registry, name)
    if wanted not in versions:
        raise UsageError(f"prompt {name} has no version {wanted}", hint=f"versions: {', '.join(versions) or 'none'}")
    return versions[wanted]


def _owned(registry: Registry, name: str) -> Path:
    """Give the registry's own folder of a prompt; where it has none, with what is released of the one behind it."""
    entry, own = registry.entry(name), registry.folder / name
    if own.is_dir():
        return own
    drafts = (f"{version}.*" for version in entry.versions if version not in entry.released)
    with copy_of(registry.place(name), own, "CHANGELOG.md", *drafts) as draft:
        _rewrite(draft / "labels.yaml", {k: v for k, v in entry.labels.items() if v in entry.released})
    return own


def _rewrite(path: Path, content: Mapping[str, object]) -> None:
    """Write a mapping, under the comments that the file begins with."""
    head = "".join(line for line in _lines(path if path.exists() else None) if line.startswith("#"))
    _write(path, head + yaml.safe_dump(dict(content), sort_keys=True))


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
