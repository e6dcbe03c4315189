"""Queries as compact answers: said with tokens and read back, they give the same rows."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inlay.prompts.registry import load_prompt
from inlay.text2sql.compact import compact_question, query_of_compact
from inlay.text2sql.schema import Column, Database, Table, database_file, opened, read_schemas
from inlay.text2sql.spoken import spoken
from inlay_finetune.data.text2sql.referring import Unsayable, referring

DATASETS = Path(__file__).resolve().parents[5] / "shared" / "datasets"
STAGE = Database(
    "stage",
    (
        Table("singer", (Column("Singer_ID", "NUMERIC", primary=True), Column("Name", "TEXT"), Column("Age", "INT"))),
        Table("concert", (Column("Singer_ID", "NUMERIC"), Column("Year", "INT"))),
    ),
    ((("concert", "Singer_ID"), ("singer", "Singer_ID")),),
)


def _there_and_back(question: str, query: str, database: Database = STAGE) -> str:
    schema = spoken(database)
    prompt = compact_question(question, schema, load_prompt("sql-query", "production", "compact"))
    answer = referring(query, schema, prompt.references)
    assert "Singer_ID" not in answer
    return query_of_compact(answer, prompt.references)


@pytest.mark.parametrize(
    ("question", "query", "back"),
    [
        (
            "Names of singers in concerts of 2014?",
            "SELECT T1.Name FROM singer AS T1 JOIN concert AS T2 ON T1.Singer_ID = T2.Singer_ID WHERE T2.Year = 2014",
            "SELECT singer.Name FROM singer JOIN concert ON singer.Singer_ID = concert.Singer_ID"
            " WHERE concert.Year = 2014",
        ),
        (
            "Singers called 'Ann' or with Bo in their name?",
            'SELECT count(*) FROM singer WHERE name = "Ann" OR name LIKE "%Bo%"',
            "SELECT count(*) FROM singer WHERE Name = 'Ann' OR Name LIKE '%Bo%'",
        ),
        (
            "Singers without a concert?",
            "SELECT name FROM singer WHERE singer_id NOT IN (SELECT T1.singer_id FROM concert AS T1)",
            "SELECT Name FROM singer WHERE NOT Singer_ID IN (SELECT concert.Singer_ID FROM concert)",
        ),
    ],
    ids=["join", "texts", "query within"],
)
def test_a_query_comes_back_as_it_was_meant(question: str, query: str, back: str) -> None:
    assert _there_and_back(question, query) == back


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT name FROM singer WHERE name = 'Carla'", "does not stand in the question"),
        ("SELECT shoe FROM singer", "what the schema lacks"),
        ("SELECT T1.name FROM singer AS T1 JOIN singer AS T2", "joins a table with itself"),
        ("SELECT n FROM (SELECT name AS n FROM singer)", "reads from a query"),
        ("SELECT name FROM", "cannot be read"),
        ("DELETE FROM singer", "no SELECT"),
    ],
)
def test_what_tokens_cannot_say_is_told(query: str, reason: str) -> None:
    with pytest.raises(Unsayable, match=reason):
        _there_and_back("Who sings?", query)


@pytest.mark.skipif(not (DATASETS / "spider").is_dir(), reason="the data is not here")
def test_gold_of_spider_gives_the_same_rows_after_the_way_there_and_back() -> None:
    folder = DATASETS / "spider-dev-rebuilt" / "database"
    schemas = read_schemas(DATASETS / "spider" / "tables.json")
    differing, said = [], 0
    for each in json.loads((DATASETS / "spider" / "dev.json").read_text()):
        file = database_file(folder, each["db_id"])
        if file is None:
            continue
        try:
            back = _there_and_back_unchecked(each["question"], each["query"], schemas[each["db_id"]])
        except Unsayable:
            continue
        said += 1
        with opened(file) as connection:
            if _rows(connection, back) != _rows(connection, each["query"]):
                differing.append((each["query"], back))
    assert differing == []
    assert said >= 200


def _there_and_back_unchecked(question: str, query: str, database: Database) -> str:
    schema = spoken(database)
    prompt = compact_question(question, schema, load_prompt("sql-query", "production", "compact"))
    return query_of_compact(referring(query, schema, prompt.references), prompt.references)


def _rows(connection: sqlite3.Connection, query: str) -> list[str]:
    with closing(connection.execute(query)) as cursor:
        return sorted(map(repr, cursor))
