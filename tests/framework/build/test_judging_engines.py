"""Which engines judge the queries of a run is told, and may be asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from inlay.build import engines
from inlay.build.engines import judging_engines, require_engines
from inlay.build.options import Options
from inlay.build.report import Report
from inlay.catalog import load_slot_kind
from inlay.cli.reports import ONE_ENGINE, report_text, verdict_text
from inlay.contract import Contract, parse_type
from inlay.engines import Second
from inlay.errors import UsageError
from inlay.slot import Slot

BOTH = Second(version="17.2")
ALONE = Second(reason="PostgreSQL is not installed", hint="type: apt-get install postgresql")


def slot(kind: str) -> Slot:
    contract = Contract(name="one", kind=kind, parameters=(), result=parse_type("int"), entities=())
    return Slot(id="one", kind=kind, contract=contract, sentence="One.", file="one")


QUERY, RULE = slot("sql-query"), slot("python-function")


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Second:
    found: Second = request.param
    monkeypatch.setattr(engines, "probe_postgres", lambda walls: found)
    return found


@pytest.mark.parametrize("second", [BOTH], indirect=True)
def test_both_engines_are_named_where_there_are_queries(second: Second) -> None:
    assert judging_engines([RULE, QUERY], Options()) == ("sqlite", "postgresql 17.2")
    assert judging_engines([RULE], Options()) == ()


@pytest.mark.parametrize("second", [ALONE], indirect=True)
def test_without_postgresql_a_run_goes_on_unless_both_are_asked_for(second: Second) -> None:
    assert judging_engines([QUERY], Options()) == ("sqlite",)
    require_engines([QUERY], Options())
    require_engines([RULE], Options(postgresql=True))
    with pytest.raises(UsageError, match="PostgreSQL is not installed") as refused:
        require_engines([QUERY], Options(postgresql=True))
    assert refused.value.hint == ALONE.hint


@pytest.mark.parametrize("second", [ALONE], indirect=True)
def test_a_slot_kind_may_ask_for_both(second: Second, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = replace(load_slot_kind("sql-query"), settings={"engines": {"required": True}})
    monkeypatch.setattr(engines, "load_slot_kind", lambda name: kind)
    with pytest.raises(UsageError, match="judged by PostgreSQL too"):
        require_engines([QUERY], Options())


@pytest.mark.parametrize(("judged", "told"), [(("sqlite",), True), (("sqlite", "postgresql 17.2"), False), ((), False)])
def test_a_report_says_when_sqlite_alone_has_judged(judged: tuple[str, ...], told: bool) -> None:
    report = Report(target=Path("shop"), changed=True, slots=(), engines=judged)
    assert (ONE_ENGINE in report_text(report)) is told
    assert (ONE_ENGINE in verdict_text(report)) is told
