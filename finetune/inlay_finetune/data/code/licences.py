"""Licences that forbid to learn from a file: told by its header, by licence files above it, or by a manifest there."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inlay_finetune.data.code.collecting import CODE

__all__ = ["REFUSED", "folder_fault", "licence_fault"]

REFUSED = ("AGPL", "GPL", "LGPL", "SSPL", "BUSL", "CC-BY-NC", "CC-BY-SA", "EUPL", "OSL", "MPL")
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([^\n*]+?)\s*(?:\*/|-->|$)", re.MULTILINE)
# Between two words of a licence's name may stand a line end and the comment mark of the next line.
_GAP = r"[\s#*/;-]+"
_IN_WORDS = tuple(
    (re.compile(words.replace(" ", _GAP).replace("Licence", "Licen[cs]e"), re.IGNORECASE), name)
    for words, name in (
        (r"GNU Affero General Public Licence|\bGNU AGPL", "AGPL"),
        (r"GNU (?:Lesser|Library) General Public Licence|\bGNU LGPL", "LGPL"),
        (r"GNU General Public Licence|\bGNU GPL", "GPL"),
        ("Server Side Public Licence", "SSPL"),
        ("Business Source Licence", "BUSL"),
        ("Mozilla Public Licence", "MPL"),
        ("European Union Public Licence", "EUPL"),
        ("Open Software Licence", "OSL"),
        ("Attribution-NonCommercial", "CC-BY-NC"),
        ("Attribution-Share(?: )?Alike", "CC-BY-SA"),
    )
)
_HEADER = 3000
_LICENCE_FILE = re.compile(r"(?:licen[cs]es?|copying)(?:[-._ (].*)?", re.IGNORECASE)
_LICENCE_FOLDER = "LICENSES"


def _is_refused(name: str, refused: tuple[str, ...]) -> bool:
    return any(re.match(rf"{re.escape(each)}(?=v?\d|[^A-Za-z]|$)", name, re.IGNORECASE) for each in refused)


def _expression_fault(expression: str, refused: tuple[str, ...]) -> str:
    """Give the licence that refuses; of alternatives joined by OR one that is free is enough."""
    faults: list[str] = []
    for alternative in re.split(r"\s+OR\s+", expression):
        names: list[str] = re.findall(r"[A-Za-z0-9][A-Za-z0-9.+-]*", alternative)
        bad = [name for name in names if _is_refused(name, refused)]
        if not bad:
            return ""
        faults.append(bad[0])
    return faults[0]


def _words_fault(text: str, refused: tuple[str, ...]) -> str:
    return next((name for words, name in _IN_WORDS if name in refused and words.search(text)), "")


def licence_fault(text: str, refused: tuple[str, ...] = REFUSED) -> str:
    """Give the licence in a file's header that refuses, or nothing."""
    header = text[:_HEADER]
    tag = _SPDX.search(header)
    return _expression_fault(tag[1], refused) if tag else _words_fault(header, refused)


def folder_fault(folder: Path, refused: tuple[str, ...] = REFUSED) -> str:
    """Give the licence that refuses everything below a folder, by its licence files and manifests, or nothing."""
    faults = (licence_fault(_content(file), refused) for file in _licence_files(folder))
    said = (_expression_fault(each, refused) or _words_fault(each, refused) for each in _in_manifests(folder))
    return next(filter(None, (*faults, *said)), "")


def _licence_files(folder: Path) -> Iterator[Path]:
    """Give the files that tell a licence, however they are spelt; `LICENSES` is the folder of the REUSE standard."""
    for each in sorted(folder.iterdir()):
        if each.is_symlink():
            continue
        if each.is_file() and _LICENCE_FILE.fullmatch(each.name) and each.suffix.lower() not in CODE:
            yield each
        elif each.is_dir() and each.name == _LICENCE_FOLDER:
            yield from (file for file in sorted(each.iterdir()) if file.is_file() and not file.is_symlink())


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _in_manifests(folder: Path) -> Iterator[str]:
    """Give what the manifests of packages say of their licence; one that cannot be read says nothing."""
    for name in ("package.json", "composer.json"):
        yield _joined(_read(folder / name).get("license"))
    for name, tables in (("pyproject.toml", ("project", "tool.poetry")), ("Cargo.toml", ("package",))):
        manifest = _read(folder / name)
        for table in tables:
            yield _joined(_inside(manifest, table).get("license"))


def _read(file: Path) -> dict[str, Any]:
    if file.is_symlink() or not file.is_file():
        return {}
    try:
        raw = tomllib.loads(_content(file)) if file.suffix == ".toml" else json.loads(_content(file))
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _inside(manifest: dict[str, Any], path: str) -> dict[str, Any]:
    for key in path.split("."):
        inner = manifest.get(key)
        manifest = inner if isinstance(inner, dict) else {}
    return manifest


def _joined(licence: object) -> str:
    """Give a licence as an expression: an object tells its type or text, a list its alternatives."""
    match licence:
        case str():
            return licence[:_HEADER]
        case dict():
            return _joined(licence.get("type") or licence.get("text"))
        case list():
            return " OR ".join(map(_joined, licence))
    return ""
