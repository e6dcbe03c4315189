import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from inlay.cli.app import run as inlay
from inlay.journal import Journal
from inlay_finetune.data.samples import read_samples


def _told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return dict(json.loads(capsys.readouterr().out))


def _run(*words: str) -> int:
    return inlay(["finetune", "data", *words, "--output-format", "json"])


def test_from_a_folder_of_code_to_a_corpus_to_rearranged_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(6):
        file = tmp_path / "all" / "shop" / f"area{number}" / "work.py"
        file.parent.mkdir(parents=True)
        file.write_text(f"def work_{number}(order):\n    return order.part_{number} * {number} + order.rest_{number}\n")
    corpus, out = tmp_path / "corpus", tmp_path / "fim.jsonl"
    assert _run("code", str(tmp_path / "all"), "--out", str(corpus), "--heldout", "0.3", "--suffix", "py") == 0
    told = _told(capsys)
    assert (told["read"], told["kept"]) == (6, 6)
    report = json.loads((corpus / "report.json").read_text())
    assert report["notes"]["learnt"] + report["notes"]["held out"] == 6
    if not (corpus / "train.jsonl").read_text():
        pytest.fail("the seed leaves nothing to learn")
    assert _run("fim", str(corpus / "train.jsonl"), "--out", str(out), "--rate", "1", "--layout", "codellama") == 0
    assert all(sample.text.startswith("▁<PRE>") for sample in read_samples(out))
    assert _told(capsys)["samples"] == report["notes"]["learnt"]


@pytest.mark.parametrize("style", ["instruct", "infill", "compact"])
def test_pairs_for_slots_are_written_in_every_style(
    style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "slots.jsonl"
    assert _run("slots", "--out", str(out), "--count", "5", "--style", style) == 0
    assert _told(capsys)["samples"] == 5
    assert len(list(read_samples(out))) == 5


@pytest.mark.parametrize(
    "words",
    [
        ("code", "folder"),
        ("code", "folder", "--suffix", "zzz"),
        ("fim", "blank.jsonl"),
        ("journal", "--journal", "journal.db"),
        ("text2sql", "failing.json", "--tables", "tables.json", "--databases", "databases"),
    ],
)
def test_where_nothing_is_left_it_fails_and_what_was_there_stays(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with Journal(Path("journal.db")):
        pass
    _database(Path("databases"))
    Path("folder").mkdir()
    Path("folder/notes.txt").write_text("notes")
    Path("blank.jsonl").write_text('{"text": " "}\n')
    out = Path("out.jsonl") if words[0] == "fim" else Path("out")
    kept = out if words[0] == "fim" else out / "train.jsonl"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("earlier")
    assert _run(*words, "--out", str(out)) == 1
    assert "nothing is left to learn from" in json.dumps(_told(capsys))
    assert kept.read_text() == "earlier"
    assert out.is_file() or [each.name for each in out.iterdir()] == ["train.jsonl"]


def _database(folder: Path) -> None:
    """Write a schema, a database of it, and a question whose query does not run."""
    (folder / "shop").mkdir(parents=True)
    with closing(sqlite3.connect(folder / "shop" / "shop.sqlite")) as connection:
        connection.execute("CREATE TABLE item (price INTEGER)")
    Path("failing.json").write_text(
        json.dumps([{"db_id": "shop", "question": "What?", "query": "SELECT cost FROM item"}])
    )
    schema = {
        "db_id": "shop",
        "table_names_original": ["item"],
        "table_names": ["item"],
        "column_names_original": [[-1, "*"], [0, "price"]],
        "column_names": [[-1, "*"], [0, "price"]],
        "column_types": ["text", "number"],
        "primary_keys": [],
        "foreign_keys": [],
    }
    Path("tables.json").write_text(json.dumps([schema]))


def test_where_nothing_is_left_the_first_thing_dropped_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _database(Path("databases"))
    Path("databases/shop/shop.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 9)
    words = ("text2sql", "failing.json", "--tables", "tables.json", "--databases", "databases", "--out", "out")
    assert _run(*words) == 1
    assert "such as shop: What?: file is not a database" in json.dumps(_told(capsys))


def test_a_folder_of_databases_that_is_not_there_is_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _database(Path("databases"))
    assert _run("text2sql", "failing.json", "--tables", "tables.json", "--databases", "database", "--out", "out") == 2
    assert "database is no folder" in json.dumps(_told(capsys))
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("fim", "nowhere.jsonl", "--out", "out.jsonl"),
        ("fim", "broken.jsonl", "--out", "out.jsonl"),
        ("fim", "broken.jsonl", "--out", "out.jsonl", "--layout", "other"),
        ("code", "nowhere", "--out", "out"),
        ("slots", "--out", "out.jsonl", "--style", "other"),
        ("slots", "--out", "out.jsonl", "--split", "other"),
        ("slots", "--out", "out.jsonl", "--version", "99"),
        ("slots", "--out", "out.jsonl", "--version", "99", "--style", "compact"),
        ("slots", "--out", "out.jsonl", "--layout", "starcoder", "--style", "instruct"),
        ("slots", "--out", "out.jsonl", "--layout", "other", "--style", "infill"),
        ("journal", "--journal", "nowhere.db", "--out", "out"),
        ("text2sql", "nowhere.json", "--tables", "nowhere.json", "--out", "out"),
    ],
)
def test_what_a_user_gets_wrong_is_exit_2_and_leaves_nothing_behind(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.jsonl").write_text('{"text": "x = 1"}\n{"text"\n')
    assert _run(*words) == 2
    assert "error" in json.loads(capsys.readouterr().out)
    assert {each.name for each in tmp_path.iterdir()} == {"broken.jsonl"}


def test_the_commands_are_listed_without_loading_what_trains() -> None:
    heavy = {"torch", "transformers", "peft", "tokenizers", "datasketch", "detect_secrets", "hypothesis"}
    code = f"import sys, inlay_finetune.cli; print(sorted({heavy!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "words",
    [
        ["fim", "{texts}", "--out", "{texts}"],
        ["fim", "{texts}", "--out", "{folder}"],
        ["slots", "--count", "1", "--out", "{folder}"],
        ["self-instruct", "{tasks}", "--backend", "fake:{answers}", "--out", "{folder}"],
        ["evolve", "{chats}", "--backend", "fake:{answers}", "--out", "{chats}"],
    ],
)
def test_what_cannot_take_its_place_is_refused_before_any_work_and_nothing_read_is_lost(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turns = [{"role": "user", "content": "What is a fee?"}, {"role": "assistant", "content": "A price."}]
    content = {
        "texts": {"text": "def fee(days):\n    return days * 3\n"},
        "chats": {"messages": turns},
        "tasks": {"task": "Give the fee of a loan by its days.", "signature": "def fee(days):"},
        "answers": {"never asked": ["anything"]},
    }
    for name, lines in content.items():
        (tmp_path / name).write_text(json.dumps(lines) + "\n")
    (tmp_path / "folder").mkdir()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    places = {name: str(tmp_path / name) for name in (*content, "folder")}
    assert _run(*(word.format(**places) for word in words)) == 2
    refused = json.loads(capsys.readouterr().out)["error"]
    assert refused["message"].endswith(("is a folder", "is what is to be read: it would be lost"))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()} == before
