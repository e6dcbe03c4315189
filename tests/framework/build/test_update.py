"""`update` brings a changed spec into a project, and what people wrote survives it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from inlay.build import job
from inlay.build.checking import ChecksFailed
from inlay.build.options import Options
from inlay.errors import UsageError
from inlay.project.drift import Drift, drift_of, require_lock
from inlay.project.lock import LOCK
from inlay.project.tree import Tree

Answering = Callable[..., Options]
HALVED = """  halved:
    takes: {n: int}
    returns: int
    does: Half of the number, rounded down.
    examples:
      - {given: {n: 7}, then: 3}
"""

MINE = """import unittest


class Test(unittest.TestCase):
    def test_mine(self) -> None:
        self.fail()
"""


@pytest.fixture
def target(spec: Path, good: Options, tmp_path: Path) -> Path:
    job.new(spec, tmp_path / "sums", good)
    return tmp_path / "sums"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def drift(target: Path) -> Drift:
    with Tree(target) as tree:
        return drift_of(tree, require_lock(tree))


def test_with_the_same_inputs_there_is_nothing_to_do(spec: Path, good: Options, target: Path) -> None:
    assert not job.update(spec, target, good).changed


def test_a_new_rule_is_filled_and_the_other_slots_keep_what_they_have(
    spec: Path, target: Path, good: Options, answering: Answering
) -> None:
    spec.write_text(spec.read_text(encoding="utf-8") + HALVED, encoding="utf-8")
    report = job.update(spec, target, answering({"rules.halved": ["return n // 2"]}))
    assert report.exit_code == 0
    assert {slot.state for slot in report.slots} == {"clean"}
    assert "return n // 2" in (target / "src/sums/halved.py").read_text(encoding="utf-8")


def test_a_body_of_yours_survives_and_is_gated(spec: Path, good: Options, target: Path) -> None:
    change(target / "src/sums/doubled.py", "return n * 2", "return n + n")
    change(spec, "description: Calculates with whole numbers.", "description: Calculates.")
    report = job.update(spec, target, good)
    assert report.exit_code == 0
    assert {slot.slot: (slot.state, slot.backend) for slot in report.slots}["rules.doubled"] == ("edited", "you")
    assert "return n + n" in (target / "src/sums/doubled.py").read_text(encoding="utf-8")
    assert (target / "README.md").read_text(encoding="utf-8").rstrip().endswith("Calculates.")
    assert drift(target).clean


def test_a_body_of_yours_that_the_new_spec_refuses_stays_and_is_told(spec: Path, good: Options, target: Path) -> None:
    change(target / "src/sums/doubled.py", "return n * 2", "return n + n")
    change(spec, "does: Twice the number.", "does: Three times the number.")
    change(spec, "then: 6", "then: 9")
    change(spec, "then: -2", "then: -3")
    report = job.update(spec, target, good)
    told = {slot.slot: slot for slot in report.slots}["rules.doubled"]
    assert (report.exit_code, told.state) == (1, "conflict")
    assert told.reason.startswith("examples: ")
    assert "return n + n" in (target / "src/sums/doubled.py").read_text(encoding="utf-8")


def test_an_accepted_body_is_kept_where_a_model_finds_none_any_more_and_the_gates_still_pass_it(
    spec: Path, target: Path, answering: Answering
) -> None:
    change(spec, "then: -2", "then: -2}\n      - {given: {n: 5}, then: 10")
    report = job.update(spec, target, answering({}))
    told = {slot.slot: slot.state for slot in report.slots}
    assert told["rules.doubled"] == "clean"
    assert [note for note in report.notes if note.startswith("kept: rules.doubled: ")]
    assert "return n * 2" in (target / "src/sums/doubled.py").read_text(encoding="utf-8")
    assert drift(target).clean


def test_an_accepted_body_is_not_kept_where_the_sentence_is_another(
    spec: Path, target: Path, answering: Answering
) -> None:
    change(spec, "does: Twice the number.", "does: The number and the number again.")
    report = job.update(spec, target, answering({}))
    assert {slot.slot: slot.state for slot in report.slots}["rules.doubled"] == "stub"


def test_a_refused_body_of_yours_does_not_hold_up_the_update_though_the_tests_fail_for_it(
    spec: Path, good: Options, target: Path
) -> None:
    change(target / "src/sums/doubled.py", "return n * 2", "return str(n)")
    change(spec, "description: Calculates with whole numbers.", "description: Calculates.")
    report = job.update(spec, target, good)
    assert (report.exit_code, {slot.slot: slot.state for slot in report.slots}["rules.doubled"]) == (1, "conflict")
    assert "return str(n)" in (target / "src/sums/doubled.py").read_text(encoding="utf-8")
    assert (target / "tests/test_doubled.py").exists()
    assert (target / "README.md").read_text(encoding="utf-8").rstrip().endswith("Calculates.")


def test_changes_to_different_lines_of_a_file_are_merged(spec: Path, good: Options, target: Path) -> None:
    change(target / "README.md", "# sums\n", "# Sums of ours\n")
    (target / "notes.md").write_text("mine\n", encoding="utf-8")
    change(spec, "whole numbers.", "integers.")
    assert job.update(spec, target, good).exit_code == 0
    text = (target / "README.md").read_text(encoding="utf-8")
    assert text.split("\n") == ["# Sums of ours", "", "Calculates with integers.", ""]
    assert (target / "notes.md").read_text(encoding="utf-8") == "mine\n"


def test_changes_to_one_line_are_marked_and_exit_six(spec: Path, good: Options, target: Path) -> None:
    change(target / "README.md", "whole numbers.", "numbers of ours.")
    change(spec, "whole numbers.", "integers.")
    report = job.update(spec, target, good)
    assert report.exit_code == 6
    assert report.notes == ("conflict: README.md:3",)
    assert (target / "README.md").read_text(encoding="utf-8").splitlines()[2] == "<<<<<<< yours"


def test_conflicts_that_nobody_has_resolved_are_told_again(spec: Path, good: Options, target: Path) -> None:
    change(target / "README.md", "whole numbers.", "numbers of ours.")
    change(spec, "whole numbers.", "integers.")
    job.update(spec, target, good)

    again = job.update(spec, target, good)
    assert (again.changed, again.exit_code, again.notes[0]) == (False, 6, "conflict: README.md:3")

    (target / "README.md").write_text("# sums\n\nCalculates with integers of ours.\n", encoding="utf-8")
    assert job.update(spec, target, good).exit_code == 0


def test_a_body_that_was_refused_is_told_again(spec: Path, good: Options, target: Path) -> None:
    change(target / "src/sums/doubled.py", "return n * 2", "return n * 3")
    change(spec, "description: Calculates with whole numbers.", "description: Calculates.")
    job.update(spec, target, good)

    assert job.update(spec, target, good).exit_code == 1


def test_a_write_once_file_stays_yours(spec: Path, good: Options, target: Path) -> None:
    change(target / "src/sums/settings.py", "10", "99")
    change(spec, "whole numbers.", "integers.")
    assert job.update(spec, target, good).exit_code == 0
    assert (target / "src/sums/settings.py").read_text(encoding="utf-8") == "LIMIT = 99\n"


def test_what_is_no_longer_made_goes_unless_you_changed_it(spec: Path, good: Options, target: Path) -> None:
    change(target / "src/sums/squared.py", "return n * n", "return n**2")
    text = spec.read_text(encoding="utf-8")
    spec.write_text(text[: text.index("  squared:")], encoding="utf-8")
    report = job.update(spec, target, good)
    assert not (target / "tests/test_squared.py").exists()
    assert "return n**2" in (target / "src/sums/squared.py").read_text(encoding="utf-8")
    assert report.notes == ("no longer made, kept because you changed it: src/sums/squared.py",)


def test_an_update_whose_checks_fail_changes_nothing(spec: Path, good: Options, target: Path) -> None:
    (target / "tests/test_mine.py").write_text(MINE, encoding="utf-8")
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    change(spec, "whole numbers.", "integers.")
    with pytest.raises(ChecksFailed, match="test_mine") as refusal:
        job.update(spec, target, good)
    assert refusal.value.hint == (
        "they speak of files that you wrote in (tests/test_mine.py): mend them and run the same command again"
    )
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before


def test_a_folder_that_is_no_project_is_told(spec: Path, good: Options, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        job.update(spec, tmp_path / "none", good)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"no inlay\.lock"):
        job.update(spec, tmp_path / "empty", good)


@pytest.mark.parametrize("lost", ["kind", "state"])
def test_a_lock_of_which_something_is_lost_is_told(spec: Path, good: Options, target: Path, lost: str) -> None:
    content = json.loads((target / LOCK).read_text(encoding="utf-8"))
    del content["slots"]["rules.doubled"][lost]
    (target / LOCK).write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(UsageError, match=f"is no lock: slots.rules.doubled.{lost}: Field required"):
        job.update(spec, target, good)
