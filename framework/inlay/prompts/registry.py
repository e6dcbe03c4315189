"""The prompt registry: immutable versions, movable labels, and hashes that hold released versions still.

prompt_registry/<prompt>/<version>.<style>.prompty   one version in one style, where it differs from the version before
prompt_registry/<prompt>/labels.yaml                 production: "1", candidate: "2"
prompt_registry/<prompt>/released.yaml               "1": {instruct: "sha256:…"}
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from inlay.catalog.reading import fault_at, read_text
from inlay.errors import CatalogInvalid, Fault, UsageError
from inlay.prompts.prompt import Prompt
from inlay.prompts.prompt_file import SECTIONS, digest_of, read_prompt_file
from inlay.prompts.rendered import Style

__all__ = ["PRODUCTION", "PromptEntry", "Registry", "default_registry", "load_prompt"]

PRODUCTION = "production"
"""The label of the versions that are asked where nothing else is said."""

_FILE = re.compile(r"^(?P<version>[0-9]+(?:\.[0-9]+)*)\.(?P<style>instruct|compact|infill)\.prompty$")
_Value = TypeVar("_Value")
_LABELS = TypeAdapter(dict[str, str])
_RELEASED = TypeAdapter(dict[str, dict[str, str]])


@dataclass(frozen=True, kw_only=True, slots=True)
class PromptEntry:
    """A prompt as a listing shows it: styles by version, version by label, which versions are released."""

    name: str
    versions: Mapping[str, tuple[Style, ...]]
    labels: Mapping[str, str]
    released: tuple[str, ...]


@dataclass(frozen=True)
class Registry:
    """A folder of prompts; what it lacks comes from the one `behind` it."""

    folder: Path
    behind: Path | None = None

    @cached_property
    def _loaded(self) -> dict[Path, Prompt]:
        return {}

    def load(self, name: str, ref: str, style: Style) -> Prompt:
        """Give a prompt by version (`1`) or label (`production`).

        A version holds the styles that it changes; any other style is that of the last version before it.
        """
        entry = self.entry(name)
        wanted = entry.labels.get(ref, ref)
        having = [version for version, styles in entry.versions.items() if style in styles]
        if wanted not in entry.versions:
            known = ", ".join([*entry.labels, *entry.versions]) or "none"
            raise UsageError(f"prompt {name} has no label or version {ref}", hint=f"labels and versions: {known}")
        fitting = [each for each in having if wanted in entry.versions and _order(each) <= _order(wanted)]
        if not fitting:
            known = ", ".join(f"{number} ({', '.join(styles)})" for number, styles in entry.versions.items())
            labels = ", ".join(entry.labels) or "none"
            raise UsageError(
                f"prompt {name}@{ref} has no file for style {style}",
                hint=f"versions: {known or 'none'}; labels: {labels}",
            )
        path = self.place(name) / f"{max(fitting, key=_order)}.{style}.prompty"
        if path not in self._loaded:
            self._loaded[path] = Prompt(file=read_prompt_file(path))
        return self._loaded[path]

    def names(self) -> tuple[str, ...]:
        """Give the names of all prompts, sorted."""
        folders = [folder for folder in (self.folder, self.behind) if folder and folder.is_dir()]
        return tuple(sorted({child.name for folder in folders for child in folder.iterdir() if child.is_dir()}))

    def place(self, name: str) -> Path:
        """Give the folder of a prompt."""
        own = self.folder / name
        return own if self.behind is None or own.is_dir() else self.behind / name

    def entry(self, name: str) -> PromptEntry:
        """Give what a listing shows of one prompt."""
        if name not in self.names():
            raise UsageError(f"there is no prompt `{name}`", hint=f"prompts: {', '.join(self.names()) or 'none'}")
        versions: dict[str, tuple[Style, ...]] = {}
        for path in sorted(self.place(name).glob("*.prompty")):
            found = _FILE.match(path.name)
            styles = (style for style in SECTIONS if found and style == found["style"])
            if found:
                versions[found["version"]] = (*versions.get(found["version"], ()), *styles)
        labels = _mapping(self.place(name) / "labels.yaml", _LABELS)
        return PromptEntry(name=name, versions=versions, labels=labels, released=tuple(self.released(name)))

    def released(self, name: str) -> dict[str, dict[str, str]]:
        """Give the content hash of each released version and style."""
        return _mapping(self.place(name) / "released.yaml", _RELEASED)

    def release(self, name: str, version: str) -> None:
        """Write down the hashes of a version's files; from then on lint refuses any change to them."""
        styles = self.entry(name).versions.get(version)
        if styles is None:
            raise UsageError(f"prompt {name} has no version {version}")
        hashes: dict[str, str] = {
            style: digest_of((self.place(name) / f"{version}.{style}.prompty").read_bytes()) for style in styles
        }
        released = self.released(name)
        for style, digest in released.get(version, {}).items():
            if hashes.get(style) != digest:
                raise UsageError(
                    f"{name}@{version} ({style}) is released and its file has changed", hint="put it in a new version"
                )
        self._write(name, "released.yaml", {**released, version: hashes})

    def point(self, name: str, label: str, version: str) -> None:
        """Let a label name another version (promote, rollback)."""
        entry = self.entry(name)
        if version not in entry.versions:
            raise UsageError(f"prompt {name} has no version {version}")
        self._write(name, "labels.yaml", {**entry.labels, label: version})

    def _write(self, name: str, file: str, content: Mapping[str, object]) -> None:
        path = self.place(name) / file
        head = "".join(line for line in _lines(path) if line.startswith("#"))
        path.write_text(head + yaml.safe_dump(dict(content), sort_keys=True, default_style=None), encoding="utf-8")


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []


def _mapping(path: Path, shape: TypeAdapter[dict[str, _Value]]) -> dict[str, _Value]:
    if not path.exists():
        return {}
    text = read_text(path)
    try:
        return shape.validate_python(yaml.safe_load(text) or {})
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        fault = Fault(file=str(path), line=place[0], column=place[1], message=f"not YAML: {error.problem}")
        raise CatalogInvalid((fault,)) from error
    except ValidationError as error:
        first = error.errors()[0]
        fault = fault_at(path, first["loc"], first["msg"], "write versions in quotes")
        raise CatalogInvalid((fault,)) from error


def default_registry() -> Registry:
    """Give the prompts of the catalog, and behind them those that are shipped with inlay."""
    from inlay.resources import data_folders

    return Registry(*data_folders("prompt_registry"))


def load_prompt(name: str, ref: str, style: Style, *, registry: Registry | None = None) -> Prompt:
    """Give a prompt by name, version or label, and style."""
    return (registry or default_registry()).load(name, ref, style)
