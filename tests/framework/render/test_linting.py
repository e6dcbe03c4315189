"""A template is searched for what only some specs would bring to light."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from inlay.build.inputs import catalog_digest
from inlay.catalog.own import begin_slot_kind, begin_template
from inlay.cli.app import run
from inlay.errors import UsageError
from inlay.prompts.registry import default_registry
from inlay.prompts.versions import begin, own_registry
from inlay.render.linting import lint_templates
from inlay.resources import CATALOG_VARIABLE


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of `mine`, a template that a platform team began as a copy of the shipped one."""
    (tmp_path / "templates").mkdir()
    monkeypatch.setenv(CATALOG_VARIABLE, str(tmp_path))
    return begin_template("mine", "fastapi-service").parent


def faults_of(template: Path) -> list[str]:
    return [str(fault).removeprefix(f"{template}/") for fault in lint_templates([template.name])]


def append(path: Path, line: str) -> int:
    """Write a line at the end of a text and give its number."""
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{line}\n", encoding="utf-8")
    return text.count("\n") + 1


def test_the_shipped_template_and_a_copy_of_it_have_no_fault(template: Path) -> None:
    assert faults_of(template) == []
    assert lint_templates(["mine"]) == ()


BAD_LINES = {
    "{% if name %}": "Unexpected end of template",
    "{{ name|shout }}": "there is no filter `shout`",
    "{% if name is loud %}{% endif %}": "there is no test `loud`",
    "{{ pakage }}": "nothing is called `pakage` here",
    "{{ aggregate.name }}": "nothing is called `aggregate` here",
    '{% import "macros/none.j2" as other %}': "there is no text `macros/none.j2`",
}


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_one_fault_with_its_place(template: Path, line: str) -> None:
    number = append(template / "files" / "ops" / "Makefile.j2", line)
    [fault] = faults_of(template)
    assert fault.startswith(f"files/ops/Makefile.j2:{number}:1: ")
    assert BAD_LINES[line] in fault


def test_a_file_made_for_each_of_something_knows_it_by_name(template: Path) -> None:
    append(template / "files" / "models" / "aggregate.py.j2", "{{ aggregate.name }}{% set once = 1 %}{{ once }}")
    assert faults_of(template) == []
    number = append(template / "files" / "queries" / "query.py.j2", "{{ rule.name }}")
    [fault] = faults_of(template)
    assert fault.startswith(
        f"files/queries/query.py.j2:{number}:1: nothing is called `rule` here (offered are aggregates"
    )


def test_a_flow_is_searched_too(template: Path) -> None:
    number = append(template / "flows" / "transition" / "flow.py.j2", "{{ flaw }}")
    [fault] = faults_of(template)
    assert fault.startswith(f"flows/transition/flow.py.j2:{number}:1: nothing is called `flaw` here")


def test_a_text_that_no_manifest_names_is_told(template: Path) -> None:
    (template / "files" / "forgotten.py.j2").write_text("x = 1\n", encoding="utf-8")
    assert faults_of(template) == [
        "files/forgotten.py.j2:1:1: no manifest names this text (name it under `files:` or `macros:`, or remove it)"
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{from: ops/Makefile.j2, to: README.md}", "`README.md` is made of files/ops/README.md.j2 already"),
        ("{from: ops/Makefile.j2, to: readme.md}", "`readme.md` is made of files/ops/README.md.j2 already"),
        ("{from: ops/Makefile.j2, to: docs}", "`docs` is a folder that other files lie in"),
        ("{from: rules/init.py.j2, to: r.py, each: rule}", "each rule needs {name} to be one of its own"),
        ('{from: ops/Makefile.j2, to: "docs/{name}.md"}', "a file that is made for each project has no {name}"),
        ('{from: ops/Makefile.j2, to: "{table}.md", each: rule}', "a file that is made for each rule has no {table}"),
    ],
)
def test_a_path_that_cannot_be_made_is_told_at_its_entry(template: Path, entry: str, said: str) -> None:
    manifest = template / "template.yaml"
    number = append(manifest, f"  - {entry}")
    column = 5 + entry.index("to:")
    [fault] = faults_of(template)
    assert fault.startswith(f"template.yaml:{number}:{column}: files.")
    assert fault.endswith(said)


def test_a_slot_kind_that_is_not_there_is_told(template: Path) -> None:
    manifest = template / "template.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("kind: sql-query", "kind: sql-qery"), encoding="utf-8")
    [fault] = faults_of(template)
    assert re.match(r"template\.yaml:\d+:13: slots\.queries\.kind: there is no slot kind `sql-qery`", fault)
    assert "known: python-function, sql-query" in fault


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        (
            'rules/{name}.py", tests',
            'rulez/{name}.py", tests',
            "rules.file: nothing makes `src/{package}/rulez/{name}.py`",
        ),
        ('tests/rules/test_{name}.py"}', 'tests/test_{name}.py"}', "rules.tests: nothing makes `tests/test_{name}.py`"),
    ],
)
def test_files_of_slots_that_nothing_makes_are_told(template: Path, written: str, instead: str, said: str) -> None:
    manifest = template / "template.yaml"
    text = manifest.read_text(encoding="utf-8")
    assert written in text
    manifest.write_text(text.replace(written, instead, 1), encoding="utf-8")
    [fault] = [fault for fault in faults_of(template) if "nothing makes" in fault]
    assert f"slots.{said} for each rule (list it under `files:` with `each: rule`)" in fault


def test_a_folder_that_is_no_template_is_told(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (template.parent / "notes").mkdir()
    (template.parent / "Our Service").mkdir()
    (template.parent / ".cache").mkdir()
    (template / "template.yaml").rename(template / "template.yml")
    assert run(["template", "lint"]) == 1
    found = capsys.readouterr().out.splitlines()
    assert [line.split("templates/")[1].split(":")[0] for line in found] == [
        "Our Service/template.yaml",
        "mine/template.yaml",
        "notes/template.yaml",
    ]
    assert "'Our Service' is no name of a template (begin with a letter" in found[0]
    assert "there is no such file, so this folder is no template" in found[1]


def test_a_flow_that_is_not_there_is_told_where_it_is_named(template: Path) -> None:
    manifest = template / "template.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("flows: [transition]", "flows: [transition, approval]"), encoding="utf-8")
    [fault] = faults_of(template)
    assert re.match(r"template\.yaml:\d+:21: flows\.1: there is no file `flows/approval/flow\.yaml`", fault)


def test_a_text_behind_a_link_is_told_as_that(template: Path) -> None:
    source = template / "files" / "ops" / "Makefile.j2"
    source.rename(template.parent.parent / "Makefile.j2")
    source.symlink_to(template.parent.parent / "Makefile.j2")
    [fault] = faults_of(template)
    assert "`files/ops/Makefile.j2` is reached by a link, which is not followed" in fault


def test_a_manifest_that_cannot_be_read_is_what_is_told(template: Path) -> None:
    append(template / "template.yaml", "colour: red")
    [fault] = faults_of(template)
    assert "colour: this key is not known here" in fault


def test_faults_are_told_by_the_command_with_exit_one(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "lint"]) == 0
    assert capsys.readouterr().out == "No faults.\n"
    append(template / "files" / "ops" / "Makefile.j2", "{{ pakage }}")
    assert run(["template", "lint"]) == 1
    assert "nothing is called `pakage` here" in capsys.readouterr().out


def test_a_copy_is_begun_under_a_name_that_is_free_and_is_one(template: Path) -> None:
    with pytest.raises(UsageError, match="is there already"):
        begin_template("mine", "fastapi-service")
    for name in ("../mine", "Mine", "1st", ""):
        with pytest.raises(UsageError, match="is no name"):
            begin_template(name, "fastapi-service")
    for like in ("../templates/mine", "nothing"):
        with pytest.raises(UsageError, match=f"there is no '{like}' to copy") as refused:
            begin_template("other", like)
    assert refused.value.hint == "known are: fastapi-service, mine"
    assert [path.name for path in template.parent.iterdir()] == ["mine"]


def killed_before_the_copy_is_in_its_place(command: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    child = os.fork()
    if not child:
        monkeypatch.setattr(Path, "rename", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        command()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_what_a_killed_command_leaves_of_a_copy_is_no_entry_of_the_catalog(
    template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for section in ("slots", "prompt_registry"):
        (template.parents[1] / section).mkdir()
    before = catalog_digest(), default_registry().names()

    for command in (
        lambda: begin_template("other", "mine"),
        lambda: begin_slot_kind("money-rule", "python-function"),
        lambda: begin(own_registry(), "python-function", "instruct"),
    ):
        killed_before_the_copy_is_in_its_place(command, monkeypatch)

    assert (catalog_digest(), default_registry().names()) == before
    assert [run([section, "lint"]) for section in ("template", "slot", "prompt")] == [0, 0, 0], capsys.readouterr().out


def test_a_slot_kind_of_ones_own_begins_as_a_copy(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = begin_slot_kind("money-rule", "python-function")
    assert manifest.read_text(encoding="utf-8").count("kind: money-rule\n") == 1
    assert run(["slot", "lint"]) == 0
    assert run(["slot", "show", "money-rule"]) == 0
    assert "money-rule" in capsys.readouterr().out
