"""The adversary makes wrong bodies, the table counts what the gates say of them, and a run that was ended goes on."""

import json
from pathlib import Path

import pytest
from tests.eval.test_slotbench import HIDDEN, SPEC
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.gates import Judged, candidates_for, gate_markdown, run_gates, tabulate
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.slotbench import slots_with_hidden_cases
from inlay_eval.suites.records import DataInvalid
from inlay_eval.watching import Silent


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "tills.yaml").write_text(SPEC)
    (folder / "tills.hidden.yaml").write_text(HIDDEN)
    (folder / "tills.reference.yaml").write_text("rules.doubled: return till.cash * 2\n")
    return folder


def judged(truth: str, *refused_by: str, family: str = "boundary", kind: str = "python-function") -> Judged:
    return Judged(
        spec="tills",
        slot="rules.a",
        kind=kind,
        family=family,
        change="",
        truth=truth,  # type: ignore[arg-type]
        refused_by=refused_by,
        reason="no" if refused_by else "",
        body="",
    )


def test_bodies_are_counted_with_all_gates_and_with_each_one_left_out() -> None:
    bodies = [
        judged("right"),
        judged("wrong"),
        judged("wrong", "types"),
        judged("wrong", "types", "examples"),
        judged("right", "types"),
        judged("open"),
        judged("right", family="reference"),
    ]
    rows = {row.gates: row for row in tabulate(bodies, ["types", "examples"]).rows if row.kind == "every kind"}

    whole, untyped, unshown = rows["all gates"], rows["without types"], rows["without examples"]
    assert (whole.right_accepted, whole.right_refused, whole.wrong_accepted, whole.wrong_refused) == (1, 1, 1, 2)
    assert (untyped.right_accepted, untyped.right_refused, untyped.wrong_accepted, untyped.wrong_refused) == (
        2,
        0,
        2,
        1,
    )
    assert (unshown.wrong_accepted, unshown.wrong_refused, unshown.open_accepted) == (1, 2, 1)


def test_a_refused_reference_is_named() -> None:
    table = tabulate([judged("right", "policy", family="reference")], ["policy"])

    assert table.references_refused == ("tills.rules.a: no",)
    assert "References refused: 1 of 1" in gate_markdown(table)


def test_the_adversary_makes_different_bodies_and_never_the_reference(specs: Path) -> None:
    [(slot, _)] = slots_with_hidden_cases(specs / "tills.yaml")
    made = candidates_for(slot, "return till.cash * 2", "python", 50)
    bodies = [each.body for each in made]

    assert len(set(bodies)) == len(bodies)
    assert "return till.cash * 2" not in bodies
    assert {"examples only", "one change", "rounding"} <= {each.family for each in made}
    assert "return Decimal('4')" in bodies
    assert made == candidates_for(slot, "return till.cash * 2", "python", 50)


def test_the_command_prints_and_writes_the_table_and_goes_on_where_it_was(specs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["gates", str(specs), "--out", str(out), "--output-format", "json", "--most", "8"]
    first = CliRunner().invoke(app, command)
    bodies = (out / "bodies.jsonl").read_text()
    again = CliRunner().invoke(app, command)

    assert first.exit_code == again.exit_code == 0
    found = json.loads(first.stdout)
    assert json.loads(again.stdout) == found == json.loads((out / "report.json").read_text())
    assert (found["references"], found["references_refused"]) == (1, [])
    assert (out / "bodies.jsonl").read_text() == bodies
    assert len(bodies.splitlines()) == 1 + 1 + 8
    whole = found["rows"][0]
    assert (whole["gates"], whole["kind"]) == ("all gates", "every kind")
    assert whole["wrong_refused"] > whole["wrong_accepted"]
    assert (out / "report.md").read_text().startswith("# Gates against an adversary")


def test_a_slot_that_a_kill_has_cut_is_judged_anew_and_others_are_taken_over(specs: Path, tmp_path: Path) -> None:
    for name in ("safes", "vaults"):
        for kind in (".yaml", ".hidden.yaml", ".reference.yaml"):
            (specs / f"{name}{kind}").write_text(
                (specs / f"tills{kind}").read_text().replace("name: tills", f"name: {name}")
            )
    bodies = tmp_path / "out" / "bodies.jsonl"
    first = run_gates([specs], tmp_path / "out", Silent(), most=2)
    lines = bodies.read_text().splitlines(keepends=True)
    bodies.write_text("".join(lines[:-1]) + lines[-1][:20])

    assert run_gates([specs], tmp_path / "out", Silent(), most=2) == first
    assert bodies.read_text().splitlines(keepends=True) == lines


def test_what_was_judged_by_another_reference_is_judged_anew(specs: Path, tmp_path: Path) -> None:
    run_gates([specs], tmp_path / "out", Silent(), most=1)
    (specs / "tills.reference.yaml").write_text("rules.doubled: return till.cash + till.cash\n")
    run_gates([specs], tmp_path / "out", Silent(), most=1)

    assert "till.cash + till.cash" in (tmp_path / "out" / "bodies.jsonl").read_text()


def test_a_damaged_line_is_named(specs: Path, tmp_path: Path) -> None:
    run_gates([specs], tmp_path / "out", Silent(), most=1)
    with (tmp_path / "out" / "bodies.jsonl").open("a") as file:
        file.write("{}\n")

    with pytest.raises(DataInvalid, match=r"bodies\.jsonl:4:1: is no body that was judged"):
        run_gates([specs], tmp_path / "out", Silent(), most=1)


def test_references_that_fail_their_hidden_cases_make_no_table(specs: Path, tmp_path: Path) -> None:
    (specs / "tills.hidden.yaml").write_text(HIDDEN.replace("then: 7", "then: 8"))

    with pytest.raises(SelfCheckFailed, match=r"tills\.rules\.doubled: its right body fails its hidden cases"):
        run_gates([specs], tmp_path / "out", Silent(), most=4)


def test_specs_without_references_are_refused(specs: Path, tmp_path: Path) -> None:
    (specs / "tills.reference.yaml").unlink()

    with pytest.raises(UsageError, match="no slot of these specs has both hidden cases and a reference"):
        run_gates([specs], tmp_path / "out", Silent(), most=4)
