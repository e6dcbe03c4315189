"""The fork server: reads jobs, runs each in a confined child, answers with a header line and raw bytes.

A job is a line of what the server needs to know (`Order`) and a payload of which only the child reads anything. What
a child wrote the server never looks into either; it only counts the bytes and watches the clock. Between two forks it
does as little as it can: each page of memory that it or a child writes to is copied, and that is what a fork costs.
"""

import gc
import json
import math
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from inlay.sandbox.inside import confinement, filters
from inlay.sandbox.inside.codec import UNCONFINED

__all__ = ["Order", "serve"]

Run = Callable[[bytes, Callable[[str], None]], None]
"""Does a job of one kind: takes its payload and a function that says one line."""
RunJson = Callable[[dict[str, Any], Callable[[object], None]], None]
_PIPE_BYTES = 65536  # what a pipe holds
_UNDISTURBED_MS = 20  # most children have ended by then; until then nothing but their end wakes the server


class Order(NamedTuple):
    """What kind a job is and what it may use, as its line says; the size of the payload stands at the line's end."""

    kind: str
    wall_seconds: float
    answer_bytes: int
    bounds: confinement.Bounds

    @classmethod
    def read(cls, line: bytes) -> "Order":
        """Read a line without its end."""
        kind, seconds, wall, memory, answer = line.decode().split()
        bounds = confinement.bounds_of_candidate(int(memory), math.ceil(float(seconds)))
        return cls(kind, float(wall), int(answer), bounds)


def serve(runners: Mapping[str, Run], *, strict: bool) -> None:
    """Answer jobs from standard input until it ends; `strict` demands that every wall stands."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    confinement.seal()
    confinement.limit(core=0, fsize=0, nofile=32)
    _try(confinement.forgo_privileges, strict=strict)
    _rehearse()
    install = confinement.installer(filters.candidate_filter() if filters.supported() else b"")
    orders: dict[bytes, Order] = {}
    gc.collect()
    gc.freeze()
    os.write(answers, b'{"ready": true}\n')
    while line := jobs.readline():
        asked, _, size = line.rpartition(b" ")
        if asked not in orders:
            orders[asked] = Order.read(asked)
        order = orders[asked]
        _answer(order, jobs.read(int(size)), answers, runners[order.kind], install, strict=strict)


def _rehearse() -> None:
    """Have each module do once what its jobs do, so that what Python makes on the first time is there for every child.

    Only the modules' own programs run here, never one of a job.
    """
    for module in tuple(sys.modules.values()):
        rehearse = vars(module).get("rehearse")
        if rehearse is not None:
            rehearse()


def _answer(order: Order, payload: bytes, answers: int, run: Run, install: Callable[[], None], *, strict: bool) -> None:
    deadline = time.monotonic() + order.wall_seconds
    reader, writer = os.pipe()
    server = os.getpid()
    child = os.fork()
    if child == 0:
        _become_candidate(payload, writer, run, order.bounds, install, server, strict=strict)
    os.close(writer)
    os.set_blocking(reader, False)
    process = os.pidfd_open(child)
    try:
        body, ended = _watch(reader, process, deadline, order.answer_bytes)
        if ended != "exit":
            signal.pidfd_send_signal(process, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(reader)
        os.close(process)
    header = f'{{"ended": "{ended}", "exit": {os.waitstatus_to_exitcode(status)}, "bytes": {len(body)}}}\n'
    _write(answers, header.encode() + body)


def _watch(reader: int, process: int, deadline: float, most: int) -> tuple[bytes, str]:
    """Take answers until the child has both closed them and gone, or is too late, or says too much."""
    poll = select.poll()
    poll.register(process, select.POLLIN)
    if not poll.poll(_UNDISTURBED_MS):
        return _watch_both(reader, process, deadline, most)
    taken, more = b"", _take(reader)
    while more and len(taken) <= most:
        taken, more = taken + more, _take(reader)
    if more == b"" and len(taken) <= most:
        return taken, "exit"
    return _watch_both(reader, process, deadline, most, taken + (more or b""))


def _take(reader: int) -> bytes | None:
    """Take what a pipe holds: nothing at its end, None where there is nothing yet."""
    try:
        return os.read(reader, _PIPE_BYTES)
    except BlockingIOError:
        return None


def _watch_both(reader: int, process: int, deadline: float, most: int, taken: bytes = b"") -> tuple[bytes, str]:
    chunks, size, waiting = [taken], len(taken), {reader, process}
    poll = select.poll()
    for descriptor in waiting:
        poll.register(descriptor, select.POLLIN)
    while waiting:
        left = deadline - time.monotonic()
        if left <= 0:
            return b"".join(chunks), "late"
        for descriptor, _ in poll.poll(left * 1000 + 1):
            chunk = os.read(reader, _PIPE_BYTES) if descriptor == reader else b""
            if not chunk:
                poll.unregister(descriptor)
                waiting.discard(descriptor)
            chunks.append(chunk)
            size += len(chunk)
        if size > most:
            return b"", "flood"
    return b"".join(chunks), "exit"


def _become_candidate(
    payload: bytes,
    writer: int,
    run: Run,
    bounds: confinement.Bounds,
    install: Callable[[], None],
    server: int,
    *,
    strict: bool,
) -> None:
    status = UNCONFINED
    try:
        answer = confinement.close_all_but(writer)
        _try(lambda: _confine(bounds, install, server), strict=strict)
        status = 0
        run(payload, lambda line: _write(answer, line.encode() + b"\n"))
    except BaseException:
        status = status or 1
    finally:
        os._exit(status)


def _confine(bounds: confinement.Bounds, install: Callable[[], None], server: int) -> None:
    confinement.end_with_parent()  # where there is no process namespace, nothing else would
    if os.getppid() != server:  # it ended before that was said
        os._exit(UNCONFINED)
    confinement.bound(bounds)
    install()


def _try(step: Callable[[], None], *, strict: bool) -> None:
    try:
        step()
    except (OSError, ValueError):
        if strict:
            raise


def _write(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    if written < len(data):
        view = memoryview(data)[written:]
        while view:
            view = view[os.write(descriptor, view) :]


def _in_json(run: RunJson) -> Run:
    return lambda payload, say: run(json.loads(payload), lambda answer: say(json.dumps(answer)))


def main() -> None:
    """Serve the jobs that this package knows."""
    from inlay.sandbox.inside import calling, querying, telling

    runners = {"python": _in_json(calling.run), "sql": _in_json(querying.run), "text": telling.run}
    serve(runners, strict="--unconfined" not in sys.argv)
