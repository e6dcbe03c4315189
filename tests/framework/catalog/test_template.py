"""Templates: read whole and checked, or refused with the place of every fault."""

import textwrap
from pathlib import Path

import pytest

from inlay.catalog import load_slot_kind, load_template, template_names
from inlay.errors import CatalogInvalid

MANIFEST = """
    inlay: 1
    name: tiny
    version: 1
    description: A tiny one.
    python: ">=3.11"
    requires: []
    checks:
      - {name: tests, run: ["{python}", -m, pytest]}
    slots:
      rules: {kind: python-function, file: "rules/{name}.py", tests: "tests/test_{name}.py"}
    files:
      - {from: readme.j2, to: README.md}
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "files").mkdir(parents=True)
    (folder / "template.yaml").write_text(textwrap.dedent(MANIFEST).lstrip())
    (folder / "files" / "readme.j2").write_text("# {{ name }}\n")
    return tmp_path


def change(catalog: Path, old: str, new: str) -> None:
    manifest = catalog / "tiny" / "template.yaml"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new))


def test_a_template_holds_the_texts_that_its_manifest_names(catalog: Path) -> None:
    template = load_template("tiny", catalog)

    assert template.sources == {"files/readme.j2": "# {{ name }}\n"}
    assert [(rule.source, rule.target, rule.owner) for rule in template.files] == [
        ("files/readme.j2", "README.md", "renderer")
    ]
    assert template.slots["rules"].kind == "python-function"
    assert template.checks[0].command == ("{python}", "-m", "pytest")


def test_the_digest_follows_every_text_of_a_template(catalog: Path) -> None:
    before = load_template("tiny", catalog).digest
    assert load_template("tiny", catalog).digest == before

    (catalog / "tiny" / "files" / "readme.j2").write_text("# {{ name }}!\n")

    assert load_template("tiny", catalog).digest != before


def test_a_template_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(CatalogInvalid, match="there is no template `django`") as raised:
        load_template("django")

    assert "fastapi-service" in raised.value.hint


@pytest.mark.parametrize("name", ["../tiny", "tiny/../tiny", "", "."])
def test_a_name_of_a_template_is_no_path(catalog: Path, name: str) -> None:
    with pytest.raises(CatalogInvalid, match="there is no template"):
        load_template(name, catalog)


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("version: 1", "versoin: 1", ":3:1:", "versoin: this key is not known here"),
        ("to: README.md", "to: ../README.md", ":12:23:", "files.0.to"),
        ("to: README.md", "to: /etc/passwd", ":12:23:", "files.0.to"),
        ("from: readme.j2", "from: ../../readme.j2", ":12:6:", "files.0.from"),
        ("from: readme.j2", "from: gone.j2", ":12:6:", "there is no file `files/gone.j2`"),
        ("name: tiny", "name: other", ":2:1:", "`other` stands in the folder `tiny`"),
        ("inlay: 1", "inlay: 2", ":1:1:", "inlay"),
        ("requires: []", "requires: [", "template.yaml", ""),
    ],
)
def test_a_fault_in_a_manifest_is_told_with_its_place(
    catalog: Path, old: str, new: str, place: str, message: str
) -> None:
    change(catalog, old, new)

    with pytest.raises(CatalogInvalid) as raised:
        load_template("tiny", catalog)

    assert any(place in str(fault) and message in str(fault) for fault in raised.value.faults), str(raised.value)
    assert raised.value.exit_code == 2


def test_every_fault_of_a_manifest_is_told_at_once(catalog: Path) -> None:
    change(catalog, "version: 1", "version: 0")
    change(catalog, "python:", "pyhton:")

    with pytest.raises(CatalogInvalid) as raised:
        load_template("tiny", catalog)

    assert len(raised.value.faults) == 3


def test_a_link_among_the_sources_is_not_followed(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.j2").write_text("secret")
    source = catalog / "tiny" / "files" / "readme.j2"
    source.unlink()
    source.symlink_to(tmp_path / "secret.j2")

    with pytest.raises(CatalogInvalid):
        load_template("tiny", catalog)


def test_a_source_that_is_no_text_is_refused_at_its_first_bad_letter(catalog: Path) -> None:
    (catalog / "tiny" / "files" / "readme.j2").write_bytes("first\nGrüß".encode() + b"e\xff\n")

    with pytest.raises(CatalogInvalid, match=r"readme\.j2:2:6: not UTF-8"):
        load_template("tiny", catalog)


def test_a_byte_order_mark_is_no_part_of_a_text(catalog: Path) -> None:
    for path in (catalog / "tiny" / "template.yaml", catalog / "tiny" / "files" / "readme.j2"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert load_template("tiny", catalog).sources == {"files/readme.j2": "# {{ name }}\n"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "- name: tiny\n", "tiny\n"])
def test_a_manifest_without_keys_is_told_so(catalog: Path, text: str) -> None:
    (catalog / "tiny" / "template.yaml").write_text(text)

    with pytest.raises(CatalogInvalid, match=r"template\.yaml:1:1: keys with their values are expected here"):
        load_template("tiny", catalog)


def test_every_shipped_template_and_the_slot_kinds_it_names_can_be_loaded() -> None:
    for name in template_names():
        template = load_template(name)
        for rule in (*template.slots.values(), *(flow.requires for flow in template.flows.values())):
            assert load_slot_kind(rule.kind).name == rule.kind


def test_a_slot_kind_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(CatalogInvalid, match="there is no slot kind `haskell`") as raised:
        load_slot_kind("haskell")

    assert "python-function" in raised.value.hint


def test_a_name_of_a_slot_kind_is_no_path() -> None:
    with pytest.raises(CatalogInvalid, match="there is no slot kind"):
        load_slot_kind("../templates/fastapi-service")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "to: README.md",
            'to: "docs/{pakage}.md"',
            r"template\.yaml:\d+:\d+: files\.0\.to: write .* \{package\}",
        ),
        ("to: README.md", "to: ../README.md", r"files\.0\.to: write a path within the project"),
        ("readme.j2", "readme.md", r"files\.0\.from: write a path within the template that ends in \.j2"),
        ("requires: []", "requires: []\nversion: 2", r"template\.yaml:7:1: `version` stands here twice"),
        ("{name: tests,", "{name: tests, name: more,", r"template\.yaml:8:19: `name` stands here twice"),
        ("requires: []", f"requires: {'[' * 5000}", "nested too deep"),
        (
            "requires: []",
            "requires: [a\0b]",
            r"template\.yaml:6:13: not YAML: the character #x0000 may not stand there",
        ),
        ("name: tests", "name: All Tests", "checks.0.name: 'All Tests' is no name: begin with a letter; small letters"),
        ('["{python}", -m', '["{pyhton}", -m', r"checks\.0\.run\.0: nothing fills `{pyhton}`; known is {python}"),
        ('["{python}", -m', '["", -m', r"checks\.0\.run\.0: a word of a command holds something"),
        ("to: README.md", "to: inlay.lock", r"files\.0\.to: `inlay\.lock` belongs to inlay"),
        ("to: README.md", "to: .inlay/objects/x", r"files\.0\.to: `\.inlay/objects/x` belongs to inlay"),
        ("to: README.md", "to: .git/config", r"files\.0\.to: `\.git/config` belongs to inlay or to version control"),
        ("  rules: {kind", "  rule: {kind", r"template\.yaml:10:3: slots\.rule: input should be 'rules' or 'queries'"),
    ],
)
def test_what_no_project_can_be_made_of_is_told_with_its_place(catalog: Path, old: str, new: str, fault: str) -> None:
    change(catalog, old, new)
    with pytest.raises(CatalogInvalid, match=fault):
        load_template("tiny", catalog)
