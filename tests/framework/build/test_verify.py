"""`verify` runs every gate and check again, and takes over what people wrote when it passes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inlay.build import job
from inlay.build.options import Options
from inlay.build.report import Silent, SlotReport
from inlay.errors import UsageError
from inlay.project.drift import drift_of, require_lock
from inlay.project.tree import Tree

MINE = """import unittest


class Test(unittest.TestCase):
    def test_mine(self) -> None:
        self.fail()
"""


class Seen(Silent):
    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def slot(self, report: SlotReport) -> None:
        self.states[report.slot] = report.state


def edit(target: Path, old: str, new: str, path: str = "src/sums/doubled.py") -> None:
    file = target / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def clean(target: Path) -> bool:
    with Tree(target) as tree:
        return drift_of(tree, require_lock(tree)).clean


def test_a_project_as_it_was_delivered_passes_and_stays_as_it_is(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    before = (target / "inlay.lock").read_bytes()
    report = job.verify(target, good)
    assert (report.exit_code, report.changed) == (0, False)
    assert (target / "inlay.lock").read_bytes() == before


def test_a_body_written_by_hand_that_passes_is_taken_over(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    edit(target, "return n * 2", "return n + n")
    assert not clean(target)
    report = job.verify(target, good)
    assert (report.exit_code, report.changed) == (0, True)
    assert {slot.slot: slot.state for slot in report.slots} == {"rules.doubled": "edited", "rules.squared": "clean"}
    assert clean(target)


def test_a_body_written_by_hand_that_fails_is_refused_with_the_reason(
    spec: Path, good: Options, tmp_path: Path
) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    edit(target, "return n * 2", "return n * 3")
    report = job.verify(target, good)
    assert (report.exit_code, report.changed) == (1, False)
    refused = next(slot for slot in report.slots if slot.slot == "rules.doubled")
    assert refused.state == "refused"
    assert refused.reason.startswith("examples: ")
    assert "return n * 3" in (target / "src/sums/doubled.py").read_text(encoding="utf-8")


def test_a_stub_filled_by_hand_is_taken_over(spec: Path, tmp_path: Path, answering: Callable[..., Options]) -> None:
    target = tmp_path / "sums"
    options = answering({"rules.doubled": ["return n * 2"]})
    assert job.new(spec, target, options).exit_code == 1
    assert job.verify(target, options).exit_code == 1
    edit(target, "raise NotImplementedError", "return n * n", "src/sums/squared.py")
    seen = Seen()
    assert job.verify(target, options, seen).exit_code == 0
    assert clean(target)
    assert seen.states == {"rules.doubled": "clean", "rules.squared": "edited"}


def test_a_body_that_is_refused_does_not_hold_up_the_others(
    spec: Path, tmp_path: Path, answering: Callable[..., Options]
) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, answering({}))
    edit(target, "raise NotImplementedError", "return str(n * 2)")
    edit(target, "raise NotImplementedError", "return n * n", "src/sums/squared.py")

    report = job.verify(target, answering({}))

    assert {slot.slot: slot.state for slot in report.slots} == {"rules.doubled": "refused", "rules.squared": "edited"}
    assert (report.exit_code, report.changed) == (1, True)
    assert all(check.passed for check in report.checks)


def test_a_body_that_passed_waits_for_the_checks_and_is_no_stub(
    spec: Path, tmp_path: Path, answering: Callable[..., Options]
) -> None:
    target = tmp_path / "sums"
    options = answering({"rules.doubled": ["return n * 2"]})
    job.new(spec, target, options)
    edit(target, "raise NotImplementedError", "return n * n", "src/sums/squared.py")
    (target / "tests/test_mine.py").write_text(MINE, encoding="utf-8")

    report = job.verify(target, options)

    assert {slot.slot: slot.state for slot in report.slots} == {"rules.doubled": "clean", "rules.squared": "edited"}
    assert report.notes == ("taken over when every check passes: rules.squared",)
    assert (report.exit_code, report.changed) == (1, False)


def test_a_body_that_an_update_refused_and_that_passes_now_is_taken_over(
    spec: Path, good: Options, tmp_path: Path
) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    edit(target, "return n * 2", "return n + n")
    job.verify(target, good)
    edit(target, '"state": "edited"', '"state": "conflict"', "inlay.lock")

    report = job.verify(target, good)

    assert {slot.slot: slot.state for slot in report.slots}["rules.doubled"] == "edited"
    assert report.exit_code == 0
    assert clean(target)


def test_a_changed_file_of_the_renderer_is_told(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    edit(target, "# sums", "# totals", "README.md")
    report = job.verify(target, good)
    assert report.exit_code == 1
    assert report.notes == ("changed: README.md",)


def test_a_test_of_your_own_that_fails_is_told(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    (target / "tests/test_mine.py").write_text(MINE, encoding="utf-8")
    report = job.verify(target, good)
    assert report.exit_code == 1
    assert [check.name for check in report.checks if not check.passed] == ["tests"]


@pytest.mark.parametrize("again", ["verify", "update"])
def test_a_slot_saved_in_another_encoding_is_told_with_its_place(
    spec: Path, good: Options, tmp_path: Path, again: str
) -> None:
    job.new(spec, tmp_path / "sums", good)
    rule = tmp_path / "sums" / "src" / "sums" / "doubled.py"
    lines = len(rule.read_text(encoding="utf-8").splitlines())
    rule.write_bytes(rule.read_bytes() + "# größer\n".encode("latin-1"))
    spec.write_text(spec.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    with pytest.raises(UsageError, match=rf"^src/sums/doubled\.py:{lines + 1}:5: this is not UTF-8$"):
        job.verify(tmp_path / "sums", good) if again == "verify" else job.update(spec, tmp_path / "sums", good)
