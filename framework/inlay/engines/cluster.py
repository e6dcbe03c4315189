"""A throw-away server: a copy of the ready-made cluster behind the walls, reached over a socket in its own folder.

It is never root, has no network, and dies with the process that started it: the kernel ends the box with its
parent, and without a box it tells the server. What a killed run leaves behind is a folder; the next run removes it.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inlay.engines.programs import Programs
from inlay.engines.template import NotReady, ready_cluster
from inlay.sandbox import TierName
from inlay.sandbox.boot import start
from inlay.sandbox.channel import Channel, ChannelLost
from inlay.sandbox.inside.filters import service_filter
from inlay.sandbox.walls import CACHE, Walls, box_uid, find_program, giving_up_root, outside_system

__all__ = ["Cluster", "running"]

_PREFIX = "inlay-postgresql-"
_HELD = "held"
_IN_MEMORY = Path("/dev/shm")
_LEAST_FREE = 256 * 1024 * 1024
_SMALL = 1024 * 1024
_YOUNG_SECONDS = 60.0
_START_SECONDS, _STOP_SECONDS = 30.0, 5.0
_MOST_LINE = 10_000
_READY = b"ready to accept connections"
# Bounds of each process of the server: memory of its own, and the size of any file, in the units of `ulimit`.
_BOUNDED = 'ulimit -c 0 && ulimit -d 393216 && ulimit -f 131072 && exec "$@"'


class Cluster:
    """A running server; `folder` holds its socket."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], *, boxed: bool) -> None:
        self.folder = folder
        self._process = process
        self._boxed = boxed

    def kill(self) -> None:
        """End the server now; a connection that waits for it learns of it. May be called twice, from any thread."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL if self._boxed else signal.SIGQUIT)

    def close(self) -> None:
        """End the server and wait until every process of it has gone. May be called twice."""
        self.kill()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._wait_for_its_processes()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _wait_for_its_processes(self) -> None:
        """Return once nobody holds the output: the kernel ends what is left in a box after it has ended the box."""
        if self._process.stdout is None or self._process.stdout.closed:
            return
        with suppress(ChannelLost):
            Channel(self._process).drain(lambda _: None, time.monotonic() + _STOP_SECONDS)


@contextmanager
def running(programs: Programs, tier: TierName) -> Iterator[Cluster]:
    """Start a server for the time of a `with`; raises `NotReady` where it does not start."""
    template = ready_cluster(programs)
    with _scratch() as folder:
        _copy(template, folder / "data")
        try:
            process = _started(programs, tier, folder)
        except OSError as error:
            raise NotReady(f"PostgreSQL does not start: {error}") from error
        cluster = Cluster(folder, process, boxed=tier == "bubblewrap")
        try:
            _wait(process)
            yield cluster
        finally:
            cluster.close()


def _copy(template: Path, data: Path) -> None:
    shutil.copytree(template, data)
    data.chmod(0o700)
    if os.geteuid() == 0:
        uid = box_uid(kept=True)
        for top, _, names in os.walk(data.parent):
            for path in (Path(top), *(Path(top, name) for name in names)):
                os.chown(path, uid, uid)


def _started(programs: Programs, tier: TierName, folder: Path) -> subprocess.Popen[bytes]:
    walls = None
    seen, become = str(folder), []
    if tier == "bubblewrap":
        outside = outside_system((programs.folder.parent,))
        walls = Walls(folders=outside, project_bytes=_SMALL, tmp_bytes=_SMALL, kept=folder)
        seen = CACHE
    else:
        root = os.geteuid() == 0
        become = giving_up_root(box_uid(kept=True)) if root else [find_program("setpriv"), "--no-new-privs"]
        become += ["--pdeathsig", "QUIT"]
    server = [f"{programs.folder}/postgres", "-D", f"{seen}/data", "-c", f"unix_socket_directories={seen}"]
    program = [*become, find_program("sh"), "-c", _BOUNDED, "sh", *server]
    return start(walls, program, seccomp=service_filter() if walls else b"", merge_errors=True)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Read what the server says until it takes connections."""
    channel = Channel(process)
    deadline = time.monotonic() + _START_SECONDS
    said = b"it said nothing"
    try:
        while _READY not in said:
            said = channel.line(_MOST_LINE, deadline)
    except ChannelLost as lost:
        raise NotReady(f"PostgreSQL does not start: {said.decode('utf-8', 'replace')[:200]}") from lost


@contextmanager
def _scratch() -> Iterator[Path]:
    """Give a folder that this process holds, in memory where there is room, after removing those that nobody holds."""
    place = _in_memory() or Path(tempfile.gettempdir())
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    try:
        with (folder / _HELD).open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> Path | None:
    try:
        room = shutil.disk_usage(_IN_MEMORY).free >= _LEAST_FREE and os.access(_IN_MEMORY, os.W_OK)
    except OSError:
        return None
    return _IN_MEMORY if room else None


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS or folder.is_symlink():
                continue
            with (folder / _HELD).open() as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
