"""A query is accepted only when SQLite and PostgreSQL give the same rows, and what differs is said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from inlay.catalog import load_slot_kind
from inlay.contract import Contract
from inlay.engines import Second, probe_postgres
from inlay.gates import Verdict, engines
from inlay.gates.engines import EnginesGate
from inlay.slot import Slot
from inlay.spec import load_spec

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Statement:
    """A statement with what its heading says: its query, what it is about, and for a bad one a part of the reason."""

    slot: str
    about: str
    body: str
    reason: str = ""


def read(file: str) -> list[Statement]:
    text = (HERE / "bodies" / file).read_text(encoding="utf-8")
    _, *parts = re.split(r"^-- === (.*)\n", text, flags=re.MULTILINE)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    headings = [(heading.split(" | "), body) for heading, body in pairs]
    return [Statement(slot, about, body.strip(), "".join(reason)) for (slot, about, *reason), body in headings]


AGREE, PART = read("nursery.agree.sql"), read("nursery.part.sql")


@pytest.fixture(scope="module")
def nursery() -> Mapping[str, Slot]:
    """Every query of nursery.yaml as a slot."""
    spec = load_spec(HERE / "nursery.yaml")
    return {
        query.name: Slot(
            id=f"queries.{query.name}",
            kind="sql-query",
            contract=Contract(
                name=query.name,
                kind="sql-query",
                parameters=query.takes,
                result=query.returns,
                entities=spec.entities,
            ),
            sentence=query.does,
            file=query.name,
        )
        for query in spec.queries
    }


@pytest.fixture(scope="module")
def gate() -> EnginesGate:
    second = probe_postgres()
    if not second.there:
        pytest.skip(second.reason)
    return EnginesGate(load_slot_kind("sql-query"))


def judged(gate: EnginesGate, slot: Slot, body: str) -> Verdict:
    [verdict] = gate.judge(slot, [body])
    return verdict


@pytest.mark.parametrize("statement", AGREE, ids=lambda statement: statement.about)
def test_a_portable_statement_passes(statement: Statement, gate: EnginesGate, nursery: Mapping[str, Slot]) -> None:
    verdict = judged(gate, nursery[statement.slot], statement.body)
    assert verdict.passed, f"{verdict.reason}\n{verdict.counterexample}"


@pytest.mark.parametrize("statement", PART, ids=lambda statement: statement.about)
def test_a_statement_of_one_engine_is_refused_with_what_both_give(
    statement: Statement, gate: EnginesGate, nursery: Mapping[str, Slot]
) -> None:
    verdict = judged(gate, nursery[statement.slot], statement.body)
    assert not verdict.passed
    assert statement.reason in verdict.reason
    assert "SQLite" in verdict.reason
    assert "PostgreSQL" in verdict.reason


HOSTILE = {
    "sleep": "SELECT name FROM plants WHERE pg_sleep(3600) IS NOT NULL ORDER BY name",
    "a product of everything": "SELECT a.name FROM " + ", ".join(f"plants {name}" for name in "abcdefghijklm"),
    "rows without end": "WITH RECURSIVE r(n) AS (SELECT 'x' UNION ALL SELECT n FROM r) SELECT n AS name FROM r",
    "a series without end": "SELECT CAST(n AS text) AS name FROM generate_series(1, 1000000000000) AS s(n)",
    "a file": "SELECT pg_read_file('/etc/passwd') AS name",
    "a program": "COPY plants TO PROGRAM 'touch /tmp/inlay-was-here'",
    "a lock of a row": "SELECT name FROM plants ORDER BY name FOR UPDATE",
    "a lock of a session": "SELECT CAST(pg_advisory_lock(7) AS text) AS name",
    "a lock of a table": "LOCK TABLE plants",
    "the end of the transaction": "SELECT name FROM plants; COMMIT; DROP TABLE plants",
    "a change": "WITH gone AS (DELETE FROM plants RETURNING name) SELECT name FROM gone",
    "a setting": "SELECT set_config('statement_timeout', '0', false) AS name",
    "other sessions": "SELECT CAST(pg_terminate_backend(pid) AS text) AS name FROM pg_stat_activity",
    "secrets": "SELECT rolpassword AS name FROM pg_authid",
    "nothing readable": "SELECT FROM WHERE (",
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_statement_is_refused_in_time_and_hurts_nobody(
    body: str, gate: EnginesGate, nursery: Mapping[str, Slot]
) -> None:
    assert not judged(gate, nursery["names"], body).passed
    assert judged(gate, nursery["names"], "SELECT name FROM plants ORDER BY name").passed


def test_the_reason_names_both_results_and_the_counterexample_the_database(
    gate: EnginesGate, nursery: Mapping[str, Slot]
) -> None:
    verdict = judged(gate, nursery["total"], "SELECT CAST(7 AS numeric) / 2 AS value")
    assert verdict.reason == (
        "the engines part: `value` of row 1 is decimal 3 on SQLite and decimal 3.5000000000000000 on PostgreSQL"
    )
    assert "SQLite: it gives 1 rows (value): [(3)], PostgreSQL: it gives 1 rows" in verdict.counterexample


def test_the_same_statement_gets_the_same_verdict(gate: EnginesGate, nursery: Mapping[str, Slot]) -> None:
    body = "SELECT code, sown_on AS day FROM plants ORDER BY sown_on, code"
    first, second = (judged(gate, nursery["days"], body) for _ in range(2))
    assert replace(first, seconds=0) == replace(second, seconds=0)


def test_rows_that_tie_may_stand_in_any_order_but_not_be_others(gate: EnginesGate, nursery: Mapping[str, Slot]) -> None:
    tied = "SELECT name FROM plants ORDER BY stock / 100"
    assert judged(gate, nursery["names"], tied).passed
    upside_down = "SELECT name FROM plants ORDER BY CASE WHEN 'a' LIKE 'A' THEN id ELSE -id END"
    assert not judged(gate, nursery["names"], upside_down).passed


def test_without_postgresql_a_query_passes_and_the_version_says_who_judged(
    nursery: Mapping[str, Slot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "probe_postgres", lambda walls: Second(reason="PostgreSQL is not installed"))
    alone = EnginesGate(load_slot_kind("sql-query"))
    assert alone.version == "1 sqlite"
    assert judged(alone, nursery["names"], "SELECT name FROM sqlite_master").passed


def test_with_postgresql_the_version_names_it(gate: EnginesGate) -> None:
    assert re.fullmatch(r"1 sqlite \+ postgresql \d+", gate.version)
