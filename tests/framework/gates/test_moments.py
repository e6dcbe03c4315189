"""Moments in the examples of a query, however they are written, are compared as moments."""

from pathlib import Path

import pytest

from inlay.gates import Verdict, gates_for
from inlay.plan import plan_of

SPEC = """\
inlay: 1
template: fastapi-service
name: foundry
description: Casts bells.
entities:
  Shift:
    begun_at: datetime
    done_at: datetime?
queries:
  begun_before:
    takes: {at: datetime}
    returns: [{id: int, begun_at: datetime, done_at: datetime?}]
    does: Shifts that have begun before the time, by id.
    examples:
      - given:
          at: 2024-01-01T10:00:00Z
          tables: {shifts: [{id: 1, begun_at: 2024-01-01T09:59:00Z}, {id: 2, begun_at: 2024-01-01T10:00:00Z}]}
        then: [{id: 1, begun_at: THEN, done_at: null}]
"""
BODY = "SELECT id, begun_at, done_at FROM shifts WHERE begun_at < :at ORDER BY id"


RULE = """\
rules:
  written:
    takes: {at: datetime}
    returns: str
    does: The time as it is written.
    examples:
      - {given: {at: 2024-01-01T11:59:00+02:00}, then: "2024-01-01 09:59:00+00:00"}
"""


def judged(body: str, then: str, folder: Path) -> Verdict:
    spec = folder / "spec.yaml"
    spec.write_text(SPEC.replace("THEN", then), encoding="utf-8")
    slot = plan_of(spec).slot("queries.begun_before")
    assert slot is not None
    [gate] = [gate for gate in gates_for("sql-query") if gate.name == "examples"]
    return gate.judge(slot, [body])[0]


@pytest.mark.parametrize("then", ["2024-01-01T09:59:00Z", "2024-01-01T11:59:00+02:00", "2024-01-01T09:59:00"])
def test_a_moment_may_be_written_in_any_zone(then: str, tmp_path: Path) -> None:
    assert judged(BODY, then, tmp_path).passed


@pytest.mark.parametrize("then", ["2024-01-01T09:59:01Z", "2024-01-01T09:59:00+02:00"])
def test_another_moment_is_refused(then: str, tmp_path: Path) -> None:
    assert not judged(BODY, then, tmp_path).passed


def test_a_body_sees_a_moment_as_in_the_service_whatever_zone_an_example_is_written_in(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(f"{SPEC.partition('queries:')[0]}{RULE}", encoding="utf-8")
    slot = plan_of(spec).slot("rules.written")
    assert slot is not None
    [gate] = [gate for gate in gates_for("python-function") if gate.name == "examples"]
    [verdict] = gate.judge(slot, ["return str(at)"])
    assert verdict.passed, verdict.reason
