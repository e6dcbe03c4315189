"""What a verdict says, and that no body breaks a gate."""

from collections.abc import Mapping

import pytest

from inlay.errors import CatalogInvalid, Fault, UnsafeRefused
from inlay.gates import Gate, Verdict, gates_for
from inlay.gates.verdicts import each
from inlay.slot import Slot

HOSTILE = [
    "",
    "\x00",
    "\ud800",
    "(" * 5000,
    "-" * 5000 + "1",
    "x = " + "[" * 90 + "]" * 90,
    "a" * 7000,
    "return 1\n" * 2000,
    "SELECT " + "CASE WHEN 1 THEN " * 300,
    "SELECT " * 500,
    "WITH " + ", ".join(f"a{number} AS (SELECT 1)" for number in range(200)) + " SELECT 1",
    "return " + " + ".join(["1"] * 1400),
    "def f(:",
    "\n\n\n",
    "return '''",
    "lambda: (yield)",
    "match x:\n  case {**rest}:\n    return rest",
    "return f'{",
    "/* unclosed",
    "SELECT 'a",
    "return 10 ** 10 ** 10",
]


def all_gates() -> list[tuple[str, Gate]]:
    found = [("rules.total_weight", gate) for gate in gates_for("python-function")]
    return found + [("queries.open_shipments", gate) for gate in gates_for("sql-query")]


@pytest.mark.parametrize(("slot", "gate"), all_gates(), ids=lambda value: getattr(value, "name", value))
def test_a_gate_gives_a_verdict_on_anything_that_a_model_may_write(
    slot: str, gate: Gate, slots: Mapping[str, Slot]
) -> None:
    bodies = [
        body
        for body in HOSTILE
        if gate.name in ("syntax", "contract", "policy", "special-case") or "\ud800" not in body
    ]
    verdicts = gate.judge(slots[slot], bodies)
    assert [(verdict.gate, verdict.version) for verdict in verdicts] == [(gate.name, gate.version)] * len(bodies)
    assert all(verdict.passed or verdict.reason for verdict in verdicts)
    assert all(len(verdict.reason) <= 600 for verdict in verdicts)


@pytest.mark.parametrize(("slot", "gate"), all_gates(), ids=lambda value: getattr(value, "name", value))
def test_a_gate_that_is_given_nothing_says_nothing(slot: str, gate: Gate, slots: Mapping[str, Slot]) -> None:
    assert gate.judge(slots[slot], []) == []


def judged(gate: str, slot: Slot, body: str) -> Verdict:
    gates = {each.name: each for each in gates_for(slot.kind)}
    return gates[gate].judge(slot, [body])[0]


def test_a_counterexample_shows_the_input_and_what_came_out_but_not_what_was_expected(
    slots: Mapping[str, Slot],
) -> None:
    verdict = judged("examples", slots["rules.size_class"], 'return "large"')
    assert verdict.counterexample == "weight: 2: gave 'large'"
    assert "small" in verdict.reason


def test_a_counterexample_of_a_query_shows_its_tables(slots: Mapping[str, Slot]) -> None:
    joined = "parcels p JOIN shipments s ON s.id = p.shipment_id"
    body = f"SELECT sum(p.value) + 1 AS value FROM {joined} WHERE s.booked_on >= :since"
    verdict = judged("examples", slots["queries.total_value"], body)
    assert verdict.counterexample.startswith("since: 2024-03-01, tables: {shipments: [{id: 1, ")
    assert verdict.counterexample.endswith("gave 1 rows (value): [(3.5)]")


def test_a_body_that_fails_names_its_own_line(slots: Mapping[str, Slot]) -> None:
    body = 'total = Decimal("0")\nreturn total / len(shipment.parcels) + shipment.parcels[5].weight'
    assert "line 2: it fails with IndexError" in judged("examples", slots["rules.total_weight"], body).reason


def test_a_body_that_remembers_calls_is_seen_because_cases_run_twice(slots: Mapping[str, Slot]) -> None:
    body = (
        "calls = itertools.__dict__.setdefault('calls', [])\n"
        "calls.append(1)\n"
        "return sum((p.weight * p.pieces for p in shipment.parcels), Decimal(0)) if len(calls) <= 2 else Decimal(1)"
    )
    verdict = judged("examples", slots["rules.total_weight"], body)
    assert not verdict.passed
    assert "the result is decimal 1" in verdict.reason


@pytest.mark.parametrize(
    "body",
    [
        "import os\nos._exit(0)",
        "import sys\nsys.exit(0)",
        "raise SystemExit(0)",
        "class Any:\n    def __eq__(self, other): return True\nreturn Any()",
        "class Text(str):\n    def __eq__(self, other): return True\nreturn Text('small')",
        "import unittest\nraise unittest.SkipTest",
        "import decimal\ndecimal.Decimal.__eq__ = lambda *a: True\nreturn decimal.Decimal(1)",
        "return NotImplemented",
    ],
)
def test_no_trick_turns_a_wrong_result_into_a_pass(body: str, slots: Mapping[str, Slot]) -> None:
    assert not judged("examples", slots["rules.size_class"], body).passed


def test_a_bool_is_no_number_and_a_number_no_decimal(slots: Mapping[str, Slot]) -> None:
    assert not judged("examples", slots["rules.days_late"], "return (shipment.due_on is None) * 0 or False").passed
    assert not judged("examples", slots["rules.total_weight"], "return 7 if shipment.parcels else 0").passed


def test_without_walls_the_gate_that_runs_bodies_refuses_to_go_on(
    slots: Mapping[str, Slot], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_walls(walls: str) -> None:
        raise UnsafeRefused(f"this machine has no {walls}")

    monkeypatch.setattr("inlay.gates.examples.warm_box", no_walls)
    with pytest.raises(UnsafeRefused, match="no bubblewrap"):
        judged("examples", slots["rules.size_class"], 'return "small"')


def test_a_slot_without_examples_needs_no_walls(slots: Mapping[str, Slot], monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def no_walls(walls: str) -> None:
        raise UnsafeRefused(f"this machine has no {walls}")

    monkeypatch.setattr("inlay.gates.examples.warm_box", no_walls)
    assert judged("examples", replace(slots["rules.size_class"], examples=()), 'return "small"').passed


def test_a_broken_catalog_is_not_taken_for_a_fault_of_the_body() -> None:
    [gate] = [each for each in gates_for("python-function") if each.name == "policy"]

    def broken(_: str) -> str:
        raise CatalogInvalid((Fault(file="policy.scm", line=3, column=1, message="no rule"),))

    with pytest.raises(CatalogInvalid, match=r"policy\.scm:3:1: no rule"):
        each(gate, ["return 1"], broken)
