"""Performs, on one candidate's functions, the calls that a test asks for, and answers with what they print.

Nothing here knows what a test expects. A candidate may do with this box what it likes: it can change its own answers,
and answers are all that it has anyway.
"""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["BASH", "Performer", "main", "teller"]

BASH = "/usr/bin/bash"
_MOST_ANSWERS = 4 * 1024 * 1024
_MOST_TEXT = 300
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
        with Path("/tmp/said").open("w+b") as said:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.DEVNULL, check=False)
            said.seek(0)
            printed = said.read(_MOST_ANSWERS + 1)
        return {"v": printed.replace(b"\0", b"").rstrip(b"\n").decode("utf-8", "backslashreplace")}


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
