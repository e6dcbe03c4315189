"""Contamination: n-grams that a suite shares with training data."""

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.contamination import contamination, corpus_files, overlaps, texts_of, words_of
from inlay_eval.watching import Silent

TASKS = {"a": "one two three four five six", "b": "seven eight nine ten eleven", "short": "one two"}


def shares(*corpus: str, size: int = 3) -> dict[str, float]:
    found, _ = overlaps(TASKS, [words_of(text) for text in corpus], size)
    return {each.task: each.share for each in found}


def test_a_task_that_stands_whole_in_the_data_is_found_however_it_is_spaced() -> None:
    assert shares("x One two\n\tthree  FOUR five six y") == {"a": 1.0, "b": 0.0, "short": 0.0}


def test_a_part_of_a_task_counts_as_the_n_grams_it_holds() -> None:
    assert shares("two three four five")["a"] == 0.5


def test_words_in_another_order_or_in_two_texts_are_no_n_gram() -> None:
    assert shares("three two one", "seven eight", "nine ten") == {"a": 0.0, "b": 0.0, "short": 0.0}


def test_an_n_gram_found_twice_counts_once() -> None:
    assert shares("one two three one two three")["a"] == 0.25


def test_signs_are_words() -> None:
    assert words_of("if x<=10:") == ["if", "x", "<", "=", "10", ":"]


def test_files_are_read_as_what_they_mean(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "one two\nthree four"}) + "\n")
    with gzip.open(tmp_path / "b.txt.gz", "wt") as file:
        file.write("seven eight\nnine ten eleven")
    (tmp_path / "picture.png").write_text("five six")

    found = contamination("s", TASKS, [tmp_path], size=3, threshold=0.5, watcher=Silent())

    assert found.files == 2
    assert [(each.task, each.found, each.grams) for each in found.suspects] == [("b", 3, 3), ("a", 2, 4)]
    assert found.text().splitlines()[:3] == [
        f"s: 2 of 2 tasks share 50% or more of their 3-grams with 2 files of {found.words} words; 2 share any",
        "1 tasks are shorter than 3 words: not measured",
        "  b: 3 of 3 (100%)",
    ]


def test_a_folder_without_text_and_n_grams_that_no_task_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no text"):
        corpus_files([tmp_path])
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(UsageError, match="no task has 40 words"):
        contamination("s", TASKS, [tmp_path], size=40, threshold=0.5, watcher=Silent())


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"one two three " * 99)[:-9])
    with pytest.raises(UsageError, match=r"a\.txt\.gz: "):
        contamination("s", TASKS, [tmp_path], size=3, threshold=0.5, watcher=Silent())


def test_the_command_says_which_tasks_are_suspect_by_its_exit_code(tiny: Path, tmp_path: Path) -> None:
    clean, dirty = tmp_path / "clean.txt", tmp_path / "dirty.txt"
    clean.write_text("nothing of it")
    dirty.write_text(texts_of("humaneval", tiny)["Tiny/0"])

    def called(corpus: Path) -> tuple[int, list[str]]:
        options = ["--data", str(tiny), "--corpus", str(corpus), "--words", "6", "--output-format", "json"]
        found = CliRunner().invoke(app, ["contamination", "humaneval", *options])
        return found.exit_code, json.loads(found.stdout)["suspects"]

    assert called(clean) == (0, [])
    assert called(dirty) == (1, ["Tiny/0"])
