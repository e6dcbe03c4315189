"""The main job: a verified project, or nothing touched."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inlay.build import job, making
from inlay.build.checking import ChecksFailed
from inlay.build.options import Options
from inlay.build.report import CheckReport, Silent, SlotReport
from inlay.errors import BackendError, SpecInvalid, UnsafeRefused, UsageError
from inlay.fill import Sureness
from inlay.project.drift import drift_of, require_lock
from inlay.project.lock import Lock
from inlay.project.tree import Tree
from inlay.render import body_of
from inlay.sandbox import Tier

Answering = Callable[..., Options]
BODIES = {"rules.doubled": "return n * 2", "rules.squared": "return n * n"}
FILES = {
    "README.md",
    "inlay.lock",
    "pyproject.toml",
    "src/sums/doubled.py",
    "src/sums/settings.py",
    "src/sums/squared.py",
    "tests/__init__.py",
    "tests/test_doubled.py",
    "tests/test_squared.py",
}


def tree_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def visible(root: Path) -> set[str]:
    return {path for path in tree_of(root) if not path.startswith(".inlay/")}


def lock_of(root: Path) -> Lock:
    with Tree(root) as tree:
        return require_lock(tree)


def test_a_spec_becomes_a_checked_project_with_every_slot_filled(spec: Path, good: Options, tmp_path: Path) -> None:
    report = job.new(spec, tmp_path / "sums", good)
    assert report.exit_code == 0
    assert [check.name for check in report.checks if check.passed] == ["compile", "tests"]
    assert visible(tmp_path / "sums") == FILES
    for slot, body in BODIES.items():
        file = tmp_path / "sums" / f"src/sums/{slot.removeprefix('rules.')}.py"
        assert body_of(file.read_text(encoding="utf-8"), slot) == body
    assert not list(tmp_path.glob(".sums*"))


def test_the_lock_links_every_file_and_every_body(spec: Path, good: Options, tmp_path: Path) -> None:
    job.new(spec, tmp_path / "sums", good)
    with Tree(tmp_path / "sums") as tree:
        lock = require_lock(tree)
        assert drift_of(tree, lock).clean
    assert set(lock.files) == FILES - {"inlay.lock"}
    assert lock.files["src/sums/settings.py"].owner == "write-once"
    assert lock.files["src/sums/doubled.py"].source == "templates/tiny/files/rule.py.j2"
    slot = lock.slots["rules.doubled"]
    assert (slot.state, slot.backend, slot.attempts) == ("clean", "fake", 1)
    assert slot.contract == "doubled(n: int) -> int"
    assert slot.prompt.startswith("python-function@")
    assert [gate.name for gate in slot.gates if gate.passed][-1] == "properties"
    assert [(test.path, test.count) for test in slot.tests] == [("tests/test_doubled.py", 2)]


def test_outside_the_slots_the_project_is_what_the_template_renders(spec: Path, good: Options, tmp_path: Path) -> None:
    from inlay.catalog import load_template
    from inlay.plan import make_plan
    from inlay.render import put_body
    from inlay.spec import load_spec

    job.new(spec, tmp_path / "sums", good)
    plan = make_plan(load_spec(spec), load_template("tiny"))
    for file in plan.files:
        delivered = (tmp_path / "sums" / file.path).read_text(encoding="utf-8")
        if file.slot:
            delivered = put_body(delivered, file.slot, body_of(file.content, file.slot))
        assert delivered == file.content


def test_a_second_run_has_nothing_to_do_and_touches_nothing(
    spec: Path, good: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    monkeypatch.setattr(making, "make", None)
    report = job.new(spec, target, good)
    assert (report.changed, report.exit_code) == (False, 0)
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == before


def test_the_same_inputs_give_the_same_bytes_in_another_place(spec: Path, good: Options, tmp_path: Path) -> None:
    job.new(spec, tmp_path / "one", good)
    job.new(spec, tmp_path / "two", good)
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")


def test_accepted_fills_are_not_asked_again(spec: Path, good: Options, tmp_path: Path) -> None:
    job.new(spec, tmp_path / "one", good)
    text = spec.read_text(encoding="utf-8").replace("The number times itself.", "The square of the number.")
    spec.write_text(text, encoding="utf-8")
    report = job.new(spec, tmp_path / "two", good)
    assert {slot.slot: slot.cached for slot in report.slots} == {"rules.doubled": True, "rules.squared": False}


def test_fills_that_were_taken_by_another_measure_are_asked_again(
    spec: Path, good: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job.new(spec, tmp_path / "one", good)
    monkeypatch.setattr("inlay.fill.settings.SURENESS", {"python-function": Sureness(least=-0.01)})
    report = job.new(spec, tmp_path / "two", good)
    assert [slot.cached for slot in report.slots] == [False, False]


def test_a_slot_that_no_candidate_fits_stays_a_stub_and_the_rest_is_delivered(
    spec: Path, tmp_path: Path, answering: Answering
) -> None:
    options = answering({**{slot: [body] for slot, body in BODIES.items()}, "rules.squared": ["return n + n"]})
    report = job.new(spec, tmp_path / "sums", options)
    assert report.exit_code == 1
    assert [stub.slot for stub in report.stubs] == ["rules.squared"]
    assert "raise NotImplementedError" in (tmp_path / "sums/src/sums/squared.py").read_text(encoding="utf-8")
    assert lock_of(tmp_path / "sums").slots["rules.squared"].state == "stub"
    assert job.new(spec, tmp_path / "sums", options).exit_code == 1


def text_for_a_number(spec: Path, answering: Answering, *rules: str) -> Options:
    """Let rules give text, which their own examples want and the tests of the template do not."""
    text = spec.read_text(encoding="utf-8").split("  squared:")
    if "doubled" in rules:
        text[0] = text[0].replace("returns: int", "returns: str")
        text[0] = text[0].replace("then: 6", 'then: "6"').replace("then: -2", 'then: "-2"')
    if "squared" in rules:
        text[1] = text[1].replace("returns: int", "returns: str")
        text[1] = text[1].replace("then: 9", 'then: "9"').replace("then: 4", 'then: "4"')
    spec.write_text("  squared:".join(text), encoding="utf-8")
    given = {name: f"return str({body.removeprefix('return ')})" for name, body in BODIES.items()}
    return answering({name: [given[name] if name[6:] in rules else BODIES[name]] for name in BODIES})


def test_a_body_that_the_projects_own_checks_refuse_becomes_a_stub_and_the_rest_is_delivered(
    spec: Path, tmp_path: Path, answering: Answering
) -> None:
    options = text_for_a_number(spec, answering, "doubled")
    report = job.new(spec, tmp_path / "sums", options)
    assert report.exit_code == 1
    assert [stub.slot for stub in report.stubs] == ["rules.doubled"]
    assert "the project's own check `tests` refused it: " in report.stubs[0].reason
    assert all(check.passed for check in report.checks)
    assert "raise NotImplementedError" in (tmp_path / "sums/src/sums/doubled.py").read_text(encoding="utf-8")
    assert lock_of(tmp_path / "sums").slots["rules.doubled"].state == "stub"
    assert visible(tmp_path / "sums") == FILES
    spec.write_text(spec.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    assert [stub.slot for stub in job.update(spec, tmp_path / "sums", options).stubs] == ["rules.doubled"]


def test_a_project_whose_own_checks_fail_in_every_slot_is_not_written(
    spec: Path, tmp_path: Path, answering: Answering
) -> None:
    options = text_for_a_number(spec, answering, "doubled", "squared")
    with pytest.raises(ChecksFailed, match="test_doubled_gives_a_number") as caught:
        job.new(spec, tmp_path / "sums", options)
    assert caught.value.exit_code == 1
    assert [check.name for check in caught.value.checks] == ["tests"]
    assert not (tmp_path / "sums").exists()
    assert not list(tmp_path.glob(".sums*"))


def test_checks_that_ran_out_of_time_are_told_as_such() -> None:
    slow = CheckReport(name="tests", passed=False, output="(stopped after 600 s)", timed_out=True)
    assert ChecksFailed([slow]).hint.startswith("this machine was too busy; run the same command again")
    assert "journal" in ChecksFailed([CheckReport(name="tests", passed=False)]).hint


def test_a_bad_spec_is_told_before_anything_else(spec: Path, good: Options, tmp_path: Path) -> None:
    spec.write_text("inlay: 1\nname: sums\n", encoding="utf-8")
    with pytest.raises(SpecInvalid):
        job.new(spec, tmp_path / "sums", good)
    assert not (tmp_path / "sums").exists()


def test_a_missing_spec_is_told(good: Options, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        job.new(tmp_path / "none.yaml", tmp_path / "sums", good)


def test_where_no_backend_answers_nothing_is_written(spec: Path, tmp_path: Path) -> None:
    answers = tmp_path / "empty.json"
    answers.write_text("{}", encoding="utf-8")
    with pytest.raises(BackendError, match="no backend answered"):
        job.new(spec, tmp_path / "sums", Options(ladder=(f"replay:{answers}",)))
    assert not (tmp_path / "sums").exists()


def test_a_budget_that_is_used_up_leaves_stubs_and_says_so(spec: Path, tmp_path: Path, answering: Answering) -> None:
    report = job.new(spec, tmp_path / "sums", answering({name: [body] for name, body in BODIES.items()}, tokens=1))
    assert report.exit_code == 5
    assert [slot.slot for slot in report.stubs] == ["rules.squared"]


def test_a_target_inside_a_missing_folder_is_told(spec: Path, good: Options, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file or directory"):
        job.new(spec, tmp_path / "missing" / "sums", good)


def test_a_target_with_something_in_it_is_refused_and_stays_as_it_is(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    target.mkdir()
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        job.new(spec, target, good)
    assert tree_of(target) == {"mine.txt": b"mine"}


def test_an_empty_target_is_filled(spec: Path, good: Options, tmp_path: Path) -> None:
    (tmp_path / "sums").mkdir()
    job.new(spec, tmp_path / "sums", good)
    assert visible(tmp_path / "sums") == FILES


def test_a_project_of_other_inputs_is_not_overwritten(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    before = tree_of(target)
    spec.write_text(spec.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    with pytest.raises(UsageError, match="other inputs"):
        job.new(spec, target, good)
    assert tree_of(target) == before


def test_without_walls_the_report_and_the_lock_say_so(spec: Path, tmp_path: Path, answering: Answering) -> None:
    options = answering({name: [body] for name, body in BODIES.items()}, walls="none")
    assert job.new(spec, tmp_path / "sums", options).walls == "none"
    assert lock_of(tmp_path / "sums").sandbox == "none"


def test_where_there_are_no_walls_nothing_is_asked_and_nothing_written(
    spec: Path, good: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = Tier(name="none", reason="no bubblewrap", hint="get it")
    monkeypatch.setattr("inlay.sandbox.probing.probe", lambda name: absent)
    monkeypatch.setattr(making, "fill_slots", None)
    with pytest.raises(UnsafeRefused, match="no bubblewrap") as caught:
        job.new(spec, tmp_path / "sums", good)
    assert (caught.value.exit_code, caught.value.hint[:6]) == (4, "get it")
    assert not (tmp_path / "sums").exists()


def test_a_slot_out_of_the_cache_is_told_like_any_other(spec: Path, good: Options, tmp_path: Path) -> None:
    class Seen(Silent):
        def __init__(self) -> None:
            self.slots: list[tuple[str, bool]] = []

        def slot(self, report: SlotReport) -> None:
            self.slots.append((report.slot, report.cached))

    first, second = Seen(), Seen()
    job.new(spec, tmp_path / "one", good, first)
    job.new(spec, tmp_path / "two", good, second)

    assert sorted(first.slots) == [("rules.doubled", False), ("rules.squared", False)]
    assert sorted(second.slots) == [("rules.doubled", True), ("rules.squared", True)]
