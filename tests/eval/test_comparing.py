"""Two runs side by side, and the baseline that only blessing moves."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.comparing import bless, compare, read_run
from inlay_eval.report import CaseLine, Report, write_report


def a_run(folder: Path, passed: Sequence[bool | None], *, data: str = "d") -> Path:
    cases = tuple(
        CaseLine(case=f"T/{number:02}", line=number + 1, verdict="passed" if found else "failed", passed=found)
        for number, found in enumerate(passed)
    )
    report = Report(
        suite="tiny",
        data=data,
        environment="e",
        tasks=len(cases),
        missing=(),
        verdicts={},
        scores=(),
        self_check=(),
        notes=(),
        seconds=1.0,
        resumed=0,
        cases=cases,
    )
    write_report(report, folder)
    return folder


def command(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return answer.exit_code, answer.output


def test_what_was_mended_and_what_was_broken_is_named(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True, True, False, None, True])
    after = a_run(tmp_path / "b", [True, False, True, True])

    found = compare(read_run(before), read_run(after))

    assert (found.mended, found.broken) == (("T/02",), ("T/01",))
    assert (found.only_before, found.only_after) == (("T/04",), ("T/03",))
    assert (found.difference.value, found.difference.count, found.regressed) == (0, 3, False)


def test_a_run_that_is_worse_beyond_chance_exits_with_1(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40)
    after = a_run(tmp_path / "b", [True] * 28 + [False] * 12)

    code, text = command("compare", str(before), str(after))

    assert code == 1
    assert "worse, beyond chance" in text
    assert "broken (12): T/28" in text
    assert command("compare", str(after), str(before))[0] == 0


def test_one_broken_case_is_chance_unless_asked_strictly(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40)
    after = a_run(tmp_path / "b", [True] * 39 + [False])

    assert command("compare", str(before), str(after))[0] == 0
    assert command("compare", str(before), str(after), "--strict")[0] == 1


def test_runs_over_other_data_are_not_compared(tmp_path: Path) -> None:
    runs = [a_run(tmp_path / "a", [True]), a_run(tmp_path / "b", [True], data="other")]
    with pytest.raises(UsageError, match="over other"):
        compare(*map(read_run, runs))


def test_a_comparison_is_plain_data_for_programs(tmp_path: Path) -> None:
    run = str(a_run(tmp_path / "a", [True, False]))
    code, text = command("compare", run, run, "--output-format", "json")

    assert (code, json.loads(text)["difference"]["value"]) == (0, 0)


def test_a_blessed_run_is_the_baseline_until_another_is_blessed(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    assert command("bless", str(a_run(tmp_path / "a", [True, False])), str(baseline))[0] == 0
    assert read_run(baseline).shares() == {"T/00": 1, "T/01": 0}

    bless(a_run(tmp_path / "b", [True, True]), baseline)
    assert read_run(baseline).shares() == {"T/00": 1, "T/01": 1}


def test_a_baseline_that_was_changed_by_hand_is_refused(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    bless(a_run(tmp_path / "a", [True, False]), baseline)
    a_run(baseline, [True, True])

    with pytest.raises(UsageError, match="is not what was blessed"):
        read_run(baseline)


def test_blessing_does_not_overwrite_what_is_no_baseline(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match="no baseline"):
        bless(a_run(tmp_path / "a", [True]), tmp_path / "mine")


def test_a_folder_without_a_report_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no report"):
        read_run(tmp_path)
