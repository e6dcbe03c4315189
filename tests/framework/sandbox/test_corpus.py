"""The corpus of hostile code: every file asserts that nothing of the host changed and that the next job passes."""

import platform
from collections.abc import Callable
from pathlib import Path

from inlay.sandbox import Box, CaseOutcome, PythonCase, PythonJob, same_value

Attempt = Callable[[Path], CaseOutcome]

SUMS = [(1, 2, 3), (0, 1, 1), (-4, 4, 0), (10, 32, 42)]


def test_hostile_code_finds_no_wall_open(escape: Path, attempt: Attempt) -> None:
    outcome = attempt(escape)

    assert (outcome.ending, outcome.error) == ("returned", "")
    assert outcome.value == []


def test_code_that_takes_too_much_is_ended(exhaustion: Path, attempt: Attempt) -> None:
    outcome = attempt(exhaustion)

    assert outcome.ending in _endings(exhaustion)


def test_code_that_says_too_much_or_lies_about_the_protocol_is_refused(flood: Path, attempt: Attempt) -> None:
    outcome = attempt(flood)

    assert outcome.ending in _endings(flood)


def test_a_fork_bomb_forks_nothing(attempt: Attempt) -> None:
    outcome = attempt(Path(__file__).parent / "corpus" / "resources" / "r01_fork_bomb.py")

    assert outcome.value == 0


def test_wrong_code_that_games_its_test_is_not_taken_for_right(trick: Path, box: Box) -> None:
    assert not _accepted(box, trick.read_text())


def test_right_code_is_taken_for_right(box: Box) -> None:
    assert _accepted(box, "def add(a, b):\n    return a + b\n")


def test_a_job_after_a_spoiled_one_starts_from_nothing(box: Box) -> None:
    spoil = "import builtins, decimal\nbuiltins.sum = None\ndecimal.Decimal = None\ndef f():\n    return 1\n"
    honest = "from decimal import Decimal\ndef f():\n    return Decimal(sum([1, 2]))\n"
    for source in (spoil, honest):
        (outcome,) = box.run_python(PythonJob(source=source, function="f", cases=(PythonCase(arguments={}),)))

    assert str(outcome.value) == "3"


def test_system_calls_of_another_architecture_end_the_process(box: Box) -> None:
    """The 32-bit door (`int 0x80`) and x32 numbers would pass a filter that looks at numbers alone."""
    codes = {"x86_64": ("b8140000 00cd80c3", "b827000040 0f05 c3"), "aarch64": ()}[platform.machine()]
    for code in codes:
        source = f"""
import ctypes, mmap
def f():
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(bytes.fromhex({code!r}))
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
"""
        (outcome,) = box.run_python(PythonJob(source=source, function="f", cases=(PythonCase(arguments={}),)))
        assert (outcome.ending, outcome.error) == ("killed", "the process was ended by SIGSYS before it answered")


def _accepted(box: Box, source: str) -> bool:
    cases = tuple(PythonCase(arguments={"a": a, "b": b}) for a, b, _ in SUMS)
    outcomes = box.run_python(PythonJob(source=source, function="add", cases=cases))
    return all(
        outcome.ending == "returned" and same_value(outcome.value, total)
        for outcome, (_, _, total) in zip(outcomes, SUMS, strict=True)
    )


def _endings(path: Path) -> list[str]:
    first = path.read_text().splitlines()[0]
    return first.removeprefix("# ends: ").split()
