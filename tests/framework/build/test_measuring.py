"""The examples of a project are measured by the bodies that stand in it, without a model."""

from pathlib import Path

import pytest

from inlay.backends.fake import Fake
from inlay.build import job
from inlay.build.clarifying import find_questions
from inlay.build.measuring import measure
from inlay.build.options import Options
from inlay.build.report import Silent
from inlay.errors import UsageError
from inlay.fill import Sureness

NO_MODEL = Options(ladder=("fake",))


@pytest.fixture
def project(spec: Path, good: Options, tmp_path: Path) -> Path:
    """A delivered project."""
    job.new(spec, tmp_path / "sums", good)
    return tmp_path / "sums"


def test_a_project_is_measured_by_its_own_bodies(project: Path) -> None:
    report = measure(project, NO_MODEL, Silent())

    assert [slot.slot for slot in report.slots] == ["rules.doubled", "rules.squared"]
    assert report.unfilled == ()
    assert report.killed == report.mutants > 0


def test_a_body_that_was_edited_since_is_not_measured_before_it_is_verified(project: Path) -> None:
    file = project / "src/sums/doubled.py"
    file.write_text(file.read_text(encoding="utf-8").replace("n * 2", "n + n"), encoding="utf-8")

    assert measure(project, NO_MODEL, Silent()).unfilled == ("rules.doubled",)


def test_questions_are_asked_about_the_bodies_of_a_project(spec: Path, project: Path) -> None:
    found = find_questions(spec, NO_MODEL, Silent(), project=project)

    assert (found.questions, found.unfilled) == ((), ())


def test_a_slot_whose_sentence_has_changed_since_is_no_longer_that_of_the_project(spec: Path, project: Path) -> None:
    spec.write_text(spec.read_text(encoding="utf-8").replace("Twice the", "The double"), encoding="utf-8")

    assert find_questions(spec, NO_MODEL, Silent(), project=project).unfilled == ("rules.doubled",)


def test_a_stub_is_asked_about_by_what_its_model_was_unsure_of(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Fake({"rules.doubled": ["return n * 2", "return n"], "rules.squared": ["return n"]}, style="compact")
    monkeypatch.setattr("inlay.build.filling.open_backend", lambda _address: small)
    monkeypatch.setattr("inlay.fill.settings.SURENESS", {"python-function": Sureness(least=1)})

    assert find_questions(spec, NO_MODEL, Silent(), samples=0).unfilled == ("rules.squared",)


def test_a_folder_that_is_no_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"inlay\.lock"):
        measure(tmp_path, NO_MODEL, Silent())
