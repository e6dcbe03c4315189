"""Tests that run over answers judge as they would over the candidate itself."""

from contextlib import nullcontext

import pytest
from tests.eval.conftest import TASK, Judge

from inlay_eval.judging import Attempt, Bench, CodeTask, TaskFaulty, Verdict
from inlay_eval.judging.pool import pool_of
from inlay_eval.selfcheck import check_tasks
from inlay_eval.spoiling import spoilt


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


def test_a_value_that_a_program_assigns_is_the_candidates_own_for_the_test(bench: Bench) -> None:
    program = "MOST = 3\n\ndef f(n):\n    return min(n, MOST)\n"
    test = "def check(given):\n    assert given(9) == MOST\n\ncheck(f)\n"

    assert verdict(bench, program, test, program.replace("3", "4")) is Verdict.passed
    assert verdict(bench, program, test, program.replace("min(n, MOST)", "3").replace("= 3", "= 4")) is Verdict.failed


def test_a_task_whose_reference_fails_is_a_fault_of_the_task(bench: Bench) -> None:
    broken = CodeTask(id="T", head="def f():\n", gold="    return 1\n", test="assert f() == 2\n")
    with pytest.raises(TaskFaulty, match="the reference does not pass: AssertionError"):
        bench.script(broken)


def test_the_reason_of_an_error_names_its_line(judge: Judge) -> None:
    assert "(line 3)" in judge("    return numbers[99]\n").reason
    assert TASK.program("x").count("\n") == 3


def test_known_programs_are_judged_together_as_they_would_be_alone(bench: Bench) -> None:
    script = bench.script(TASK)
    texts = [TASK.gold, "", "    return 0\n", "    return (\n", "    return sum(numbers)\n"]
    attempts = [Attempt(TASK, script, text) for text in texts]

    together = bench.judge_known(attempts)
    assert together == bench.judge_all(attempts)
    assert [found.passed for found in together] == [True, False, False, False, False]


@pytest.mark.parametrize("breaks", ["    import os\n    os._exit(0)\n", "    while True:\n        pass\n"])
def test_a_known_program_that_breaks_the_others_leaves_them_to_be_judged_alone(bench: Bench, breaks: str) -> None:
    script = bench.script(TASK)
    found = bench.judge_known([Attempt(TASK, script, text) for text in (breaks, TASK.gold)])

    assert [judgement.passed for judgement in found] == [False, True]


def test_a_known_program_is_found_out_before_it_comes_to_no_end(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "def more(n):\n    return n > 1\n\ndef f(n):\n    if n == 1:\n        return 1\n"
    task = CodeTask(
        id="T",
        head=program,
        gold="    while more(n):\n        n -= 1\n    return n\n",
        test="assert f(1) == 1\nassert f(3) == 1\n",
        remote=("f",),
    )
    monkeypatch.setattr(Bench, "judge_all", None)  # nothing has to be judged again, in full
    with pool_of(1, lambda: nullcontext(bench)) as pool:
        check, scripts = check_tasks(pool, [task])

    assert (check.gold, check.empty, check.spoilt, check.spoilt_tasks) == (1, 0, 0, 1)
    assert len(scripts["T"].operations) == 2


def test_answers_that_the_self_check_has_heard_are_not_heard_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pool_of(1, lambda: nullcontext(bench)) as pool:
        _, scripts = check_tasks(pool, [TASK])
    monkeypatch.setattr(Bench, "_ask_court", None)

    assert [found.passed for found in bench.judge(TASK, scripts[TASK.id], [f"{TASK.gold}# mine\n"])] == [True]


def test_what_a_function_within_a_function_returns_is_not_spoilt() -> None:
    program = "def f(n):\n    def odd(m):\n        return m % 2\n    return odd(n)\n"

    assert spoilt(program) == "def f(n):\n\n    def odd(m):\n        return m % 2\n    return (odd(n), None)"
    assert spoilt("def f(n):\n    print(n)\n") is None


def test_a_box_of_candidates_is_replaced_without_a_trace(bench: Bench) -> None:
    script = bench.script(TASK)
    before = bench.judge(TASK, script, [TASK.gold])
    bench.renew()

    assert bench.judge(TASK, script, [TASK.gold]) == before


def test_a_pool_tells_every_worker_once() -> None:
    told: list[int] = []
    workers = iter(range(3))
    with pool_of(3, lambda: nullcontext(next(workers))) as pool:
        pool.each(told.append)
        assert sorted(found for _, found in pool.run(lambda worker, unit: unit * 2, [1, 2])) == [2, 4]

    assert sorted(told) == [0, 1, 2]
