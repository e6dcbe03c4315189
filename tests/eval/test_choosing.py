"""Choosing one of several samples of a task without knowing which is right."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from tests.eval.conftest import GOLD, dataset, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.behaviour import behaviour_of_answers, behaviours_of_queries
from inlay_eval.cli import app
from inlay_eval.inside.asking import digest_of
from inlay_eval.sql.answers import Answer
from inlay_eval.suites import load_suite

FIRST = "    return numbers[0] if numbers else None\n"
SORTED = "    return sorted(numbers)[-1] if numbers else None\n"
TWICE = "    return 2 * number\n"


def choose(suite: str, data: Path, samples: list[dict[str, Any]], folder: Path, *more: str) -> dict[str, Any]:
    path = write_lines(folder / "s.jsonl", samples)
    words = ["choose", suite, "--samples", str(path), "--data", str(data), "--out", str(folder / "out"), *more]
    answer = CliRunner().invoke(app, [*words, "--output-format", "json"], catch_exceptions=False)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def figures(found: dict[str, Any]) -> dict[str, float]:
    return {score["name"]: round(score["estimate"]["value"], 4) for score in found["scores"]}


def sample(task: str, completion: str, mean_logprob: float | None = None) -> dict[str, Any]:
    return {"task_id": task, "completion": completion, "mean_logprob": mean_logprob}


def test_the_largest_group_that_behaves_alike_is_chosen(tiny: Path, tmp_path: Path) -> None:
    samples = [sample("Tiny/0", text) for text in (FIRST, GOLD, "    return (\n", SORTED)]
    found = choose("humaneval", tiny, [*samples, sample("Tiny/1", TWICE)], tmp_path)

    assert figures(found) == {"pass@1": 0.75, "majority pass@1": 1.0}
    chosen = [json.loads(line) for line in (tmp_path / "out" / "chosen.majority.jsonl").read_text().splitlines()]
    assert [(line["task_id"], line["of_line"]) for line in chosen] == [("Tiny/0", 2), ("Tiny/1", 5)]
    assert any("samples lack mean_logprob" in note for note in found["notes"])


def test_a_majority_may_be_wrong_and_the_likeliest_right(tiny: Path, tmp_path: Path) -> None:
    samples = [sample("Tiny/0", FIRST, -0.5), sample("Tiny/0", FIRST, -0.4), sample("Tiny/0", GOLD, -0.3)]
    found = choose("humaneval", tiny, [*samples, sample("Tiny/1", TWICE, -0.1)], tmp_path)

    assert figures(found) == {"pass@1": 0.6667, "majority pass@1": 0.5, "likeliest pass@1": 1.0}


def test_samples_that_give_nothing_but_errors_are_not_chosen_and_count(tiny: Path, tmp_path: Path) -> None:
    broken = ["    raise ValueError\n", "    raise ValueError\n", "    while True:\n        pass\n"]
    found = choose("humaneval", tiny, [sample("Tiny/0", text) for text in broken], tmp_path, "--seconds", "1")

    assert figures(found)["majority pass@1"] == 0.0
    assert (tmp_path / "out" / "chosen.majority.jsonl").read_text() == ""


def test_what_has_no_order_is_alike_in_any_and_floats_are_nearly() -> None:
    def spelled(value: object) -> str | None:
        return behaviour_of_answers([json.dumps({"v": value})])

    assert spelled({"S": [1, 2, 3]}) == spelled({"S": [3, 1, 2]})
    assert spelled({"m": [["a", 1], ["b", [2.0]]]}) == spelled({"m": [["b", [2]], ["a", 1]]})
    assert spelled(0.1 + 0.2) == spelled(0.3)
    assert spelled([1, 2]) != spelled([2, 1])
    assert spelled({"u": [1]}) != spelled([1])
    assert spelled(float("inf")) != spelled(float("nan"))


def test_errors_count_by_their_kind_and_nonsense_is_no_behaviour() -> None:
    right = json.dumps({"v": 1})
    one, other = ([right, json.dumps({"e": [kind, text]})] for kind, text in (("A", "x (line 3)"), ("A", "y")))
    assert behaviour_of_answers(one) == behaviour_of_answers(other) != behaviour_of_answers([right])
    for nonsense in (["1"], ["{"], [json.dumps({"e": []}), right], ["[]", right], [], None):
        assert behaviour_of_answers(nonsense) is None


def test_queries_vote_by_what_they_give(tmp_path: Path) -> None:
    folder = tmp_path / "database" / "shop"
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "shop.sqlite") as connection:
        connection.executescript("CREATE TABLE item (price); INSERT INTO item VALUES (3), (1), (2);")
    connection.close()
    questions = [
        {"db_id": "shop", "question": "How many?", "query": "SELECT count(*) FROM item"},
        {"db_id": "lost", "question": "?", "query": "SELECT 1"},
        {"db_id": "shop", "question": "Whose gold does not run?", "query": "SELECT prize FROM item"},
    ]
    (tmp_path / "dev.json").write_text(json.dumps(questions))
    texts = ["SELECT 4", "SELECT count(price) FROM item", "SELEC", "SELECT sum(1) FROM item"]
    samples = [sample("0", text) for text in texts]

    found = choose("spider", tmp_path / "dev.json", samples, tmp_path, "--databases", str(tmp_path / "database"))
    assert figures(found) == {"pass@1": 0.5, "majority pass@1": 1.0}


def test_without_any_database_nothing_is_chosen_and_the_report_says_so(tmp_path: Path) -> None:
    table = {"db_id": "lost", "table_names_original": ["t"], "column_names_original": [[-1, "*"], [0, "a"]]}
    (tmp_path / "tables.json").write_text(json.dumps([{**table, "foreign_keys": []}]))
    question = {"db_id": "lost", "question": "?", "query": "SELECT a FROM t"}
    (tmp_path / "dev.json").write_text(json.dumps([question]))
    (tmp_path / "database").mkdir()
    found = choose("spider", tmp_path / "dev.json", [sample("0", "SELECT a FROM t")], tmp_path)

    assert figures(found) == {}
    assert "1 questions are not judged, 0 first: no database 'lost'" in found["notes"]
    assert "pass@k is not given: no task can be judged" in found["notes"]


def test_queries_are_alike_by_the_rule_of_their_suite() -> None:
    def answer(columns: int, *rows: tuple[object, ...]) -> list[Answer]:
        return [Answer(f"result {columns} {len(rows)} {digest_of(list(rows))} {json.dumps(rows)}")]

    given = [
        answer(2, ("a", 1), ("b", 2)),
        answer(2, (2.0, "b"), (1, "a")),
        answer(2, ("a", 2), ("b", 1)),
        answer(2, ("b", 2), ("a", 1), ("a", 1)),
        [Answer.without_result("error", "no such table")],
        [],
    ]
    assert behaviours_of_queries(given, "bag") == [0, 0, 2, 3, None, None]
    assert behaviours_of_queries(given, "set") == [0, 1, 2, 0, None, None]


def test_the_majority_of_sound_and_buggy_solutions_is_sound(tmp_path: Path) -> None:
    suite = load_suite("humanevalpack", dataset("humanevalpack/humanevalpack_python.jsonl"))
    tasks = suite.tasks[20:26]
    texts = [(task.id, text) for task in tasks for text in (task.wrong, task.gold, task.gold + "# again\n")]
    found = choose("humanevalpack", suite.file, [sample(task, text or "") for task, text in texts], tmp_path)

    assert round(figures(found)["majority pass@1"] * len(suite.tasks)) == len(tasks)


def test_slotbench_chooses_for_itself(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.jsonl", [])
    found = CliRunner().invoke(app, ["choose", "slotbench", "--samples", str(path)])
    assert isinstance(found.exception, UsageError)
