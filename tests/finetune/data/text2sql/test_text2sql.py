import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from inlay.errors import UsageError
from inlay.text2sql.rendering import create_tables, m_schema
from inlay.text2sql.schema import read_schemas, with_values
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.text2sql.pairs import Parted, question_samples
from inlay_finetune.data.text2sql.questions import read_questions

DATASETS = Path(__file__).resolve().parents[5] / "shared" / "datasets"

SHOP: Mapping[str, Any] = {
    "db_id": "shop",
    "table_names_original": ["Buyers", "Order Lines"],
    "table_names": ["buyers", "order lines"],
    "column_names_original": [[-1, "*"], [0, "id"], [0, "dob"], [1, "no"], [1, "buyer_id"], [1, "unit price"]],
    "column_names": [[-1, "*"], [0, "id"], [0, "date of birth"], [1, "no"], [1, "buyer id"], [1, "unit price"]],
    "column_types": ["text", "number", "time", "number", "number", "number"],
    "primary_keys": [1, [3, 4]],
    "foreign_keys": [[4, 1]],
}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    file = tmp_path / "tables.json"
    file.write_text(json.dumps([SHOP]))
    return file


@pytest.fixture
def databases(tmp_path: Path) -> Path:
    folder = tmp_path / "databases" / "shop"
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "shop.sqlite") as database:
        database.execute('CREATE TABLE Buyers (id INTEGER PRIMARY KEY, "dob" TEXT)')
        database.execute('CREATE TABLE "Order Lines" (no INTEGER, buyer_id INTEGER, "unit price" NUMERIC)')
        database.execute("INSERT INTO Buyers VALUES (1, '1990-01-31'), (2, NULL), (3, CAST(x'636166e9' AS TEXT))")
        database.execute("""INSERT INTO "Order Lines" VALUES (1, 1, 2.5), (2, 1, 2.5)""")
    database.close()
    return folder.parent


def _samples(tmp_path: Path, tables: Path, questions: list[dict[str, Any]], ledger: Ledger, **settings: Any) -> Parted:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(questions))
    return question_samples(read_questions(file), read_schemas(tables), ledger, **settings)


def _question(query: str, **more: Any) -> dict[str, Any]:
    return {"db_id": "shop", "question": "How many buyers?", "query": query, **more}


def test_a_schema_is_shown_as_m_schema_with_a_few_values(tables: Path, databases: Path) -> None:
    schema = with_values(read_schemas(tables)["shop"], databases / "shop" / "shop.sqlite")
    assert m_schema(schema) == (
        "【DB_ID】 shop\n"
        "【Schema】\n"
        "# Table: Buyers\n"
        "[\n"
        "(id:NUMERIC, Primary Key, Examples: [1, 2, 3]),\n"
        "(dob:DATETIME, date of birth, Examples: [1990-01-31, caf\N{REPLACEMENT CHARACTER}])\n"
        "]\n"
        "# Table: Order Lines\n"
        "[\n"
        "(no:NUMERIC, Primary Key, Examples: [1, 2]),\n"
        "(buyer_id:NUMERIC, Primary Key, Examples: [1]),\n"
        "(unit price:NUMERIC, Examples: [2.5])\n"
        "]\n"
        "【Foreign keys】\n"
        "Order Lines.buyer_id=Buyers.id"
    )


def test_a_schema_is_shown_as_statements_that_sqlite_takes(tables: Path) -> None:
    text = create_tables(read_schemas(tables)["shop"])
    assert text == (
        "CREATE TABLE Buyers (\n"
        "    id NUMERIC,\n"
        "    dob DATETIME,  -- date of birth\n"
        "    PRIMARY KEY (id)\n"
        ");\n\n"
        'CREATE TABLE "Order Lines" (\n'
        "    no NUMERIC,\n"
        "    buyer_id NUMERIC,\n"
        '    "unit price" NUMERIC,\n'
        "    PRIMARY KEY (no, buyer_id),\n"
        "    FOREIGN KEY (buyer_id) REFERENCES Buyers (id)\n"
        ");"
    )
    database = sqlite3.connect(":memory:")
    database.executescript(text)
    database.close()


def test_questions_of_spider_and_of_bird_are_read_alike(tmp_path: Path) -> None:
    spider, bird = tmp_path / "spider.json", tmp_path / "bird.json"
    spider.write_text(json.dumps([{"db_id": "shop", "question": "How  many?", "query": "SELECT 1 ;"}]))
    bird.write_text(
        json.dumps([{"db_id": "shop", "question": "How many?", "SQL": "SELECT 1", "evidence": "many\nis all"}])
    )
    (one,), (other,) = read_questions(spider), read_questions(bird)
    assert (one.text, one.query, one.evidence) == ("How many?", "SELECT 1", "")
    assert (other.text, other.query, other.evidence) == ("How many?", "SELECT 1", "many is all")


def test_a_sample_asks_with_schema_and_evidence_and_answers_with_the_query(tmp_path: Path, tables: Path) -> None:
    asked = _question("SELECT count(*) FROM Buyers", evidence="Buyers are people.")
    (sample,) = _samples(tmp_path, tables, [asked], Ledger(), form="create-table").train
    _, user, assistant = (turn.content for turn in sample.messages)
    assert user.startswith("CREATE TABLE Buyers (")
    assert user.endswith("\n\nNote: Buyers are people.\n\nQuestion: How many buyers?")
    assert assistant == "```sql\nSELECT count(*) FROM Buyers\n```"


def test_queries_that_do_not_run_are_dropped_and_empty_ones_are_counted(
    tmp_path: Path, tables: Path, databases: Path
) -> None:
    forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    asked = [
        _question("SELECT count(*) FROM Buyers"),
        _question("SELECT count(*) FROM Buyers"),
        _question("SELECT id FROM Buyers WHERE id > 9"),
        _question("SELECT name FROM Buyers"),
        _question("DELETE FROM Buyers"),
        _question(f"ATTACH DATABASE '{tmp_path}/other.db' AS other"),
        _question(forever),
        _question("SELECT 1", db_id="nowhere"),
    ]
    ledger = Ledger()
    before = (databases / "shop" / "shop.sqlite").read_bytes()
    parted = _samples(tmp_path, tables, asked, ledger, folder=databases, seconds=0.3)
    assert len(parted.train) == ledger.kept == 2
    assert ledger.reasons == {
        "the query does not run": 3,
        "the query takes too long": 1,
        "the same question with the same query came before": 1,
        "no schema of this database is known": 1,
    }
    assert ledger.notes == {"the query finds nothing": 1}
    assert (databases / "shop" / "shop.sqlite").read_bytes() == before
    assert not (tmp_path / "other.db").exists()


def test_where_no_database_is_there_a_query_must_still_run_on_the_tables_of_its_schema(
    tmp_path: Path, tables: Path
) -> None:
    asked = [
        _question('SELECT max("unit price") FROM "Order Lines" WHERE buyer_id = "nobody"'),
        _question("SELECT name FROM Buyers"),
        _question("SELECT id FROM Sellers"),
        _question("SELEC id FROM Buyers"),
        _question("DELETE FROM Buyers"),
    ]
    ledger = Ledger()
    assert len(_samples(tmp_path, tables, asked, ledger).train) == 1
    assert ledger.reasons == {"the query does not fit its schema": 4}
    assert "no such column: name" in [each.detail for each in ledger.named]
    assert ledger.notes == {"not run, no database is there": 1}


def test_a_folder_that_holds_no_database_that_is_asked_about_is_refused(
    tmp_path: Path, tables: Path, databases: Path
) -> None:
    asked = [_question("SELECT id FROM Buyers")]
    with pytest.raises(UsageError, match=r"holds no database that is asked about, such as shop/shop\.sqlite"):
        _samples(tmp_path, tables, asked, Ledger(), folder=databases.parent)
    assert _samples(tmp_path, tables, asked, Ledger(), folder=databases).train


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[{"db_id": "a",\n "question" "b"}]', r"questions.json:2:13: not JSON"),
        ('{"db_id": "a"}', "not a list of objects"),
        ('[{"db_id": "a", "question": "b", "query": "c"}, {"db_id": "a"}]', "question 2: question, query or SQL is"),
        ('[{"db_id": "a", "question": 3, "query": "c"}]', "question 1: question is missing or no text"),
    ],
)
def test_a_file_of_questions_that_is_wrong_is_refused_with_its_place(
    tmp_path: Path, content: str, message: str
) -> None:
    file = tmp_path / "questions.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=message):
        read_questions(file)


def test_a_schema_that_is_wrong_is_refused_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "tables.json"
    file.write_text(json.dumps([SHOP, {key: value for key, value in SHOP.items() if key != "db_id"}]))
    with pytest.raises(UsageError, match=r"tables.json: schema 2: db_id: Field required"):
        read_schemas(file)
    file.write_text(json.dumps([{**SHOP, "foreign_keys": [[4, 99]]}]))
    with pytest.raises(UsageError, match=r"schema 1: column: list index out of range"):
        read_schemas(file)


def test_a_form_that_does_not_exist_is_named(tmp_path: Path, tables: Path) -> None:
    with pytest.raises(UsageError, match="no form 'ddl'"):
        _samples(tmp_path, tables, [_question("SELECT 1")], Ledger(), form="ddl")


@pytest.mark.skipif(not DATASETS.is_dir(), reason="the public datasets are not at hand")
def test_every_query_of_spider_whose_database_is_at_hand_runs() -> None:
    schemas = read_schemas(DATASETS / "spider" / "tables.json")
    questions = read_questions(DATASETS / "spider" / "dev.json")
    ledger = Ledger()
    folder = DATASETS / "spider-dev-rebuilt" / "database"
    parted = question_samples(questions, schemas, ledger, folder=folder, heldout=0.3)
    assert (len(schemas), len(questions)) == (166, 1034)
    assert not ledger.reasons
    # 219 questions are on the six databases at hand, 10 of them find nothing.
    assert ledger.notes == {"not run, no database is there": 815, "the query finds nothing": 10}
    sides = [{sample.about["database"] for sample in side} for side in (parted.train, parted.heldout)]
    assert sides[0]
    assert sides[1]
    assert not sides[0] & sides[1]
