import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from inlay.once import OncePerProcess

AT_THE_END = """
from contextlib import contextmanager
from inlay.once import OncePerProcess

@OncePerProcess
@contextmanager
def opened(name):
    yield name
    print("closed", name)

opened("one"), opened("two"), opened("one")
print("the end")
"""


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def opened(told: list[str]) -> Iterator[OncePerProcess[[str], object]]:
    @OncePerProcess
    @contextmanager
    def opened(name: str) -> Iterator[object]:
        told.append(f"open {name}")
        yield object()
        told.append(f"close {name}")

    yield opened
    opened.close()


def test_the_same_arguments_are_opened_once(opened: OncePerProcess[[str], object], told: list[str]) -> None:
    one, two = opened("one"), opened("two")
    assert opened("one") is one is not two
    assert told == ["open one", "open two"]


def test_what_was_closed_is_opened_anew(opened: OncePerProcess[[str], object], told: list[str]) -> None:
    first = opened("one")
    opened.close()
    opened.close()
    assert opened("one") is not first
    assert told == ["open one", "close one", "open one"]


def test_a_fork_opens_its_own_and_leaves_its_parents_open(
    opened: OncePerProcess[[str], object], told: list[str]
) -> None:
    first = opened("one")
    child = os.fork()
    if child == 0:
        try:
            same = opened("one") is first
            opened.close()
            os._exit(0 if not same and told == ["open one", "open one", "close one"] else 2)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert opened("one") is first


def test_what_cannot_be_opened_is_tried_again() -> None:
    calls = []

    @OncePerProcess
    @contextmanager
    def opened() -> Iterator[str]:
        calls.append(1)
        if len(calls) == 1:
            raise OSError("not yet")
        yield "there"

    with pytest.raises(OSError, match="not yet"):
        opened()
    assert opened() == "there"


def test_all_is_closed_when_the_process_ends_the_last_one_first() -> None:
    done = subprocess.run([sys.executable, "-c", AT_THE_END], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["the end", "closed two", "closed one"]
