"""Contracts and statements in SQL."""

import sqlite3

import pytest

from inlay.contract import Contract, Entity, Field, Parameter, parse_type
from inlay.languages import Sql
from inlay.languages.sql import ddl, result_columns

CONTRACT = Contract(
    name="revenue",
    kind="sql-query",
    parameters=(Parameter(name="year", type=parse_type("int")),),
    result=parse_type("[{month: str, revenue: decimal, open: bool?}]"),
    entities=(
        Entity(
            name="Order",
            fields=(
                Field(name="placed_on", type=parse_type("date")),
                Field(name="sent_at", type=parse_type("datetime?")),
                Field(name="paid", type=parse_type("bool")),
                Field(name="status", type=parse_type("enum[draft, placed]")),
                Field(name="tags", type=parse_type("[str]")),
                Field(name="lines", type=parse_type("[OrderLine]")),
            ),
        ),
        Entity(name="OrderLine", fields=(Field(name="price", type=parse_type("decimal(12,2)")),)),
    ),
)


def test_the_tables_of_a_contract_can_be_made() -> None:
    orders, lines = ddl(CONTRACT)
    assert orders == (
        "CREATE TABLE orders (\n    id integer PRIMARY KEY,\n    placed_on date,\n    sent_at timestamp,\n"
        "    paid boolean,\n    status text,\n    tags json\n)"
    )
    assert "order_id integer,\n    price numeric(12,2)" in lines
    with sqlite3.connect(":memory:") as connection:
        for statement in ddl(CONTRACT):
            connection.execute(statement)
    connection.close()


def test_a_stub_has_the_columns_of_the_result_and_no_row() -> None:
    stub = Sql().stub(CONTRACT)
    assert Sql().unreadable(stub) == ""
    connection = sqlite3.connect(":memory:")
    done = connection.execute(stub)
    assert [column[0] for column in done.description] == ["month", "revenue", "open"]
    assert done.fetchall() == []
    connection.close()


def test_a_result_that_is_no_row_has_one_column() -> None:
    single = Contract(name="n", kind="sql-query", parameters=(), result=parse_type("int"), entities=())
    assert [name for name, _ in result_columns(single)] == ["value"]


def test_a_module_shows_tables_parameters_columns_and_the_statement() -> None:
    module = Sql().module(CONTRACT, "SELECT 1\n")
    assert "-- :year integer\n-- columns: month text, revenue numeric, open boolean\nSELECT 1;\n" in module
    assert module.startswith("CREATE TABLE orders (")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("SELECT 1 UNION SELECT 2", ""),
        ("WITH a AS (SELECT 1 AS x) SELECT x FROM a", ""),
        ("/* first */ SELECT 1 -- ; last", ""),
        ("SELECT ';' AS x", ""),
        ("-- nothing", "there is no statement in it"),
        ("(SELECT 1)", "line 1: a query starts with SELECT or WITH, not with '('"),
        ("VALUES (1)", "line 1: a query starts with SELECT or WITH, not with 'VALUES'"),
        ("SELECT 1;\nSELECT 2", "line 1: exactly one statement, without a semicolon"),
        ("SELECT " + "(" * 61 + "1" + ")" * 61, "line 1: brackets are nested more than 60 deep"),
        ("WITH a AS (SELECT 1) DELETE FROM b", "a query is a SELECT, this is DELETE"),
        ("SELECT 1 \u200b", "line 1: the character U+200B does not belong in code"),
    ],
)
def test_a_text_that_is_not_one_select_says_why(body: str, reason: str) -> None:
    assert Sql().unreadable(body) == reason


@pytest.mark.parametrize("opening", ["CASE WHEN 1 THEN ", "NOT ", "- ", "SELECT (", "EXISTS (SELECT "])
def test_depth_without_brackets_breaks_nothing(opening: str) -> None:
    assert Sql().unreadable("SELECT " + opening * 3000)
