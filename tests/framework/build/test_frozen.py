"""`--frozen` makes the same bytes from a lock and its pristine copies, with no model."""

import shutil
from pathlib import Path

import pytest

from inlay.build import job
from inlay.build.checking import ChecksFailed
from inlay.build.options import Options
from inlay.build.toolchain import require_toolchain
from inlay.errors import UsageError

NO_MODEL = Options(ladder=("no-such-backend",))


def tree_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_second_project_is_the_same_to_the_byte(spec: Path, good: Options, tmp_path: Path) -> None:
    job.new(spec, tmp_path / "one", good)
    report = job.frozen(spec, tmp_path / "two", tmp_path / "one", NO_MODEL)
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "two")
    assert (report.exit_code, [check.passed for check in report.checks]) == (0, [True, True])


def test_missing_files_come_back(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    whole = tree_of(target)
    for path in ("README.md", "src/sums/doubled.py", "tests/test_squared.py"):
        (target / path).unlink()
    job.frozen(spec, target, None, NO_MODEL)
    assert tree_of(target) == whole


def test_a_file_that_was_changed_is_not_overwritten(spec: Path, good: Options, tmp_path: Path) -> None:
    target = tmp_path / "sums"
    job.new(spec, target, good)
    (target / "README.md").write_text("mine", encoding="utf-8")
    (target / "pyproject.toml").unlink()
    with pytest.raises(UsageError, match=r"README\.md"):
        job.frozen(spec, target, None, NO_MODEL)
    assert (target / "README.md").read_text(encoding="utf-8") == "mine"
    assert not (target / "pyproject.toml").exists()


def test_another_spec_is_refused(spec: Path, good: Options, tmp_path: Path) -> None:
    job.new(spec, tmp_path / "sums", good)
    spec.write_text(spec.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    with pytest.raises(UsageError, match="not the one that was locked"):
        job.frozen(spec, tmp_path / "sums", None, NO_MODEL)


@pytest.mark.parametrize("make", [True, False])
def test_without_a_lock_there_is_nothing_to_rebuild(spec: Path, tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "sums").mkdir()
    with pytest.raises(UsageError):
        job.frozen(spec, tmp_path / "sums", None, NO_MODEL)


def test_a_body_that_was_written_by_hand_and_taken_over_is_rebuilt(spec: Path, good: Options, tmp_path: Path) -> None:
    job.new(spec, tmp_path / "one", good)
    rule = tmp_path / "one/src/sums/doubled.py"
    rule.write_text(rule.read_text(encoding="utf-8").replace("return n * 2", "return n + n"), encoding="utf-8")
    assert job.verify(tmp_path / "one", good).exit_code == 0
    job.frozen(spec, tmp_path / "two", tmp_path / "one", NO_MODEL)
    assert "return n + n" in (tmp_path / "two/src/sums/doubled.py").read_text(encoding="utf-8")


def test_a_body_by_hand_that_the_gates_refused_is_a_stub_in_what_is_rebuilt(
    spec: Path, good: Options, tmp_path: Path
) -> None:
    job.new(spec, tmp_path / "one", good)
    rule = tmp_path / "one/src/sums/doubled.py"
    rule.write_text(rule.read_text(encoding="utf-8").replace("return n * 2", "return str(n)"), encoding="utf-8")
    spec.write_text(spec.read_text(encoding="utf-8").replace("whole numbers", "integers"), encoding="utf-8")
    assert job.update(spec, tmp_path / "one", good).exit_code == 1

    report = job.frozen(spec, tmp_path / "two", tmp_path / "one", NO_MODEL)

    assert (report.exit_code, {check.passed for check in report.checks}) == (1, {True})
    assert "raise NotImplementedError" in (tmp_path / "two/src/sums/doubled.py").read_text(encoding="utf-8")


def test_a_template_that_has_gone_on_is_told_where_a_project_of_before_is_checked(
    spec: Path, good: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = tmp_path / "catalog"
    shutil.copytree(Path(__file__).parent / "catalog" / "tiny", catalog / "tiny")
    monkeypatch.setattr("inlay.catalog.template.data_folder", lambda _: catalog)
    job.new(spec, tmp_path / "one", good)
    manifest = catalog / "tiny" / "template.yaml"
    check = 'checks:\n  - {name: header, run: ["{python}", tools/headers.py]}\n'
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("checks:\n", check), encoding="utf-8")

    report = job.verify(tmp_path / "one", good)
    assert report.exit_code == 1
    assert report.notes[0].startswith("the template tiny is not as it was when this project was made")
    with pytest.raises(ChecksFailed, match="header") as failed:
        job.frozen(spec, tmp_path / "two", tmp_path / "one", NO_MODEL)
    assert "`--catalog` names the catalog of then" in failed.value.hint
    assert not (tmp_path / "two").exists()


def test_what_the_checks_of_a_teams_own_template_need_is_told_by_its_name() -> None:
    with pytest.raises(UsageError, match="need acme-logging") as missing:
        require_toolchain(["pytest>=8", "acme-logging>=1.2"])
    assert missing.value.hint == "install them beside inlay: pip install 'acme-logging>=1.2'"
