"""What was accepted once is taken again, with all that `inlay clarify` asks from."""

from collections.abc import Callable
from pathlib import Path

from inlay.build.filling import fill_slots
from inlay.build.options import Options
from inlay.build.report import Silent
from inlay.clarify.readings import Readings
from inlay.plan import plan_of


def test_a_sentence_is_read_the_same_way_when_its_body_was_kept(spec: Path, answering: Callable[..., Options]) -> None:
    slots = plan_of(spec).slots
    options = answering({"rules.doubled": ["return n * 3", "return n + n"], "rules.squared": ["return n * n"]})

    [(asked, fresh), _] = fill_slots(slots, options, Silent(), project="sums").values()
    [(found, cached), _] = fill_slots(slots, options, Silent(), project="sums").values()

    assert (fresh, cached) == (False, True)
    assert Readings.of(asked) == Readings.of(found) == Readings(body="return n + n\n", refuted=("return n * 3\n",))
    assert found.usage.completion_tokens == 0
