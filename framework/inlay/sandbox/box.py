"""The warm box: starts the fork server behind the walls, sends it jobs, and replaces it when it misbehaves."""

import json
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from inlay.errors import UnsafeRefused
from inlay.sandbox.base import (
    Box,
    CaseOutcome,
    Limits,
    PythonCase,
    PythonJob,
    SqlJob,
    TextJob,
    TextOutcome,
    Tier,
    TierName,
)
from inlay.sandbox.boot import launch
from inlay.sandbox.channel import Channel, ChannelLost
from inlay.sandbox.fence import barrier
from inlay.sandbox.inside.codec import UNCONFINED
from inlay.sandbox.inside.filters import box_filter
from inlay.sandbox.probing import required_tier
from inlay.sandbox.walls import interpreter_folders, outside_system
from inlay.sandbox.wire import (
    WALL_FACTOR,
    Answer,
    Sent,
    outcomes,
    python_order,
    sent_with,
    sql_order,
    text_order,
    text_outcome,
)

__all__ = ["open_box"]

_MODULES = ("syscalls", "filters", "confinement", "codec", "calling", "querying", "telling", "server")
_JOBS_PER_BOX = 2000
_START_SECONDS = 30.0
_GRACE_SECONDS = 5.0
_MAX_HEADER = 1000
_BOX_BYTES = 16 * 1024 * 1024
_HONEST = PythonJob(source="def f(): pass", function="f", cases=(PythonCase(arguments={}),))


@contextmanager
def open_box(
    *,
    tier: TierName = "bubblewrap",
    limits: Limits | None = None,
    hash_seed: int = 0,
    prelude: Sequence[tuple[str, str]] = (),
    folders: Sequence[Path] = (),
) -> Iterator[Box]:
    """Open a warm box, or refuse with `UnsafeRefused` where the machine cannot give the walls asked for.

    `tier="landlock"` needs no namespaces; `inlay.sandbox.fence` says what it lacks. `tier="none"` runs generated
    code with no walls at all; ask for it only in so many words, and say so in every report. `hash_seed` is how its
    Python hashes text, which orders sets. `prelude` are modules (dotted name, source) that the box loads once and
    that every job finds loaded; what a candidate must not know does not belong there. `folders` are further folders
    of the host that the box may read, where they are.
    """
    box = _WarmBox(required_tier(tier), limits or Limits(), hash_seed, tuple(prelude), tuple(folders))
    try:
        yield box
    finally:
        box.close()


class _WarmBox:
    def __init__(
        self,
        tier: Tier,
        limits: Limits,
        hash_seed: int,
        prelude: tuple[tuple[str, str], ...],
        folders: tuple[Path, ...],
    ) -> None:
        self.tier = tier
        self._limits = limits
        self._start = partial(_Server, tier, hash_seed, prelude, folders)
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def run_python(self, job: PythonJob) -> list[CaseOutcome]:
        sent = sent_with(job)
        return self._run_cases(python_order(job, sent, self._limits), len(job.cases), sent)

    def run_sql(self, job: SqlJob) -> list[CaseOutcome]:
        return self._run_cases(sql_order(job, self._limits), len(job.cases))

    def run_text(self, job: TextJob) -> TextOutcome:
        with self._lock:
            answer = self._ask(text_order(job, self._limits))
            found = text_outcome(answer)
            self._close_if_odd(answer, [found])
            return found

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _run_cases(self, order: bytes, count: int, sent: Sequence[Sent] = ()) -> list[CaseOutcome]:
        if not count:
            return []
        with self._lock:
            answer = self._ask(order)
            found = outcomes(answer, count, sent)
            self._close_if_odd(answer, found)
            return found

    def _ask(self, order: bytes) -> Answer:
        if self._server is None:
            self._server = self._start()
        try:
            return self._server.ask(order, self._limits)
        except ChannelLost as lost:
            return Answer(ended="lost", exit_status=0, body=f"{lost}; the box was replaced".encode())
        except BaseException:  # an answer may still be under way, and the next job must not get it
            self.close()
            raise

    def _close_if_odd(self, answer: Answer, found: Sequence[CaseOutcome | TextOutcome]) -> None:
        worn = self._server is not None and self._server.jobs >= _JOBS_PER_BOX
        if worn or answer.ended != "exit" or any(outcome.ending == "tampered" for outcome in found):
            self.close()


class _Server:
    """One process behind walls, from its start to its end."""

    def __init__(
        self, tier: Tier, hash_seed: int, prelude: tuple[tuple[str, str], ...], folders: tuple[Path, ...]
    ) -> None:
        self.jobs = 0
        self._process = launch(
            barrier(tier.name, (*interpreter_folders(), *outside_system(folders)), _BOX_BYTES, hash_seed=hash_seed),
            _MODULES,
            seccomp=box_filter() if tier.isolated else b"",
            arguments=() if tier.isolated else ("--unconfined",),
            hash_seed=hash_seed,
            prelude=prelude,
        )
        self._channel = Channel(self._process)
        try:
            self._channel.line(_MAX_HEADER, time.monotonic() + _START_SECONDS)
        except ChannelLost as lost:
            raise UnsafeRefused(f"the sandbox did not start: {self._last_words()}") from lost

    def ask(self, order: bytes, limits: Limits) -> Answer:
        """Have one job done. A candidate may leave with the status that means "not confined": an honest one tells."""
        answer = self._ask(order, limits)
        if answer.exit_status == UNCONFINED and self._confines_nothing(limits):
            raise UnsafeRefused("the sandbox could not confine a process on this machine")
        return answer

    def _confines_nothing(self, limits: Limits) -> bool:
        return self._ask(python_order(_HONEST, sent_with(_HONEST), limits), limits).exit_status == UNCONFINED

    def _ask(self, order: bytes, limits: Limits) -> Answer:
        self.jobs += 1
        deadline = time.monotonic() + limits.seconds * WALL_FACTOR + _GRACE_SECONDS
        self._channel.send(order, deadline)
        try:
            header = json.loads(self._channel.line(_MAX_HEADER, deadline))
            size, ended, status = int(header["bytes"]), str(header["ended"]), int(header["exit"])
        except (ValueError, KeyError, TypeError) as error:
            raise ChannelLost("the box does not keep to the protocol") from error
        if not 0 <= size <= limits.answer_bytes + 65536:
            raise ChannelLost("the box does not keep to the protocol")
        return Answer(ended=ended, exit_status=status, body=self._channel.exactly(size, deadline))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _last_words(self) -> str:
        self._process.kill()
        try:
            _, errors = self._process.communicate(timeout=_GRACE_SECONDS)
        except (subprocess.TimeoutExpired, ValueError, OSError):
            return "it said nothing"
        return errors.decode("utf-8", "replace").strip()[-500:] or "it said nothing"
