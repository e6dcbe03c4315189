"""BIRD: its format, its rule of sameness, its valid efficiency."""

import json
import sqlite3
from math import sqrt
from pathlib import Path

import pytest
from tests.eval.conftest import write_lines

from inlay_eval.report import Report
from inlay_eval.sql import Result, SqlSettings, load_sql_suite, read_predictions, run_sql, same_set
from inlay_eval.sql.efficiency import efficiency, mean_ratio, reward
from inlay_eval.suites import DataInvalid
from inlay_eval.watching import Silent

SCHEMA = """
create table lots (id integer primary key, town text, price real);
insert into lots values (1, 'Ulm', 10.5), (2, 'Ulm', 20.0), (3, 'Bonn', 5.0);
"""
QUESTIONS = [
    ("SELECT town FROM lots ORDER BY price", "simple"),
    ("SELECT town, max(price) FROM lots GROUP BY town", "moderate"),
    ("SELECT price FROM lots WHERE price > 100", "challenging"),
]
GOLDS = [query for query, _ in QUESTIONS]
SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 30000) SELECT count(*) FROM n"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "dev_databases" / "estate"
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / "estate.sqlite")
    connection.executescript(SCHEMA)
    connection.close()
    records = [
        {
            "question_id": 40 + number,
            "db_id": "estate",
            "question": "Which?",
            "evidence": "a lot lies in a town",
            "SQL": query,
            "difficulty": level,
        }
        for number, (query, level) in enumerate(QUESTIONS)
    ]
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(records))
    return path


def run(suite: Path, queries: list[str], races: int = 0) -> Report:
    read = load_sql_suite("bird", suite, [])
    lines = [{"task_id": str(40 + number), "completion": query} for number, query in enumerate(queries)]
    given = read_predictions(write_lines(suite.parent / "p.jsonl", lines), read)
    settings = SqlSettings(seconds=1.0, races=races)
    return run_sql(read, given, settings, suite.parent / "out", Silent())


def test_rows_are_a_set_and_columns_stand_in_the_order_of_gold(suite: Path) -> None:
    found = run(suite, ["SELECT DISTINCT town FROM lots", "SELECT max(price), town FROM lots GROUP BY town"])

    assert [case.verdict for case in found.cases] == ["passed", "failed"]
    assert found.self_check[0] == "gold     3 of 3 equal themselves (all must)"
    assert found.self_check[1] == "nothing  0 of 3 pass (none may)"
    assert found.self_check[2] == "spoilt   0 of 3 pass, a column too many (none may)"


def test_accuracy_is_told_by_difficulty_with_the_missing_ones_counted(suite: Path) -> None:
    found = run(suite, [GOLDS[0], GOLDS[1]])

    told = {score.name: (round(score.estimate.value, 3), score.estimate.count) for score in found.scores}
    assert told == {
        "execution accuracy": (0.667, 3),
        "execution accuracy, simple": (1.0, 1),
        "execution accuracy, moderate": (1.0, 1),
        "execution accuracy, challenging": (0.0, 1),
    }
    assert found.missing == ("42",)
    assert "the data holds 3 questions, the published suite 1534" in found.notes


def test_a_wrong_query_adds_nothing_to_the_efficiency_and_a_costly_one_less_than_gold(suite: Path) -> None:
    costly = f"SELECT town FROM lots WHERE ({SLOW}) > 0"
    found = run(suite, [costly, "SELECT town, min(price) FROM lots GROUP BY town", GOLDS[2]], races=5)

    told = {score.name: score.estimate.value for score in found.scores}
    assert 0 < told["valid efficiency (VES), simple"] < 0.5
    assert told["rewarded efficiency (R-VES), simple"] == sqrt(0.25)
    assert [case.measures["rewarded efficiency (R-VES)"] for case in found.cases] == [sqrt(0.25), 0, 1]
    assert told["valid efficiency (VES), moderate"] == told["rewarded efficiency (R-VES), moderate"] == 0
    assert told["valid efficiency (VES), challenging"] == told["rewarded efficiency (R-VES), challenging"] == 1


def test_gold_is_as_efficient_as_gold_and_another_right_query_is_timed(suite: Path) -> None:
    found = run(suite, [GOLDS[0], "SELECT town, max(price) AS most FROM lots GROUP BY town", GOLDS[2]], races=3)

    told = {score.name: score.estimate.value for score in found.scores}
    assert told["valid efficiency (VES), simple"] == told["valid efficiency (VES), challenging"] == 1
    assert told["valid efficiency (VES), moderate"] > 0


def test_verdicts_and_ratios_are_kept_for_a_run_that_goes_on(suite: Path) -> None:
    first = run(suite, GOLDS, races=3)
    again = run(suite, GOLDS, races=3)

    assert (first.resumed, again.resumed) == (0, 3)
    assert [score.estimate for score in again.scores] == [score.estimate for score in first.scores]


def test_another_number_of_races_is_another_run(suite: Path) -> None:
    run(suite, GOLDS, races=2)
    assert run(suite, GOLDS).resumed == 0


def test_the_official_form_holds_queries_by_place_or_by_id(suite: Path) -> None:
    read = load_sql_suite("bird", suite, [])
    path = suite.parent / "predict_dev.json"
    path.write_text(json.dumps({"0": f"{GOLDS[0]}\t----- bird -----\testate", "2": "SELECT 1"}))
    assert [(found.task, found.completion) for found in read_predictions(path, read)] == [
        ("40", GOLDS[0]),
        ("42", "SELECT 1"),
    ]

    path.write_text(json.dumps({"41": "SELECT 2"}))
    assert [found.task for found in read_predictions(path, read)] == ["41"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "holds no object"),
        ("{", "is not JSON"),
        ('{"7": "SELECT 1"}', "there is no question '7' in this suite"),
        ('{"0": 5}', "0: the query is no text"),
    ],
)
def test_predictions_that_are_none_are_refused(suite: Path, text: str, message: str) -> None:
    path = suite.parent / "predict_dev.json"
    path.write_text(text)
    with pytest.raises(DataInvalid, match=message):
        read_predictions(path, load_sql_suite("bird", suite, []))


def test_a_question_that_stands_twice_is_refused(suite: Path) -> None:
    records = json.loads(suite.read_text())
    suite.write_text(json.dumps([*records, records[0]]))
    with pytest.raises(DataInvalid, match=r"3\.question_id: '40' stands here twice"):
        load_sql_suite("bird", suite, [])


def test_sets_of_rows_of_another_width_differ_even_when_both_are_empty() -> None:
    assert same_set(Result(columns=1, rows=((1,), (1,))), Result(columns=1, rows=((1.0,),)))
    assert not same_set(Result(columns=1, rows=()), Result(columns=2, rows=()))


def test_a_ratio_far_from_the_others_is_left_out() -> None:
    assert mean_ratio([1.0] * 20 + [50.0]) == 1.0
    assert mean_ratio([1.5, 1.5]) == 1.5


def test_the_reward_grows_by_the_steps_of_mini_dev() -> None:
    assert [reward(ratio) for ratio in (0.0, 0.1, 0.25, 0.5, 0.99, 1.0, 1.99, 2.0)] == [
        0.0,
        0.25,
        0.5,
        0.75,
        0.75,
        1.0,
        1.0,
        1.25,
    ]


def test_both_efficiencies_take_the_square_root_question_by_question() -> None:
    plain, rewarded = efficiency([4.0, 0.0, 0.3])
    assert plain == [2.0, 0.0, sqrt(0.3)]
    assert rewarded == [sqrt(1.25), 0.0, sqrt(0.5)]
