"""Questions over databases as compact prompts: what is shown, and the way back from tokens to a query."""

import pytest

from inlay.prompts.registry import load_prompt
from inlay.prompts.rendered import RenderedPrompt
from inlay.text2sql.compact import compact_question, query_of_compact
from inlay.text2sql.schema import Column, Database, Table
from inlay.text2sql.spoken import spoken

STAGE = Database(
    "stage",
    (
        Table("Singer", (Column("SingerID", "NUMERIC", "singer id", primary=True), Column("Home Town", "TEXT"))),
        Table("concert", (Column("id", "NUMERIC", primary=True), Column("SingerID", "NUMERIC", "singer id"))),
    ),
    ((("concert", "SingerID"), ("Singer", "SingerID")),),
)


def asked(question: str, database: Database = STAGE) -> RenderedPrompt:
    return compact_question(question, spoken(database), load_prompt("sql-query", "production", "compact"))


def token(prompt: RenderedPrompt, name: str) -> str:
    return next(token for token, stands_for in prompt.references.items() if stands_for == name)


def test_a_prompt_shows_tables_columns_and_what_points_where() -> None:
    prompt = asked("How many concerts are there?")
    singer, concert, key, town = (token(prompt, name) for name in ("Singer", "concert", "SingerID", "Home Town"))
    schema, _, task = prompt.text.partition("<|task|>")
    assert schema.split("\n") == [
        "<|schema|>",
        f"={singer} singers",
        f"{key} singer id int",
        f"{town} home town str",
        f"={concert} concerts",
        " id int",
        f"{key} singer id ->{singer}",
        "",
    ]
    assert task == f"\nrows\nHow many concerts{concert} are there?\n<|code|>\n"


def test_names_of_the_world_become_constants_and_names_of_the_schema_do_not() -> None:
    prompt = asked("Which Singer lives in New York or in Paris?")
    assert {key: prompt.references[key] for key in ("<k0>", "<k1>")} == {"<k0>": "New York", "<k1>": "Paris"}
    assert "<k2>" not in prompt.references


def test_the_first_word_of_a_sentence_is_no_name_of_the_world() -> None:
    assert not [key for key in asked("Berlin? Count them.").references if key.startswith("<k")]


def test_the_same_question_is_shown_the_same_way() -> None:
    assert asked("Who sang?") == asked("Who sang?")


def test_tokens_become_the_names_of_the_database_in_quotes_where_they_need_them() -> None:
    prompt = asked("What is the home town of singer 3?")
    town, singer, key = (token(prompt, name) for name in ("Home Town", "Singer", "SingerID"))
    answer = f"SELECT{town} FROM{singer} WHERE{key} =<k0> LIMIT 1"
    assert query_of_compact(answer, prompt.references) == 'SELECT "Home Town" FROM Singer WHERE SingerID = 3 LIMIT 1'


@pytest.mark.parametrize(
    ("spelt", "literal"),
    [("'<k0>'", "'O''Neil'"), ("<k0>", "'O''Neil'"), ("'%<k0>%'", "'%O''Neil%'")],
    ids=["quoted", "bare", "part"],
)
def test_a_constant_cannot_break_out_of_its_literal(spelt: str, literal: str) -> None:
    assert query_of_compact(f"SELECT {spelt}", {"<k0>": "O'Neil"}) == f"SELECT {literal}"


def test_tokens_in_a_question_are_taken_out_and_unknown_ones_in_an_answer_stay() -> None:
    assert "<n7>" not in asked("What is <n7>?").text
    assert query_of_compact("SELECT<n95>", {}) == "SELECT <n95>"


def test_columns_and_tables_that_sound_alike_keep_names_of_their_own() -> None:
    database = Database(
        "odd",
        (
            Table("student", (Column("name", "TEXT"), Column("Name2", "TEXT", "name"))),
            Table("Students", (Column("18_49", "REAL"), Column("!", "TEXT"))),
        ),
    )
    found = spoken(database)
    assert len(set(found.tables.values())) == 2
    assert len(set(found.columns.values())) == 4
    assert {found.originals[name] for name in found.columns.values()} == {"name", "Name2", "18_49", "!"}
