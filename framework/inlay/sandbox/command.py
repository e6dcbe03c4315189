"""A project's own command (its tests, its checks) run behind the walls on a scratch copy."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from inlay.sandbox.base import CommandResult, Tier, TierName
from inlay.sandbox.boot import launch
from inlay.sandbox.channel import Channel, ChannelLost
from inlay.sandbox.fence import Fence, scratch, threads_of_user, watched
from inlay.sandbox.inside.filters import command_filter
from inlay.sandbox.packing import pack
from inlay.sandbox.probing import required_tier
from inlay.sandbox.walls import CACHE, PROJECT, Walls, box_uid, interpreter_folders, outside_system

__all__ = ["run_command"]

_MODULES = ("confinement", "landlock", "unpacking")
_TIMED_OUT = 124
_MEBIBYTE = 1024 * 1024
_SPACE = 512 * _MEBIBYTE
_KEPT = 32 * 1024
_MAX_OUTPUT = 64 * _MEBIBYTE
# Modules that a tool tries to import and does without where it cannot, mypy among them.
_ABSENT = Path(__file__).parent / "absent"


def run_command(
    argv: Sequence[str],
    *,
    project: Path,
    writable: bool = True,
    timeout: float = 120.0,
    env: Mapping[str, str] | None = None,
    cache: Path | None = None,
    tier: TierName = "bubblewrap",
    folders: Sequence[Path] = (),
    limits: Mapping[str, int] | None = None,
    kept_bytes: int = _KEPT,
) -> CommandResult:
    """Run a command in a copy of the project, with the running interpreter's environment and no network.

    `argv[0]` may be `python`, or a program of the environment's own `bin` (`ruff`, `mypy`, `pytest`). The host's
    folder is never written: with `writable` the command may change its copy, which is thrown away. A command that
    runs out of time has exit code 124.

    `cache` is a folder of the host, in which each user has a part that the command may write and finds again the next
    time (mypy and ruff are told of it). Give it only to tools that read a project, never to those that run its code.
    `folders` are further folders of the host that it may read, where they are; `limits` are tighter bounds than the
    usual ones, by the names that `resource` gives them; `kept_bytes` is how much of the output's head, and again of its
    tail, is kept.
    """
    walls_tier = required_tier(tier)
    archive = pack(project)
    readable = tuple(sorted({*_folders(), *outside_system(folders)}))
    with _place(walls_tier, _kept(cache, walls_tier.name), readable) as place:
        order = {
            "argv": [sys.executable if argv[0] == "python" else argv[0], *argv[1:]],
            "env": _environment(place) | dict(env or {}),
            "folder": place.project,
            "writable": writable,
            "fenced": [place.tmp, place.caches, "/dev/null"] if place.scratch else [],
            "limits": _limits(timeout, place) | dict(limits or {}),
        }
        process = launch(place.walls, _MODULES, seccomp=command_filter(), merge_errors=True)
        output = _Output(kept_bytes)
        with watched(process, place.scratch, _SPACE) if place.scratch else nullcontext():
            finished = _converse(process, json.dumps(order).encode() + b"\n" + archive, output, timeout)
    exit_code = process.returncode if finished else _TIMED_OUT
    return CommandResult(
        exit_code=128 - exit_code if exit_code < 0 else exit_code,
        output=output.shown(),
        timed_out=not finished,
        tier=walls_tier,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a command runs, by the names under which it sees it; `scratch` is what a fence lets it write."""

    walls: Walls | Fence | None
    project: str
    tmp: str
    caches: str
    scratch: Path | None = None


@contextmanager
def _place(tier: Tier, kept: Path | None, readable: tuple[Path, ...]) -> Iterator[_Place]:
    if tier.name == "bubblewrap":
        walls = Walls(folders=readable, project_bytes=_SPACE, tmp_bytes=_SPACE, kept=kept)
        yield _Place(walls, PROJECT, "/tmp", CACHE if kept else "/tmp")
        return
    with scratch() as folder:
        project, tmp = folder / "project", folder / "tmp"
        caches = str(kept or tmp)
        if tier.name == "landlock":
            fence = Fence(readable=readable, writable=(folder, project, tmp), kept=kept)
            yield _Place(fence, str(project), str(tmp), caches, folder)
        else:
            yield _Place(None, str(project), str(tmp), caches)


def _converse(process: subprocess.Popen[bytes], sent: bytes, output: "_Output", timeout: float) -> bool:
    """Give the process its input, take its output to the end, and say whether it ended by itself and in time."""
    deadline = time.monotonic() + timeout
    channel = Channel(process)
    try:
        with suppress(ChannelLost):  # it may end before it has read everything; then its output says why
            channel.send(sent, deadline)
        channel.end()
        channel.drain(output.take, deadline)
        process.wait(timeout=max(0.0, deadline - time.monotonic()))
    except (ChannelLost, subprocess.TimeoutExpired):
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert process.stdout is not None
        process.stdout.close()
    return True


class _Output:
    """The head and the tail of what a command says; what lies between is dropped, and a flood ends it."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._head = bytearray()
        self._tail = bytearray()
        self._taken = 0

    def take(self, chunk: bytes) -> None:
        self._taken += len(chunk)
        if self._taken > _MAX_OUTPUT:
            raise ChannelLost("too much output")
        room = self._kept - len(self._head)
        self._head += chunk[:room]
        self._tail += chunk[room:] if room > 0 else chunk
        del self._tail[: -self._kept]

    def shown(self) -> str:
        """Give the text, with everything escaped that could steer a terminal."""
        dropped = self._taken - len(self._head) - len(self._tail)
        between = f"\n[{dropped} bytes left out]\n".encode() if dropped else b""
        text = bytes(self._head + between + self._tail).decode("utf-8", "backslashreplace").replace("\r\n", "\n")
        return "".join(char if char.isprintable() or char in "\n\t" else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode()


def _folders() -> tuple[Path, ...]:
    environment = outside_system([Path(sys.prefix), Path(os.path.realpath(sys.prefix))])
    return tuple(sorted({*interpreter_folders(), *environment, _ABSENT}))


def _kept(cache: Path | None, tier: TierName) -> Path | None:
    """Give the part of a cache that belongs to the user whom the command will be; None where there can be none.

    Without walls a command of root stays root, and what it keeps could not be written behind them.
    """
    if cache is None:
        return None
    own = cache / str(box_uid(kept=True) if tier != "none" and os.geteuid() == 0 else os.geteuid())
    try:
        own.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return own if os.access(own, os.W_OK) and not own.is_symlink() else None


def _environment(place: _Place) -> dict[str, str]:
    return {
        "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
        "HOME": place.tmp,
        "TMPDIR": place.tmp,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(_ABSENT),
        "VIRTUAL_ENV": sys.prefix,
        "MYPY_CACHE_DIR": f"{place.caches}/mypy",
        "RUFF_CACHE_DIR": f"{place.caches}/ruff",
    }


def _limits(timeout: float, place: _Place) -> dict[str, int]:
    """Bound each process; what all of them hold together is bounded by the box's file systems and `nproc`."""
    others = threads_of_user() if place.scratch else 0
    return {
        "data": 2048 * _MEBIBYTE,
        "cpu": int(timeout * 4) + 10,
        "nproc": others + 128,
        "nofile": 1024,
        "fsize": _SPACE,
        "core": 0,
    }
