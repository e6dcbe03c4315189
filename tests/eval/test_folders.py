"""The folder of a run: what lies there is not lost, and what cannot be used is said before anything is judged."""

import json
from pathlib import Path

import pytest
from tests.eval.conftest import GOLD, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.comparing import bless, read_run
from inlay_eval.suites import DataInvalid

TWICE = "    return number + number\n"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    lines = [{"task_id": "Tiny/0", "completion": GOLD}, {"task_id": "Tiny/1", "completion": TWICE}]
    return write_lines(tmp_path / "good.jsonl", lines)


def run(tiny: Path, samples: Path, out: Path, *more: str) -> tuple[int, dict[str, object]]:
    words = ["run", "humaneval", "--samples", str(samples), "--data", str(tiny), "--out", str(out)]
    answer = CliRunner().invoke(app, [*words, "--output-format", "json", *more], catch_exceptions=False)
    return answer.exit_code, json.loads(answer.stdout)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_verdicts_of_other_limits_stay_and_are_found_again(tiny: Path, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = [run(tiny, good, out, "--seconds", seconds)[1]["resumed"] for seconds in ("1", "2", "1", "2")]

    assert found == [0, 0, 2, 2]


@pytest.mark.parametrize("line", ['{"task_id": "Tiny/0"}', "half", '{"task_id": "a", "verdict": "fine"}'])
def test_a_damaged_verdict_is_named_with_its_line(tiny: Path, good: Path, tmp_path: Path, line: str) -> None:
    run(tiny, good, tmp_path / "out")
    kept = tmp_path / "out" / "verdicts.jsonl"
    head, _, last = kept.read_bytes().splitlines(keepends=True)
    kept.write_bytes(head + line.encode() + b"\n" + last)

    with pytest.raises(DataInvalid, match=r"verdicts\.jsonl:2:1: "):
        run(tiny, good, tmp_path / "out")

    kept.write_bytes(head + last)
    code, found = run(tiny, good, tmp_path / "out")
    assert (code, found["resumed"], found["verdicts"]) == (0, 1, {"passed": 2})


def test_verdicts_that_are_no_text_are_refused(tiny: Path, good: Path, tmp_path: Path) -> None:
    run(tiny, good, tmp_path / "out")
    with (tmp_path / "out" / "verdicts.jsonl").open("ab") as kept:
        kept.write(b"\xff\n")

    with pytest.raises(DataInvalid, match=r"verdicts\.jsonl:\d:1: is not UTF-8"):
        run(tiny, good, tmp_path / "out")


def test_verdicts_that_do_not_say_what_made_them_are_refused(tiny: Path, good: Path, tmp_path: Path) -> None:
    run(tiny, good, tmp_path / "out")
    kept = tmp_path / "out" / "verdicts.jsonl"
    kept.write_bytes(kept.read_bytes().split(b"\n", 1)[1])

    with pytest.raises(DataInvalid, match=r"verdicts\.jsonl:1:1: is no verdict"):
        run(tiny, good, tmp_path / "out")


def test_a_baseline_is_no_folder_for_a_run(tiny: Path, good: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    run(tiny, good, tmp_path / "out")
    bless(tmp_path / "out", baseline)
    before = files(baseline)

    with pytest.raises(UsageError, match="is a baseline"):
        run(tiny, good, baseline)
    with pytest.raises(UsageError, match="is a baseline"):
        words = ["choose", "humaneval", "--samples", str(good), "--data", str(tiny), "--out", str(baseline)]
        CliRunner().invoke(app, words, catch_exceptions=False)

    assert files(baseline) == before
    assert read_run(baseline).shares() == {"Tiny/0": 1, "Tiny/1": 1}


def test_the_folder_of_another_suite_stays_what_it_is(tiny: Path, good: Path, tmp_path: Path) -> None:
    run(tiny, good, tmp_path / "out")
    before = files(tmp_path / "out")

    with pytest.raises(UsageError, match="out holds a run of humaneval"):
        words = ["run", "mbpp", "--samples", str(good), "--data", str(tiny), "--out", str(tmp_path / "out")]
        CliRunner().invoke(app, words, catch_exceptions=False)

    assert files(tmp_path / "out") == before


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_judged(good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    no_data = tmp_path / "no.jsonl"

    with pytest.raises(UsageError, match=r"file/out cannot be written") as raised:
        run(no_data, good, tmp_path / "file" / "out")
    assert "--out" in raised.value.hint


def test_what_is_no_baseline_is_said_before_anything_is_judged(tiny: Path, good: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no baseline"):
        run(tiny, good, tmp_path / "out", "--baseline", str(tmp_path / "nothing"))
    assert not (tmp_path / "out").exists()

    run(tiny, good, tmp_path / "one")
    bless(tmp_path / "one", tmp_path / "baseline")
    report = json.loads((tmp_path / "one" / "report.json").read_text())
    (tmp_path / "one" / "report.json").write_text(json.dumps({**report, "suite": "mbpp"}))
    bless(tmp_path / "one", tmp_path / "other")
    with pytest.raises(UsageError, match="a baseline of mbpp, not of humaneval"):
        run(tiny, good, tmp_path / "out", "--baseline", str(tmp_path / "other"))


def test_a_comparison_with_the_baseline_stands_in_the_json_and_decides_the_exit_code(
    tiny: Path, good: Path, tmp_path: Path
) -> None:
    many = [{"task_id": "Tiny/0", "completion": f"    return max(numbers, default=None)  # {n}\n"} for n in range(2)]
    run(tiny, write_lines(tmp_path / "many.jsonl", many), tmp_path / "one")
    bless(tmp_path / "one", tmp_path / "baseline")

    code, found = run(tiny, good, tmp_path / "out", "--baseline", str(tmp_path / "baseline"))

    compared = found["comparison"]
    assert isinstance(compared, dict)
    assert (code, compared["mended"], compared["broken"], compared["regressed"]) == (0, ["Tiny/1"], [], False)
    assert found["verdicts"] == {"passed": 2}


def test_a_run_that_lost_cases_beside_the_baseline_exits_with_1(tiny: Path, good: Path, tmp_path: Path) -> None:
    run(tiny, good, tmp_path / "one")
    bless(tmp_path / "one", tmp_path / "baseline")
    cases = tmp_path / "one" / "cases.jsonl"
    cases.write_text(cases.read_text() + json.dumps({"case": "Tiny/2", "line": 3, "verdict": "passed", "passed": True}))
    bless(tmp_path / "one", tmp_path / "baseline")

    code, found = run(tiny, good, tmp_path / "out", "--baseline", str(tmp_path / "baseline"))

    assert code == 1
    assert found["comparison"]["lost"] == ["Tiny/2"]  # type: ignore[index]
