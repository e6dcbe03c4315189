"""A platform team works with a catalog of its own: a folder, or a git repository at a tag."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inlay.resources import CATALOG_VARIABLE, data_folder

SPEC = """\
inlay: 1
template: notes-service
name: notes
description: Keeps notes.
entities:
  Note:
    text: str
"""
RULE_AND_QUERY = """\
rules:
  length:
    takes: {note: Note}
    returns: int
    does: The number of letters of the text.
queries:
  all_texts:
    returns: [{text: str}]
    does: All texts, in alphabetical order.
"""
TEMPLATE = "notes-service"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalog with one template under a name that is not shipped, and nothing else."""
    folder = tmp_path / "catalog"
    shutil.copytree(data_folder("templates") / "fastapi-service", folder / "templates" / TEMPLATE)
    manifest = folder / "templates" / TEMPLATE / "template.yaml"
    text = manifest.read_text(encoding="utf-8").replace("name: fastapi-service", f"name: {TEMPLATE}")
    manifest.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "notes.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


def inlay(*words: str | Path, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as catalogs are read once in a process."""
    outside = {**os.environ, "INLAY_HOME": str(home), **environment}
    program = "from inlay.cli.app import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], env=outside, capture_output=True, text=True, check=False
    )


def git(folder: Path, *words: str) -> None:
    person = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", "-C", folder, *person, *words], check=True, capture_output=True)


def test_its_templates_are_known_and_what_it_lacks_is_the_shipped_one(
    catalog: Path, spec: Path, tmp_path: Path
) -> None:
    unknown = inlay("plan", spec, home=tmp_path)
    assert unknown.returncode == 2
    assert TEMPLATE in unknown.stderr
    assert "`--catalog` or INLAY_CATALOG names one's own catalog" in unknown.stderr

    assert inlay("--catalog", catalog, "plan", spec, home=tmp_path).returncode == 0
    assert inlay("plan", spec, home=tmp_path, **{CATALOG_VARIABLE: str(catalog)}).returncode == 0

    listed = inlay("--catalog", catalog, "template", "list", "--output-format", "json", home=tmp_path)
    assert [one["name"] for one in json.loads(listed.stdout)] == [TEMPLATE]
    kinds = inlay("--catalog", catalog, "slot", "list", "--output-format", "json", home=tmp_path)
    assert "python-function" in kinds.stdout


def test_one_slot_kind_and_one_prompt_of_its_own_stand_among_the_shipped_ones(spec: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    for section in ("slots", "prompt_registry"):
        shutil.copytree(data_folder(section) / "sql-query", own / section / "sql-query")
    kind = own / "slots" / "sql-query" / "slot.yaml"
    kind.write_text(kind.read_text(encoding="utf-8").replace("gates: [syntax, ", "gates: [", 1), encoding="utf-8")
    spec.write_text(
        SPEC.replace(TEMPLATE, "fastapi-service") + RULE_AND_QUERY,
        encoding="utf-8",
    )

    def gates(name: str) -> list[str]:
        shown = inlay("--catalog", own, "slot", "show", name, "--output-format", "json", home=tmp_path)
        return list(json.loads(shown.stdout)["gates"])

    assert gates("sql-query")[0] != "syntax"
    assert gates("python-function")[0] == "syntax"
    assert inlay("--catalog", own, "plan", spec, home=tmp_path).returncode == 0
    listed = inlay("--catalog", own, "prompt", "list", "--output-format", "json", home=tmp_path)
    assert [one["name"] for one in json.loads(listed.stdout)] == ["python-function", "sql-query"]


def test_a_repository_is_fetched_at_a_tag_and_stays_what_it_was(catalog: Path, spec: Path, tmp_path: Path) -> None:
    git(catalog, "init", "--quiet")
    git(catalog, "add", ".")
    git(catalog, "commit", "--quiet", "--message", "one template")
    git(catalog, "tag", "v1")
    address = f"git+{catalog.as_uri()}@v1"

    first = inlay("--catalog", address, "plan", spec, home=tmp_path)
    assert first.returncode == 0, first.stderr
    shutil.rmtree(catalog)
    assert inlay("--catalog", address, "plan", spec, home=tmp_path).returncode == 0


def test_a_tag_may_have_slashes_and_two_runs_may_fetch_it_at_once(catalog: Path, spec: Path, tmp_path: Path) -> None:
    git(catalog, "init", "--quiet")
    git(catalog, "add", ".")
    git(catalog, "commit", "--quiet", "--message", "one template")
    git(catalog, "tag", "catalog/v1")
    address = f"git+{catalog.as_uri()}@catalog/v1"

    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(inlay, "--catalog", address, "template", "list", home=tmp_path) for _ in range(3)]
    assert [run.result().stderr for run in runs] == ["", "", ""]
    assert len(list((tmp_path / "cache" / "catalogs").iterdir())) == 1


def test_a_hook_of_git_that_runs_it_keeps_its_own_repository(catalog: Path, spec: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for folder, tag in ((catalog, "v1"), (theirs, "mine")):
        (folder / "a").write_text(tag)
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", tag)
        git(folder, "tag", tag)
    before = {path: path.read_bytes() for path in theirs.rglob("*") if path.is_file()}

    told = {"GIT_DIR": str(theirs / ".git"), "GIT_INDEX_FILE": str(theirs / ".git" / "index")}
    done = inlay("--catalog", f"git+{catalog.as_uri()}@v1", "plan", spec, home=tmp_path / "home", **told)
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in theirs.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nowhere", "nowhere is no catalog"),
        (".", ". is no catalog"),
        (".", "`mkdir templates` begins one there"),
        ("git+https://example.org/catalog.git", "names no tag or commit"),
        ("git+git@example.org:team/catalog.git", "names no tag or commit"),
        ("git+https://me@example.org/catalog.git", "names no tag or commit"),
        ("git+ext::sh -c touch% hacked@v1", "git fetch failed"),
        ("git+file:///nowhere@v1", "git fetch failed"),
        ("git+file:///nowhere@--upload-pack=touch", "names no tag or commit"),
    ],
)
def test_what_is_no_catalog_is_told_and_nothing_is_run(address: str, told: str, spec: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    program = f"import os; os.chdir({str(empty)!r}); from inlay.cli.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--catalog", address, "plan", str(spec)],
        env={**os.environ, "INLAY_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("words", [("eval", "suites"), ("finetune", "recipes")])
def test_commands_of_other_packages_are_found_behind_it(words: tuple[str, ...], catalog: Path, tmp_path: Path) -> None:
    done = inlay("--catalog", catalog, *words, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


OWN_KINDS = {"python-function": "pricing", "sql-query": "report"}
WITH_SLOTS = f"""{SPEC}    pages: int
rules:
  is_long:
    takes: {{note: Note}}
    returns: bool
    does: A note is long when it has more than 10 pages.
    examples:
      - {{given: {{note: {{pages: 11}}}}, then: true}}
      - {{given: {{note: {{pages: 10}}}}, then: false}}
queries:
  long_notes:
    takes: {{pages: int}}
    returns: [{{text: str}}]
    does: The texts of the notes with more pages than given, by text.
    examples:
      - given: {{pages: 3, tables: {{notes: [{{text: b, pages: 4}}, {{text: a, pages: 5}}, {{text: c, pages: 3}}]}}}}
        then: [{{text: a}}, {{text: b}}]
"""
BODIES = {
    "rules.is_long": ["return note.pages > 10"],
    "queries.long_notes": ["SELECT text FROM notes WHERE pages > :pages ORDER BY text, id"],
}


def test_slot_kinds_under_names_of_a_teams_own_are_filled_like_the_shipped_ones(
    catalog: Path, spec: Path, tmp_path: Path
) -> None:
    shutil.copytree(data_folder("slots"), catalog / "slots")
    manifest = catalog / "templates" / TEMPLATE / "template.yaml"
    for shipped, own in OWN_KINDS.items():
        folder = (catalog / "slots" / shipped).rename(catalog / "slots" / own)
        kind = folder / "slot.yaml"
        kind.write_text(kind.read_text().replace(f"kind: {shipped}", f"kind: {own}"))
        manifest.write_text(manifest.read_text().replace(f"kind: {shipped}", f"kind: {own}"))
    flow = manifest.parent / "flows" / "transition" / "flow.yaml"
    flow.write_text(flow.read_text().replace("python-function", "pricing"))
    spec.write_text(WITH_SLOTS)
    (tmp_path / "bodies.json").write_text(json.dumps(BODIES))

    assert inlay("--catalog", catalog, "slot", "lint", home=tmp_path).returncode == 0
    for slot in BODIES:
        words = ("fill", spec, slot, "--backend", f"fake:{tmp_path / 'bodies.json'}")
        done = inlay("--catalog", catalog, *words, home=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
