"""Source files of a folder, by repository: those that git tracks where there is a repository, else all."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from inlay.errors import UsageError
from inlay_finetune.data.ledger import Ledger

__all__ = ["CODE", "Source", "collected"]

CODE = frozenset(
    ".c .cc .clj .cpp .cs .css .dart .ex .go .h .hpp .hs .html .java .jl .js .jsx .kt .lua .m .php .pl .proto .ps1 .py"
    " .r .rb .rs .scala .sh .sql .swift .tf .ts .tsx .vue .xml .yaml .yml".split()
)
_SKIPPED = frozenset(("node_modules", "vendor", "third_party", "dist", "build", "site-packages", "__pycache__"))
_LOOSE = "."


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its repository, its path in it, where it stands, and its text."""

    repository: str
    path: str
    file: Path
    text: str

    @property
    def name(self) -> str:
        """What the file is called in a corpus."""
        return f"{self.repository}/{self.path}"


def collected(
    root: Path, ledger: Ledger, *, suffixes: frozenset[str] = CODE, largest: int = 1_000_000
) -> Iterator[Source]:
    """Give the readable sources below a folder, sorted by repository and path; links are never followed."""
    if not root.is_dir():
        raise UsageError(f"{root} is no folder")
    if all((root / each).exists() for each in ("HEAD", "objects", "refs")):
        raise UsageError(f"{root} is a bare repository: it has no files", hint="clone it, and give the clone")
    for repository, folder, paths in _repositories(root.resolve()):
        for path in sorted(paths):
            source = _read(repository, folder, path, ledger, suffixes, largest)
            if source is not None:
                yield source


def _repositories(root: Path) -> list[tuple[str, Path, list[str]]]:
    """Give each repository, however deep; what is in none goes by its first folder, and loose files by a dot."""
    if (root / ".git").exists():
        return [(root.name, root, _tracked(root))]
    found: list[tuple[str, Path, list[str]]] = []
    loose: dict[str, list[str]] = {}
    for at, folders, files in os.walk(root):
        inside = Path(at).relative_to(root)
        if ".git" in (*folders, *files) and not _SKIPPED & set(inside.parts):
            folders.clear()
            found.append((inside.as_posix(), Path(at), _tracked(Path(at))))
            continue
        folders[:] = [each for each in folders if not each.startswith(".")]
        paths = loose.setdefault(inside.parts[0] if inside.parts else _LOOSE, [])
        paths += [Path(*inside.parts[1:], name).as_posix() for name in files]
    return sorted(found + [(name, root / name, paths) for name, paths in loose.items()])


def _tracked(folder: Path) -> list[str]:
    # A repository is foreign: nothing that its own configuration names may be run.
    quiet = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", f"safe.directory={folder}"]
    try:
        found = subprocess.run(
            ["git", *quiet, "ls-files", "-z"], cwd=folder, capture_output=True, check=False, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise UsageError(f"git cannot list the files of {folder}: {fault}") from fault
    if found.returncode != 0:
        told = found.stderr.decode(errors="replace").strip()
        raise UsageError(
            f"git cannot list the files of {folder}: {told}", hint="remove its .git to read it as a folder"
        )
    return [path for path in found.stdout.decode(errors="surrogateescape").split("\0") if path]


def _shown(name: str) -> str:
    """Give a name as text: a byte that is not UTF-8, as old archives have it, is spelt out."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _read(
    repository: str, folder: Path, path: str, ledger: Ledger, suffixes: frozenset[str], largest: int
) -> Source | None:
    file = folder / path
    source = Source(_shown(repository), _shown(path), file, "")
    name = source.name
    if file.suffix.lower() not in suffixes:
        ledger.drop(name, "not of a language asked for")
    elif file.is_symlink() or not file.is_file():
        ledger.drop(name, "a link, or no file")
    elif _SKIPPED & set(Path(path).parts[:-1]):
        ledger.drop(name, "somebody else's, or built")
    elif file.stat().st_size > largest:
        ledger.drop(name, "too large", f"{file.stat().st_size} bytes")
    else:
        return _decoded(source, ledger)
    return None


def _decoded(source: Source, ledger: Ledger) -> Source | None:
    try:
        content = source.file.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        ledger.drop(source.name, "not UTF-8" if isinstance(fault, UnicodeDecodeError) else "not readable")
        return None
    if "\0" in text:
        ledger.drop(source.name, "binary")
        return None
    return replace(source, text=text.replace("\r\n", "\n"))
