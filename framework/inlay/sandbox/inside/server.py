"""The fork server: reads one job a line, runs each in a confined child, answers with a header line and raw bytes.

The server itself never looks into what a child wrote; it only counts the bytes and watches the clock.
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
from typing import Any

from inlay.sandbox.inside import confinement, filters
from inlay.sandbox.inside.codec import UNCONFINED

__all__ = ["serve"]

Run = Callable[[dict[str, Any], Callable[[object], None]], None]


def serve(runners: Mapping[str, Run], *, strict: bool) -> None:
    """Answer jobs from standard input until it ends; `strict` demands that every wall stands."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    confinement.seal()
    confinement.limit(core=0)
    child_filter = filters.candidate_filter() if filters.supported() else b""
    gc.collect()
    gc.freeze()
    _write(answers, b'{"ready": true}\n')
    for line in jobs:
        header, body = _run(line, runners, child_filter, strict=strict)
        _write(answers, json.dumps(header).encode() + b"\n" + body)


def _run(
    line: bytes, runners: Mapping[str, Run], child_filter: bytes, *, strict: bool
) -> tuple[dict[str, object], bytes]:
    job = json.loads(line)
    deadline = time.monotonic() + job["wall_seconds"]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _become_candidate(job, writer, runners[job["kind"]], child_filter, strict=strict)
    os.close(writer)
    process = os.pidfd_open(child)
    try:
        body, ended = _watch(reader, process, deadline, job["answer_bytes"])
        if ended != "exit":
            signal.pidfd_send_signal(process, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(reader)
        os.close(process)
    header = {"ended": ended, "exit": os.waitstatus_to_exitcode(status), "bytes": len(body)}
    return header, body


def _watch(reader: int, process: int, deadline: float, most: int) -> tuple[bytes, str]:
    """Take answers until the child has both closed them and gone, or is too late, or says too much."""
    chunks: list[bytes] = []
    taken, waiting = 0, {reader, process}
    poll = select.poll()
    for descriptor in waiting:
        poll.register(descriptor, select.POLLIN)
    while waiting:
        left = deadline - time.monotonic()
        if left <= 0:
            return b"".join(chunks), "late"
        for descriptor, _ in poll.poll(left * 1000 + 1):
            chunk = os.read(reader, 65536) if descriptor == reader else b""
            if not chunk:
                poll.unregister(descriptor)
                waiting.discard(descriptor)
            chunks.append(chunk)
            taken += len(chunk)
        if taken > most:
            return b"", "flood"
    return b"".join(chunks), "exit"


def _become_candidate(job: dict[str, Any], writer: int, run: Run, child_filter: bytes, *, strict: bool) -> None:
    status = UNCONFINED
    try:
        answer = confinement.close_all_but(writer)
        _confine(job, child_filter, strict=strict)
        status = 0
        run(job, lambda line: _write(answer, json.dumps(line).encode() + b"\n"))
    except BaseException:
        status = status or 1
    finally:
        os._exit(status)


def _confine(job: dict[str, Any], child_filter: bytes, *, strict: bool) -> None:
    try:
        confinement.end_with_parent()  # where there is no process namespace, nothing else would
        confinement.limit_candidate(job["memory_bytes"], math.ceil(job["seconds"]))
        confinement.install_filter(child_filter)
    except (OSError, ValueError):
        if strict:
            raise


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def main() -> None:
    """Serve the jobs that this package knows."""
    from inlay.sandbox.inside import calling, querying

    serve({"python": calling.run, "sql": querying.run}, strict="--unconfined" not in sys.argv)
