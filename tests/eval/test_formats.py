"""Suites whose published data is not here, each tried by records in its format: what is right passes, no other does."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.eval.conftest import GOLD, HEAD, TEST, write_lines

from inlay_eval.judging import Verdict, open_bench
from inlay_eval.judging.pool import open_pool
from inlay_eval.selfcheck import check_tasks
from inlay_eval.suites import DataInvalid, load_suite

CHECK = TEST.removesuffix("check(largest)\n")
MEAN = 'def mean(numbers):\n    """The mean of some numbers."""\n'
SUM_READ = "count = int(input())\nprint(sum(float(input()) for _ in range(count)))\n"


def hole(kind: str, before: str, gold: str, after: str) -> dict[str, Any]:
    return {
        "task_id": f"{kind}/Tiny/0/L0",
        "prompt": HEAD + before,
        "suffix": after,
        "canonical_solution": gold,
        "entry_point": "largest",
        "test": CHECK,
    }


FIRST = "    found = None\n"
LOOP = "    for number in numbers:\n        if found is None or number > found:\n            found = number\n"
LAST = "    return found\n"
PLUS = {
    "task_id": "Tiny/1",
    "prompt": MEAN,
    "entry_point": "mean",
    "canonical_solution": "    return sum(numbers) / len(numbers) if numbers else 0.0\n",
    "base_input": [[[1, 2]]],
    "plus_input": [[[]], [[0.1, 0.2, 0.4]]],
    "atol": 0,
}
SIMILAR = {
    "task_id": "Mbpp/2",
    "prompt": '"""\nFind the shared elements.\nassert similar_elements((3, 4), (5, 4)) == (4,)\n"""\n',
    "entry_point": "similar_elements",
    "canonical_solution": "def similar_elements(one, other):\n    return tuple(set(one) & set(other))\n",
    "contract": "",
    "base_input": [[[3, 4, 5], [5, 7, 4]]],
    "plus_input": [[[], [1]], [["a", "b"], ["b", "a"]]],
    "atol": 0,
}
PRINTS = {
    "problem_id": 3,
    "question": "Add numbers.",
    "solutions": json.dumps([SUM_READ]),
    "input_output": json.dumps({"inputs": ["2\n1\n2.5\n", ["1", "4"]], "outputs": ["3.5\n", "4.0"]}),
}
CALLED = {
    "problem_id": "called",
    "question": "Double each.",
    "starter_code": "class Solution:\n    def double(self, numbers):\n",
    "solutions": json.dumps(
        ["class Solution:\n    def double(self, numbers):\n        return [2 * n for n in numbers]\n"]
    ),
    "input_output": json.dumps({"fn_name": "double", "inputs": [[[1, 2]], [[]]], "outputs": [[2, 4], [[]]]}),
}
# suite: (a record of its format, right completions, wrong completions)
FORMATS: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "humaneval-infilling-single-line": (
        hole("SingleLineInfilling", "", FIRST, LOOP + LAST),
        ["    found: int | None = None\n"],
        ["", "    found = 0\n"],
    ),
    "humaneval-infilling-multi-line": (
        hole("MultiLineInfilling", FIRST, LOOP, LAST),
        ["    found = max(numbers, default=None)\n"],
        ["", "    found = sum(numbers)\n", "    return 5\n"],
    ),
    "humaneval-infilling-random-span": (
        hole("RandomSpanInfilling", "    return max(numb", "ers, defau", "lt=None)\n"),
        ["ers,defau"],
        ["", "ers, "],
    ),
    "humaneval-infilling-random-span-light": (
        hole("RandomSpanInfillingLight", GOLD[:-2], GOLD[-2:], ""),
        [")"],
        ["", " or 0)"],
    ),
    "humaneval-plus": (
        PLUS,
        ["    return sum(n / len(numbers) for n in numbers) if numbers else 0.0\n"],
        ["    return sum(numbers) / len(numbers)\n", "    return round(sum(numbers) / max(len(numbers), 1), 3)\n", ""],
    ),
    "mbpp-plus": (
        SIMILAR,
        [
            "def similar_elements(one, other):\n    assert type(one) is tuple\n    return list({*one} & {*other})\n",
        ],
        ["def similar_elements(one, other):\n    return one[:1]\n", ""],
    ),
    "apps": (
        PRINTS,
        [
            "import sys\nprint('%.9f' % sum(map(float, sys.stdin.read().split()[1:])))\n",
            "import sys\nif __name__ == '__main__':\n    numbers = sys.stdin.buffer.read().split()[1:]\n"
            "    sys.stdout.write(str(sum(map(float, numbers))))\n    sys.exit(0)\n",
            "print(sum(map(float, open(0).read().split()[1:])))\n",
            "with open('/dev/stdin', 'rb') as lines:\n    print(sum(map(float, [*lines][1:])))\n",
        ],
        ["print(3.5)\n", "", "input(", "import os\nos._exit(0)\n", "open('/input').read()\n"],
    ),
}
FORMATTED = pytest.mark.parametrize("name", FORMATS)


def path_of(folder: Path, record: dict[str, Any]) -> Path:
    return write_lines(folder / "tasks.jsonl", [record])


@FORMATTED
def test_a_suite_judges_its_format(name: str, tmp_path: Path) -> None:
    record, right, wrong = FORMATS[name]
    suite = load_suite(name, path_of(tmp_path, record))
    [task] = suite.tasks
    with open_bench(seconds=2.0, memory_mib=256) as bench:
        judged = bench.judge(task, bench.script(task), [task.gold, *right, *wrong])

    passed = [judgement.passed for judgement in judged]
    assert passed == [True] * (1 + len(right)) + [False] * len(wrong), [found.reason for found in judged]


def test_the_self_check_of_every_format_holds(tmp_path: Path) -> None:
    tasks = []
    for name, (record, _, _) in FORMATS.items():
        (tmp_path / name).mkdir()
        tasks += load_suite(name, path_of(tmp_path / name, record)).tasks
    with open_pool(1, seconds=2.0, memory_mib=256) as pool:
        check, scripts = check_tasks(pool, tasks)

    assert (check.gold, check.empty, check.spoilt) == (check.tasks, 0, 0)
    assert set(scripts) == {task.id for task in tasks}


def test_holes_in_one_program_are_checked_once(tmp_path: Path) -> None:
    holes = [hole("SingleLineInfilling", "", FIRST, LOOP + LAST), hole("SingleLineInfilling", FIRST + LOOP, LAST, "")]
    holes[1]["task_id"] = "SingleLineInfilling/Tiny/0/L4"
    suite = load_suite("humaneval-infilling-single-line", write_lines(tmp_path / "tasks.jsonl", holes))
    with open_pool(1, seconds=2.0, memory_mib=256) as pool:
        check, scripts = check_tasks(pool, suite.tasks)

    assert check.tasks == 1
    assert [script.task for script in scripts.values()] == list(suite.by_id)


def test_a_problem_of_apps_may_ask_for_a_method_or_a_function(tmp_path: Path) -> None:
    [task] = load_suite("apps", path_of(tmp_path, CALLED)).tasks
    right = "def double(numbers):\n    return tuple(n + n for n in numbers)\n"
    with open_bench(seconds=2.0, memory_mib=256) as bench:
        judged = bench.judge(task, bench.script(task), [task.gold, right, "def double(numbers):\n    return [2, 4]\n"])

    assert [found.verdict for found in judged] == [Verdict.passed, Verdict.passed, Verdict.failed]


def test_a_root_may_be_any_that_is_one(tmp_path: Path) -> None:
    record = {
        **PLUS,
        "task_id": "HumanEval/32",
        "prompt": "def find_zero(xs):\n",
        "entry_point": "find_zero",
        "canonical_solution": "    return -2.0\n",
        "base_input": [[[-4, 0, 1]]],
        "plus_input": [],
        "atol": 0.0001,
    }
    [task] = load_suite("humaneval-plus", path_of(tmp_path, record)).tasks
    with open_bench(seconds=2.0, memory_mib=256) as bench:
        judged = bench.judge(task, bench.script(task), ["    return 2.00001\n", "    return 2.1\n"])

    assert [found.passed for found in judged] == [True, False]


@pytest.mark.parametrize(
    ("number", "name", "solution", "given", "right", "wrong"),
    [
        (295, "sum_div", "return n", [8], ["return 0", "return 8"], ["return 7"]),
        (164, "are_equivalent", "return n == m", [4, 4], ["return False"], ["raise ValueError"]),
        (558, "digit_distance_nums", "return -1", [9, 120], ["return 12", "return -1"], ["return 1"]),
        (581, "surface_Area", "return 33", [3, 4], ["return 35", "return 33"], ["return 34"]),
        (737, "check_str", "return 'yes'", ["an"], ["return True", "return 'no'"], ["return False", "return None"]),
        (124, "angle", "return n + m", ["1", "2j"], ["return complex(n, 2)"], ["return 0"]),
        (722, "kept", "return n", [{"a": [1, 2]}, 3], ["return {'a': (1, 2)}"], ["return {'a': [1, 2]}"]),
        (791, "deep", "return n", [[1, [2]]], ["return (1, (2,))"], ["return (1, [2])"]),
    ],
)
def test_tasks_of_mbpp_plus_have_rules_and_shapes_of_their_own(
    number: int, name: str, solution: str, given: list[Any], right: list[str], wrong: list[str], tmp_path: Path
) -> None:
    head = f"def {name}({'n, m' if len(given) == 2 else 'n'}):\n    "
    told = {"task_id": f"Mbpp/{number}", "entry_point": name, "canonical_solution": head + solution, "plus_input": []}
    [task] = load_suite("mbpp-plus", path_of(tmp_path, {**SIMILAR, **told, "base_input": [given]})).tasks
    with open_bench(seconds=2.0, memory_mib=256) as bench:
        judged = bench.judge(task, bench.script(task), [head + text for text in (*right, *wrong)])

    assert [found.passed for found in judged] == [True] * len(right) + [False] * len(wrong)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("apps", {"input_output": '{"inputs": ["1"], "outputs": []}'}, "1 inputs for 0 outputs"),
        ("apps", {"solutions": "[]"}, "solutions: List should have at least 1 item"),
        ("apps", {"input_output": "{"}, "input_output: "),
        ("humaneval-plus", {"base_input": [1]}, "base_input.0: "),
        ("humaneval-infilling-single-line", {"suffix": None}, "suffix: "),
    ],
)
def test_a_record_that_is_none_is_named(name: str, change: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = path_of(tmp_path, {**FORMATS[name][0], **change})
    with pytest.raises(DataInvalid, match=r"tasks\.jsonl:1:1: ") as caught:
        load_suite(name, path)
    assert message in str(caught.value)
