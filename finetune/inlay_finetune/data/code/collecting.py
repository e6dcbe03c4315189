"""Source files of a folder, by repository: those that git tracks, and did, where there is a repository, else all."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from inlay.errors import UsageError
from inlay_finetune.data.code.repository import last_versions, removed, tracked
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
    """One file: its repository, that one's folder, its path in it, where it stands, and its text."""

    repository: str
    folder: Path
    path: str
    file: Path
    text: str

    @property
    def name(self) -> str:
        """What the file is called in a corpus."""
        return f"{self.repository}/{self.path}"


def collected(
    root: Path, ledger: Ledger, *, suffixes: frozenset[str] = CODE, largest: int = 1_000_000, history: bool = False
) -> Iterator[Source]:
    """Give the readable sources below a folder, sorted by repository and path; links are never followed.

    With `history`, what a repository's commits removed comes too, after what is there, as it last was; such a source
    stands in a file for as long as it is looked at.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is no folder")
    if all((root / each).exists() for each in ("HEAD", "objects", "refs")):
        raise UsageError(f"{root} is a bare repository: it has no files", hint="clone it, and give the clone")
    for repository, folder, paths in _repositories(root.resolve()):
        for path in sorted(paths):
            if _asked_for(f"{repository}/{path}", path, ledger, suffixes):
                source = _read(Source(_shown(repository), folder, _shown(path), folder / path, ""), ledger, largest)
                if source is not None:
                    yield source
        if history and (folder / ".git").exists():
            yield from _removed(repository, folder, ledger, suffixes, largest)


def _removed(repository: str, folder: Path, ledger: Ledger, suffixes: frozenset[str], largest: int) -> Iterator[Source]:
    blobs = {
        path: blob
        for path, blob in sorted(removed(folder).items())
        if _asked_for(f"{repository}/{path}", path, ledger, suffixes)
    }
    with TemporaryDirectory() as place:
        for (path, _), (blob, content) in zip(
            blobs.items(), last_versions(folder, list(blobs.values()), largest), strict=True
        ):
            file = Path(place) / f"{blob}{Path(path).suffix}"
            source = Source(_shown(repository), folder, _shown(path), file, "")
            if content is None:
                ledger.drop(source.name, "too large", f"over {largest} bytes, or not there")
                continue
            file.write_bytes(content)
            read = _read(source, ledger, largest)
            if read is not None:
                yield read
            file.unlink()


def _repositories(root: Path) -> list[tuple[str, Path, list[str]]]:
    """Give each repository, however deep; what is in none goes by its first folder, and loose files by a dot."""
    if (root / ".git").exists():
        return [(root.name, root, tracked(root))]
    found: list[tuple[str, Path, list[str]]] = []
    loose: dict[str, list[str]] = {}
    for at, folders, files in os.walk(root):
        inside = Path(at).relative_to(root)
        if ".git" in (*folders, *files) and not _SKIPPED & set(inside.parts):
            folders.clear()
            found.append((inside.as_posix(), Path(at), tracked(Path(at))))
            continue
        folders[:] = [each for each in folders if not each.startswith(".")]
        paths = loose.setdefault(inside.parts[0] if inside.parts else _LOOSE, [])
        paths += [Path(*inside.parts[1:], name).as_posix() for name in files]
    return sorted(found + [(name, root / name, paths) for name, paths in loose.items()])


def _shown(name: str) -> str:
    """Give a name as text: a byte that is not UTF-8, as old archives have it, is spelt out."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _asked_for(name: str, path: str, ledger: Ledger, suffixes: frozenset[str]) -> bool:
    if Path(path).suffix.lower() not in suffixes:
        ledger.drop(_shown(name), "not of a language asked for")
        return False
    if _SKIPPED & set(Path(path).parts[:-1]):
        ledger.drop(_shown(name), "somebody else's, or built")
        return False
    return True


def _read(source: Source, ledger: Ledger, largest: int) -> Source | None:
    if source.file.is_symlink() or not source.file.is_file():
        ledger.drop(source.name, "a link, or no file")
    elif source.file.stat().st_size > largest:
        ledger.drop(source.name, "too large", f"{source.file.stat().st_size} bytes")
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
