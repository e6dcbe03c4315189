"""`update` takes a change of entities: one migration more, and the project's own checks pass over it."""

import shutil
from pathlib import Path

import pytest

from inlay.build import job
from inlay.build.checking import ChecksFailed
from inlay.build.options import Options
from inlay.errors import SpecInvalid, UsageError
from inlay.project.drift import drift_of, require_lock
from inlay.project.tree import Tree
from inlay.resources import data_folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SPEC = """inlay: 1
template: fastapi-service
name: garage
description: Keeps cars.
entities:
  Car:
    plate: str max 20 unique
    stage: enum[new, used] = new
    wheels: [Wheel]
  Wheel:
    inches: int
"""
MINE = '''"""Mine."""

from alembic import op

revision = "mine"
down_revision = "0001"


def upgrade() -> None:
    op.execute("SELECT 1")


def downgrade() -> None:
    op.execute("SELECT 1")
'''


@pytest.fixture(autouse=True)
def shipped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make services of the template that is shipped."""
    monkeypatch.setattr("inlay.catalog.template.data_folder", data_folder)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return said(tmp_path / "garage.yaml", SPEC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was made once, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INLAY_HOME", str(folder / "home"))
        job.new(said(folder / "garage.yaml", SPEC), folder / "garage", Options(ladder=()))
    return folder / "garage"


@pytest.fixture
def target(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "garage")


def said(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def history(target: Path) -> list[str]:
    return sorted(path.name for path in (target / "migrations/versions").glob("*.py"))


def content(target: Path) -> dict[Path, bytes]:
    """Give what stands in a project, but for copies of what stood there before."""
    paths = (path.relative_to(target) for path in target.rglob("*") if path.is_file())
    return {path: (target / path).read_bytes() for path in paths if path.parts[0] != ".inlay"}


def test_each_update_that_changes_tables_adds_one_migration_and_edits_none(
    spec: Path, target: Path, tmp_path: Path
) -> None:
    first = (target / "migrations/versions/0001_initial.py").read_bytes()
    said(spec, SPEC.replace("    stage:", "    colour: str? max 20\n    stage:"))
    report = job.update(spec, target, Options(ladder=()))
    assert report.notes == ("migration: migrations/versions/0002_add_colour_to_cars.py: add colour to cars",)
    said(
        spec,
        SPEC.replace("Keeps cars.", "Keeps all cars.").replace("    stage:", "    colour: str? max 20\n    stage:"),
    )
    assert job.update(spec, target, Options(ladder=())).notes == ()
    said(spec, SPEC.replace("new, used", "new, used, lost"))
    report = job.update(spec, target, Options(ladder=()))

    assert history(target) == ["0001_initial.py", "0002_add_colour_to_cars.py", "0003_change_cars.py"]
    assert (target / "migrations/versions/0001_initial.py").read_bytes() == first
    assert 'down_revision = "0002"' in (target / "migrations/versions/0003_change_cars.py").read_text(encoding="utf-8")
    assert report.notes[1].startswith("cars.colour: dropped with all values")
    with Tree(target) as tree:
        assert drift_of(tree, require_lock(tree)).clean
        assert not drift_of(tree, require_lock(tree)).yours

    job.frozen(spec, tmp_path / "again", target, Options(ladder=()))
    assert content(tmp_path / "again") == content(target)


def test_an_update_that_fails_adds_no_migration_and_the_next_adds_one(spec: Path, target: Path) -> None:
    said(spec, SPEC.replace("    stage:", "    colour: str?\n    stage:"))
    own = said(target / "tests/test_own.py", "def test_own() -> None:\n    raise AssertionError\n")
    before = content(target)
    with pytest.raises(ChecksFailed, match="test_own"):
        job.update(spec, target, Options(ladder=()))
    assert content(target) == before
    said(own, "def test_own() -> None:\n    assert True\n")
    assert job.update(spec, target, Options(ladder=())).exit_code == 0
    assert history(target) == ["0001_initial.py", "0002_add_colour_to_cars.py"]


def test_a_new_entity_stands_behind_a_migration_of_yours_and_among_the_addresses(spec: Path, target: Path) -> None:
    said(target / "migrations/versions/0002_mine.py", MINE)
    said(spec, SPEC + "  Bus:\n    size: int\n")
    assert job.update(spec, target, Options(ladder=())).exit_code == 0
    assert "`GET /buses`" in (target / "docs/interface.md").read_text(encoding="utf-8")
    added = (target / "migrations/versions/0003_create_buses.py").read_text(encoding="utf-8")
    assert 'down_revision = "mine"' in added


def test_migrations_with_two_ends_are_told_before_anything_is_done(spec: Path, target: Path) -> None:
    said(target / "migrations/versions/0002_mine.py", MINE)
    said(target / "migrations/versions/0002_other.py", MINE.replace('"mine"', '"other"'))
    said(spec, SPEC.replace("    stage:", "    colour: str?\n    stage:"))
    with pytest.raises(UsageError, match="2 ends, mine, other"):
        job.update(spec, target, Options(ladder=()))


def test_a_required_field_that_old_rows_have_no_value_for_is_told_with_its_place(spec: Path, target: Path) -> None:
    before = content(target)
    said(spec, SPEC.replace("    stage:", "    seats: int\n    stage:"))
    with pytest.raises(SpecInvalid, match=r"garage\.yaml:8:5: the new field `Car\.seats` is required"):
        job.update(spec, target, Options(ladder=()))
    assert content(target) == before
