"""What a slot may mean: its fill and other bodies that pass, or, of a stub, what its model was unsure of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inlay.backends.fake import Fake
from inlay.clarify import Reader, Readings, questions_about
from inlay.fill import FillSettings, Sureness, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.plan import plan_of
from inlay.slot import Slot

MUSEUM = Path(__file__).parents[1] / "strength" / "museum.yaml"
RIGHT, EARLY, WRONG = "return visitor.age > 64\n", "return visitor.age >= 64\n", "return visitor.age < 64\n"
# The fake is less sure by 0.01 with every body, so it is unsure of all but the first.
SETTINGS = FillSettings(batches=(4,), sureness={"python-function": Sureness(least=-0.005)})


@pytest.fixture(scope="module")
def senior() -> Slot:
    [slot] = [slot for slot in plan_of(MUSEUM).slots if slot.id == "rules.is_senior"]
    return slot


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal.db") as opened:
        yield opened


def read(slot: Slot, fill: str | None, journal: Journal, *offered: str, samples: int = 4) -> Readings | None:
    model = Fake({slot.id: offered}, style="compact")
    return Reader(ladder=[model], settings=SETTINGS, journal=journal, samples=samples).read(slot, fill)


def test_a_filled_slot_is_read_by_its_fill_and_other_bodies_that_pass(senior: Slot, journal: Journal) -> None:
    assert read(senior, RIGHT, journal, RIGHT, EARLY, WRONG) == Readings(body=RIGHT, others=(EARLY,))


def test_a_stub_is_read_by_what_its_model_was_unsure_of(senior: Slot, journal: Journal) -> None:
    model = Fake({senior.id: [WRONG, EARLY, RIGHT]}, style="compact")
    filled = fill_slot(senior, [model], gates_for(senior.kind), SETTINGS, journal)
    readings = read(senior, None, journal, WRONG, EARLY, RIGHT)

    assert filled.state == "stub"
    assert readings is not None
    assert not readings.filled
    assert {readings.body, *readings.others} == {EARLY, RIGHT}


def test_a_stub_for_which_nothing_passes_is_not_read(senior: Slot, journal: Journal) -> None:
    assert read(senior, None, journal, WRONG) is None


def test_no_result_of_a_guess_is_what_the_service_gives_now(senior: Slot) -> None:
    [question] = questions_about(senior, Readings(body=RIGHT, others=(EARLY,), filled=False), most=1)

    assert [option.now for option in question.options] == [False, False]


MISREAD = "return visitor.age > 64 or visitor.member"


def test_a_guess_is_asked_about_where_any_misreading_would_part_from_it(senior: Slot) -> None:
    filled, guessed = (questions_about(senior, Readings(body=MISREAD, filled=filled)) for filled in (True, False))

    assert len(guessed) > len(filled)


def test_a_fill_is_asked_about_as_thoroughly_where_that_is_wanted(senior: Slot) -> None:
    thorough = questions_about(senior, Readings(body=MISREAD), thorough=True)

    assert [each.text for each in thorough] == [
        each.text for each in questions_about(senior, Readings(body=MISREAD, filled=False))
    ]
    assert any(option.now for question in thorough for option in question.options)
