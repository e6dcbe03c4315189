"""The catalog that a platform team names in the place of the shipped one: a folder, or a git repository at a tag."""

import hashlib
import os
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
        raise UsageError(f"{address} is no catalog", hint=_HOW)
    return folder.resolve()


def _fetched(address: str) -> Path:
    """Give the tree of a repository at a tag, a branch or a commit as it was when it was first asked for."""
    url, at, revision = address.rpartition("@")
    if not at or not url or "/" in revision or revision.startswith("-"):
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
        Path(draft).rename(kept)  # nothing is left for the context to remove, which it takes
    return kept


def _git(folder: str, *words: str) -> None:
    # Only transports that fetch: `ext::` would run any program that the address names.
    outside = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}
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
