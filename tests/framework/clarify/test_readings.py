"""What a slot may mean: its fill and other bodies that pass, or, of a stub, what its model was unsure of."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inlay.backends.fake import Fake
from inlay.clarify import Reader, Readings, questions_about
from inlay.fill import FillSettings, SlotResult, Sureness, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.plan import plan_of
from inlay.slot import Slot
from inlay.spec.model import Example

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


def test_a_guess_is_asked_about_where_the_examples_refuted_others(senior: Slot) -> None:
    alone = questions_about(senior, Readings(body=RIGHT, filled=False))
    beside = questions_about(senior, Readings(body=RIGHT, refuted=(WRONG, "return visitor.member\n"), filled=False))

    assert len(beside) > len(alone)
    assert len({repr(question.given) for question in beside}) == len(beside)


def test_what_the_examples_refuted_says_nothing_against_a_fill(senior: Slot) -> None:
    assert questions_about(senior, Readings(body=RIGHT, refuted=(WRONG,))) == questions_about(
        senior, Readings(body=RIGHT)
    )


def filling(slot: Slot, journal: Journal, least: float, *bodies: str) -> SlotResult:
    model = Fake({slot.id: bodies}, style="compact")
    settings = FillSettings(batches=(len(bodies) - 2,), sureness={slot.kind: Sureness(least=least, votes=len(bodies))})
    return fill_slot(slot, [model], gates_for(slot.kind), settings, journal)


@pytest.mark.parametrize("least", [-1.0, 1.0])
def test_a_slot_was_read_as_it_was_filled_or_as_its_model_was_unsure(
    senior: Slot, journal: Journal, least: float
) -> None:
    result = filling(senior, journal, least, RIGHT, EARLY, WRONG)

    assert Readings.of(result) == Readings(body=RIGHT, others=(EARLY,), refuted=(WRONG,), filled=least < 0)


def test_a_slot_of_which_no_body_passes_was_not_read(senior: Slot, journal: Journal) -> None:
    assert Readings.of(filling(senior, journal, -1.0, WRONG, WRONG, WRONG)) is None


def test_what_an_example_answers_is_not_asked_again(senior: Slot) -> None:
    [question] = questions_about(senior, Readings(body=RIGHT, others=(EARLY,)))
    answered = replace(senior, examples=(*senior.examples, Example(given=question.given, then=False)))

    assert question.given not in [
        each.given for each in questions_about(answered, Readings(body=RIGHT, others=(EARLY,)))
    ]


def test_a_guess_is_asked_about_on_each_side_of_its_decision(senior: Slot) -> None:
    questions = questions_about(senior, Readings(body=RIGHT, refuted=(WRONG,), filled=False))

    assert {question.options[0].result for question in questions} == {True, False}
