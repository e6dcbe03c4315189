"""Unpacks a project that comes in over standard input, bounds itself, and becomes the project's own command."""

import json
import os
import sys
import tarfile
from pathlib import Path
from typing import Any

from inlay.sandbox.inside import confinement, landlock

__all__ = ["main"]

_NOT_FOUND = 127
_PLAIN_FILES: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not before 3.11.4


def main() -> None:
    """Read a line of JSON and a tar archive, then replace this process by the command."""
    with os.fdopen(os.dup(0), "rb") as incoming:
        order = json.loads(incoming.readline())
        with tarfile.open(fileobj=incoming, mode="r|") as archive:
            archive.extractall(order["folder"], **_PLAIN_FILES)
    if not order["writable"]:
        _protect(Path(order["folder"]))
        if order["fenced"]:  # there a mode says nothing
            landlock.restrict(["/"], order["fenced"])
    os.chdir(order["folder"])
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    confinement.limit(**order["limits"])
    try:
        os.execvpe(order["argv"][0], order["argv"], order["env"])
    except OSError as error:
        print(f"{order['argv'][0]}: {error.strerror}", file=sys.stderr, flush=True)  # noqa: T201
        os._exit(_NOT_FOUND)


def _protect(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        path.chmod(path.stat().st_mode & 0o555)
