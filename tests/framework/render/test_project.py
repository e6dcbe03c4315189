"""A template and a spec become the files of a project, the same ones every time."""

import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from inlay.catalog import SettingRule, Template, load_template
from inlay.errors import CatalogInvalid, SpecInvalid
from inlay.render import RenderedFile, body_of, render_project, tidy
from inlay.spec import load_spec

ROOT = Path(__file__).parents[3]
KIT = sorted((ROOT / "templates" / "fastapi-service" / "kit").glob("*.yaml"))
SAMPLES = sorted((ROOT / "samples").glob("*/spec.yaml"))
every_spec = pytest.mark.parametrize("path", [*KIT, *SAMPLES], ids=lambda path: f"{path.parent.name}/{path.stem}")


def rendered(path: Path) -> dict[str, RenderedFile]:
    files = render_project(load_template("fastapi-service"), load_spec(path))
    assert len({file.path for file in files}) == len(files)
    return {file.path: file for file in files}


def spec_file(folder: Path, text: str) -> Path:
    path = folder / "spec.yaml"
    path.write_text(textwrap.dedent(text).lstrip())
    return path


ONE = """
    inlay: 1
    template: fastapi-service
    name: notes
    description: Keeps notes.
    entities:
      Note:
        text: str
"""


@every_spec
def test_the_same_spec_gives_the_same_bytes(path: Path) -> None:
    assert rendered(path) == rendered(path)


@every_spec
def test_what_is_rendered_is_laid_out_as_its_own_formatter_wants_it(path: Path) -> None:
    contents = {file.path: file.content for file in rendered(path).values()}

    assert tidy(contents) == contents


@every_spec
def test_every_slot_has_a_file_with_a_stub_between_its_fences(path: Path) -> None:
    spec = load_spec(path)
    slots = {file.slot: body_of(file.content, file.slot) for file in rendered(path).values() if file.slot}

    requirements = [f"flows.{flow.name}.requires" for flow in spec.flows if flow.requires]
    assert set(slots) == {
        *(f"rules.{rule.name}" for rule in spec.rules),
        *(f"queries.{query.name}" for query in spec.queries),
        *requirements,
    }
    assert set(slots.values()) <= {"raise NotImplementedError", "-- not written yet"}


def test_a_change_speaks_of_parts_only_where_there_are_some(tmp_path: Path) -> None:
    with_parts = ONE + "        lines: [Line]\n      Line:\n        text: str\n"
    alone, owner = (
        rendered(spec_file(tmp_path, text))["src/notes/schemas/note.py"].content for text in (ONE, with_parts)
    )
    assert "What is left out stays as it is." in alone
    assert "What is left out stays as it is; a list of parts is replaced as a whole." in owner


@every_spec
def test_no_file_says_that_it_was_generated_or_when(path: Path) -> None:
    for file in rendered(path).values():
        assert "generated" not in file.content.casefold()
        assert file.content == "" or file.content.endswith("\n")
        assert "{{ " not in file.content or "{{ " in load_spec(path).source


def test_what_a_spec_does_not_ask_for_is_not_there(tmp_path: Path) -> None:
    paths = set(rendered(spec_file(tmp_path, ONE)))

    assert "src/notes/models/note.py" in paths
    for absent in ("outbox", "events", "reports", "rules", "queries", "flows", "requirements/", "parts", "references"):
        assert not [path for path in paths if absent in path.removeprefix(".github/workflows")]


def test_an_entity_adds_its_own_files_and_touches_few_others(tmp_path: Path) -> None:
    before = rendered(spec_file(tmp_path, ONE))
    after = rendered(spec_file(tmp_path, textwrap.dedent(ONE) + "  Label:\n    word: str\n"))

    assert set(after) - set(before) == {
        "src/notes/api/labels.py",
        "src/notes/models/label.py",
        "src/notes/schemas/label.py",
        "src/notes/services/labels.py",
        "tests/api/test_labels.py",
    }
    changed = {path for path in before if before[path].content != after[path].content}
    assert changed == {
        "docs/interface.md",
        "fuzz/test_openapi.py",
        "migrations/versions/0001_initial.py",
        "src/notes/main.py",
        "src/notes/models/__init__.py",
        "tests/factories.py",
    }


def test_text_of_a_spec_is_never_a_template(tmp_path: Path) -> None:
    hostile = "{{ cycler.__init__.__globals__ }} {% for x in y %}"
    path = spec_file(tmp_path, ONE.replace("Keeps notes.", f"'{hostile}'"))

    readme = next(file for file in rendered_unchecked(path) if file.path == "src/notes/__init__.py")

    assert "{{ cycler.__init__.__globals__ }}" in readme.content


def rendered_unchecked(path: Path) -> tuple[RenderedFile, ...]:
    return render_project(load_template("fastapi-service"), load_spec(path))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ nothing }}", "files/readme.j2:1:1: UndefinedError"),
        ("\n\n{{ name.nothing }}", "files/readme.j2:3:1: UndefinedError"),
        ("{{ name.__class__.__mro__ }}", "files/readme.j2:1:1: SecurityError"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}bread{% endfor %}{% endfor %}",
            "files/readme.j2:1:1: it makes a file of more than 10,000,000 characters",
        ),
        ("{% if %}", "files/readme.j2:1:1: TemplateSyntaxError"),
        ("{% include '/etc/passwd' %}", "files/readme.j2:1:1: TemplateNotFound"),
        ("{{ entities.append(1) }}", "files/readme.j2:1:1: SecurityError"),
    ],
)
def test_a_broken_or_hostile_template_is_told_with_its_line(tmp_path: Path, source: str, message: str) -> None:
    folder = tmp_path / "tiny"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "readme.j2").write_text(source)
    (folder / "template.yaml").write_text(
        textwrap.dedent("""
            inlay: 1
            name: tiny
            version: 1
            description: A tiny one.
            python: ">=3.11"
            requires: []
            checks: [{name: tests, run: [make]}]
            slots: {}
            files: [{from: readme.j2, to: README.md}]
        """)
    )
    template = load_template("tiny", tmp_path)

    with pytest.raises(CatalogInvalid) as raised:
        render_project(template, load_spec(spec_file(tmp_path, ONE)))

    assert message in str(raised.value)


TINY = """
    inlay: 1
    name: tiny
    version: 1
    description: A tiny one.
    python: ">=3.11"
    requires: []
    formatter: ruff
    checks: [{name: tests, run: [make]}]
    slots:
      rules: {kind: python-function, file: "{name}.py", tests: "test_{name}.py"}
    macros: [macros/ours.j2]
    files:
      - {from: readme.j2, to: README.md}
      - {from: rule.j2, to: "{name}.py", each: rule}
"""
MACROS = "{% macro header(team) %}# {{ team }}{% endmacro %}{% macro again() %}{{ again() }}{% endmacro %}"
RULE = """\
{% import "macros/ours.j2" as ours %}
def {{ rule.name }}():
    # region inlay:{{ rule.slot }}
    raise NotImplementedError
    # endregion inlay:{{ rule.slot }}
"""
DOUBLED = f"""{ONE}
    rules:
      doubled:
        takes: {{n: int}}
        returns: int
        does: Twice the number.
"""


def tiny(folder: Path, rule: str, manifest: str = TINY) -> Template:
    """Make a template of the texts and read it."""
    texts = {"template.yaml": manifest, "files/readme.j2": "# x\n", "files/rule.j2": rule, "macros/ours.j2": MACROS}
    for name, text in texts.items():
        path = folder / "tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip())
    return load_template("tiny", folder)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ ours.header() }}", "UndefinedError: parameter 'team' was not provided (in macros/ours.j2:1)"),
        ("{{ ours.header(1, 2) }}", "TypeError: macro 'header' takes not more than 1 argument"),
        ("{{ ours.again() }}", "it calls or includes itself without an end"),
        ("{{ rule.does | docstring(1, 2, 3) }}", "TypeError: "),
        ("{{ 1 // 0 }}", "ZeroDivisionError: "),
        ("{{ range(10 ** 9) }}", "OverflowError: "),
    ],
)
def test_whatever_a_text_does_wrong_is_told_at_its_line(tmp_path: Path, line: str, told: str) -> None:
    template = tiny(tmp_path, RULE.replace("def ", f"{line}\ndef ", 1))
    with pytest.raises(CatalogInvalid) as raised:
        render_project(template, load_spec(spec_file(tmp_path, DOUBLED)))
    assert str(raised.value).startswith(f"{tmp_path}/tiny/files/rule.j2:2:1: ")
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ("# region inlay:", "# ", "`doubled.py` has no place for rules.doubled"),
        ("def {{", "deff {{", "rendered Python is broken: error: Failed to parse doubled.py:1:6: "),
    ],
)
def test_a_text_that_makes_no_file_for_a_slot_is_named(tmp_path: Path, written: str, instead: str, told: str) -> None:
    template = tiny(tmp_path, RULE.replace(written, instead, 1))
    with pytest.raises(CatalogInvalid) as raised:
        render_project(template, load_spec(spec_file(tmp_path, DOUBLED)))
    assert f"{tmp_path}/tiny/files/rule.j2:1:1: {told}" in str(raised.value)


def test_two_files_of_one_path_in_every_project_are_no_fault_of_the_spec(tmp_path: Path) -> None:
    template = tiny(tmp_path, RULE, TINY.replace("files:", "files:\n      - {from: readme.j2, to: readme.md}"))
    with pytest.raises(
        CatalogInvalid, match=r"tiny/template\.yaml:1:1: `README\.md` would be two files in every project"
    ):
        render_project(template, load_spec(spec_file(tmp_path, DOUBLED)))


def test_a_section_that_a_template_has_no_slots_for_is_told_at_its_place_in_the_spec(tmp_path: Path) -> None:
    template = tiny(tmp_path, RULE)
    asked = f"{ONE}    queries:\n      all_texts:\n        returns: [{{text: str}}]\n        does: All texts.\n"
    with pytest.raises(SpecInvalid, match=r"spec\.yaml:\d+:\d: tiny has no queries \(write no queries, or choose"):
        render_project(template, load_spec(spec_file(tmp_path, asked)))


def test_python_that_a_template_breaks_is_told_with_its_file() -> None:
    with pytest.raises(CatalogInvalid, match=r"rendered Python is broken: .*src/x\.py"):
        tidy({"src/x.py": "def broken(:\n", "pyproject.toml": ""})


def test_imports_that_are_left_over_leave_no_trace_and_public_names_are_sorted() -> None:
    source = f"from shop.models import {', '.join(f'Entity{number}' for number in range(20))}\n"
    names = '__all__ = ["Entity10", "Entity2"]\n'

    tidied = tidy({"src/x.py": source + names, "pyproject.toml": ""})["src/x.py"]

    assert tidied == 'from shop.models import Entity2, Entity10\n\n__all__ = ["Entity2", "Entity10"]\n'


def test_a_state_that_a_flow_need_not_name_is_not_asked_for() -> None:
    template = load_template("fastapi-service")
    flow = template.flows["transition"]
    settings = {**flow.settings, "back_to": SettingRule(kind="enum-value", required=False)}
    template = replace(template, flows={"transition": replace(flow, settings=settings)})
    [spec] = [path for path in KIT if path.stem == "flows"]

    assert render_project(template, load_spec(spec))


def test_entities_may_be_called_like_what_the_service_is_made_of(tmp_path: Path) -> None:
    text = """
        inlay: 1
        template: fastapi-service
        name: works
        description: Keeps machines.
        entities:
          Machine:
            bolts: [Bolt]
            part: -> Part
          Bolt:
            size: int
          Part:
            number: str unique
          Setting:
            value: str
          Rule:
            text: str
        rules:
          twice:
            takes: {rule: Rule, n: int}
            returns: int
            does: Twice n.
        """

    files = rendered(spec_file(tmp_path, text))

    assert "def list_parts(" in files["src/works/services/parts.py"].content
    assert "from works.api.settings import router as settings_router" in files["src/works/main.py"].content
    assert "from works.services import rules" in files["src/works/api/rules.py"].content
    assert "result=_rules.twice(found, n)" in files["src/works/api/rules.py"].content


def test_samples_of_long_decimals_keep_every_digit_and_their_limits(tmp_path: Path) -> None:
    text = """
        inlay: 1
        template: fastapi-service
        name: atoms
        description: Keeps atoms.
        entities:
          Atom:
            mass: decimal(30,28)
            charge: decimal(38,38)
            count: decimal(29,2) >= 100000000000000000000000000
            number: int >= 2000000000
        """

    factories = rendered(spec_file(tmp_path, text))["tests/factories.py"].content

    assert f'mass: Decimal = Decimal("10.{28 * "0"}")' in factories
    assert f'charge: Decimal = Decimal("0.{38 * "9"}")' in factories
    assert 'count: Decimal = Decimal("100000000000000000000000000.00")' in factories
    assert "number: int = 2000000000" in factories


def test_ordinary_names_do_not_meet_the_modules_of_the_template(tmp_path: Path) -> None:
    text = """
        inlay: 1
        template: fastapi-service
        name: works
        description: Names that are ordinary, and words of Python.
        entities:
          Parameter:
            value: str
          Health:
            pulse: int
          Import:
            title: str
            lines: [ImportLine]
          ImportLine:
            text: str
            copied_from: -> Import?
        """

    files = rendered(spec_file(tmp_path, text))

    assert "def list_parameters(" in files["src/works/api/parameters.py"].content
    assert "def list_health(" in files["src/works/api/health.py"].content
    assert "find_import_(session, import_id)" in files["src/works/api/imports.py"].content
    assert 'foreign_keys="ImportLine.import_id"' in files["src/works/models/import_.py"].content
    assert not [file.path for file in files.values() if "import__id" in file.content]
