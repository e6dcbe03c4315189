"""What a person sees of a command, and the exit code that a script sees."""

import errno
import json
from pathlib import Path

import pytest

from inlay.build import job
from inlay.build.options import Options
from inlay.cli.app import run
from inlay.cli.output import table, wants_json
from inlay.errors import UsageError

COMMANDS = [
    "new",
    "update",
    "plan",
    "fill",
    "check",
    "verify",
    "diff",
    "why",
    "strength",
    "clarify",
    "schema",
    "doctor",
]
GROUPS = ["template", "slot", "prompt", "journal"]
ROOT = Path(__file__).parents[3]
ORDERS = ROOT / "samples" / "orders" / "spec.yaml"


def test_every_command_stands_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS + GROUPS if f" {name} " not in shown] == []


@pytest.mark.parametrize("words", [[name, "--help"] for name in COMMANDS + GROUPS])
def test_every_command_explains_itself(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    assert "Usage: inlay" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["new", "update"])
def test_new_and_update_take_the_same_choices(command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[Options] = []

    def told(spec: Path, target: Path, options: Options, progress: object) -> None:
        given.append(options)
        raise UsageError("that was all")

    monkeypatch.setattr(job, command, told)
    budget = ["--tokens", "70", "--seconds", "1.5"]
    model = ["--backend", "fake", "--backend", "embedded", "--seed", "4", "--grammar"]
    assert run([command, "spec.yaml", str(tmp_path), *budget, *model, "--sandbox", "none", "--postgresql"]) == 2
    assert run([command, "spec.yaml", str(tmp_path)]) == 2
    ladder = ("fake", "embedded")
    chosen = Options(ladder=ladder, walls="none", seed=4, grammar=True, postgresql=True, tokens=70, seconds=1.5)
    assert given == [chosen, Options()]


def test_a_command_that_does_not_exist_is_told_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chekc"]) == 2
    assert "check" in capsys.readouterr().err


def test_a_clean_project_is_said_to_match(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(project)]) == 0
    assert capsys.readouterr().out == "The project matches its lock.\n"


def test_drift_is_told_file_by_file_and_is_exit_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "README.md").unlink()
    rule = project / "src/doubled.py"
    rule.write_text(rule.read_text(encoding="utf-8").replace("n * 2", "n + n"), encoding="utf-8")
    assert run(["check", str(project)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "missing: README.md",
        "slot edited: rules.doubled",
        "The project does not match its lock. `inlay verify` gates edited slots like any fill and takes them over.",
    ]


def test_a_stub_is_no_mismatch_but_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = project / "inlay.lock"
    lock.write_text(lock.read_text(encoding="utf-8").replace('"state": "clean"', '"state": "stub"'), encoding="utf-8")
    assert run(["check", str(project)]) == 1
    said = capsys.readouterr().out
    assert "stub left: rules.doubled\n" in said
    assert said.endswith("The project matches its lock; slots to fill: 1.\n")


def test_an_answer_can_be_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(project), "--output-format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["clean"] is True
    assert answer["missing"] == []


def test_why_explains_a_line_of_a_slot(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", f"{project}/src/doubled.py:7", "--output-format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["text"] == "return n * 2"
    assert answer["slot"] == "rules.doubled (python-function, clean)"
    assert answer["sentence"] == "Twice the number."


def test_why_finds_the_project_from_a_folder_inside_it(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "src")
    assert run(["why", "doubled.py:1"]) == 0
    assert "templates/tiny/src/doubled.py.j2" in capsys.readouterr().out


def test_diff_shows_what_was_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(project)]) == 0
    (project / "README.md").write_text("# totals\n", encoding="utf-8")
    assert run(["diff", str(project)]) == 1
    assert "-# sums\n+# totals" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["why", "nowhere"], ["check", "/"], ["new", "none.yaml"], ["diff", "/none"]])
def test_a_wrong_argument_is_a_message_with_a_hint_and_exit_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert "\nhint: " in told.err
    assert "Traceback" not in told.err


def test_an_error_can_be_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "/", "--output-format=json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["exit_code"], error["message"]) == (2, "/ belongs to no generated project: there is no inlay.lock")


def test_every_fault_of_a_spec_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text("inlay: 1\ntemplate: fastapi-service\nname: Bad Name\nnam: x\n", encoding="utf-8")
    assert run(["new", str(spec)]) == 2
    told = capsys.readouterr().err
    assert f"{spec}:3:7: " in told
    assert f"{spec}:4:1: " in told


def test_a_full_disk_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/inlay-render")

    monkeypatch.setattr("inlay.render.formatting.tempfile.TemporaryDirectory", full)
    assert run(["plan", str(ORDERS)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: No space left on device: /tmp/inlay-render\nhint: free some space")


def test_the_catalog_can_be_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["template", "list"], ["slot", "list"], ["prompt", "list"]):
        assert run([*words, "--output-format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)
    assert run(["template", "show", "fastapi-service"]) == 0
    assert run(["slot", "show", "sql-query"]) == 0
    assert run(["prompt", "show", "sql-query", "--style", "compact"]) == 0
    assert run(["prompt", "show", "sql-query", "--style", "verse"]) == 2


@pytest.mark.parametrize("group", ["prompt", "slot"])
def test_what_is_shipped_has_no_faults(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([group, "lint"]) == 0
    assert capsys.readouterr().out == "No faults.\n"


def test_an_empty_journal_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", "list"]) == 0
    assert capsys.readouterr().out == "No calls yet.\n"
    assert run(["journal", "show", "nothing"]) == 2


def test_doctor_names_what_it_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--output-format", "json"]) in (0, 1)
    looked = [finding["name"] for finding in json.loads(capsys.readouterr().out)]
    assert looked == [
        "python",
        "catalog",
        "sandbox",
        "postgresql",
        "compiler",
        "llama_cpp",
        "model",
        "toolchain",
        "cache",
    ]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["check"], False),
        (["check", "--output-format", "json"], True),
        (["check", "--output-format=json", "x"], True),
        (["check", "--output-format", "text", "json"], False),
        (["why", "--output-format"], False),
    ],
)
def test_json_is_seen_in_a_command_line(words: list[str], wanted: bool) -> None:
    assert wants_json(words) is wanted


def test_a_table_lines_up_its_columns_without_trailing_blanks() -> None:
    assert table([("a", "long", ""), ("bb", "x", "y")], ("one", "two", "")) == "one  two\na    long\nbb   x     y"


def test_a_project_is_found_through_dots(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "src")
    assert run(["check", ".."]) == 0
    assert run(["why", "../src/doubled.py:7"]) == 0
    assert "rules.doubled" in capsys.readouterr().out


def test_the_queries_of_a_project_are_said_in_the_words_of_another_engine(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = json.loads((project / "inlay.lock").read_text(encoding="utf-8"))
    lock["slots"]["queries.first"] = {**lock["slots"]["rules.doubled"], "kind": "sql-query", "file": "src/first.sql"}
    lock["files"]["src/first.sql"] = {**lock["files"]["src/doubled.py"], "slot": "queries.first"}
    (project / "inlay.lock").write_text(json.dumps(lock), encoding="utf-8")
    query = "SELECT id FROM sums WHERE n > :n ORDER BY id LIMIT 3"
    fenced = f"-- region inlay:queries.first\n{query}\n-- endregion inlay:queries.first\n"
    (project / "src/first.sql").write_text(fenced, encoding="utf-8")

    assert run(["slot", "translate", str(project), "--to", "oracle"]) == 0
    said = "-- queries.first\nSELECT id FROM sums WHERE n > :n ORDER BY id FETCH FIRST 3 ROWS ONLY\n"
    assert capsys.readouterr().out == said
    assert run(["slot", "translate", str(project), "--to", "db2"]) == 2
    assert "known are: bigquery, mysql" in capsys.readouterr().err
