"""CodeT: samples and tests of a model run against each other, without telling which of them are right."""

import json
from pathlib import Path

import pytest
from tests.eval.conftest import GOLD, write_lines
from typer.testing import CliRunner

from inlay_eval.cli import app
from inlay_eval.codet import read_tests, run_codet
from inlay_eval.report import Report
from inlay_eval.run import Settings
from inlay_eval.samples import read_samples
from inlay_eval.suites import CodeSuite, DataInvalid, load_suite
from inlay_eval.watching import Silent

FIRST = "    return numbers[0] if numbers else None\n"
LAST = "    return numbers[-1] if numbers else None\n"
HANGS = "    while numbers == [7]:\n        pass\n    return max(numbers, default=None)\n"
SORTED = "    return sorted(numbers)[-1] if numbers else None\n"
TESTS = [
    "assert largest([3, 9, 4]) == 9",
    "assert largest([1, 2, 1]) == 2",
    "assert largest([]) is None",
    "assert largest([5, 6]) == 5",
    "assert largest([7]) == 7",
]


@pytest.fixture
def suite(tiny: Path) -> CodeSuite:
    return load_suite("humaneval", tiny)


def run(suite: CodeSuite, folder: Path, completions: list[str], tests: list[str], k: int = 1) -> Report:
    lines = [{"task_id": "Tiny/0", "completion": completion} for completion in completions]
    lines.append({"task_id": "Tiny/1", "completion": "    return 2 * number\n"})
    samples = read_samples(write_lines(folder / "s.jsonl", lines), suite.by_id)
    found, _ = read_tests(write_lines(folder / "t.jsonl", [{"task_id": "Tiny/0", "tests": tests}]), suite)
    return run_codet(suite, samples, found, Settings(ks=(k,), seconds=1.0), folder / "out", Silent())


def figures(report: Report) -> dict[str, float]:
    return {score.name: round(score.estimate.value, 4) for score in report.scores}


def test_the_samples_that_agree_with_most_tests_are_chosen(suite: CodeSuite, tmp_path: Path) -> None:
    found = run(suite, tmp_path, [FIRST, GOLD, LAST, SORTED, FIRST], TESTS)

    # task 0: two of five are right; they agree with four tests (2 * 4), the two that take the first with three (2 * 3)
    assert figures(found) == {"pass@1": 0.7, "CodeT pass@1": 1.0}
    assert found.notes[-1] == "CodeT chose by 5 tests; 1 tasks have none, so all samples agree there"


def test_agreement_can_be_wrong(suite: CodeSuite, tmp_path: Path) -> None:
    found = run(suite, tmp_path, [FIRST, FIRST, GOLD], ["assert largest([5, 6]) == 5", "assert largest([7]) == 7"])

    assert figures(found) == {"pass@1": 0.6667, "CodeT pass@1": 0.5}


def test_a_test_that_hangs_a_sample_costs_it_that_test_only(suite: CodeSuite, tmp_path: Path) -> None:
    found = run(suite, tmp_path, [HANGS, FIRST, FIRST], TESTS)

    # the one that hangs at [7] agrees with three tests (1 * 3), the others with three each (2 * 3)
    assert figures(found)["CodeT pass@1"] == 0.5
    (tmp_path / "alone").mkdir()
    alone = run(suite, tmp_path / "alone", [HANGS, "    return 0\n"], TESTS[:3] + TESTS[4:])
    assert figures(alone)["CodeT pass@1"] == 1.0


def test_a_sample_that_does_not_load_agrees_with_nothing(suite: CodeSuite, tmp_path: Path) -> None:
    assert figures(run(suite, tmp_path, ["    return (\n", GOLD], TESTS))["CodeT pass@1"] == 1.0


def test_a_sample_cannot_claim_to_agree(suite: CodeSuite, tmp_path: Path) -> None:
    claims = "    return 0\nraise AssertionError('agreed with 3f.')\n"
    assert figures(run(suite, tmp_path, [claims, claims, GOLD], TESTS))["CodeT pass@1"] == 1.0


def test_what_is_no_assertion_is_left_out_and_counted(suite: CodeSuite, tmp_path: Path) -> None:
    tests = ["assert largest([1])==1", " assert largest([1]) == 1", "import os", "assert (", "assert 1; assert 2", ""]
    found, dropped = read_tests(write_lines(tmp_path / "t.jsonl", [{"task_id": "Tiny/0", "tests": tests}]), suite)

    assert found == {"Tiny/0": ("assert largest([1]) == 1",)}
    assert dropped == 4


def test_the_report_says_how_many_tests_were_left_out(tiny: Path, tmp_path: Path) -> None:
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "Tiny/0", "completion": GOLD}])
    tests = write_lines(tmp_path / "t.jsonl", [{"task_id": "Tiny/0", "tests": [TESTS[0], "import os", "assert ("]}])
    words = ["codet", "humaneval", "--data", str(tiny), "--samples", str(samples), "--tests", str(tests)]
    CliRunner().invoke(app, [*words, "--out", str(tmp_path / "out")], catch_exceptions=False)

    notes = json.loads((tmp_path / "out" / "report.json").read_text())["notes"]
    assert "2 tests are no single assertion and are left out" in notes


def test_a_test_that_ends_the_process_of_the_reference_counts_as_not_passed(suite: CodeSuite, tmp_path: Path) -> None:
    found = run(
        suite, tmp_path, [FIRST, GOLD, SORTED], [*TESTS[:2], "assert (_ for _ in ()).throw(SystemExit)", *TESTS[2:]]
    )

    assert figures(found)["CodeT pass@1"] == 1.0


def test_tests_of_another_suite_are_refused(suite: CodeSuite, tmp_path: Path) -> None:
    with pytest.raises(DataInvalid, match=r"t\.jsonl:1:1: no task 'Tiny/9' in this suite"):
        read_tests(write_lines(tmp_path / "t.jsonl", [{"task_id": "Tiny/9", "tests": []}]), suite)
