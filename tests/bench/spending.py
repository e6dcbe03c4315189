"""What a command costs: seconds of the processor of everything that it starts, and seconds on the clock.

A control group counts the processor, because nothing else counts what dies in a process namespace of its own, as a box
does. Where none can be made (`systemd-run --user --scope -p Delegate=yes` gives a person one), only the clock is told.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Group", "Spent", "group", "ratio_of", "spent_by"]

_ROOT = Path("/sys/fs/cgroup")
_JOIN = 'echo $$ > "$0/cgroup.procs" && exec "$@"'
_GRACE_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """Seconds of the processor, if they can be counted, and on the clock."""

    processor: float | None
    wall: float

    def __str__(self) -> str:
        processor = "-" if self.processor is None else f"{self.processor:.2f}"
        return f"{processor} s of the processor, {self.wall:.1f} s"


def ratio_of(one: Spent, other: Spent) -> str:
    """Say how many times more the one cost."""
    processor = "-" if not one.processor or not other.processor else f"{one.processor / other.processor:.2f}"
    return f"{processor} of the processor, {one.wall / other.wall:.2f} of the clock"


@dataclass(frozen=True, slots=True)
class Group:
    """Processes that are counted together; without a place nothing is counted."""

    place: Path | None

    def joined(self, command: Sequence[str | Path]) -> list[str]:
        """Give a command that joins the group first."""
        words = [str(word) for word in command]
        return words if self.place is None else ["/bin/sh", "-c", _JOIN, str(self.place), *words]

    def used(self) -> float | None:
        """Give the seconds of the processor so far."""
        if self.place is None:
            return None
        old = self.place / "cpuacct.usage"
        if old.exists():
            return int(old.read_text()) / 1e9
        told = dict(line.split() for line in (self.place / "cpu.stat").read_text().splitlines())
        return int(told["usage_usec"]) / 1e6

    def end(self, seconds: float = _GRACE_SECONDS) -> None:
        """Wait until the last process has gone; what stays too long is ended."""
        deadline = time.monotonic() + seconds
        while self.place is not None and (left := (self.place / "cgroup.procs").read_text().split()):
            if time.monotonic() > deadline:
                for process in left:
                    with suppress(ProcessLookupError):
                        os.kill(int(process), signal.SIGKILL)
            time.sleep(0.05)


@contextmanager
def group() -> Iterator[Group]:
    """Make a control group, where this machine lets anybody."""
    made = None
    for above in _places():
        path = above / f"bench-{os.getpid()}-{time.monotonic_ns()}"
        with suppress(OSError):
            path.mkdir()
            made = path
            break
    counted = Group(made)
    try:
        yield counted
    finally:
        counted.end()
        if made is not None:
            made.rmdir()


def _places() -> Iterator[Path]:
    """Give the groups that this process is in: of the accounting controller, else of the unified hierarchy."""
    lines = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    for _, controllers, inside in lines:
        if "cpuacct" in controllers.split(","):
            yield _ROOT / "cpuacct" / inside.lstrip("/")
    for _, controllers, inside in lines:
        if not controllers:
            yield _ROOT / inside.lstrip("/")


def spent_by(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    beside: Group | None = None,
) -> Spent:
    """Run a command to its end, and everything that it leaves behind; one that fails ends the bench.

    What the processes of another group do `beside` it is counted as well.
    """
    before = beside.used() if beside else None
    with group() as own:
        started = time.perf_counter()
        with log.open("w", encoding="utf-8") as told:
            around = {**os.environ, **(environment or {})}
            around.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody's own modules are compiled anew in each run
            ended = subprocess.run(own.joined(command), stdout=told, stderr=told, check=False, env=around).returncode
        wall = time.perf_counter() - started
        if ended:
            raise SystemExit(f"{command[0]} ended with {ended}:\n{log.read_text()[-3000:]}")
        own.end()
        spent = own.used()
    after = beside.used() if beside else None
    more = after - before if after is not None and before is not None else 0.0
    return Spent(processor=None if spent is None else spent + more, wall=wall)
