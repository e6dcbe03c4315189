"""What a run says of each slot on its way, in a pipe."""

import pytest

from inlay.build.report import SlotReport
from inlay.cli.output import Format
from inlay.cli.progress import watching


def report(state: str, *, backend: str = "embedded", reason: str = "", cached: bool = False) -> SlotReport:
    return SlotReport(
        slot="rules.fee",
        kind="python-function",
        state=state,
        backend=backend,
        attempts=27,
        reason=reason,
        cached=cached,
    )


@pytest.mark.parametrize(
    ("stage", "slot", "said"),
    [
        ("fill", report("clean"), "filled rules.fee (embedded, 27 candidates)"),
        ("fill", report("clean", cached=True), "filled rules.fee (cache)"),
        ("fill", report("stub", reason="none passed"), "stub   rules.fee: none passed"),
        ("gate", report("clean"), "passed rules.fee (embedded, 27 candidates)"),
        ("gate", report("edited"), "passed rules.fee (by hand)"),
        ("gate", report("clean", backend=""), "passed rules.fee (by hand)"),
        ("gate", report("refused", reason="examples: example 1"), "REFUSED rules.fee: examples: example 1"),
    ],
)
def test_a_slot_is_said_to_be_what_became_of_it(
    stage: str, slot: SlotReport, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with watching(Format.text) as progress:
        progress.stage(stage, 1)
        progress.slot(slot)

    assert capsys.readouterr().err.splitlines()[-1].strip() == said
