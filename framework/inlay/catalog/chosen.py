"""The catalog that a platform team names in the place of the shipped one: a folder, or a git repository at a tag."""

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inlay.errors import UsageError
from inlay.resources import CATALOG, CATALOG_VARIABLE, cache_folder

__all__ = ["chosen_catalog"]

_GIT = "git+"
_SECONDS = 300
_OF_A_REPOSITORY = frozenset(
    f"GIT_{word}"
    for word in (
        "ALTERNATE_OBJECT_DIRECTORIES", "COMMON_DIR", "CONFIG", "CONFIG_COUNT", "CONFIG_PARAMETERS", "DIR",
        "GRAFT_FILE", "IMPLICIT_WORK_TREE", "INDEX_FILE", "INTERNAL_SUPER_PREFIX", "NAMESPACE", "NO_REPLACE_OBJECTS",
        "OBJECT_DIRECTORY", "PREFIX", "REPLACE_REF_BASE", "SHALLOW_FILE", "WORK_TREE",
    )
)  # fmt: skip
_HOW = "name a folder with templates/, slots/ or prompt_registry/, or git+URL@TAG"


@contextmanager
def chosen_catalog(address: str) -> Iterator[None]:
    """Take what a catalog holds from there, for as long as this is open; what it lacks comes from the shipped one.

    `address` is a folder, or `git+URL@TAG`, which is fetched once into the cache. Raises `UsageError` when there is no
    catalog.
    """
    before = os.environ.get(CATALOG_VARIABLE)
    folder = _fetched(address.removeprefix(_GIT)) if address.startswith(_GIT) else Path(address)
    os.environ[CATALOG_VARIABLE] = str(_checked(folder, address))
    try:
        yield
    finally:
        os.environ.pop(CATALOG_VARIABLE)
        if before is not None:
            os.environ[CATALOG_VARIABLE] = before


def _checked(folder: Path, address: str) -> Path:
    if not any((folder / name).is_dir() for name in CATALOG):
        begin = (
            f"; `mkdir {folder / 'templates'}` begins one there" if folder.is_dir() and folder == Path(address) else ""
        )
        raise UsageError(f"{address} is no catalog", hint=_HOW + begin)
    return folder.resolve()


def _fetched(address: str) -> Path:
    """Give the tree of a repository at a tag, a branch or a commit as it was when it was first asked for."""
    url, revision = _parted(address)
    if not url or not revision or revision.startswith("-"):
        raise UsageError(f"git+{address} names no tag or commit", hint="write git+URL@TAG, so that it stays the same")
    kept = cache_folder() / "catalogs" / hashlib.sha256(address.encode()).hexdigest()
    if kept.is_dir():
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as draft:
        _git(draft, "init", "--quiet")
        _git(draft, "fetch", "--quiet", "--depth", "1", "--", url, revision)
        _git(draft, "checkout", "--quiet", "FETCH_HEAD")
        _checked(Path(draft), f"git+{address}")
        try:
            Path(draft).rename(kept)  # nothing is left for the context to remove, which it takes
        except OSError:
            if not kept.is_dir():  # another run may have fetched it meanwhile
                raise
    return kept


def _parted(address: str) -> tuple[str, str]:
    """Part an address at the `@` before its tag: one before the path (`git@host:…`, `https://me@host/…`) is none."""
    host = re.match(r"[a-z+]+://[^/]*|[^/:@]*@[^/:]*:", address)
    path = address[host.end() :] if host else address
    before, at, revision = path.partition("@") if path.count("@") == 1 else path.rpartition("@")
    return (address[: len(address) - len(path)] + before, revision) if at else (address, "")


def _git(folder: str, *words: str) -> None:
    # Only transports that fetch: `ext::` would run any program that the address names.
    # A hook that git runs is told of its own repository, which is none of ours to fetch into.
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}
    outside = {**inherited, "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}
    try:
        done = subprocess.run(
            ["git", "-C", folder, *words], env=outside, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed", hint="install it, or name a folder as the catalog") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"git {words[0]} took more than {_SECONDS} s", hint="look at the network, or try again"
        ) from error
    if done.returncode:
        raise UsageError(f"git {words[0]} failed: {done.stderr.strip()}", hint="look at the address and the tag")
