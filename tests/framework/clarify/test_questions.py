"""Which questions are asked of a slot, in which words, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from inlay.clarify import Question, Rival, questions_for, rivals_of
from inlay.plan import plan_of
from inlay.slot import Slot
from inlay.strength import strength_of

MUSEUM = Path(__file__).parents[1] / "strength" / "museum.yaml"


@pytest.fixture(scope="module")
def museum() -> Mapping[str, Slot]:
    """Every slot of museum.yaml by its id."""
    return {slot.id: slot for slot in plan_of(MUSEUM).slots}


def asked(slot: Slot, fill: str, *others: str) -> Sequence[Question]:
    return questions_for(slot, fill, [Rival(body, 1) for body in others])


def test_a_question_gives_an_input_and_the_results_that_the_readings_give(museum: Mapping[str, Slot]) -> None:
    [question] = asked(museum["rules.is_senior"], "return visitor.age > 64", "return visitor.age >= 64")

    assert question.text == "is senior, a visitor with age 64: no or yes?"
    assert question.given == {"visitor": {"age": 64}}
    assert [(option.result, option.now) for option in question.options] == [(False, True), (True, False)]


def test_an_input_holds_nothing_that_does_not_matter(museum: Mapping[str, Slot]) -> None:
    fill = "return max(0, tour.seats - len(tour.visitors))"
    [question] = asked(museum["rules.free_seats"], fill, "return tour.seats - len(tour.visitors)")

    assert question.text == "free seats, a tour with seats 1 and 2 visitors: 0 or -1?"


def test_what_the_sentence_speaks_of_is_shown_even_where_no_reading_looks_at_it(museum: Mapping[str, Slot]) -> None:
    slot = replace(museum["rules.may_book"], sentence="As long as the status is open and the tour has not started.")
    [question] = asked(slot, "return today < tour.starts_on", "return today <= tour.starts_on")

    assert "status " in question.text
    assert set(question.given["tour"]) == {"status", "starts_on"}  # type: ignore[call-overload]


def test_rows_of_tables_are_said_in_words(museum: Mapping[str, Slot]) -> None:
    fill = "SELECT starts_on, seats FROM tours WHERE guide = :guide AND status <> 'off' ORDER BY starts_on, seats"
    other = fill.replace("status <> 'off'", "status = 'open'")
    [question] = asked(museum["queries.tours_of_guide"], fill, other)

    assert question.text.startswith("tours of guide, guide ")
    assert " and 1 tour (guide " in question.text
    assert "status full" in question.text
    assert question.text.endswith(" or an empty list?")


def test_a_chinese_sentence_is_asked_about_in_chinese_and_in_its_own_words(museum: Mapping[str, Slot]) -> None:
    slot = replace(museum["rules.is_senior"], sentence="游客年龄超过64岁算老年人。")
    [question] = asked(slot, "return visitor.age > 64", "return visitor.age >= 64")

    assert question.text == "is senior，游客（年龄 64）：否 还是 是？"
    assert [option.shown for option in question.options] == ["否", "是"]


def test_what_a_chinese_sentence_does_not_say_keeps_its_name(museum: Mapping[str, Slot]) -> None:
    slot = replace(museum["rules.free_seats"], sentence="剩余名额不会小于零。")
    fill = "return max(0, tour.seats - len(tour.visitors))"
    [question] = asked(slot, fill, "return tour.seats - len(tour.visitors)")

    assert question.text == "free seats，tour（名额 1，visitors 2 条）：0 还是 -1？"


def test_what_decides_most_is_asked_first_and_never_more_than_five_times(museum: Mapping[str, Slot]) -> None:
    limits = [65, 66, 67, 68, 69, 70, 71]
    questions = asked(
        museum["rules.is_senior"],
        "return visitor.age > 64",
        *(f"return visitor.age > 64 and visitor.age != {limit}" for limit in limits),
        "return visitor.age >= 64",
    )

    assert len(questions) <= 5
    assert [question.decides for question in questions] == sorted(
        (question.decides for question in questions), reverse=True
    )


def test_readings_that_no_input_tells_apart_are_not_asked_about(museum: Mapping[str, Slot]) -> None:
    assert asked(museum["rules.is_senior"], "return visitor.age > 64", "return 64 < visitor.age") == ()


def test_a_rival_that_only_fails_is_no_choice(museum: Mapping[str, Slot]) -> None:
    fill = "return max([0, *(visitor.age for visitor in tour.visitors)])"
    slot = replace(museum["rules.free_seats"], sentence="The age of the oldest visitor, 0 without any.")
    [question] = asked(slot, fill, "return max(visitor.age for visitor in tour.visitors)")

    assert question.text == "free seats, a tour with no visitors: is it 0?"


def test_mutants_are_asked_about_only_where_a_sentence_is_silent(museum: Mapping[str, Slot]) -> None:
    slot = museum["rules.may_book"]
    fill = 'return tour.status == "open" and today < tour.starts_on'
    rivals = rivals_of(strength_of(slot, fill), ["return today < tour.starts_on"])

    # The other reading weighs most; of the mutants only the boundary is left, not the word, the field, the operator.
    assert [rival.body for rival in rivals] == [
        "return today < tour.starts_on",
        "return tour.status == 'open' and today <= tour.starts_on",
    ]
    assert rivals[0].weight > rivals[1].weight
