"""A prompt changes by new versions only: begun as drafts, compared, released, promoted, rolled back."""

import json
from pathlib import Path

import pytest

from inlay.cli.app import run
from inlay.errors import CatalogInvalid, UsageError
from inlay.prompts.lint import lint
from inlay.prompts.registry import Registry, default_registry
from inlay.prompts.versions import begin, differences, promote, release, roll_back


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalog of one's own that has no prompt yet."""
    folder = tmp_path / "catalog"
    (folder / "prompt_registry").mkdir(parents=True)
    return folder


def labels_in(registry: Registry) -> str:
    return (registry.folder / "greet" / "labels.yaml").read_text()


def test_a_draft_is_the_last_version_under_the_next_number(registry: Registry) -> None:
    path = begin(registry, "greet", "instruct")
    assert path == registry.folder / "greet" / "2.instruct.prompty"
    released = path.with_name("1.instruct.prompty").read_text()
    assert path.read_text() == released.replace("version: '1'", 'version: "2"')
    assert lint(registry) == ()


def test_a_draft_is_begun_once_and_never_written_over(registry: Registry) -> None:
    path = begin(registry, "greet", "instruct")
    path.write_text(path.read_text().replace("kind", "brief"))
    with pytest.raises(UsageError, match=r"greet@2 \(instruct\) is a draft already") as refused:
        begin(registry, "greet", "instruct")
    assert str(path) in refused.value.hint
    assert "brief" in path.read_text()


def test_the_version_after_9_is_10_and_the_one_after_that_11(registry: Registry) -> None:
    for _ in range(9):
        release(registry, "greet", begin(registry, "greet", "instruct").name.partition(".")[0])
    assert begin(registry, "greet", "instruct").name == "11.instruct.prompty"


def test_versions_are_compared_style_by_style(registry: Registry) -> None:
    path = begin(registry, "greet", "instruct")
    path.write_text(path.read_text().replace("Be kind.", "Be brief."))
    assert differences(registry, "greet", "1", "1") == {}
    found = differences(registry, "greet", "production", "2")
    assert list(found) == ["instruct"]
    assert "\n-Be kind.\n+Be brief.\n" in found["instruct"]
    with pytest.raises(UsageError, match="greet has no label or version 3"):
        differences(registry, "greet", "1", "3")


def test_a_style_that_only_one_version_has_is_all_new(registry: Registry) -> None:
    text = '---\nname: greet\nversion: "2"\nstyle: compact\ndescription: Short.\n---\n{{ spoken }}\n'
    (registry.folder / "greet" / "2.compact.prompty").write_text(text)
    found = differences(registry, "greet", "1", "2")
    assert found["compact"].startswith("--- /dev/null\n+++ greet/2.compact.prompty\n")


def test_a_changed_release_cannot_be_released_again(registry: Registry) -> None:
    file = registry.folder / "greet" / "1.instruct.prompty"
    file.write_text(file.read_text().replace("kind", "rude"))
    with pytest.raises(UsageError, match="has changed"):
        release(registry, "greet", "1")


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("{{ sentence }}", "{{ sentence }", "section `user`: unexpected '}'"),
        ("{{ sentence }}", "{{ sentense }}", "offers no `sentense`"),
        ("name: greet", "name: great", "front matter `name` is great"),
    ],
)
def test_a_version_with_a_fault_is_not_released_for_ever(
    registry: Registry, written: str, instead: str, told: str
) -> None:
    path = begin(registry, "greet", "instruct")
    path.write_text(path.read_text().replace(written, instead))
    with pytest.raises(CatalogInvalid, match=told):
        release(registry, "greet", "2")
    assert registry.entry("greet").released == ("1",)

    path.write_text(path.read_text().replace(instead, written))
    release(registry, "greet", "2")
    assert registry.entry("greet").released == ("1", "2")


@pytest.mark.parametrize("label", ["", "next one", "beta: x", "-", "Beta"])
def test_a_label_is_a_word(registry: Registry, label: str) -> None:
    before = labels_in(registry)
    with pytest.raises(UsageError, match="is no label"):
        promote(registry, "greet", "1", label)
    assert labels_in(registry) == before


def test_production_is_moved_to_released_versions_only(registry: Registry) -> None:
    begin(registry, "greet", "instruct")
    with pytest.raises(UsageError, match="greet@2 is not released") as refused:
        promote(registry, "greet", "2")
    assert refused.value.hint == "inlay prompt release greet 2"
    assert promote(registry, "greet", "2", "candidate") is None

    release(registry, "greet", "2")
    assert promote(registry, "greet", "2") == "1"
    assert lint(registry) == ()
    assert registry.load("greet", "production", "instruct").version == "2"


def test_moving_a_label_keeps_the_comments_of_the_file(registry: Registry) -> None:
    promote(registry, "greet", "1", "beta")
    assert labels_in(registry) == "# labels\nbeta: '1'\nproduction: '1'\n"


def test_a_number_of_a_version_cannot_be_a_label(registry: Registry) -> None:
    with pytest.raises(UsageError, match="1 is a version, and cannot be a label too"):
        promote(registry, "greet", "1", "1")


def test_rolling_back_passes_over_versions_that_were_never_released(registry: Registry) -> None:
    text = (registry.folder / "greet" / "1.instruct.prompty").read_text()
    for version in ("2", "3"):
        (registry.folder / "greet" / f"{version}.instruct.prompty").write_text(text.replace("'1'", f"'{version}'"))
    release(registry, "greet", "3")
    promote(registry, "greet", "3")
    assert roll_back(registry, "greet") == ("3", "1")
    assert registry.load("greet", "production", "instruct").version == "1"


def test_where_there_is_nothing_to_roll_back_to_the_label_stays(registry: Registry) -> None:
    before = labels_in(registry)
    with pytest.raises(UsageError, match="no version before greet@1 is released"):
        roll_back(registry, "greet")
    with pytest.raises(UsageError, match="greet has no label beta"):
        roll_back(registry, "greet", "beta")
    assert labels_in(registry) == before


def test_a_label_that_points_nowhere_is_said_not_to(registry: Registry) -> None:
    (registry.folder / "greet" / "labels.yaml").write_text("production: latest\n")
    with pytest.raises(UsageError, match="label production points to latest, which does not exist"):
        roll_back(registry, "greet")


def test_what_inlay_has_is_taken_over_without_its_drafts(catalog: Path, shipped: Registry) -> None:
    own = Registry(catalog / "prompt_registry", shipped.folder)
    begin(own, "sql-query", "instruct")
    entry = own.entry("sql-query")
    assert sorted(entry.versions["1"]) == ["compact", "infill", "instruct"]
    assert entry.versions["2"] == ("instruct",)
    assert entry.labels == {"production": "1"}
    assert lint(own) == ()
    assert [path.name for path in own.folder.iterdir()] == ["sql-query"]


def test_what_is_refused_takes_nothing_over(catalog: Path, shipped: Registry) -> None:
    own = Registry(catalog / "prompt_registry", shipped.folder)
    for refused in (lambda: release(own, "sql-query", "2"), lambda: promote(own, "sql-query", "7")):
        with pytest.raises(UsageError, match="sql-query has no version"):
            refused()
    with pytest.raises(UsageError, match="1 is a version"):
        promote(own, "sql-query", "1", "1")
    assert list(own.folder.iterdir()) == []


def test_a_prompt_goes_from_draft_to_production_and_back_by_commands(
    catalog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> str:
        assert run(["--catalog", str(catalog), "prompt", *words]) == 0
        return capsys.readouterr().out

    draft = catalog / "prompt_registry" / "python-function" / "2.instruct.prompty"
    assert str(draft) in said("new", "python-function")
    assert '+version: "2"' in said("diff", "python-function", "1", "2")
    assert said("release", "python-function", "2") == "python-function@2 is released.\n"
    assert said("promote", "python-function", "2") == "production of python-function is 2 now; it was 1.\n"
    assert said("lint") == "No faults.\n"
    back = json.loads(said("rollback", "python-function", "--output-format", "json"))
    assert back == {"name": "python-function", "label": "production", "before": "2", "now": "1"}
    assert said("diff", "python-function", "production", "1") == "Nothing differs.\n"


@pytest.mark.parametrize(
    "words",
    [["new", "sql-query"], ["release", "sql-query", "2"], ["promote", "sql-query", "1"], ["rollback", "sql-query"]],
)
def test_the_prompts_that_came_with_inlay_do_not_change(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    folder = default_registry().folder
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    assert run(["prompt", *words]) == 2
    assert "what came with inlay does not change" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before


def test_a_catalog_that_was_fetched_does_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INLAY_HOME", str(tmp_path))
    fetched = tmp_path / "cache" / "catalogs" / "abc"
    (fetched / "prompt_registry").mkdir(parents=True)
    assert run(["--catalog", str(fetched), "prompt", "new", "sql-query"]) == 2
    assert "fetched from git does not change" in capsys.readouterr().err
    assert list((fetched / "prompt_registry").iterdir()) == []
