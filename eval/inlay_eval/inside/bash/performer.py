"""Performs, on one candidate's functions, the calls that a test asks for, and answers with what they print.

Nothing here knows what a test expects. A candidate may do with this box what it likes: it can change its own answers,
and answers are all that it has anyway.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["BASH", "Performer", "main", "teller"]

BASH = "/usr/bin/bash"
_MOST_ANSWERS = 4 * 1024 * 1024
_MOST_TEXT = 300
_SIGNALLED = 128
_LATE = _SIGNALLED + signal.SIGXCPU
_CALL = 'source "$0" >/dev/null 2>&1; set +e; "$@"'


class Performer:
    """One candidate's program, in a file of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def load(self, program: str) -> dict[str, Any]:
        """Write the program down; `v` says that it is one, `e` why not."""
        self._file.write_text(program, encoding="utf-8", errors="replace")
        checked = subprocess.run([BASH, "-n", str(self._file)], capture_output=True, check=False)
        if checked.returncode == 0:
            return {"v": None}
        said = checked.stderr.decode("utf-8", "replace").strip().splitlines()
        return {"e": ["SyntaxError", (said or [""])[0].rpartition("program.sh: ")[2][:_MOST_TEXT]]}

    def perform(self, operation: list[Any]) -> dict[str, Any]:
        """Call a function; `v` is what it prints, without the line ends at its end, as the shell takes it."""
        _, name, given = operation
        command = [BASH, "-c", _CALL, str(self._file), name, *given]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet) as shell:
            printed = shell.stdout.read(_MOST_ANSWERS + 1) if shell.stdout else b""
        if len(printed) <= _MOST_ANSWERS:
            _end_as(shell.returncode)
        return {"v": printed.replace(b"\0", b"").rstrip(b"\n").decode("utf-8", "backslashreplace")}


def _end_as(status: int) -> None:
    """End with no answer, as the shell did, where a signal ended it or it and what it started used up their time."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if used.ru_utime + used.ru_stime >= resource.getrlimit(resource.RLIMIT_CPU)[0] > 0:
        sys.exit(_LATE)
    if status < 0:
        sys.exit(_SIGNALLED - status)


def teller(mark: str) -> Callable[[Any], bool]:
    """Give a function that writes lines for the host: each begins with a mark, and all of it is ASCII."""
    told = 0

    def tell(said: Any) -> bool:
        nonlocal told
        text = json.dumps(said)
        told += len(text)
        line = text if told <= _MOST_ANSWERS else '{"large":true}'
        os.write(1, f"\n{mark}{line}\n".encode())
        return told <= _MOST_ANSWERS

    return tell


def main() -> None:
    """Perform what the order asks for."""
    order = json.loads(Path("order.json").read_text(encoding="utf-8"))
    tell = teller(order["mark"])
    performer = Performer(Path("/tmp/program.sh"))
    if "known" in order:
        for program, operations in order["known"]:
            tell([performer.load(program), *map(performer.perform, operations)])
        return
    tell(performer.load(order["program"]))
    for operation in order["operations"]:
        if not tell(performer.perform(operation)):
            return


if __name__ == "__main__":
    main()
