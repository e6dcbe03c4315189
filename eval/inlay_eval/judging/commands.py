"""Both sides of a bench for languages whose programs are run by a command: a box for each candidate, one for tests.

What goes in is a folder with the sources of the performer or the referee and an order; what comes out are marked
lines of JSON. A candidate may print, forge and leave as it likes: its lines are its own answers and nothing else.
"""

import json
import math
import secrets
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from inlay.errors import UnsafeRefused
from inlay.sandbox import CaseOutcome, CommandResult, Value, run_command
from inlay_eval.judging.sides import MEBIBYTE, Court, Stage
from inlay_eval.judging.task import Script
from inlay_eval.judging.toolchains import Toolchain

__all__ = ["LATE", "Room", "open_commands"]

_REFEREE_SECONDS, _REFEREE_MIB = 60.0, 1024
_COMPILE_SECONDS = 180.0
_WALL_FACTOR, _PATIENCE_SECONDS = 3, 30.0  # a busy machine fails no honest candidate
_KEPT_BYTES = 16 * MEBIBYTE
_BESIDE_HEAP_MIB = 768  # what an engine takes besides the memory that programs see
_LEFT_OUT = "bytes left out]"
_SIGNALLED = 128
LATE = CaseOutcome(ending="timeout", error="took too long")


@contextmanager
def open_commands(toolchain: Toolchain, *, seconds: float, memory_mib: int) -> Iterator[tuple[Stage, Court]]:
    """Lay out the folders that boxes get a copy of."""
    with tempfile.TemporaryDirectory(prefix="inlay-eval-") as folder:
        room = Room(Path(folder), toolchain)
        yield _CommandStage(room, seconds + toolchain.start_seconds, memory_mib), _CommandCourt(room)


class Room:
    """A folder with a toolchain's sources, of which every box gets a copy with an order of its own."""

    def __init__(self, folder: Path, toolchain: Toolchain) -> None:
        self.toolchain = toolchain
        self._folder = folder
        if not toolchain.compile:
            _lay_out(toolchain, folder)
            return
        with tempfile.TemporaryDirectory(prefix="inlay-eval-") as sources:
            _lay_out(toolchain, Path(sources))
            result = run_command(
                toolchain.compile,
                project=Path(sources),
                timeout=_COMPILE_SECONDS,
                env=toolchain.env,
                folders=toolchain.folders,
                cache=folder,
            )
        if result.exit_code:
            raise UnsafeRefused(f"{toolchain.version} does not work in the sandbox: {result.output.strip()[-300:]}")
        (self._folder,) = folder.iterdir()  # a cache has a part for each user, and one has written here

    def run(
        self, argv: Sequence[str], order: Mapping[str, object], *, seconds: float, memory_mib: int
    ) -> tuple[list[Any], CommandResult]:
        """Run a command over an order; give the lines it told, and how it ended."""
        mark = f"inlay {secrets.token_hex(8)} "
        (self._folder / "order.json").write_text(json.dumps({**order, "mark": mark}), encoding="utf-8")
        result = run_command(
            argv,
            project=self._folder,
            timeout=seconds * _WALL_FACTOR + _PATIENCE_SECONDS,
            env=self.toolchain.env,
            folders=self.toolchain.folders,
            limits=_limits(seconds, memory_mib),
            kept_bytes=_KEPT_BYTES,
        )
        lines = [line.removeprefix(mark) for line in result.output.split("\n") if line.startswith(mark)]
        return [_read(line) for line in lines], result


def _lay_out(toolchain: Toolchain, folder: Path) -> None:
    for name in toolchain.sources:
        source = files("inlay_eval.inside") / toolchain.language / name
        (folder / name).write_text(source.read_text("utf-8"), encoding="utf-8")


def _limits(seconds: float, memory_mib: int) -> dict[str, int]:
    return {
        "cpu": math.ceil(seconds),
        "data": (memory_mib + _BESIDE_HEAP_MIB) * MEBIBYTE,
        "nproc": 64,
        "nofile": 256,
        "fsize": 16 * MEBIBYTE,
    }


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


class _CommandStage:
    """A new box for every candidate."""

    def __init__(self, room: Room, seconds: float, memory_mib: int) -> None:
        self._room = room
        self._seconds = seconds
        self._memory_mib = memory_mib

    def renew(self) -> None:
        """Nothing of one candidate is left for the next."""

    def prepare(self, programs: Sequence[str]) -> None:
        """A program is read where it runs."""

    def perform(self, program: str, script: Script) -> list[CaseOutcome]:
        told, result = self._run({"program": program, "operations": script.plain}, self._seconds)
        count = 1 + len(script.operations)
        if len(told) > count or any(type(said) is not dict for said in told):
            return [CaseOutcome(ending="tampered", error="the answers are not what the protocol asks for")] * count
        answered = [_returned(said) for said in told if said != {"large": True}]
        rest = _oversized() if len(answered) < len(told) else _unanswered(result)
        return answered + [rest] * (count - len(answered))

    def perform_known(self, given: Sequence[tuple[str, Script]]) -> list[list[CaseOutcome]] | None:
        """Where a program comes to no end, the performer ends with its answers so far, and another takes the rest."""
        known = [[program, script.plain] for program, script in given]
        told, _ = self._run({"known": known}, self._seconds + _REFEREE_SECONDS)
        if not told or any(type(answers) is not list for answers in told):
            return None
        done = [
            [*map(_returned, answers), *[LATE] * (1 + len(script.operations) - len(answers))]
            for answers, (_, script) in zip(told, given, strict=False)
        ]
        rest = self.perform_known(given[len(done) :]) if given[len(done) :] else []
        return None if rest is None else done + rest

    def _run(self, order: Mapping[str, object], seconds: float) -> tuple[list[Any], CommandResult]:
        command = self._room.toolchain.perform(self._memory_mib)
        return self._room.run(command, order, seconds=seconds, memory_mib=self._memory_mib)


class _CommandCourt:
    """A box for every question, which may be about many candidates."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def ask(self, function: str, cases: Sequence[Mapping[str, Value]]) -> list[CaseOutcome]:
        if not cases:
            return []
        order = {"function": function, "cases": list(cases)}
        command = self._room.toolchain.judge(_REFEREE_MIB)
        told, result = self._room.run(command, order, seconds=_REFEREE_SECONDS, memory_mib=_REFEREE_MIB)
        if not told and len(cases) == 1 and not result.timed_out:
            raise UnsafeRefused(
                f"{self._room.toolchain.version} does not work in the sandbox: {result.output.strip()[-300:]}"
            )
        return [_returned(said) for said in told] + [_unanswered(result)] * (len(cases) - len(told))


def _returned(said: Any) -> CaseOutcome:
    return CaseOutcome(ending="returned", value=json.dumps(said))


def _oversized() -> CaseOutcome:
    return CaseOutcome(ending="oversized", error="the answers are too large")


def _unanswered(result: CommandResult) -> CaseOutcome:
    """Say why there is no answer."""
    if _LEFT_OUT in result.output:
        return _oversized()
    if result.timed_out or result.exit_code == _SIGNALLED + signal.SIGXCPU:
        return LATE
    number = result.exit_code - _SIGNALLED
    ended = f"was ended by {signal.Signals(number).name}" if number in set(signal.Signals) else ""
    how = ended or f"left with exit status {result.exit_code}"
    return CaseOutcome(ending="killed", error=f"the process {how} before it answered")
