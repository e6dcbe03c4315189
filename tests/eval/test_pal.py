"""Programs that work out a number: what counts as the same number, and what a faulty file is told."""

from pathlib import Path

import pytest
from tests.eval.conftest import write_lines

from inlay_eval.judging import Verdict, open_bench
from inlay_eval.suites import DataInvalid, load_suite

WORKED = {"question": "Eggs?", "answer": "16 - 3 = <<16-3=13>>13\n#### 1,013.50"}
HARD = {"input": "Eggs?", "code": "def solution():\n    return 16 - 5e9\n", "target": 16 - 5e9, "idx": 7}


@pytest.mark.parametrize(
    ("program", "verdict"),
    [
        ("def solution():\n    return 1013.5\n", Verdict.passed),
        ("def solution():\n    return '1013.5'\n", Verdict.passed),
        ("from decimal import Decimal\ndef solution():\n    return Decimal('1013.4999')\n", Verdict.passed),
        ("from fractions import Fraction\ndef solution():\n    return float(Fraction(2027, 2))\n", Verdict.passed),
        ("def solution():\n    return 1015\n", Verdict.failed),
        ("def solution():\n    return float('nan')\n", Verdict.failed),
        ("def solution():\n    return None\n", Verdict.failed),
        ("def solution():\n    print(1013.5)\n", Verdict.failed),
        ("answer = 1013.5\n", Verdict.failed),
        ("def solution():\n    while True: pass\n", Verdict.timed_out),
    ],
)
def test_the_number_that_a_program_gives_is_its_answer(program: str, verdict: Verdict, tmp_path: Path) -> None:
    suite = load_suite("gsm8k", write_lines(tmp_path / "g.jsonl", [WORKED]))
    [task] = suite.tasks
    with open_bench(seconds=1.0, memory_mib=256) as bench:
        assert bench.judge(task, bench.script(task), [program])[0].verdict is verdict


def test_problems_are_named_by_their_own_number_or_by_their_place(tmp_path: Path) -> None:
    assert list(load_suite("gsm8k", write_lines(tmp_path / "g.jsonl", [WORKED, WORKED])).by_id) == ["0", "1"]
    assert list(load_suite("gsm-hard", write_lines(tmp_path / "h.jsonl", [HARD])).by_id) == ["7"]


def test_a_problem_without_a_number_for_an_answer_is_named(tmp_path: Path) -> None:
    wordy = {**WORKED, "answer": "Thirteen."}
    with pytest.raises(DataInvalid, match=r"g\.jsonl:2:1: answer: .*does not end in #### and a number"):
        load_suite("gsm8k", write_lines(tmp_path / "g.jsonl", [WORKED, wordy]))
