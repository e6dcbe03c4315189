"""Contamination: n-grams that a suite shares with training data."""

import bz2
import csv
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.eval.conftest import GOLD, HEAD, dataset, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.contamination import Contamination, contamination, overlaps
from inlay_eval.corpus import corpus_of, words_in, words_of
from inlay_eval.watching import Silent

TASKS = {"a": ["one two three four five six"], "b": ["seven eight nine ten eleven"], "short": ["one two"]}


def shares(*corpus: str, size: int = 3) -> dict[str, float]:
    found, _ = overlaps(TASKS, [words_of(text) for text in corpus], size)
    return {each.task: each.share for each in found}


def checked(suite: str, data: Path, *corpus: Path, size: int = 6) -> Contamination:
    return contamination(suite, data, corpus, size=size, threshold=0.5, watcher=Silent())


def suspects(found: Contamination) -> list[str]:
    return [each.task for each in found.suspects]


def command(suite: str, data: Path, *corpus: Path) -> tuple[int, str]:
    given = [word for path in corpus for word in ("--corpus", str(path))]
    words = ["contamination", suite, "--data", str(data), *given, "--words", "6"]
    answer = CliRunner().invoke(app, words, catch_exceptions=False)
    return answer.exit_code, answer.stdout


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


def test_the_text_of_a_task_of_which_most_stands_in_the_data_is_what_counts() -> None:
    tasks = {"a": ["one two three four five six", "seven eight nine ten"]}
    found, _ = overlaps(tasks, [words_of("x seven eight nine ten y")], 3)

    assert [(each.found, each.grams) for each in found] == [(2, 2)]


def test_chinese_is_read_sign_by_sign() -> None:
    assert words_of("订单total为零") == ["订", "单", "total", "为", "零"]


@pytest.mark.parametrize("spelled", [str, json.dumps, lambda text: json.dumps(json.dumps([text]))])
def test_a_text_is_the_same_however_often_it_is_escaped(spelled: Callable[[str], str]) -> None:
    text = 'say "订单"\tor\n    return "a\\n\\"b\\"", 1'

    assert f" {' '.join(words_of(text))} " in f" {' '.join(words_of(spelled(text)))} "


def test_files_are_read_plain_and_compressed_and_what_is_no_text_is_named(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.java").write_text("one two")
    (folder / "b.csv").write_text("three")
    (folder / "c.txt.gz").write_bytes(gzip.compress(b"four\n"))
    (folder / "d.bz2").write_bytes(bz2.compress(b"five"))
    (folder / "e.xz").write_bytes(lzma.compress(b"six seven"))
    (folder / "f.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (folder / "g").write_bytes(bytes(range(128, 256)))

    found = checked("humaneval", tiny, folder)

    assert (found.files, found.words, suspects(found)) == (5, 7, [])
    assert found.skipped == (str(folder / "f.png"), str(folder / "g"))
    assert f"2 files are no text and were not read: {folder / 'f.png'}, {folder / 'g'}" in found.text()


def test_a_word_is_not_cut_where_a_large_file_is_read_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("wörtlich " * 300_000)
    assert set(words_in(tmp_path / "a.txt")) == {"wörtlich"}


def test_paths_that_hold_nothing_to_read_are_refused(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "zeros.txt").write_bytes(b"a\0b")
    (tmp_path / "blank.txt").write_text(" \n")
    (tmp_path / "a.txt").write_text("x")

    with pytest.raises(UsageError, match="there is no text"):
        corpus_of([tmp_path / "folder"])
    with pytest.raises(UsageError, match=r"nope does not exist"):
        corpus_of([tmp_path / "a.txt", tmp_path / "nope"])
    with pytest.raises(UsageError, match=r"zeros\.txt is no text"):
        corpus_of([tmp_path / "a.txt", tmp_path / "zeros.txt"])
    with pytest.raises(UsageError, match="there is no word"):
        checked("humaneval", tiny, tmp_path / "blank.txt")
    with pytest.raises(UsageError, match="no task has 40 words"):
        checked("humaneval", tiny, tmp_path / "a.txt", size=40)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"one two three " * 99)[:-9])
    with pytest.raises(UsageError, match=r"a\.txt\.gz: "):
        corpus_of([tmp_path])


@pytest.mark.parametrize(("name", "compressed"), [("a.txt.gz", gzip.compress), ("a.xz", lzma.compress)])
def test_a_file_that_is_damaged_within_is_named(
    tiny: Path, tmp_path: Path, name: str, compressed: Callable[[bytes], bytes]
) -> None:
    words = " ".join(str(number) for number in range(40_000)).encode()
    content = bytearray(compressed(words))
    for place in range(len(content) - 400, len(content) - 300):
        content[place] ^= 0xFF
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=r"a\.(txt\.gz|xz): ") as damaged:
        checked("humaneval", tiny, tmp_path / name)
    assert damaged.value.hint == "fetch it again, or give it its right name"


def test_the_command_says_which_tasks_are_suspect_by_its_exit_code(tiny: Path, tmp_path: Path) -> None:
    clean, asked, solved = tmp_path / "clean.txt", tmp_path / "asked.csv", tmp_path / "solved.py"
    clean.write_text("nothing of it")
    with asked.open("w", newline="") as file:
        csv.writer(file).writerow(["1", HEAD])
    solved.write_text(f"def most(values):\n{GOLD}")

    assert command("humaneval", tiny, clean)[0] == 0
    for corpus in (asked, solved):
        code, text = command("humaneval", tiny, corpus)
        assert code == 1
        assert "humaneval: 1 of 2 tasks share 50% or more of their 6-grams" in text
        assert "  Tiny/0: " in text


QUESTION = "Jan has 48 apples, sells half of them in May and twice as many in June. How many are left?"


def test_what_inlay_says_around_a_question_is_no_text_of_the_data(tmp_path: Path) -> None:
    data = write_lines(tmp_path / "gsm.jsonl", [{"question": QUESTION, "answer": "It is none.\n#### 0"}])
    (tmp_path / "asked.txt").write_text(QUESTION)
    (tmp_path / "ours.txt").write_text(
        "Write a Python function `solution()` without parameters that works out the answer"
    )

    [found] = checked("gsm8k", data, tmp_path / "asked.txt", size=13).overlaps

    assert (found.found, found.grams) == (11, 11)
    assert checked("gsm8k", data, tmp_path / "ours.txt").overlaps[0].found == 0


def test_a_translation_is_suspect_by_the_program_it_starts_from(tmp_path: Path) -> None:
    python = {
        "task_id": "Python/3",
        "declaration": "def twice(number):\n",
        "canonical_solution": "    return 2 * number\n",
        "test": "def check(twice):\n    assert twice(4) == 8\n\ncheck(twice)\n",
    }
    body = "        return number + number;\n    }\n}"
    java = {
        "task_id": "Java/3",
        "prompt": "class Solution {\n    public int twice(int number) {\n",
        "declaration": "class Solution {\n    public int twice(int number) {\n",
        "canonical_solution": body,
        "test": "public class Main {}",
    }
    data = write_lines(tmp_path / "humaneval_python.jsonl", [python])
    write_lines(tmp_path / "humaneval_java.jsonl", [java])
    (tmp_path / "Twice.java").write_text(body)

    assert suspects(checked("humaneval-x-from-java", data, tmp_path / "Twice.java")) == ["Python/3"]


@pytest.mark.parametrize(
    ("suite", "file"),
    [
        ("humaneval", "human-eval/HumanEval.jsonl.gz"),
        ("humaneval-x-from-java", "humaneval-x/humaneval_java.jsonl.gz"),
        ("humanevalpack-fix", "humanevalpack/humanevalpack_python.jsonl"),
        ("mbpp", "mbpp/mbpp.jsonl"),
        ("gsm8k", "pal-math/gsm8k-test.json"),
        ("spider-dk", "spider-dk/Spider-DK.json"),
        ("quixbugs", "humanevalpack/quixbugs_python.jsonl"),
    ],
)
def test_every_task_that_is_long_enough_stands_in_the_suite_s_own_file(suite: str, file: str) -> None:
    path = dataset(file)
    given = path.with_name(path.name.replace("java", "python"))
    found = checked(suite, given, path, size=13)

    measured = [each for each in found.overlaps if each.grams]
    assert len(measured) > 0.7 * len(found.overlaps)
    assert len(found.suspects) == len(measured)
