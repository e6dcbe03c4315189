"""The life of a box: whom it runs as, how it is replaced, and that nothing of it stays."""

import os
import threading
import time
import warnings
from contextlib import ExitStack, suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from inlay.sandbox import (
    Box,
    EntityValue,
    Limits,
    PythonCase,
    PythonJob,
    SqlCase,
    SqlJob,
    TextJob,
    TextOutcome,
    TierName,
    open_box,
    same_value,
)

ONE = PythonJob(source="def f():\n    return 1\n", function="f", cases=(PythonCase(arguments={}),))


def test_no_process_of_a_box_runs_as_root_and_none_stays(tier: TierName) -> None:
    before = _descendants()
    with open_box(tier=tier) as box:
        assert _values(box) == [1]
        started = _descendants() - before
        users = {_user(process) for process in started}
    assert started
    assert "0" not in users
    assert not _descendants() - before


def test_a_box_outlives_the_thread_that_opened_it(tier: TierName) -> None:
    with ExitStack() as stack:
        opened: list[Box] = []
        thread = threading.Thread(
            target=lambda: (opened.append(stack.enter_context(open_box(tier=tier))), _values(opened[0]))
        )
        thread.start()
        thread.join()
        (box,) = opened
        assert _values(box) == [1]


def test_several_threads_may_share_a_box(box: Box) -> None:
    found: list[object] = []
    source = "def f(n):\n    return n * 2\n"

    def ask(number: int) -> None:
        case = PythonCase(arguments={"n": number})
        found.extend(outcome.value for outcome in box.run_python(PythonJob(source=source, function="f", cases=(case,))))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, found)) == sorted(str(2 * number) for number in range(8))


def test_a_forked_process_may_open_boxes_of_its_own(box: Box, tier: TierName) -> None:
    _values(box)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking with threads about is what is tried here
        child = os.fork()
    if child == 0:
        try:
            with open_box(tier=tier) as own:
                os._exit(0 if _values(own) == [1] else 1)
        finally:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_several_boxes_live_side_by_side(tier: TierName) -> None:
    with open_box(tier=tier) as first, open_box(tier=tier) as second:
        assert _values(first) == _values(second) == [1]


def test_a_box_is_replaced_after_a_job_that_took_too_long(tier: TierName) -> None:
    endless = PythonJob(source="def f():\n    while True: pass\n", function="f", cases=(PythonCase(arguments={}),))
    others = _descendants()
    with open_box(tier=tier, limits=Limits(seconds=0.3)) as box:
        _values(box)
        first = _descendants() - others
        assert [outcome.ending for outcome in box.run_python(endless)] == ["timeout"]
        assert _values(box) == [1]
        assert first
        assert not _descendants() & first


def test_a_box_that_is_killed_costs_one_job(tier: TierName) -> None:
    with open_box(tier=tier) as box:
        before = _descendants()
        _values(box)
        for process in _descendants() - before:
            with suppress(ProcessLookupError):  # the first one takes the others with it
                os.kill(process, 9)
        assert [outcome.ending for outcome in box.run_python(ONE)] == ["tampered"]
        assert _values(box) == [1]


def test_a_candidate_does_not_outlive_the_box_that_runs_it(tier: TierName) -> None:
    sleeping = PythonJob(
        source="import time\ndef f():\n    time.sleep(99)\n", function="f", cases=(PythonCase(arguments={}),)
    )
    before = _descendants()
    with open_box(tier=tier, limits=Limits(seconds=30)) as box:
        _values(box)
        idle = _descendants() - before
        thread = threading.Thread(target=box.run_python, args=(sleeping,))
        thread.start()
        while not (candidates := _descendants() - before - idle):
            time.sleep(0.02)
        for process in idle:
            with suppress(ProcessLookupError):
                os.kill(process, 9)
        thread.join()
    deadline = time.monotonic() + 5
    while any(_runs(process) for process in candidates) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not any(_runs(process) for process in candidates)


def test_a_job_without_cases_runs_nothing(box: Box) -> None:
    assert box.run_python(PythonJob(source="1 / 0", function="f")) == []
    assert box.run_sql(SqlJob(ddl=(), statement="SELECT 1")) == []


def test_memory_is_bounded_as_asked(tier: TierName) -> None:
    source = "def f(n):\n    return len(bytes(n))\n"
    cases = tuple(PythonCase(arguments={"n": n}) for n in (1 << 20, 200 << 20))
    with open_box(tier=tier, limits=Limits(memory_bytes=150 << 20)) as box:
        outcomes = box.run_python(PythonJob(source=source, function="f", cases=cases))

    assert [(outcome.ending, outcome.error) for outcome in outcomes] == [("returned", ""), ("raised", "MemoryError")]


def test_answers_are_bounded_as_asked(tier: TierName) -> None:
    source = "def f():\n    return 'x' * 5000\n"
    with open_box(tier=tier, limits=Limits(answer_bytes=4000)) as box:
        outcomes = box.run_python(PythonJob(source=source, function="f", cases=(PythonCase(arguments={}),)))
        assert _values(box) == [1]

    assert [outcome.ending for outcome in outcomes] == ["oversized"]


def test_a_run_is_the_same_in_every_box(tier: TierName) -> None:
    source = "import random\ndef f():\n    return [random.random(), hash('a'), list({'x', 'y', 'z'})]\n"
    job = PythonJob(source=source, function="f", cases=(PythonCase(arguments={}),))
    with open_box(tier=tier) as first, open_box(tier=tier) as second:
        assert first.run_python(job) == second.run_python(job) == first.run_python(job)


def test_the_standard_library_is_there(box: Box) -> None:
    source = """
from __future__ import annotations
import calendar, collections, dataclasses, datetime, decimal, enum, fractions, functools, itertools
import json, math, operator, random, re, statistics, string, textwrap, typing, zoneinfo
@dataclasses.dataclass(frozen=True)
class Pair:
    left: int
def f():
    return [calendar.monthrange(2024, 2)[1], math.isqrt(16), statistics.mean([1, 3]), Pair(3).left]
"""
    (outcome,) = box.run_python(PythonJob(source=source, function="f", cases=(PythonCase(arguments={}),)))

    assert outcome.value == [29, 4, 2, 3]


def test_a_closed_box_leaves_no_descriptor_open(tier: TierName) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    with open_box(tier=tier) as box:
        _values(box)
        box.run_sql(SqlJob(ddl=(), statement="SELECT 1", cases=(SqlCase(tables={}),)))

    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.slow
def test_a_worn_box_is_replaced_without_a_lost_job(tier: TierName) -> None:
    with open_box(tier=tier) as box:
        assert all(_values(box) == [1] for _ in range(1100))


def _values(box: Box) -> list[object]:
    return [outcome.value for outcome in box.run_python(ONE)]


def _descendants() -> set[int]:
    """Give the processes that this one started, and theirs."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found: set[int] = set()
    frontier = {os.getpid()}
    while frontier:
        frontier = {process for process, parent in parents.items() if parent in frontier} - found
        found |= frontier
    return found


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _user(process: int) -> str:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("Uid:"))


def test_a_box_finds_its_prelude_loaded_and_reads_the_folders_that_it_is_given(tmp_path: Path, tier: TierName) -> None:
    folder = tmp_path / "given"  # pytest's own is for its owner alone
    folder.mkdir()
    (folder / "text").write_text("here")
    (tmp_path / "text").write_text("there")
    prelude = [("shelf.reading", "def read(path):\n    return open(path).read()\n")]
    job = PythonJob(
        source="from shelf.reading import read\n",
        function="read",
        cases=tuple(PythonCase(arguments={"path": str(place / "text")}) for place in (folder, tmp_path)),
    )
    with open_box(tier=tier, prelude=prelude, folders=[folder]) as box:
        given, other = box.run_python(job)

    assert (given.value, other.ending) == ("here", "raised")


def test_a_candidate_that_leaves_with_the_status_of_an_unconfined_one_was_killed(box: Box) -> None:
    [found] = box.run_python(replace(ONE, source="import os\ndef f():\n    os._exit(97)\n"))

    assert found.ending == "killed"
    assert _values(box) == [1]


TELLER = """
import os

def tell(text):
    for line in text.split():
        if line == "leave":
            os._exit(3)
        if line == "stay":
            while True: pass
        yield line.upper()
"""


def test_a_function_of_the_prelude_says_its_lines_as_it_goes(tier: TierName) -> None:
    def told(text: str) -> TextOutcome:
        return box.run_text(TextJob(module="teller", function="tell", text=text))

    with open_box(tier=tier, limits=Limits(seconds=1.0, answer_bytes=100_000), prelude=(("teller", TELLER),)) as box:
        assert told("one two") == TextOutcome(ending="returned", lines=("ONE", "TWO"))
        assert told("one leave two").lines == ("ONE",)
        assert told("leave").ending == "killed"
        assert told("one stay two").lines == ("ONE",)
        assert told("stay").ending == "timeout"
        assert told("x " * 45_000).lines == ("X",) * 45_000  # more than a pipe holds
        assert told("x " * 90_000) == TextOutcome(ending="oversized", error="the answers are too large")


def test_what_a_box_rehearses_is_not_there_for_candidates(box: Box) -> None:
    source = "import sys\ndef f():\n    return [hasattr(sys.modules['candidate'], name) for name in ('f', 'Order')]\n"

    (outcome,) = box.run_python(PythonJob(source=source, function="f", cases=(PythonCase(arguments={}),)))

    assert outcome.value == [True, False]


@pytest.mark.parametrize("becomes", ["True", "1.0", "Decimal(1)", "'1'"])
def test_an_argument_that_only_python_calls_equal_comes_back_as_what_it_has_become(box: Box, becomes: str) -> None:
    source = f"from decimal import Decimal\ndef f(line: Line):\n    line.pieces = {becomes}\n    return 0\n"
    case = PythonCase(arguments={"line": EntityValue("Line", {"pieces": 1})})

    (outcome,) = box.run_python(PythonJob(source=source, function="f", entities=("Line",), cases=(case,)))

    assert outcome.ending == "returned"
    assert not same_value(outcome.arguments["line"], case.arguments["line"])


def test_arguments_that_a_body_leaves_alone_are_those_that_it_was_given(box: Box) -> None:
    case = PythonCase(arguments={"line": EntityValue("Line", {"pieces": 1, "price": Decimal("1.50")})})
    job = PythonJob(
        source="def f(line):\n    return line.pieces\n", function="f", entities=("Line",), cases=(case,) * 2
    )

    for outcome in box.run_python(job):
        assert outcome.arguments["line"] is case.arguments["line"]
