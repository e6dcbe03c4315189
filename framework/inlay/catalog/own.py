"""The catalog that a platform team writes in: the chosen folder, never what came with inlay or was fetched."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inlay.catalog.manifest import NAME, NAME_IN_WORDS
from inlay.errors import UsageError
from inlay.resources import CATALOG_VARIABLE, cache_folder, entry_folder, entry_names

__all__ = ["begin_slot_kind", "begin_template", "copy_of", "own_catalog"]


def own_catalog() -> Path:
    """Give the folder of the chosen catalog; `UsageError` where there is none that may be written."""
    chosen = os.environ.get(CATALOG_VARIABLE)
    if not chosen:
        raise UsageError(
            "what came with inlay does not change", hint="name a catalog of your own: inlay --catalog FOLDER …"
        )
    if Path(chosen).is_relative_to(cache_folder().resolve()):
        raise UsageError(
            "a catalog that was fetched from git does not change", hint="clone it, and name the clone's folder"
        )
    return Path(chosen)


def begin_template(name: str, like: str) -> Path:
    """Copy a template into one's own catalog under another name, for editing; gives its manifest."""
    return _begin("templates", name, like, "template.yaml", "name")


def begin_slot_kind(name: str, like: str) -> Path:
    """Copy a slot kind into one's own catalog under another name, for editing; gives its manifest."""
    return _begin("slots", name, like, "slot.yaml", "kind")


def _begin(section: str, name: str, like: str, manifest: str, key: str) -> Path:
    target, source = own_catalog() / section / name, entry_folder(section, like)
    if not re.fullmatch(NAME, name):
        raise UsageError(f"{name!r} is no name", hint=NAME_IN_WORDS)
    if target.exists():
        raise UsageError(f"{target} is there already", hint="choose another name")
    if like not in entry_names(section) or not (source / manifest).is_file():
        raise UsageError(f"there is no {like!r} to copy", hint=f"known are: {', '.join(entry_names(section))}")
    with copy_of(source, target) as draft:
        text = (draft / manifest).read_text(encoding="utf-8")
        named = re.sub(rf"^{key}:.*$", f"{key}: {name}", text, count=1, flags=re.MULTILINE)
        (draft / manifest).write_text(named, encoding="utf-8")
    return target / manifest


@contextmanager
def copy_of(source: Path, target: Path, *ignored: str) -> Iterator[Path]:
    """Copy a folder but for `ignored` patterns; it comes to its place when what is done to the copy is done.

    Until then it is hidden: what a killed command leaves of it is no entry of the catalog.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        shutil.copytree(source, draft, symlinks=True, ignore=shutil.ignore_patterns(*ignored))
        yield draft
        draft.rename(target)
