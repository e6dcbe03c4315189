"""Fetches a suite's file from a hub of data sets: `hub:OWNER/NAME[@REVISION][/PATH]`, by `huggingface_hub`."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from inlay.errors import BackendError, UsageError

__all__ = ["HubAddress", "fetched", "hub_address", "origin_of"]

_SCHEME = "hub:"
_FORM = "hub:OWNER/NAME[@REVISION][/PATH]"
_ADDRESS = re.compile(
    r"hub:(?P<name>\w[\w.-]*(?:/\w[\w.-]*)?)(?:@(?P<revision>[^/@]+))?(?:/(?P<path>[^/@][^@]*?))?/*", re.ASCII
)
_READABLE = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".parquet")
_KIND = "dataset"
_MOST_NAMED = 8
_SECONDS = 30.0
_SNAPSHOTS, _OF_DATA = "snapshots", "datasets--"  # how huggingface_hub lays out what it keeps


@dataclass(frozen=True, kw_only=True, slots=True)
class HubAddress:
    """A data set of a hub, its revision (a branch, a tag or a commit), and a file or a folder in it."""

    name: str
    revision: str
    path: str

    def __str__(self) -> str:
        return (
            _SCHEME + self.name + (f"@{self.revision}" if self.revision else "") + (f"/{self.path}" * bool(self.path))
        )


def hub_address(text: str) -> HubAddress | None:
    """Read an address of a hub; None for a text that is none, `UsageError` for one that is broken.

    A slash in a revision is written %2F, as the hub's own addresses have it.
    """
    if not text.startswith(_SCHEME):
        return None
    found = _ADDRESS.fullmatch(text)
    if not found or ".." in text.split("/"):
        raise UsageError(f"{text!r} names no data of a hub", hint=f"write {_FORM}")
    return HubAddress(name=found["name"], revision=unquote(found["revision"] or ""), path=found["path"] or "")


def fetched(address: HubAddress, usual: Sequence[str], beside: Sequence[str] = ()) -> Path:
    """Fetch a suite's file, and those `beside` it that the data set has; give where the file lies.

    A file that is kept already under this revision is not fetched again. Where the address names no file, it is the one
    with a `usual` name, or the only one that can be read, or the only one of a split called test.
    """
    hub = _Hub(address)
    with _spelled(address):
        name = address.path if address.path.endswith(_READABLE) else _chosen(address, hub.names(), usual)
        file = hub.file(name, address.revision)
        for other in beside:
            hub.try_file(str(PurePosixPath(name).with_name(other)), _commit_of(file))
    return file


def origin_of(file: Path) -> str:
    """Say from which commit of which data set a file was fetched; nothing for one that a hub's client does not keep."""
    parts = file.absolute().parts
    for place, part in enumerate(parts[:-2]):
        if part == _SNAPSHOTS and parts[place - 1].startswith(_OF_DATA):
            name = "/".join(parts[place - 1].removeprefix(_OF_DATA).split("--"))
            return f"{_SCHEME}{name}@{parts[place + 1]}/{'/'.join(parts[place + 2 :])}"
    return ""


def _commit_of(file: Path) -> str:
    return origin_of(file).partition("@")[2].partition("/")[0]


class _Hub:
    """The client of a hub, for one data set; the hub is that of HF_ENDPOINT."""

    def __init__(self, address: HubAddress) -> None:
        try:
            self._client: Any = import_module("huggingface_hub")
        except ImportError as error:
            raise UsageError(
                f"{address} cannot be fetched: huggingface_hub is not installed",
                hint="pip install 'inlay[hub]', or give a local file with --data",
            ) from error
        import_module("huggingface_hub.utils").disable_progress_bars()
        self._address = address
        self._endpoint = os.environ.get("HF_ENDPOINT") or None

    def names(self) -> list[str]:
        """Give the names of all files of the data set."""
        hub = self._client.HfApi(endpoint=self._endpoint)
        told = hub.dataset_info(self._address.name, revision=self._address.revision or None, timeout=_SECONDS)
        return [file.rfilename for file in told.siblings or ()]

    def file(self, name: str, revision: str) -> Path:
        """Give a file, fetched unless it is kept already."""
        found = self._client.hf_hub_download(
            self._address.name, name, repo_type=_KIND, revision=revision or None, endpoint=self._endpoint
        )
        return Path(found)

    def try_file(self, name: str, commit: str) -> None:
        """Fetch a file that the data set may lack; what is known of that is not asked again."""
        if self._client.try_to_load_from_cache(self._address.name, name, revision=commit, repo_type=_KIND) is None:
            try:
                self.file(name, commit)
            except import_module("huggingface_hub.errors").RemoteEntryNotFoundError:
                return


@contextmanager
def _spelled(address: HubAddress) -> Iterator[None]:
    """Say what a client's error means: the address is wrong, or the hub does not answer."""
    errors: Any = import_module("huggingface_hub.errors")
    wrong = (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.HFValidationError)
    try:
        yield
    except (*wrong, errors.RemoteEntryNotFoundError) as error:
        raise UsageError(
            f"{address} is not to be had: {_line(error)}",
            hint="see that name, revision and path are right; data behind a gate needs HF_TOKEN",
        ) from error
    except (errors.EntryNotFoundError, errors.HTTPError, OSError) as error:
        raise BackendError(
            f"{address} cannot be fetched: {_line(error)}",
            hint="see that the network and HF_ENDPOINT are right, or give a local file with --data",
        ) from error


def _line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _chosen(address: HubAddress, names: Sequence[str], usual: Sequence[str]) -> str:
    """Give the one file that is meant, or name those that could be."""
    under = f"{address.path}/" if address.path else ""
    found = sorted(name for name in names if name.startswith(under) and name.endswith(_READABLE))
    wanted = [PurePosixPath(name).name for name in usual]
    ways = (
        [name for one in wanted for name in found if PurePosixPath(name).name == one][:1],
        found,
        [name for name in found if PurePosixPath(name).name.startswith("test")],
    )
    for way in ways:
        if len(way) == 1:
            return way[0]
    if not found:
        raise UsageError(f"{address} holds no file that can be read", hint=f"these can: {', '.join(_READABLE)}")
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    raise UsageError(
        f"{address} holds {len(found)} files: {', '.join(found[:_MOST_NAMED])}{more}", hint=f"name one: {_FORM}"
    )
