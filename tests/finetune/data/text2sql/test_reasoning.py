import pytest
from hypothesis import given, strategies as st

from inlay.text2sql.schema import Column, Database, Table
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.text2sql.pairs import question_samples
from inlay_finetune.data.text2sql.questions import Question
from inlay_finetune.data.text2sql.reasoning import steps_of


def test_a_query_is_told_in_the_order_in_which_it_is_decided() -> None:
    query = (
        "SELECT c.name, COUNT(*) FROM customers AS c LEFT JOIN orders AS o ON o.customer_id = c.id "
        "WHERE c.tier = 'gold' GROUP BY c.name HAVING COUNT(*) > 2 ORDER BY COUNT(*) DESC LIMIT 3"
    )
    assert steps_of(query).splitlines() == [
        "1. Tables: `customers AS c`, with `orders AS o` where `o.customer_id = c.id`, also where nothing matches.",
        "2. Rows: `c.tier = 'gold'`.",
        "3. Groups: one for each `c.name`, kept if `COUNT(*) > 2`.",
        "4. Result: `c.name`, `COUNT(*)`.",
        "5. Order: `COUNT(*) DESC`.",
        "6. Of these the first `3`.",
    ]


def test_both_sides_of_a_set_operation_and_what_comes_with_are_told() -> None:
    told = steps_of("WITH late AS (SELECT id FROM orders) SELECT id FROM late UNION SELECT DISTINCT id FROM old")
    assert told.splitlines() == [
        "1. First `late`: Tables: `orders`. Rows: all. Result: `id`.",
        "2. One side: Tables: `late`. Rows: all. Result: `id`.",
        "3. The other side: Tables: `old`. Rows: all. Result: `id`, each once.",
        "4. Both sides are put together by UNION.",
    ]


@given(st.integers(0, 10**6))
def test_every_number_of_a_condition_is_told(number: int) -> None:
    assert f"`a > {number}`" in steps_of(f"SELECT a FROM t WHERE a > {number}")


@pytest.mark.parametrize("query", ["DELETE FROM t", "SELECT FROM WHERE ("])
def test_what_is_no_query_cannot_be_told(query: str) -> None:
    with pytest.raises(ValueError, match=r"no query|cannot be read"):
        steps_of(query)


def test_a_sample_thinks_first_and_answers_last() -> None:
    schema = Database("shop", (Table("orders", (Column("id", "integer"),)),))
    asked = [
        Question(database="shop", text="How many?", query="SELECT COUNT(*) FROM orders"),
        Question(database="shop", text="Which?", query="SELECT FROM (", tried=True),
    ]
    ledger = Ledger()
    (sample,) = question_samples(asked, {"shop": schema}, ledger, reasoned=True).train
    assert sample.messages[-1].content == (
        "1. Tables: `orders`.\n2. Rows: all.\n3. Result: `COUNT(*)`.\n\n```sql\nSELECT COUNT(*) FROM orders\n```"
    )
    assert "numbered steps" in sample.messages[0].content
    assert ledger.reasons == {"the query cannot be told in steps": 1}
