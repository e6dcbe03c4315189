"""Public suites: what is known to be right passes, what is known to be wrong does not."""

from pathlib import Path

import pytest
from tests.eval.conftest import DATASETS, write_lines
from tests.eval.test_formats import FORMATS
from tests.eval.test_multipl_e import MULTIPL_E

from inlay_eval.judging import Judgement, Verdict, open_bench
from inlay_eval.known import CODE_SUITES
from inlay_eval.suites import CodeSuite, DataInvalid, load_suite

SIZES = {
    "gsm-hard": 1319,
    "gsm8k": 1319,
    "humaneval": 164,
    "humaneval-x": 164,
    "humaneval-x-from-java": 164,
    "humaneval-x-from-javascript": 164,
    "humanevalpack": 164,
    "humanevalpack-explain": 164,
    "humanevalpack-fix": 164,
    "mbpp": 974,
    "mbpp-sanitized": 427,
    "quixbugs": 40,
}
OTHER_LANGUAGES = {
    f"{name}-{language}": 164
    for name in ("humaneval-x", "humanevalpack", "humanevalpack-fix")
    for language in ("java", "javascript")
}
SIZED = pytest.mark.parametrize("name", SIZES)


def load(name: str) -> CodeSuite:
    if not DATASETS.is_dir():
        pytest.skip("no public data is here")
    return load_suite(name, DATASETS)


def verdicts(suite: CodeSuite, step: int) -> dict[str, list[Judgement]]:
    """Judge what is known of every `step`-th task: the reference, and the wrong solution where there is one."""
    found = {}
    with open_bench(seconds=suite.seconds, memory_mib=1024) as bench:
        for task in suite.tasks[::step]:
            known = [task.gold, *([task.wrong] if task.wrong is not None else [])]
            found[task.id] = bench.judge(task, bench.script(task), known)
    return found


def assert_known(found: dict[str, list[Judgement]]) -> None:
    assert [task for task, [right, *_] in found.items() if not right.passed] == []
    assert [task for task, [_, *wrong] in found.items() if any(judgement.passed for judgement in wrong)] == []


def test_every_suite_is_tried_here_or_by_its_format() -> None:
    by_record = {f"multipl-e-{language}" for language in MULTIPL_E}
    assert {*SIZES, *OTHER_LANGUAGES, *FORMATS, *by_record} == set(CODE_SUITES)


@pytest.mark.parametrize(("name", "size"), {**SIZES, **OTHER_LANGUAGES}.items())
def test_a_suite_is_read_whole(name: str, size: int) -> None:
    suite = load(name)
    assert len(suite.tasks) == suite.whole == size


@SIZED
def test_references_pass_and_wrong_solutions_do_not(name: str) -> None:
    suite = load(name)
    assert_known(verdicts(suite, len(suite.tasks) // 8))


@pytest.mark.slow
@pytest.mark.timeout(1200)
@SIZED
def test_every_reference_passes_and_no_wrong_solution_does(name: str) -> None:
    assert_known(verdicts(load(name), 1))


def test_a_sanitized_body_that_goes_on_with_functions_is_indented_as_far_as_it_goes(tmp_path: Path) -> None:
    record = {
        "task_id": "M/1",
        "prompt": "def half(n):\n    '''Half.'''\n",
        "entry_point": "half",
        "canonical_solution": "# half\n\treturn n / 2 \ndef quarter(n):\n\treturn half(half(n))\n",
        "test": "def check(candidate):\n    assert quarter(math.floor(8.5)) == 2\n",
    }
    suite = load_suite("mbpp-sanitized", write_lines(tmp_path / "m.jsonl", [record]))

    [judged] = verdicts(suite, 1).values()
    assert judged[0].passed


def test_a_task_may_ask_for_a_function_called_check(tmp_path: Path) -> None:
    record = {
        "task_id": "M/2",
        "prompt": "def check(n):\n",
        "entry_point": "check",
        "canonical_solution": "    return n > 1\n",
        "test": "def check(candidate):\n    assert check(2) == True\n",
    }
    suite = load_suite("mbpp-sanitized", write_lines(tmp_path / "m.jsonl", [record]))

    [judged] = verdicts(suite, 1).values()
    assert judged[0].passed


def test_a_program_of_mbpp_may_stand_under_a_number(tmp_path: Path) -> None:
    record = {"task_id": 7, "code": "x = 2\ndef f(n):\n    return n * x\n", "test_list": ["assert f(3) == 3 * x"]}
    suite = load_suite("mbpp", write_lines(tmp_path / "m.jsonl", [record]))

    [judged] = verdicts(suite, 1).values()
    assert (list(suite.by_id), judged[0].verdict) == (["7"], Verdict.passed)


def test_a_class_that_a_test_defines_is_known_to_the_candidate_and_to_the_test(tmp_path: Path) -> None:
    solution = "def last(node):\n    while node.after:\n        node = node.after\n    return node\n"
    tests = (
        "class Node:\n    def __init__(self, after=None):\n        self.after = after\n\n"
        "one = Node()\ntwo = Node(one)\nassert last(two) == one\nassert [last(one)] == [one]\nassert last(two) != two\n"
    )
    record = {
        "name": "last",
        "solution": solution,
        "buggy_program": solution.replace(" node\n", " None\n"),
        "tests": tests,
    }
    suite = load_suite("quixbugs", write_lines(tmp_path / "q.jsonl", [record]))

    [judged] = verdicts(suite, 1).values()
    assert [judgement.verdict for judgement in judged] == [Verdict.passed, Verdict.failed]


def test_a_translation_is_told_the_program_in_the_other_language_and_no_words() -> None:
    [first, *_] = load("humaneval-x-from-javascript").tasks
    assert first.prompt.startswith("Translate this JavaScript to Python.")
    assert "for (let i = 0; i < numbers.length; i++)" in first.prompt
    assert "Check if in given list" not in first.prompt + first.head
    assert first.gold not in first.prompt


def test_a_repair_is_told_the_defect_and_the_tests_and_not_the_remedy() -> None:
    [first, *_] = load("humanevalpack-fix").tasks
    assert first.wrong is not None
    assert first.wrong in first.prompt
    assert "assert has_close_elements(" in first.prompt
    assert first.gold not in first.prompt


def test_programs_of_another_language_that_are_not_there_are_named(tmp_path: Path) -> None:
    python = {"task_id": "Python/7", "declaration": "def f():\n", "canonical_solution": "    return 1\n", "test": ""}
    write_lines(tmp_path / "humaneval_python.jsonl", [python])
    write_lines(tmp_path / "humaneval_js.jsonl", [{**python, "task_id": "JavaScript/8"}])
    with pytest.raises(DataInvalid, match=r"humaneval_js\.jsonl:1:1: holds no program for Python/7"):
        load_suite("humaneval-x-from-javascript", tmp_path)
