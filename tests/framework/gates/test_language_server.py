"""A checker that stays warm answers about texts, and one that dies or stays silent is reported, not waited for."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inlay.errors import InlayError
from inlay.gates import type_checker
from inlay.gates.language_server import GaveUp, LanguageServer
from inlay.gates.type_checker import complaints, warm_checkers

WRONG = "def half(number: int) -> int:\n    return str(number)\n"
RIGHT = "def half(number: int) -> int:\n    return number // 2\n"

# Answers the first two requests (initialize and the warming text) and then does what its argument says.
STUBBORN = """
import json, sys, time
def read():
    length = 0
    while line := sys.stdin.buffer.readline().strip():
        if line.startswith(b"Content-Length"):
            length = int(line.split(b":")[1])
    return json.loads(sys.stdin.buffer.read(length))
def write(message):
    body = json.dumps(message).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
    sys.stdout.buffer.flush()
answered = 0
while True:
    message = read()
    if "id" not in message:
        continue
    answered += 1
    if sys.argv[1] == "die at once" or (answered > 2 and sys.argv[1] == "die"):
        sys.exit(1)
    if answered > 2 and sys.argv[1] == "sleep":
        time.sleep(60)
    if answered > 2 and sys.argv[1] == "fail":
        write({"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32603, "message": "panic"}})
        continue
    write({"jsonrpc": "2.0", "id": message["id"], "result": {"items": []}})
"""


def server(tmp_path: Path, habit: str, seconds: float = 20.0) -> LanguageServer:
    program = tmp_path / "stubborn.py"
    program.write_text(STUBBORN, encoding="utf-8")
    return LanguageServer([sys.executable, str(program), habit], tmp_path, os.environ, warming="", seconds=seconds)


@pytest.fixture
def children() -> Iterator[set[str]]:
    warm_checkers()
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    yield set(listed.read_text(encoding="ascii").split())


def test_the_complaint_about_each_text_is_told_with_its_own_line() -> None:
    first, second, third = complaints([RIGHT, WRONG, WRONG], first_line=1)
    assert first == ""
    assert second == third
    assert second.startswith("line 1: ")
    assert "`str`" in second


def test_a_text_that_was_wrong_before_is_not_blamed_for_it_afterwards() -> None:
    assert complaints([WRONG], first_line=0) != [""]
    assert complaints([RIGHT], first_line=0) == [""]


def test_a_fork_has_checkers_of_its_own() -> None:
    warm_checkers()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        status = 1
        try:
            status = 0 if complaints([WRONG], first_line=0) == complaints([WRONG], first_line=0) != [""] else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert complaints([RIGHT], first_line=0) == [""]


def test_a_checker_that_was_killed_is_started_again(children: set[str]) -> None:
    for child in children:
        command = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        if command[1:2] == [b"server"]:
            os.kill(int(child), 9)
    assert complaints([RIGHT, WRONG], first_line=1)[0] == ""


@pytest.mark.parametrize(
    ("habit", "seconds", "said"),
    [("die", 20.0, "ended"), ("sleep", 0.5, "in time"), ("fail", 20.0, "result")],
)
def test_a_server_that_gives_no_findings_is_given_up(tmp_path: Path, habit: str, seconds: float, said: str) -> None:
    stubborn = server(tmp_path, habit, seconds)
    with pytest.raises(GaveUp, match=said):
        stubborn.findings([RIGHT])


def test_a_server_that_does_not_even_start_is_given_up_and_gone(tmp_path: Path) -> None:
    with pytest.raises(GaveUp, match="ended"):
        server(tmp_path, "die at once")


def test_a_checker_that_does_not_start_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short_of_memory = tmp_path / "ty"
    short_of_memory.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    short_of_memory.chmod(0o755)
    monkeypatch.setattr("inlay.gates.type_checker._tool", lambda _: str(short_of_memory))
    type_checker._checkers.close()

    with pytest.raises(InlayError, match="the checker `ty` does not start") as told:
        warm_checkers()

    assert str(short_of_memory) in told.value.hint


def test_a_server_that_finds_nothing_says_so_for_each_text(tmp_path: Path) -> None:
    willing = server(tmp_path, "work")
    assert willing.findings([RIGHT, RIGHT]) == [[], []]
    willing.close()
