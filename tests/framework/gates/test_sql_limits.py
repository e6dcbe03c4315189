"""What a platform sets for queries: rows, joins, inner SELECTs, and engines that must know the statement too."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from inlay.catalog import load_slot_kind
from inlay.errors import CatalogInvalid
from inlay.gates import Verdict
from inlay.gates.policy import PolicyGate
from inlay.languages.dialects import DIALECTS, translated
from inlay.slot import Slot

KIND = load_slot_kind("sql-query")
SLOT = "queries.open_shipments"


def judged(body: str, slots: Mapping[str, Slot], **settings: object) -> Verdict:
    gate = PolicyGate(replace(KIND, settings={"policy": settings}))
    return gate.judge(slots[SLOT], [body])[0]


PLAIN = "SELECT s.id AS id FROM shipments AS s ORDER BY s.id"
PAIRED = "SELECT s.id AS id FROM shipments AS s CROSS JOIN shipments AS t ORDER BY s.id"
NESTED = "SELECT s.id AS id FROM shipments AS s WHERE s.id IN (SELECT t.id FROM shipments AS t) ORDER BY s.id"


@pytest.mark.parametrize(
    ("body", "settings", "reason"),
    [
        (PLAIN, {"rows": 100}, "needs a LIMIT of at most 100"),
        (f"{PLAIN} LIMIT 101", {"rows": 100}, "LIMIT 101 is more than the 100"),
        (f"{PLAIN} LIMIT 50 + 60", {"rows": 100}, "LIMIT must be a number"),
        (PAIRED, {"joins": 0}, "1 joins, at most 0"),
        (PAIRED, {"cross_joins": False}, "a join without a condition"),
        (NESTED, {"nested": 0}, "1 inner SELECTs, at most 0"),
    ],
)
def test_a_query_beyond_a_limit_is_refused(
    body: str, settings: dict[str, object], reason: str, slots: Mapping[str, Slot]
) -> None:
    assert reason in judged(body, slots, **settings).reason
    assert reason not in judged(body, slots).reason


@pytest.mark.parametrize(
    ("body", "settings"),
    [
        (f"{PLAIN} LIMIT 100", {"rows": 100}),
        (PAIRED, {"joins": 1, "cross_joins": True}),
        (NESTED, {"nested": 1}),
        (PLAIN, {"dialects": list(DIALECTS)}),
    ],
)
def test_a_query_within_its_limits_passes(body: str, settings: dict[str, object], slots: Mapping[str, Slot]) -> None:
    assert judged(body, slots, **settings).reason == ""


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"row": 3}, "settings.policy.row"),
        ({"rows": "many"}, "settings.policy.rows"),
        ({"dialects": ["db2"]}, "settings.policy.dialects.0"),
    ],
)
def test_a_setting_that_is_none_is_a_fault_of_the_catalog(settings: dict[str, object], place: str) -> None:
    with pytest.raises(CatalogInvalid, match=place):
        PolicyGate(replace(KIND, settings={"policy": settings}))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_says_the_same_in_its_words(dialect: str) -> None:
    body = (
        "SELECT c.name || '!' AS name, count(*) FILTER (WHERE o.total > :least) AS dear FROM customers AS c "
        "LEFT JOIN orders AS o ON o.customer_id = c.id GROUP BY c.name ORDER BY c.name LIMIT 3"
    )
    told = translated(body, dialect)
    assert told.reason == ""
    assert ":least" in told.text
    assert "FILTER" not in told.text.upper()


def test_rows_are_limited_in_the_words_of_the_engine() -> None:
    body = "SELECT o.id AS id FROM orders AS o ORDER BY o.id LIMIT 3"
    assert "TOP 3" in translated(body, "tsql").text
    assert "FETCH FIRST 3 ROWS ONLY" in translated(body, "oracle").text
    assert translated(body, "mysql").text.endswith("LIMIT 3")


@pytest.mark.parametrize(
    ("body", "dialect", "reason"),
    [
        ("SELECT o.id AS id, o.total > 3 AS dear FROM orders AS o", "tsql", "truth as a column"),
        ("SELECT o.id AS id FROM orders AS o WHERE (o.a, o.b) IN (SELECT 1, 2)", "tsql", "comparison of rows"),
        (
            "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 3) SELECT n.i FROM n",
            "oracle",
            "WITH RECURSIVE",
        ),
    ],
)
def test_what_an_engine_does_not_know_is_refused_for_it(body: str, dialect: str, reason: str) -> None:
    assert reason in translated(body, dialect).reason
    assert translated(body, "postgres").reason == ""
