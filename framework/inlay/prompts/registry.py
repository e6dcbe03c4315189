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
from typing import Annotated, TypeVar

from pydantic import AfterValidator, TypeAdapter, ValidationError

from inlay.catalog.reading import fault_at, read_plain, said_of
from inlay.errors import CatalogInvalid, UsageError
from inlay.prompts.prompt import Prompt
from inlay.prompts.prompt_file import SECTIONS, read_prompt_file
from inlay.prompts.rendered import Style
from inlay.resources import names_in

__all__ = ["PRODUCTION", "PromptEntry", "Registry", "default_registry", "load_prompt", "order_of"]

PRODUCTION = "production"
"""The label of the versions that are asked where nothing else is said."""

_VERSION = r"[0-9]+(?:\.[0-9]+)*"
_FILE = re.compile(rf"^(?P<version>{_VERSION})\.(?P<style>instruct|compact|infill)\.prompty$")
_Value = TypeVar("_Value")
_LABELS = TypeAdapter(dict[str, str])


def _version(text: str) -> str:
    if not re.fullmatch(_VERSION, text):
        raise ValueError(f"`{text}` is no version: numbers with points between them")
    return text


_RELEASED = TypeAdapter(dict[Annotated[str, AfterValidator(_version)], dict[str, str]])


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
        path = self.file(name, ref, style)
        if path is None:
            entry = self.entry(name)
            known = ", ".join(f"{number} ({', '.join(styles)})" for number, styles in entry.versions.items())
            labels = ", ".join(entry.labels) or "none"
            raise UsageError(
                f"prompt {name}@{ref} has no file for style {style}",
                hint=f"versions: {known or 'none'}; labels: {labels}",
            )
        if path not in self._loaded:
            self._loaded[path] = Prompt(file=read_prompt_file(path))
        return self._loaded[path]

    def file(self, name: str, ref: str, style: Style) -> Path | None:
        """Give the file that a version or label is asked by in a style; none where no version so far has the style."""
        entry = self.entry(name)
        wanted = entry.labels.get(ref, ref)
        if wanted not in entry.versions:
            known = ", ".join([*entry.labels, *entry.versions]) or "none"
            raise UsageError(f"prompt {name} has no label or version {ref}", hint=f"labels and versions: {known}")
        having = [version for version, styles in entry.versions.items() if style in styles]
        fitting = [version for version in having if order_of(version) <= order_of(wanted)]
        return self.place(name) / f"{max(fitting, key=order_of)}.{style}.prompty" if fitting else None

    def names(self) -> tuple[str, ...]:
        """Give the names of all prompts, sorted."""
        return names_in(folder for folder in (self.folder, self.behind) if folder and folder.is_dir())

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


def order_of(version: str) -> tuple[int, ...]:
    """Give what versions are sorted by: `10` comes after `9`."""
    return tuple(map(int, version.split(".")))


def _mapping(path: Path, shape: TypeAdapter[dict[str, _Value]]) -> dict[str, _Value]:
    if not path.exists():
        return {}
    try:
        return shape.validate_python(read_plain(path) or {})
    except ValidationError as error:
        first = error.errors()[0]
        hint = "write versions in quotes" if first["type"] == "string_type" else ""
        raise CatalogInvalid((fault_at(path, first["loc"], said_of(first["type"], first["msg"]), hint),)) from error


def default_registry() -> Registry:
    """Give the prompts of the catalog, and behind them those that are shipped with inlay."""
    from inlay.resources import data_folders

    return Registry(*data_folders("prompt_registry"))


def load_prompt(name: str, ref: str, style: Style, *, registry: Registry | None = None) -> Prompt:
    """Give a prompt by name, version or label, and style."""
    return (registry or default_registry()).load(name, ref, style)
