"""Execution accuracy: when results are the same, what a query may not do, and what counts as whose fault."""

import gzip
import json
import sqlite3
from itertools import takewhile
from pathlib import Path

import pytest
from tests.eval.conftest import DATASETS, write_lines

from inlay.errors import UsageError
from inlay.sandbox import TextJob, TextOutcome
from inlay_eval.inside.asking import digest_of
from inlay_eval.report import Report, markdown
from inlay_eval.samples import Sample
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.sql import Result, SqlSettings, load_sql_suite, read_predictions, run_sql
from inlay_eval.sql.answers import Answer
from inlay_eval.sql.bench import Question, SqlBench
from inlay_eval.suites import DataInvalid
from inlay_eval.watching import Silent

SCHEMA = """
create table singers (id integer, name text, age integer);
insert into singers values (1, 'Ann', 30), (2, 'Bo', 41), (3, 'Cy', 30);
"""
GOLDS = ["SELECT name, age FROM singers", "SELECT name FROM singers ORDER BY age, name", "SELECT count(*) FROM singers"]
HANGS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
FLOODS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 300000) SELECT x FROM n"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "database" / "stage"
    folder.mkdir(parents=True)
    _database(folder / "stage.sqlite", SCHEMA)
    questions = [{"db_id": "stage", "question": "?", "query": query} for query in GOLDS]
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(questions))
    return path


def _database(path: Path, schema: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    connection.close()


def run(suite: Path, predictions: dict[int, str]) -> Report:
    lines = [{"task_id": str(number), "completion": query} for number, query in predictions.items()]
    read = load_sql_suite("spider", suite, [])
    given = read_predictions(write_lines(suite.parent / "p.jsonl", lines), read)
    return run_sql(read, given, SqlSettings(seconds=0.5), suite.parent / "out", Silent())


def verdict(suite: Path, number: int, query: str) -> str:
    return run(suite, {number: query}).cases[0].verdict


@pytest.mark.parametrize(
    ("number", "query"),
    [
        (0, "SELECT age, name FROM singers ORDER BY name DESC"),
        (1, "SELECT upper(substr(name, 1, 1)) || substr(name, 2) FROM singers ORDER BY 10 * age, name"),
        (2, "SELECT 3.0"),
    ],
    ids=["columns and rows in another order", "the same order by other means", "equal by amount"],
)
def test_a_query_that_gives_the_same_passes(suite: Path, number: int, query: str) -> None:
    assert verdict(suite, number, query) == "passed"


@pytest.mark.parametrize(
    ("number", "query"),
    [
        (0, "SELECT DISTINCT age, age FROM singers"),
        (0, "SELECT name, age, id FROM singers"),
        (0, "SELECT name, (SELECT age FROM singers s WHERE s.name <> singers.name LIMIT 1) FROM singers"),
        (1, "SELECT name FROM singers ORDER BY name DESC"),
        (2, "SELECT '3'"),
        (2, "SELECT count(*) FROM singer"),
        (2, "SELECT count(*) FROM singers; SELECT 3"),
        (2, "SELECT 3 -- \ud800"),
        (2, ""),
    ],
)
def test_a_query_that_gives_something_else_or_nothing_fails(suite: Path, number: int, query: str) -> None:
    assert verdict(suite, number, query) == "failed"


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE singers",
        "DELETE FROM singers RETURNING 3",
        "ATTACH DATABASE '/tmp/made' AS made",
        "VACUUM INTO '/tmp/made'",
        "PRAGMA writable_schema = 1",
        "SELECT load_extension('x')",
        "CREATE TEMP TABLE t AS SELECT 1",
    ],
)
def test_a_query_can_only_read(suite: Path, query: str) -> None:
    file = suite.parent / "database" / "stage" / "stage.sqlite"
    before = file.read_bytes()

    found = run(suite, {0: query, 2: "SELECT 3"})

    assert [case.verdict for case in found.cases] == ["failed", "passed"]
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["stage.sqlite"]


def test_a_query_that_hangs_or_floods_is_named_and_harms_no_other(suite: Path) -> None:
    found = run(suite, {0: HANGS, 1: FLOODS, 2: "SELECT 3"})

    assert [case.verdict for case in found.cases] == ["timed out", "refused", "passed"]


def test_queries_that_use_up_the_time_of_a_process_cost_the_others_none_of_theirs(suite: Path) -> None:
    suite.write_text(json.dumps([{"db_id": "stage", "question": "?", "query": GOLDS[2]}] * 7))
    read = load_sql_suite("spider", suite, [])
    lines = [{"task_id": str(number), "completion": HANGS if number < 6 else "SELECT 3"} for number in range(7)]
    given = read_predictions(write_lines(suite.parent / "p.jsonl", lines), read)

    found = run_sql(read, given, SqlSettings(seconds=0.1), suite.parent / "out", Silent())
    assert [case.verdict for case in found.cases] == ["timed out"] * 6 + ["passed"]


class Breaking:
    """A box whose process ends at a query that says `boom`, and has time for so many queries."""

    def __init__(self, most: int) -> None:
        self._most = most

    def run_text(self, job: TextJob) -> TextOutcome:
        order = json.loads(job.text)
        queries = [order["queries"][number][0] for _, numbers in order["asked"] for number in numbers][: self._most]
        calm = list(takewhile(lambda query: "boom" not in query, queries))
        if len(calm) == len(queries):
            return TextOutcome(ending="returned", lines=tuple(map(_refused, queries)))
        told = len(calm) // 64 * 64  # a box tells so many at once
        return TextOutcome(ending="killed", error="gone", lines=tuple(map(_refused, calm[:told])))


def _refused(query: str) -> str:
    return f"error {json.dumps(query)}"


@pytest.mark.parametrize("most", [5, 400, 100_000])
def test_what_breaks_a_process_is_found_and_every_other_query_answered(most: int) -> None:
    broken = {3, 4, 300, 599}
    texts = [f"{'boom' if number in broken else 'calm'} {number}" for number in range(600)]
    bench = SqlBench(Breaking(most), 1.0)

    answers = bench.ask([Question([Path(f"{number % 7}.sqlite")], text) for number, text in enumerate(texts)])

    assert {number for number, (answer,) in enumerate(answers) if answer.kind == "crashed"} == broken
    assert [answer.error for (answer,) in answers] == ["gone" if n in broken else text for n, text in enumerate(texts)]


class Naming:
    """A box that answers each query with the database that it asked."""

    def run_text(self, job: TextJob) -> TextOutcome:
        asked = json.loads(job.text)["asked"]
        lines = [f"error {json.dumps(database)}" for database, numbers in asked for _ in numbers]
        return TextOutcome(ending="returned", lines=tuple(lines))


def test_answers_stand_in_the_order_of_the_databases_that_a_question_names() -> None:
    orders = [["b"], ["a", "b", "c"], ["c", "a"], []]
    answers = SqlBench(Naming(), 1.0).ask([Question(list(map(Path, names)), "SELECT 1") for names in orders])

    assert [[answer.error for answer in found] for found in answers] == orders


ROWS = 'result 2 1 {} [[8.0, {{"b": "00ff"}}]]'


def test_rows_are_taken_only_if_they_are_those_of_their_digest() -> None:
    digest = digest_of([(8.0, b"\x00\xff")])

    assert Answer(ROWS.format(digest)).result == Result(columns=2, rows=((8.0, b"\x00\xff"),))
    assert Answer(ROWS.format("0" * 32)).result is None
    assert Answer(ROWS.format(digest).replace("8.0", "8")).result is None


@pytest.mark.parametrize(
    "line", ["", "result", "result -1 2 3", f"result 1 1 {'0' * 32} [", "error {", "no kind at all"]
)
def test_a_line_that_no_honest_box_says_has_no_result(line: str) -> None:
    answer = Answer(line)

    assert answer.result is None
    assert isinstance(answer.error, str)
    assert answer.kind in ("broken", "error", "result")


def test_two_jobs_give_the_verdicts_of_one_and_a_run_goes_on_where_it_was_killed(suite: Path) -> None:
    lines = [{"task_id": str(number), "completion": query} for number, query in enumerate([GOLDS[0], "SELECT 1", ""])]
    read = load_sql_suite("spider", suite, [])
    given = read_predictions(write_lines(suite.parent / "p.jsonl", lines), read)
    one, two = (run_sql(read, given, SqlSettings(jobs=n), suite.parent / f"out{n}", Silent()) for n in (1, 2))
    kept = suite.parent / "out1" / "verdicts.jsonl"
    kept.write_text("".join(kept.read_text().splitlines(keepends=True)[:2]) + '{"task_id": "1", "dig')
    again = run_sql(read, given, SqlSettings(), suite.parent / "out1", Silent())

    assert one.cases == two.cases == again.cases
    assert [case.verdict for case in one.cases] == ["passed", "failed", "failed"]
    assert (one.resumed, again.resumed) == (0, 1)


def test_verdicts_over_a_database_that_changed_are_not_taken_over(suite: Path) -> None:
    run(suite, {2: "SELECT 3"})
    _database(suite.parent / "database" / "stage" / "stage.sqlite", "insert into singers values (4, 'Di', 1);")

    found = run(suite, {2: "SELECT 3"})
    assert (found.resumed, found.cases[0].verdict) == (0, "failed")


def test_gold_that_gives_its_rows_in_another_order_each_time_is_judged_by_rows(suite: Path) -> None:
    questions = json.loads(suite.read_text())
    many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 500) SELECT x FROM n"
    questions[2]["query"] = f"SELECT x FROM ({many} ORDER BY random())"
    suite.write_text(json.dumps(questions))

    found = run(suite, {0: "SELECT 1", 2: f"{many} ORDER BY x DESC"})
    assert [case.verdict for case in found.cases] == ["failed", "passed"]
    assert verdict(suite, 2, many.replace("500", "499")) == "failed"


def test_gold_that_fails_is_the_harness_fault_and_leaves_the_denominator(suite: Path) -> None:
    questions = json.loads(suite.read_text())
    questions[1]["query"] = "SELECT nme FROM singers"
    questions[2]["db_id"] = "nowhere"
    suite.write_text(json.dumps(questions))

    found = run(suite, dict(enumerate(GOLDS)))

    assert [case.verdict for case in found.cases] == ["passed", "harness error", "harness error"]
    assert "no such column: nme" in found.cases[1].reason
    assert found.cases[2].reason == "no database 'nowhere'"
    assert (found.scores[0].estimate.value, found.scores[0].estimate.count) == (1.0, 1)


def test_databases_may_be_links_to_where_they_are_kept(suite: Path, tmp_path: Path) -> None:
    kept, place = tmp_path / "store" / "3f2a", suite.parent / "database" / "stage"
    kept.parent.mkdir()
    (place / "stage.sqlite").rename(kept)
    (place / "stage.sqlite").symlink_to(kept)
    assert verdict(suite, 2, GOLDS[2]) == "passed"

    (place / "stage.sqlite").unlink()
    place.rename(tmp_path / "elsewhere")
    kept.rename(tmp_path / "elsewhere" / "stage.sqlite")
    place.symlink_to(tmp_path / "elsewhere")
    assert verdict(suite, 2, GOLDS[2]) == "passed"


def test_a_question_without_a_prediction_counts_as_not_passed(suite: Path) -> None:
    found = run(suite, {0: GOLDS[0]})

    assert found.missing == ("1", "2")
    assert found.scores[0].estimate.count == 3
    assert round(found.scores[0].estimate.value, 3) == 0.333


def test_a_question_whose_gold_fails_is_not_told_to_count_where_nothing_answers_it(suite: Path) -> None:
    questions = json.loads(suite.read_text())
    questions[2]["query"] = "SELECT nme FROM singers"
    suite.write_text(json.dumps(questions))

    found = run(suite, {0: GOLDS[0]})

    assert (found.missing, found.uncounted, found.scores[0].estimate.count) == (("1", "2"), ("2",), 2)
    assert "counted as not passed: 1\n" in markdown(found)
    assert "not counted by execution since gold does not run there: 2\n" in markdown(found)


def test_a_prediction_must_hold_on_every_variant_of_a_database(suite: Path) -> None:
    _database(suite.parent / "database" / "stage" / "more.sqlite", SCHEMA + "insert into singers values (4, 'Di', 1);")

    assert verdict(suite, 0, "SELECT age, name FROM singers ORDER BY name DESC") == "passed"
    assert verdict(suite, 2, "SELECT count(*) FROM singers") == "passed"
    assert verdict(suite, 2, "SELECT 3") == "failed"


def test_a_suite_of_which_no_gold_runs_reports_nothing(suite: Path) -> None:
    suite.write_text(json.dumps([{"db_id": "stage", "question": "?", "query": "SELECT 1 FROM nowhere"}]))

    with pytest.raises(
        SelfCheckFailed, match=r"0 first: gold error over .*stage\.sqlite: OperationalError: no such table: nowhere"
    ):
        run(suite, {0: "SELECT 1"})


def test_a_suite_without_any_database_names_those_that_it_needs_and_where_it_looked(suite: Path) -> None:
    (suite.parent / "database" / "stage" / "stage.sqlite").rename(suite.parent / "database" / "stage" / "stage.db")

    with pytest.raises(SelfCheckFailed, match="3 questions are not judged, 0 first: no database 'stage'") as caught:
        run(suite, {0: GOLDS[0]})
    assert str(suite.parent / "database") in caught.value.hint


def test_gold_that_does_not_equal_itself_is_named(suite: Path) -> None:
    questions = json.loads(suite.read_text())
    questions[1]["query"] = "SELECT random()"
    suite.write_text(json.dumps(questions))

    with pytest.raises(SelfCheckFailed, match="gold     2 of 3(.|\n)*\n1: gold does not equal itself"):
        run(suite, {0: GOLDS[0]})


def test_a_variant_of_a_database_that_is_broken_is_named_by_its_file(suite: Path) -> None:
    questions = json.loads(suite.read_text())
    (suite.parent / "database" / "other").mkdir()
    _database(suite.parent / "database" / "other" / "a.sqlite", SCHEMA)
    (suite.parent / "database" / "other" / "b.sqlite").write_bytes(b"no database" * 1000)
    questions[1]["db_id"] = questions[2]["db_id"] = "other"
    suite.write_text(json.dumps(questions))

    [note] = [note for note in run(suite, {0: GOLDS[0]}).notes if "not judged" in note]
    assert note.startswith("2 questions are not judged, 1 first: gold error over ")
    assert "b.sqlite: " in note


def test_a_folder_of_databases_that_is_not_there_is_refused(suite: Path) -> None:
    with pytest.raises(UsageError, match="/nowhere is no folder of databases"):
        load_sql_suite("spider", suite, [Path("/nowhere")])


def test_two_predictions_for_a_question_are_refused_with_their_lines(suite: Path) -> None:
    line = {"task_id": "0", "completion": "SELECT 1"}
    read = load_sql_suite("spider", suite, [])
    with pytest.raises(DataInvalid, match=r"p\.jsonl:2:1: question '0' is answered in line 1 already"):
        read_predictions(write_lines(suite.parent / "p.jsonl", [line, line]), read)


def test_the_official_form_is_one_query_a_line(suite: Path) -> None:
    read = load_sql_suite("spider", suite, [])
    path = suite.parent / "pred.txt"
    path.write_text("".join(f"{query}\tstage\n" for query in GOLDS))
    assert [sample.completion for sample in read_predictions(path, read)] == GOLDS

    path.write_text("SELECT 1")
    with pytest.raises(DataInvalid, match="1 lines for the 3 questions"):
        read_predictions(path, read)


@pytest.mark.parametrize("last", ["", "\n", "\n\n\n"])
def test_an_empty_last_line_is_an_empty_prediction(suite: Path, last: str) -> None:
    path = suite.parent / "pred.txt"
    path.write_text(f"{GOLDS[0]}\n\n{last}")
    given = read_predictions(path, load_sql_suite("spider", suite, []))
    assert [sample.completion for sample in given] == [GOLDS[0], "", ""]


@pytest.mark.parametrize("name", ["pred.txt.gz", "pred.json.gz", "pred.jsonl.gz"])
def test_predictions_may_be_gzipped(suite: Path, name: str) -> None:
    lines = [{"task_id": str(number), "completion": query} for number, query in enumerate(GOLDS)]
    forms = {
        "pred.txt.gz": "\n".join(GOLDS),
        "pred.json.gz": json.dumps({line["task_id"]: line["completion"] for line in lines}),
        "pred.jsonl.gz": "\n".join(map(json.dumps, lines)),
    }
    (suite.parent / name).write_bytes(gzip.compress(forms[name].encode()))
    given = read_predictions(suite.parent / name, load_sql_suite("spider", suite, []))
    assert [sample.completion for sample in given] == GOLDS


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("pred.txt", b"SELECT 1\nSELECT '\xe9'\nSELECT 1\n", r"pred\.txt:2:1: is not UTF-8"),
        ("pred.json", b'{"0": "\xe9"}', r"pred\.json:1:1: is not UTF-8"),
        ("pred.txt.gz", b"SELECT 1\n", r"pred\.txt\.gz:1:1: the file is no gzip, whatever its name says"),
        ("pred.json", b'{"0": "SELECT 1"\n "1": ""}', r"pred\.json:2:2: is not JSON: Expecting ',' delimiter"),
        ("pred.json", b'{"0": "SELECT 1", "0": "SELECT 2"}', "the key '0' stands in one object twice"),
    ],
)
def test_predictions_that_cannot_be_read_are_named(suite: Path, name: str, content: bytes, message: str) -> None:
    (suite.parent / name).write_bytes(content)
    with pytest.raises(DataInvalid, match=message):
        read_predictions(suite.parent / name, load_sql_suite("spider", suite, []))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[\n {"db_id": "stage", "question": "?"\n', r"dev\.json:3:1: Invalid JSON: EOF while parsing an object"),
        (b"[]", "holds no question"),
        (b'[\n"\xe9"]', r"dev\.json:2:1: is not UTF-8"),
        (b'[{"db_id": "stage", "question": "?"}]', "0.query: Field required"),
    ],
)
def test_questions_that_cannot_be_read_are_named_with_their_place(suite: Path, content: bytes, message: str) -> None:
    suite.write_bytes(content)
    with pytest.raises(DataInvalid, match=message):
        load_sql_suite("spider", suite, [])


def test_questions_may_be_gzipped_and_begin_with_the_mark_of_an_editor(suite: Path) -> None:
    marked = b"\xef\xbb\xbf" + suite.read_bytes()
    (suite.parent / "dev.json.gz").write_bytes(gzip.compress(marked))
    suite.write_bytes(marked)

    assert [task.gold for task in load_sql_suite("spider", suite, []).tasks] == GOLDS
    assert [task.gold for task in load_sql_suite("spider", suite.parent / "dev.json.gz", []).tasks] == GOLDS


def test_a_parsed_query_with_parts_missing_is_named_by_its_question(suite: Path) -> None:
    questions = json.loads(suite.read_text())
    questions[1]["sql"] = {"select": []}
    suite.write_text(json.dumps(questions))
    with pytest.raises(DataInvalid, match=r"dev\.json:1:1: 1\.sql: is no query as Spider parses it"):
        load_sql_suite("spider", suite, [])


def test_a_database_whose_name_leaves_the_folder_is_not_there(suite: Path) -> None:
    suite.write_text(json.dumps([{"db_id": "../database/stage", "question": "?", "query": "SELECT 1"}]))

    assert load_sql_suite("spider", suite, []).tasks[0].databases == ()


def test_without_databases_the_message_says_how_to_give_them(tmp_path: Path) -> None:
    (tmp_path / "dev.json").write_text("[]")
    with pytest.raises(UsageError) as caught:
        load_sql_suite("spider", tmp_path, [])
    assert "--databases" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "folders", "judged", "faults"),
    [("spider", ["spider-dev-rebuilt/database"], 219, 0), ("spider-dk", [], 126, 1)],
)
def test_all_gold_whose_database_is_here_passes(
    name: str, folders: list[str], judged: int, faults: int, tmp_path: Path
) -> None:
    if not DATASETS.is_dir():
        pytest.skip("no public data is here")
    suite = load_sql_suite(name, DATASETS, [DATASETS / folder for folder in folders])
    given = [Sample(task=task.id, completion=task.gold, line=n) for n, task in enumerate(suite.tasks, start=1)]
    found = run_sql(suite, given, SqlSettings(), tmp_path, Silent())

    assert found.verdicts["passed"] == found.scores[0].estimate.count == judged
    assert sum(case.reason.startswith("gold") for case in found.cases) == faults
