"""What an example leaves out is filled in two ways, so that no body passes by a value that nobody gave."""

import pytest

from inlay.gates import Verdict, gates_for
from inlay.plan import plan_of
from inlay.slot import Slot

SPEC = """
inlay: 1
template: fastapi-service
name: workshop
description: Repairs bicycles.
entities:
  Repair:
    bicycle: str
    minutes: int >= 0
    cost: decimal(8,2) >= 0
    taken_in_on: date
    finished_on: date?
    urgent: bool
rules:
  storage_days:
    takes: {repair: Repair, today: date}
    returns: int
    does: Days since the week after finishing.
    examples:
      - {given: {repair: {finished_on: 2026-03-01}, today: 2026-03-08}, then: 0}
      - {given: {repair: {finished_on: 2026-03-01}, today: 2026-03-10}, then: 2}
  surcharge:
    takes: {repair: Repair}
    returns: decimal
    does: Urgent repairs cost 10 more.
    examples:
      - {given: {repair: {}}, then: 0}
      - {given: {repair: {urgent: true}}, then: 10}
queries:
  waiting:
    takes: {}
    returns: [{bicycle: str}]
    does: The bicycles that wait, the oldest first.
    examples:
      - given:
          tables:
            repairs: [{bicycle: red, finished_on: null}, {bicycle: blue, finished_on: 2026-03-01}]
        then: [{bicycle: red}]
"""


@pytest.fixture(scope="module")
def slots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Slot]:
    path = tmp_path_factory.mktemp("left_out") / "workshop.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return {slot.id: slot for slot in plan_of(path).slots}


def judged(slot: Slot, body: str) -> Verdict:
    [gate] = [gate for gate in gates_for(slot.kind) if gate.name == "examples"]
    return gate.judge(slot, [body])[0]


def test_a_rule_that_hits_the_result_by_a_number_nobody_gave_is_refused(slots: dict[str, Slot]) -> None:
    verdict = judged(slots["rules.storage_days"], "return (today - repair.finished_on).days - repair.minutes")

    assert not verdict.passed
    assert verdict.reason == ("example 1, with other values for what it leaves out: the result is -12, expected is 0")


def test_a_rule_that_reads_only_what_the_examples_give_passes(slots: dict[str, Slot]) -> None:
    assert judged(slots["rules.storage_days"], "return max((today - repair.finished_on).days - 7, 0)").passed


def test_to_say_nothing_of_a_truth_value_means_no(slots: dict[str, Slot]) -> None:
    assert judged(slots["rules.surcharge"], 'return Decimal("10") if repair.urgent else Decimal("0")').passed


@pytest.mark.parametrize(
    ("condition", "passes"),
    [
        ("finished_on IS NULL", True),
        ("finished_on IS NULL AND minutes < 10", False),
        ("finished_on IS NULL AND cost < 9", False),
    ],
)
def test_a_query_that_reads_a_column_nobody_gave_is_refused(
    condition: str, passes: bool, slots: dict[str, Slot]
) -> None:
    assert judged(slots["queries.waiting"], f"SELECT bicycle FROM repairs WHERE {condition}").passed is passes
