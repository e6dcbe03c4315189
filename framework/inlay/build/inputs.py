"""One hash over all that leads to a project: the same hash means that there is nothing to do."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import inlay
from inlay.backends.opening import without_settings
from inlay.build.caches import cached_digest
from inlay.build.options import Options
from inlay.resources import CATALOG, data_folders, embedded_model

__all__ = ["catalog_digest", "folder_digest", "inputs_digest", "ladder_identity", "section_digest"]


def inputs_digest(spec: bytes, options: Options) -> str:
    """Hash the spec, the catalog, the models, the choices and inlay itself."""
    parts = {
        "tool": inlay.__version__,
        "spec": hashlib.sha256(spec).hexdigest(),
        "catalog": catalog_digest(),
        "ladder": ladder_identity(options.ladder),
        "options": {name: value for name, value in asdict(options).items() if name != "ladder"},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def ladder_identity(ladder: tuple[str, ...]) -> list[str]:
    """Give for each backend what stays the same as long as its answers can: its address and the hash of its file."""
    return [f"{address}={_identity(address)}" for address in ladder]


def catalog_digest() -> str:
    """Hash the templates, the slot kinds and the prompts."""
    return hashlib.sha256("".join(map(section_digest, CATALOG)).encode()).hexdigest()


def section_digest(name: str) -> str:
    """Hash a section of the catalog, and of the shipped one that stands behind it."""
    digests = [folder_digest(folder) for folder in data_folders(name)]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def folder_digest(folder: Path) -> str:
    """Hash the names and contents of all files of a folder; hidden folders right in it are no part of a catalog."""
    digest = hashlib.sha256()
    for path in _files(folder):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        is_entry = Path(top) == folder
        folders[:] = sorted(n for n in folders if n != "__pycache__" and not (is_entry and n.startswith(".")))
        yield from (Path(top, name) for name in sorted(names))


def _identity(address: str) -> str:
    kind, _, rest = without_settings(address).partition(":")
    path = Path(rest) if rest else embedded_model()
    return cached_digest(path) if (rest or kind == "embedded") and path.is_file() else ""
