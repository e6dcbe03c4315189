"""The rules that queries are held to: which rows are the same, which orders count, how hard a query is."""

from collections import Counter

import pytest
from hypothesis import given, strategies as st
from tests.eval.conftest import dataset

from inlay_eval.sql import Result, load_sql_suite, same_result
from inlay_eval.sql.ordering import orders
from inlay_eval.sql.spider import tidy

cells = st.sampled_from([0, 1, 1.0, "1", None])
tables = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[cells] * width), max_size=5))


@given(tables, st.randoms(use_true_random=False))
def test_a_result_is_the_same_however_its_rows_and_columns_lie(rows: list[tuple[object, ...]], random: object) -> None:
    width = len(rows[0]) if rows else 1
    places = list(range(width))
    random.shuffle(places)  # type: ignore[attr-defined]
    mixed = [tuple(row[place] for place in places) for row in rows]
    gold = Result(columns=width, rows=tuple(rows))

    assert same_result(gold, Result(columns=width, rows=tuple(mixed)), ordered=True)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert same_result(gold, Result(columns=width, rows=tuple(mixed)), ordered=False)
    assert not same_result(gold, Result(columns=width + 1, rows=tuple((*row, 1) for row in mixed)), ordered=False)
    assert not same_result(gold, Result(columns=width, rows=(*mixed, (None,) * width)), ordered=False)


def test_columns_are_paired_for_all_rows_at_once() -> None:
    gold = Result(columns=2, rows=((1, 2), (2, 1), (3, 4)))
    other = Result(columns=2, rows=((1, 2), (1, 2), (4, 3)))

    assert not same_result(gold, other, ordered=False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT a FROM t ORDER BY a", True),
        ("SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 3)", False),
        ("SELECT a FROM t WHERE a IN (SELECT b FROM u ORDER BY b)", False),
        ("SELECT a FROM t UNION SELECT b FROM u ORDER BY 1", True),
        ("SELECT a FROM t WHERE a = (SELECT max(b) FROM u) order\n by a", True),
        ("SELECT a, rank() OVER (ORDER BY b) FROM t", False),
        ("WITH u AS (SELECT a FROM t ORDER BY b LIMIT 2) SELECT a FROM u", False),
        ("SELECT a FROM t WHERE b = 'it''s) order by c'", False),
        ('SELECT "order by" FROM t -- order by a', False),
        ("SELECT a AS [)] FROM t /* ( */ ORDER /* so */ BY a", True),
    ],
)
def test_only_an_order_at_the_top_counts(query: str, expected: bool) -> None:
    assert orders(query) is expected


def test_queries_are_tidied_as_the_official_evaluation_does() -> None:
    assert tidy("SELECT a FROM t WHERE a > = 1 AND b ! = 2 AND y = YEAR(CURDATE())") == (
        "SELECT a FROM t WHERE a >= 1 AND b != 2 AND y = 2020"
    )


def test_the_classes_of_hardness_are_the_official_ones() -> None:
    suite = load_sql_suite("spider", dataset("spider/dev.json"), [])
    assert Counter(task.level for task in suite.tasks) == {"easy": 248, "medium": 446, "hard": 174, "extra": 166}
