"""Tests that run over answers judge as they would over the candidate itself."""

import pytest
from tests.eval.conftest import TASK, Judge

from inlay_eval.judging import Bench, CodeTask, TaskFaulty, Verdict


def verdict(bench: Bench, program: str, test: str, candidate: str | None = None, **more: object) -> Verdict:
    task = CodeTask(id="T", head="", gold=program, test=test, **more)  # type: ignore[arg-type]
    return bench.judge(task, bench.script(task), [program if candidate is None else candidate])[0].verdict


@pytest.mark.parametrize(
    "value",
    [
        "(1, [2.5, None], {'a': {1, 2}})",
        "{(1, 2): b'x', 3: frozenset({4})}",
        "10 ** 5000",
        "1 + 2j",
        "float('-inf')",
        "range(3)",
        "__import__('collections').deque([1])",
        "__import__('fractions').Fraction(1, 3)",
        "__import__('decimal').Decimal('1.50')",
        "__import__('datetime').date(2024, 2, 29)",
        "__import__('datetime').timedelta(days=1)",
    ],
)
def test_a_value_crosses_the_walls_and_is_what_it_was(bench: Bench, value: str) -> None:
    program = f"def f(given):\n    assert given == {value} and type(given) is type({value})\n    return given\n"
    test = f"assert f({value}) == {value}\nassert type(f({value})) is type({value})\n"

    assert verdict(bench, program, test) is Verdict.passed


def test_what_a_candidate_does_to_its_arguments_is_seen_by_the_test(bench: Bench) -> None:
    test = "numbers = [3, 1, 2]\nsort(numbers)\nassert numbers == [1, 2, 3]\n"

    assert verdict(bench, "def sort(numbers):\n    numbers.sort()\n", test) is Verdict.passed
    assert verdict(bench, "def sort(n):\n    n.sort()\n", test, "def sort(n):\n    pass\n") is Verdict.failed


def test_an_error_that_a_test_expects_is_the_error_that_it_sees(bench: Bench) -> None:
    test = "try:\n    f(0)\nexcept ZeroDivisionError:\n    pass\nelse:\n    assert False\n"

    assert verdict(bench, "def f(n):\n    return 1 // n\n", test) is Verdict.passed
    assert verdict(bench, "def f(n):\n    return 1 // n\n", test, "def f(n):\n    raise KeyError\n") is Verdict.failed


def test_a_test_may_build_objects_of_the_candidates_own_classes(bench: Bench) -> None:
    program = (
        "class Node:\n    def __init__(self, value):\n        self.value, self.left = value, None\n\n"
        "def depth(node):\n    return 0 if node is None else 1 + depth(node.left)\n"
    )
    test = "root = Node(1)\nroot.left = Node(2)\nassert depth(root) == 2\nassert root.left.value == 2\n"

    assert verdict(bench, program, test) is Verdict.passed
    assert verdict(bench, program, test, program.replace("1 + ", "2 + ")) is Verdict.failed


def test_a_generator_is_read_as_far_as_the_test_reads_it(bench: Bench) -> None:
    program = "def f(n):\n    yield from range(n)\n"

    assert verdict(bench, program, "assert list(f(3)) == [0, 1, 2]\n") is Verdict.passed


def test_a_test_with_random_inputs_gives_every_candidate_the_same_ones(bench: Bench) -> None:
    program = "import random\ndef f(n):\n    random.random()\n    return n + 1\n"
    test = "from random import randint\nfor _ in range(50):\n    n = randint(0, 10 ** 9)\n    assert f(n) == n + 1\n"

    assert verdict(bench, program, test) is Verdict.passed


def test_a_test_that_goes_another_way_with_another_candidate_is_followed(bench: Bench) -> None:
    program = "def f(n):\n    return n + 1\n"
    test = "n = 0\nwhile n < 9:\n    n = f(n)\nassert f(n) > 9\n"

    assert verdict(bench, program, test, "def f(n):\n    return n + 2\n") is Verdict.passed
    assert verdict(bench, program, test, "def f(n):\n    return n + 3 if n < 9 else 0\n") is Verdict.failed


def test_what_comes_after_the_first_broken_assertion_does_not_count(judge: Judge) -> None:
    found = judge("    return 0 if numbers == [1, 5, 3] else largest(numbers)\n")

    assert found.verdict is Verdict.failed
    assert "assert candidate([1, 5, 3]) == 5" in found.reason


def test_a_helper_of_the_prompt_is_at_hand_for_the_test(bench: Bench) -> None:
    task = CodeTask(
        id="T",
        head="def half(n):\n    return n / 2\n\ndef f(n):\n",
        gold="    return n / 4\n",
        test="assert f(8) == half(half(8))\n",
        remote=("f",),
    )
    found = bench.judge(task, bench.script(task), ["    return half(half(n))\n", "    return half(n)\n"])

    assert [judgement.passed for judgement in found] == [True, False]


def test_a_task_whose_reference_fails_is_a_fault_of_the_task(bench: Bench) -> None:
    broken = CodeTask(id="T", head="def f():\n", gold="    return 1\n", test="assert f() == 2\n")
    with pytest.raises(TaskFaulty, match="the reference does not pass: AssertionError"):
        bench.script(broken)


def test_the_reason_of_an_error_names_its_line(judge: Judge) -> None:
    assert "(line 3)" in judge("    return numbers[99]\n").reason
    assert TASK.program("x").count("\n") == 3
