"""Slotbench through the door of the suites."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.eval.test_slotbench import HIDDEN, SPEC
from typer.testing import CliRunner

from inlay.errors import BackendError, UsageError
from inlay.journal import Journal
from inlay_eval.cli import app
from inlay_eval.page import page
from inlay_eval.report import Report, markdown
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.slotbench import Outcome, SlotSettings, report_of, run_slots
from inlay_eval.suites.records import DataInvalid
from inlay_eval.watching import Silent


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "tills.yaml").write_text(SPEC)
    (folder / "tills.hidden.yaml").write_text(HIDDEN)
    return folder


def outcome(*, accepted: bool, right: bool | None, slot: str = "rules.a", hidden: bool = True) -> Outcome:
    return Outcome(
        spec="tills",
        slot=slot,
        kind="python-function",
        hidden=hidden,
        accepted=accepted,
        right=right,
        greedy_right=right is True,
        candidates=1,
        seconds=0.1,
        prompt_tokens=100,
        answer_tokens=20,
        samples=2,
        samples_right=int(right is True),
        marks={"kind": "python-function", "difficulty": "easy" if right else "hard"},
        reason="<script>alert(1)</script>" if right is False else "",
    )


OUTCOMES = [
    outcome(accepted=True, right=True),
    outcome(accepted=True, right=False, slot="rules.b"),
    outcome(accepted=True, right=None, slot="rules.c", hidden=False),
    outcome(accepted=False, right=None, slot="rules.d"),
]


def told(*ks: int) -> Report:
    return report_of(OUTCOMES, data="1 specs", environment="model fake", check=(), seconds=1.0, ks=ks)


def test_slots_are_counted_with_their_denominators() -> None:
    report = told(1, 2)
    scores = {score.name: (score.estimate.value, score.estimate.count) for score in report.scores}

    assert scores["accept"] == (0.75, 4)
    assert scores["precision"] == (0.5, 2)
    assert scores["accepted and right"] == (1 / 3, 3)
    assert scores["pass@1 of the greedy candidate, before gates"] == (1 / 3, 3)
    assert scores["pass@1 of samples, before gates"] == (1 / 6, 3)
    assert scores["pass@2 of samples, before gates"] == (1 / 3, 3)
    assert [(case.verdict, case.passed) for case in report.cases] == [
        ("accepted and right", True),
        ("accepted and wrong", False),
        ("accepted, no hidden case", None),
        ("stub", False),
    ]


def test_figures_are_told_apart_by_every_mark_that_differs() -> None:
    text = markdown(told())

    assert "By kind" not in text  # there is but one
    assert "| difficulty | slots | accept | precision | pass@1 greedy | tokens a slot | seconds a slot |" in text
    assert "| easy | 1 | 1 of 1 (100.0 %) | 1 of 1 (100.0 %) | 1 of 1 (100.0 %) | 120 | 0.10 |" in text
    assert "| hard | 3 | 2 of 3 (66.7 %) | 0 of 1 (0.0 %) | 0 of 2 (0.0 %) | 120 | 0.10 |" in text
    assert "| tokens of prompts | 100.0 | 100.0 | 100.0 | 100.0 | 400.0 |" in text
    assert "<td>hard</td>" in page(told())


def test_the_page_needs_nothing_but_itself_and_runs_nothing() -> None:
    text = page(told(1, 2))

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
        "outcomes.jsonl",
        "report.html",
        "report.json",
        "report.md",
    ]


def test_a_bench_leaves_nothing_in_the_journal_that_models_are_trained_on(
    specs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INLAY_HOME", str(tmp_path / "home"))
    bodies = tmp_path / "bodies.json"
    bodies.write_text(json.dumps({"rules.doubled": ["return till.cash * 2"]}))

    report = run_slots([specs], SlotSettings(model=f"fake:{bodies}"), tmp_path / "out", Silent())

    assert report.verdicts == {"accepted and right": 1}
    assert not list(tmp_path.rglob("journal.db"))
    with Journal() as journal:
        assert list(journal.calls(limit=1)) == []


def test_specs_are_told_apart_by_their_names_and_not_by_their_files(specs: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name / "spec.yaml" for name in ("tills", "safes")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(SPEC.replace("name: tills", f"name: {path.parent.name}"))
    report = run_slots(paths, SlotSettings(model="fake"), specs / "out", Silent())

    assert [case.case for case in report.cases] == ["tills.rules.doubled", "safes.rules.doubled"]


def test_specs_of_one_name_are_refused(specs: Path) -> None:
    (specs / "again.yaml").write_text(SPEC)

    with pytest.raises(UsageError, match=r"again\.yaml and .*tills\.yaml are both called tills"):
        run_slots([specs], SlotSettings(model="fake"), specs / "out", Silent())


def test_questions_need_somebody_who_can_answer(specs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody can answer") as wrong:
        run_slots([specs], SlotSettings(questions=5), tmp_path / "out", Silent())
    assert "reference.yaml" in wrong.value.hint


def checked(specs: Path) -> tuple[str, ...]:
    return run_slots([specs], SlotSettings(model="fake"), specs / "out", Silent()).self_check


@pytest.fixture
def reference(specs: Path) -> Path:
    path = specs / "tills.reference.yaml"
    path.write_text("rules.doubled: return till.cash * 2\n")
    return path


def test_hidden_cases_that_an_empty_body_passes_are_no_bench(specs: Path) -> None:
    hidden = specs / "tills.hidden.yaml"
    hidden.write_text("rules.doubled: []\n")

    with pytest.raises(SelfCheckFailed, match=r"1 of 1 slots with hidden cases pass \(none may\)") as wrong:
        checked(specs)
    assert "tills.rules.doubled: an empty body passes its hidden cases" in str(wrong.value)


def test_hidden_cases_that_a_spoilt_body_passes_are_no_bench(specs: Path, reference: Path) -> None:
    (specs / "tills.hidden.yaml").write_text("rules.doubled: []\n")

    with pytest.raises(SelfCheckFailed, match="tills.rules.doubled: its right body passes even when it is spoilt"):
        checked(specs)


def test_a_report_says_that_right_bodies_pass_and_that_empty_and_spoilt_ones_fall(specs: Path, reference: Path) -> None:
    assert checked(specs) == (
        "gold     1 of 1 right bodies pass their hidden cases (all must)",
        "nothing  0 of 1 slots with hidden cases pass (none may)",
        "spoilt   0 of 1 right bodies that were spoilt pass (none may)",
    )


def test_a_report_says_where_no_right_body_could_be_checked(specs: Path) -> None:
    assert any(line.startswith("gold     not checked") for line in checked(specs))


@pytest.mark.parametrize("body", ["return till.cash * 3", "return till.cash *", "return till.money"])
def test_a_slot_whose_right_body_fails_its_hidden_cases_is_named(specs: Path, reference: Path, body: str) -> None:
    reference.write_text(f"rules.doubled: {body}\n")

    with pytest.raises(SelfCheckFailed, match=r"0 of 1 right bodies pass their hidden cases \(all must\)") as wrong:
        checked(specs)
    assert "tills.rules.doubled: its right body fails its hidden cases: " in str(wrong.value)


def test_a_killed_run_goes_on_and_an_ended_one_begins_anew(specs: Path, tmp_path: Path) -> None:
    (specs / "safes.yaml").write_text(SPEC.replace("name: tills", "name: safes"))
    out = tmp_path / "out"
    words = ["run", "slotbench", "--specs", str(specs), "--model", "fake", "--out", str(out)]

    def resumed() -> int:
        answer = CliRunner().invoke(app, [*words, "--output-format", "json"], catch_exceptions=False)
        return int(json.loads(answer.stdout)["resumed"])

    assert resumed() == 0
    assert resumed() == 0
    (out / "report.json").unlink()
    kept = (out / "outcomes.jsonl").read_text()
    (out / "outcomes.jsonl").write_text(kept[:-5])
    assert resumed() == 1
    assert len((out / "outcomes.jsonl").read_text().splitlines()) == 3
    (out / "report.json").unlink()
    (specs / "safes.yaml").write_text(SPEC.replace("name: tills", "name: boxes"))
    assert resumed() == 0


def test_a_model_that_is_not_there_ends_the_run_without_a_figure_and_what_was_filled_is_kept(
    specs: Path, tmp_path: Path
) -> None:
    (specs / "vaults.yaml").write_text(SPEC.replace("tills", "vaults").replace("doubled", "emptied"))
    answers = tmp_path / "answers.yaml"
    told = "recorded: [{slot: rules.doubled, answers: [{text: return till.cash * 2}]}"
    answers.write_text(told + "]\n")
    out, settings = tmp_path / "out", SlotSettings(model=f"replay:{answers}")

    with pytest.raises(BackendError, match=r"vaults\.rules\.emptied: .*no answers for rules\.emptied") as gone:
        run_slots([specs], settings, out, Silent())
    assert "it goes on with this slot" in gone.value.hint
    assert [json.loads(line)["slot"] for line in (out / "outcomes.jsonl").read_text().splitlines()[1:]] == [
        "rules.doubled"
    ]


@pytest.mark.parametrize("damaged", [b"{\n", b"[]\n", b'{"spec": "tills"}\n', b"\xff\n"])
def test_a_damaged_outcome_of_a_killed_run_is_named_with_its_line(specs: Path, tmp_path: Path, damaged: bytes) -> None:
    out = tmp_path / "out"
    run_slots([specs], SlotSettings(model="fake"), out, Silent())
    with (out / "outcomes.jsonl").open("ab") as file:
        file.write(damaged)

    with pytest.raises(DataInvalid, match=r"outcomes\.jsonl:3:1: is no outcome of a slot"):
        run_slots([specs], SlotSettings(model="fake"), out, Silent())


def test_the_module_is_the_same_command(specs: Path, tmp_path: Path) -> None:
    words = ["-m", "inlay_eval.slotbench", str(specs), "--model", "fake", "--out", str(tmp_path / "out")]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)

    assert "accept 0.00 %" in done.stdout
    assert (tmp_path / "out" / "report.html").is_file()


def refused(*words: str) -> UsageError:
    found = CliRunner().invoke(app, list(words)).exception
    assert isinstance(found, UsageError)
    return found


def test_no_samples_and_no_such_suite_say_what_to_give() -> None:
    assert "--samples" in refused("run", "humaneval").hint
    assert "lists" in refused("run", "x").hint


def test_without_specs_the_slots_of_inlay_itself_are_filled() -> None:
    said = refused("run", "slotbench", "--language", "xx")

    assert "tests/framework/heldout/bakery.xx.yaml holds no sentences" in str(said)


def test_without_specs_and_without_its_source_inlay_says_where_its_own_slots_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inlay_eval.__file__", str(tmp_path / "site-packages" / "inlay_eval" / "__init__.py"))

    hint = refused("run", "slotbench").hint
    assert "--specs" in hint
    assert "tests/framework/heldout" in hint


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--jobs", "2"), "--jobs"),
        (("--executor", "ray"), "--executor"),
        (("--memory", "64", "--databases", "."), "--databases, --memory"),
    ],
)
def test_what_slotbench_does_not_take_is_refused_by_name(specs: Path, words: tuple[str, ...], named: str) -> None:
    said = refused("run", "slotbench", "--specs", str(specs), "--model", "fake", *words)

    assert str(said) == f"slotbench does not take {named}"


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("till.hidden.yaml", "till.hidden.yaml stands beside no spec: there is no till.yaml", "after its spec"),
        ("safes.v2.yaml", "safes.v2.yaml stands beside no spec: there is no safes.yaml", "has no dot before .yaml"),
        ("tills.hiden.yaml", "tills.hiden.yaml is nothing that is read", "did you mean tills.hidden.yaml?"),
        ("tills.refernce.yaml", "tills.refernce.yaml is nothing that is read", "did you mean tills.reference.yaml?"),
    ],
)
def test_a_file_that_would_be_left_out_for_its_name_is_named(specs: Path, name: str, said: str, hint: str) -> None:
    (specs / "tills.hidden.yaml").rename(specs / name)

    for words in (["run", "slotbench", "--model", "fake", "--specs", str(specs)], ["gates", str(specs)]):
        refusal = refused(*words)
        assert str(refusal).endswith(said)
        assert hint in refusal.hint


def test_k_without_samples_is_refused(specs: Path) -> None:
    assert "--count" in refused("run", "slotbench", "--specs", str(specs), "--model", "fake", "--k", "1,5").hint


@pytest.mark.parametrize("words", [("run", "slotbench", "--specs"), ("gates",)])
def test_specs_that_are_not_there_are_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert str(refused(*words, str(tmp_path / "nope"))) == f"{tmp_path / 'nope'} does not exist"


def test_every_suite_is_listed() -> None:
    answer = CliRunner().invoke(app, ["suites", "--output-format", "json"])
    assert {"humaneval", "mbpp", "spider", "slotbench"} <= set(json.loads(answer.stdout))
