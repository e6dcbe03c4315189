"""A task of three lines, benches that tests share, and where public data may lie."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from inlay.errors import UsageError
from inlay_eval.judging import Bench, CodeTask, Judgement, open_bench, toolchains

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
HEAD = 'def largest(numbers):\n    """The largest of some numbers, None of no numbers."""\n'
GOLD = "    return max(numbers, default=None)\n"
TEST = """
def check(candidate):
    assert candidate([1, 5, 3]) == 5
    assert candidate([-7]) == -7
    assert candidate([]) is None

check(largest)
"""
TASK = CodeTask(id="Tiny/0", head=HEAD, gold=GOLD, test=TEST, remote=("largest",))
Judge = Callable[[str], Judgement]


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    with open_bench(seconds=1.0, memory_mib=256) as opened:
        yield opened


@pytest.fixture
def judge(bench: Bench) -> Judge:
    """Judge one completion of the tiny task."""
    script = bench.script(TASK)
    return lambda completion: bench.judge(TASK, script, [completion])[0]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The tiny task and a second one as a file in HumanEval's format."""
    other = {
        "task_id": "Tiny/1",
        "prompt": "def twice(number):\n",
        "entry_point": "twice",
        "canonical_solution": "    return 2 * number\n",
        "test": "def check(candidate):\n    assert candidate(4) == 8\n",
    }
    first = {
        "task_id": TASK.id,
        "prompt": HEAD,
        "entry_point": "largest",
        "canonical_solution": GOLD,
        "test": TEST.removesuffix("check(largest)\n"),
    }
    return write_lines(tmp_path / "tiny.jsonl", [first, other])


def write_lines(path: Path, records: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def dataset(name: str) -> Path:
    """Give a file of public data, or skip the test where it is absent."""
    path = DATASETS / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path


def needed(language: str) -> None:
    """Skip a test where a language cannot be judged."""
    try:
        toolchains.toolchain_of(language)
    except UsageError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def benches() -> Iterator[Callable[[str], Bench]]:
    """A bench for each language that is asked for, open until the last test."""
    opened: dict[str, Bench] = {}
    with ExitStack() as stack:

        def bench_of(language: str) -> Bench:
            needed(language)
            if language not in opened:
                opened[language] = stack.enter_context(open_bench(seconds=2.0, memory_mib=256, language=language))
            return opened[language]

        yield bench_of
