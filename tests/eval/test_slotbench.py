from pathlib import Path

import pytest

from inlay.backends.fake import Fake
from inlay.fill import FillSettings
from inlay_eval.slotbench import Outcome, bench, slots_with_hidden_cases, summary

SPEC = """\
inlay: 1
template: fastapi-service
name: tills
description: Counts money.
entities:
  Till:
    cash: decimal(12,2)
rules:
  doubled:
    takes: {till: Till}
    returns: decimal
    does: Twice the cash of the till.
    examples:
      - given: {till: {cash: 2}}
        then: 4
"""
HIDDEN = "rules.doubled:\n  - {given: {till: {cash: 3.50}}, then: 7}\n"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "tills.yaml"
    path.write_text(SPEC)
    path.with_suffix(".hidden.yaml").write_text(HIDDEN)
    return path


def outcome_of(spec: Path, body: str) -> Outcome:
    backend = Fake({"rules.doubled": [body]})
    [outcome] = bench([spec], backend, FillSettings(batches=(), repair_rounds=0))
    return outcome


def test_hidden_cases_are_read_like_examples(spec: Path) -> None:
    [(slot, hidden)] = slots_with_hidden_cases(spec)

    assert hidden is not None
    assert (len(slot.examples), len(hidden.examples)) == (1, 1)
    assert hidden.examples[0].given != slot.examples[0].given


def test_a_right_body_is_accepted_and_right(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.cash * 2")

    assert (outcome.accepted, outcome.right, outcome.greedy_right) == (True, True, True)


def test_a_body_that_fits_the_examples_alone_is_accepted_and_wrong(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.cash + 2")

    assert (outcome.accepted, outcome.right, outcome.greedy_right) == (True, False, False)


def test_a_refused_body_counts_in_the_denominator(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.money")

    assert (outcome.accepted, outcome.right) == (False, None)
    assert summary([outcome]).lines()[0] == "accept            0 of 1 (0.0 %)"
