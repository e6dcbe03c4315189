"""Slotbench through the door of the suites."""

import json
from pathlib import Path

import pytest
from tests.eval.test_slotbench import HIDDEN, SPEC
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.page import page
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.slotbench import Outcome
from inlay_eval.slots import report_of, run_slots
from inlay_eval.watching import Silent


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "tills.yaml").write_text(SPEC)
    (folder / "tills.hidden.yaml").write_text(HIDDEN)
    return folder


def outcome(*, accepted: bool, right: bool | None, slot: str = "rules.a") -> Outcome:
    return Outcome(
        spec="tills",
        slot=slot,
        kind="python-function",
        accepted=accepted,
        right=right,
        greedy_right=right is True,
        candidates=1,
        seconds=0.1,
        reason="<script>alert(1)</script>" if right is False else "",
    )


OUTCOMES = [
    outcome(accepted=True, right=True),
    outcome(accepted=True, right=False, slot="rules.b"),
    outcome(accepted=True, right=None, slot="rules.c"),
    outcome(accepted=False, right=None, slot="rules.d"),
]


def test_slots_are_counted_with_their_denominators() -> None:
    report = report_of(OUTCOMES, "1 specs", "model fake", (), 1.0)
    scores = {score.name: (score.estimate.value, score.estimate.count) for score in report.scores}

    assert scores["accept"] == (0.75, 4)
    assert scores["precision"] == (0.5, 2)
    assert scores["accepted and right"] == (0.25, 4)
    assert [case.passed for case in report.cases] == [True, False, None, False]


def test_the_page_needs_nothing_but_itself_and_runs_nothing() -> None:
    text = page(report_of(OUTCOMES, "1 specs", "model fake", (), 1.0))

    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text
    assert "2 accepted slots with hidden cases" in text


def test_slots_are_filled_by_the_model_and_reported(specs: Path, tmp_path: Path) -> None:
    bodies = tmp_path / "bodies.json"
    bodies.write_text(json.dumps({"rules.doubled": ["return till.cash * 2"]}))
    words = ["run", "slotbench", "--specs", str(specs), "--model", f"fake:{bodies}", "--out", str(tmp_path / "out")]
    answer = CliRunner().invoke(app, [*words, "--output-format", "json"], catch_exceptions=False)

    assert json.loads(answer.stdout)["verdicts"] == {"accepted and right": 1}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "cases.jsonl",
        "report.html",
        "report.json",
        "report.md",
    ]


def test_hidden_cases_that_an_empty_body_passes_are_no_bench(specs: Path) -> None:
    hidden = specs / "tills.hidden.yaml"
    hidden.write_text("rules.doubled: []\n")

    with pytest.raises(SelfCheckFailed, match=r"1 of 1 slots with hidden cases pass \(none may\): rules.doubled"):
        run_slots([specs], "fake", Silent())


def test_no_specs_and_no_samples_say_what_to_give() -> None:
    runner = CliRunner()
    for words, hint in (
        (["run", "slotbench"], "--specs"),
        (["run", "humaneval"], "--samples"),
        (["run", "x"], "lists"),
    ):
        found = runner.invoke(app, words)
        assert isinstance(found.exception, UsageError)
        assert hint in found.exception.hint


def test_every_suite_is_listed() -> None:
    answer = CliRunner().invoke(app, ["suites", "--output-format", "json"])
    assert {"humaneval", "mbpp", "spider", "slotbench"} <= set(json.loads(answer.stdout))
