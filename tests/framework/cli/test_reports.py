"""What a run says at its end of slots that need a person."""

import json
from dataclasses import replace
from pathlib import Path

from inlay.build.report import Report, SlotReport
from inlay.cli.reports import report_data, report_text
from inlay.fill import Ambiguity, Reading

OPEN = SlotReport(
    slot="rules.discount",
    kind="python-function",
    state="clean",
    backend="embedded",
    ambiguous=Ambiguity(
        input="order: {total: 100}",
        readings=(Reading(result="decimal 5", samples=4), Reading(result="decimal 0", samples=3)),
    ),
)
REPORT = Report(target=Path("/somewhere/orders"), changed=True, slots=(OPEN,), files=3)


def test_an_ambiguous_slot_is_a_warning_that_shows_the_input_and_both_results() -> None:
    line = "warning: rules.discount is ambiguous: order: {total: 100}: decimal 5 (4) or decimal 0 (3)?"
    assert line in report_text(REPORT).splitlines()
    assert REPORT.exit_code == 0


def test_a_program_reads_the_question_as_data() -> None:
    [slot] = json.loads(json.dumps(report_data(REPORT), default=str))["slots"]
    assert slot["ambiguous"] == {
        "input": "order: {total: 100}",
        "readings": [{"result": "decimal 5", "samples": 4}, {"result": "decimal 0", "samples": 3}],
    }


def test_what_repair_saved_is_counted() -> None:
    repaired = SlotReport(slot="rules.fee", kind="python-function", state="clean", backend="large", repaired=True)
    stub = SlotReport(slot="rules.tax", kind="python-function", state="stub")
    report = Report(target=Path("/somewhere/orders"), changed=True, slots=(OPEN, repaired, stub), files=3)
    assert "2 of 3 slots filled, 1 of them after repair;" in report_text(report)
    assert "repair" not in report_text(REPORT)


def test_a_refused_body_of_a_person_is_named_with_the_reason_and_is_not_counted_as_filled() -> None:
    refused = SlotReport(slot="rules.fee", kind="python-function", state="conflict", reason="examples: 5, not 6")
    report = Report(target=Path("/somewhere/orders"), changed=True, slots=(OPEN, refused), files=3)
    assert "1 of 2 slots filled;" in report_text(report)
    assert "refused: rules.fee: examples: 5, not 6; your body stays as it is" in report_text(report)


def test_conflicts_say_what_to_do_and_that_nothing_was_checked() -> None:
    report = replace(REPORT, notes=("conflict: README.md:3",), exit_code=6)
    told = report_text(report)
    assert "; not checked\n" in told
    assert "conflict: README.md:3\nKeep what is right of what stands between <<<<<<< and >>>>>>>" in told
