"""What a slot may mean: its fill and other bodies that pass, or, of a stub, what its model was unsure of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inlay.backends.fake import Fake
from inlay.clarify import Reader, Readings, questions_about
from inlay.fill import FillSettings
from inlay.journal import Journal
from inlay.plan import plan_of
from inlay.slot import Slot

MUSEUM = Path(__file__).parents[1] / "strength" / "museum.yaml"
RIGHT, EARLY, WRONG = "return visitor.age > 64\n", "return visitor.age >= 64\n", "return visitor.age < 64\n"


@pytest.fixture(scope="module")
def senior() -> Slot:
    [slot] = [slot for slot in plan_of(MUSEUM).slots if slot.id == "rules.is_senior"]
    return slot


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path / "journal.db") as opened:
        yield opened


def test_the_bodies_that_pass_are_added_to_what_is_known(senior: Slot, journal: Journal) -> None:
    model = Fake({senior.id: [RIGHT, EARLY, WRONG]}, style="compact")
    reader = Reader(ladder=[model], settings=FillSettings(), journal=journal, samples=4)

    assert reader.more(senior, Readings(body=RIGHT)) == Readings(body=RIGHT, others=(EARLY,))


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
