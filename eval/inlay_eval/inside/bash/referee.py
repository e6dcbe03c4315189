"""Runs a test with the candidate's answers in place of the candidate; runs in a box that holds no candidate.

In the test's shell a function stands in for the candidate's: it writes down what it was given and prints the answer.
Without a reference, the first run of a task goes on where an assertion does not hold, to find all that the test asks.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from performer import BASH, Performer, teller  # type: ignore[import-not-found]  # they lie side by side in the box

__all__ = ["main"]

_ROOM = Path("/tmp/exchange")
_STAND_IN = """{name}() {{
    local number
    read -r number < {room}/count
    echo $((number + 1)) > {room}/count
    printf '%s\\0' "$@" > {room}/asked.$number
    echo $# > {room}/given.$number
    [[ -f {room}/answer.$number ]] && cat {room}/answer.$number
    return 0
}}
"""


def _run(task: dict[str, Any], answers: list[str], *, blind: bool) -> tuple[int, list[list[Any]], str]:
    """Run the test once; give its exit status, the calls that it made, and the last thing that the shell said."""
    shutil.rmtree(_ROOM, ignore_errors=True)
    _ROOM.mkdir()
    (_ROOM / "count").write_text("0\n")
    for number, answer in enumerate(answers):
        (_ROOM / f"answer.{number}").write_text(answer, encoding="utf-8", errors="backslashreplace")
    [name] = task["remote"]
    test = task["test"].replace("set -e\n", "") if blind else task["test"]
    program = task["reference"] + _STAND_IN.format(name=name, room=_ROOM) + test
    (_ROOM / "test.sh").write_text(program, encoding="utf-8")
    ended = subprocess.run([BASH, str(_ROOM / "test.sh")], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    count = int((_ROOM / "count").read_text())
    said = ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return ended.returncode, [["call", name, _given(number)] for number in range(count)], said


def _given(number: int) -> list[str]:
    texts = (_ROOM / f"asked.{number}").read_bytes().decode("utf-8", "backslashreplace").split("\0")
    return texts[: int((_ROOM / f"given.{number}").read_text())]


def _script(task: dict[str, Any]) -> dict[str, Any]:
    """Find the calls; what a test asks in Bash does not hang on the answers."""
    _, operations, _ = _run(task, [], blind=True)
    if task.get("blind"):
        return {"passed": True, "operations": operations}
    reference = Performer(Path("/tmp/program.sh"))
    reference.load(task["reference"])
    answers = [reference.perform(operation)["v"] for operation in operations]
    status, asked, said = _run(task, answers, blind=False)
    return {"operations": operations, **_ended(status, asked, said)}


def _judge(task: dict[str, Any], operations: list[Any], answers: list[str]) -> dict[str, Any]:
    said = [json.loads(answer) for answer in answers]
    if not all(type(each) is dict and set(each) == {"v"} and type(each["v"]) is str for each in said):
        return {"stopped": "malformed"}
    status, asked, words = _run(task, [each["v"] for each in said], blind=False)
    if asked != operations[: len(asked)]:
        return {"stopped": "longer", "operations": asked}
    if len(asked) > len(answers):
        return {"stopped": "unanswered"}
    return _ended(status, asked, words)


def _ended(status: int, asked: list[list[Any]], said: str) -> dict[str, Any]:
    if status == 0:
        return {"passed": True}
    last = " ".join(map(repr, asked[-1][2])) if asked else ""
    return {"failed": f"exit status {status} after the call with {last} {said}"[:300].strip()}


def main() -> None:
    """Answer every case of the order."""
    order = json.loads(Path("order.json").read_text(encoding="utf-8"))
    tell = teller(order["mark"])
    for case in order["cases"]:
        task = json.loads(case["task"])
        tell(
            _script(task)
            if order["function"] == "script"
            else _judge(task, json.loads(case["operations"]), case["answers"])
        )


if __name__ == "__main__":
    main()
