"""Of the candidates that pass, the largest group that behaves alike is taken; a close second makes a slot ambiguous."""

from dataclasses import asdict, replace

import pytest

from inlay.backends.fake import Fake
from inlay.contract import parse_type
from inlay.fill import Ambiguity, Reading, Sureness, fill_slot
from inlay.gates import Observation, gates_for
from inlay.gates.behaviour import Behaviour
from inlay.spec.model import Example


@pytest.fixture
def voting(check):
    """A gate that lets every `return` pass, and knows what each body gives on 7 and on 100."""

    class Voting(check):
        def observe(self, slot, bodies):
            pairs = [tuple(body.removeprefix("return ").split()[:2]) for body in bodies]
            return Observation(("amount: 100", "amount: 7"), tuple(Behaviour(pair, pair) for pair in pairs))

    return Voting("properties", lambda body: body.startswith("return "))


@pytest.fixture
def sampling(settings):
    return replace(settings, batches=(8,))


def bodies(*texts):
    return ["nothing", *texts]


def test_the_largest_group_wins_over_the_most_likely_body(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("return 1 1", "return 2 1", "return 2 1 # or", "return 2 1 # so")})
    result = fill_slot(slot, [backend], [voting], sampling, journal)
    assert result.fill.body == "return 2 1\n"
    assert result.ambiguous is None


def test_a_body_that_is_sampled_again_counts_again(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("return 1 1", "return 2 1", "return 2 1", "return 2 1")})
    result = fill_slot(slot, [backend], [voting], sampling, journal)
    assert result.fill.body == "return 2 1\n"
    assert result.ambiguous is None


def test_of_equal_groups_the_one_with_the_most_likely_body_is_taken(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("return 1 1", "return 2 1", "return 1 1 # or", "return 2 1 # or")})
    assert fill_slot(slot, [backend], [voting], sampling, journal).fill.body == "return 1 1\n"


def test_a_rival_of_half_the_weight_makes_the_slot_ambiguous(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("return 1 1", "return 2 1", "return 2 1", "return 2 3")})
    result = fill_slot(slot, [backend], [voting], sampling, journal)
    assert result.state == "accepted"
    assert result.ambiguous == Ambiguity(
        input="amount: 100", readings=(Reading(result="2", samples=2), Reading(result="1", samples=1))
    )
    assert str(result.ambiguous) == "amount: 100: 2 (2) or 1 (1)?"
    assert asdict(result)["fill"]["ambiguous"]["input"] == "amount: 100"


def test_the_plainest_input_on_which_readings_part_is_shown(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("return 1 1", "return 2 3")})
    assert fill_slot(slot, [backend], [voting], sampling, journal).ambiguous.input == "amount: 7"


def test_candidates_that_did_not_pass_have_no_say(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("pass 9 9", "pass 9 9", "pass 9 9", "return 1 1")})
    result = fill_slot(slot, [backend], [voting], sampling, journal)
    assert (result.fill.body, result.ambiguous) == ("return 1 1\n", None)


def test_an_ambiguous_choice_is_in_the_journal_and_is_no_verdict_of_the_fill(slot, sampling, journal, voting):
    backend = Fake({slot.id: bodies("return 1 1", "return 2 1")})
    result = fill_slot(slot, [backend], [voting], sampling, journal)
    sampled = journal.calls(slot=slot.id)[0]
    [chosen] = [candidate for candidate in journal.candidates(sampled.id) if candidate.chosen]
    vote = chosen.verdicts[-1]
    assert (vote.gate, vote.passed, vote.reason) == ("consensus", True, "ambiguous: 1 or 2")
    assert vote.counterexample == "amount: 100"
    assert [verdict.gate for verdict in result.fill.verdicts] == ["properties"]


def test_two_readings_of_a_boundary_are_told_apart_on_the_boundary(slot, sampling, journal):
    sentence = "Five percent of the amount, from 500 on nothing."
    discount = replace(slot, sentence=sentence, examples=(Example(given={"amount": 100}, then=5),))
    five = "return amount * 5 / 100 if amount {} 500 else Decimal('0')"
    backend = Fake({slot.id: ["pass", five.format("<"), five.format("<=")]})
    result = fill_slot(discount, [backend], gates_for("python-function"), sampling, journal)
    assert result.ambiguous.input == "amount: 500"
    assert [reading.result for reading in result.ambiguous.readings] == ["decimal 0", "decimal 25"]


def test_two_wordings_of_one_rule_are_one_reading(slot, sampling, journal):
    slot = replace(slot, examples=slot.examples[:1])
    backend = Fake(
        {slot.id: ["pass", "return amount * 2 / 100", "return amount / 50", 'return amount * Decimal("0.02")']}
    )
    result = fill_slot(slot, [backend], gates_for("python-function"), sampling, journal)
    assert len([attempt for attempt in result.attempts if attempt.accepted]) == 3
    assert result.ambiguous is None


def test_two_readings_of_a_query_are_told_apart_by_small_tables(slot, sampling, journal):
    from inlay.contract import Contract, Entity, Field

    field = Field(name="price", type=parse_type("decimal?"))
    contract = Contract(
        name="worth",
        kind="sql-query",
        parameters=(),
        result=parse_type("[{total: int}]"),
        entities=(Entity(name="Drink", fields=(field,)),),
    )
    query = replace(slot, kind="sql-query", contract=contract, sentence="How many drinks there are.", examples=())
    backend = Fake({slot.id: ["?", "SELECT count(*) AS total FROM drinks", "SELECT count(price) AS total FROM drinks"]})
    result = fill_slot(query, [backend], gates_for("sql-query"), sampling, journal)
    assert "price: null" in result.ambiguous.input
    assert result.ambiguous.readings[0].result != result.ambiguous.readings[1].result


# A half of the sureness may come from likelihood, which the fake lets sink by 0.01 with every body.
ASKED = Sureness(least=0.3, agreement=0.5, votes=10)


@pytest.mark.parametrize(("alike", "state"), [(10, "accepted"), (7, "accepted"), (5, "stub"), (1, "stub")])
def test_a_small_model_is_believed_where_its_samples_agree(alike, state, slot, sampling, journal, voting):
    texts = ["return 1 1"] * alike + [f"return {number} 1" for number in range(2, 12 - alike)]
    backend = Fake({slot.id: texts}, style="compact")
    result = fill_slot(slot, [backend], [voting], replace(sampling, sureness={slot.kind: ASKED}), journal)
    assert result.state == state


def test_a_small_model_is_asked_for_its_votes_even_when_its_first_answer_passes(slot, sampling, journal, voting):
    backend = Fake({slot.id: ["return 1 1"] * 10}, style="compact")
    result = fill_slot(slot, [backend], [voting], replace(sampling, sureness={slot.kind: ASKED}), journal)
    assert [request.count for request in backend.requests] == [1, 9]
    assert result.fill.parameters["greedy"]


def test_a_large_model_is_taken_at_its_first_word(slot, sampling, journal, voting):
    backend = Fake({slot.id: ["return 1 1", "return 2 1"]})
    fill_slot(slot, [backend], [voting], replace(sampling, sureness={slot.kind: ASKED}), journal)
    assert [request.count for request in backend.requests] == [1]


def test_a_stub_says_how_far_what_passed_agrees(slot, sampling, journal, voting):
    texts = bodies(*["return 1 1"] * 4, *["return 2 1"] * 3, *["return 3 1"] * 2)
    backend = Fake({slot.id: texts}, style="compact")
    result = fill_slot(slot, [backend], [voting], replace(sampling, sureness={slot.kind: ASKED}), journal)
    assert result.reason == (
        "3 of 10 candidates passed, but the model is unsure of them: "
        "the likeliest has a mean log-probability of -0.01, and 44% of them behave alike"
    )


def test_bodies_whose_behaviour_is_known_are_not_tried_again(slot, sampling, journal, voting):
    texts = bodies(*["return 1 1"] * 4, *["return 2 1"] * 4, *["return 3 1"] * 30)
    tried = []
    voting.observe = lambda slot, some, observe=voting.observe: tried.append(tuple(some)) or observe(slot, some)
    settings = replace(sampling, batches=(8, 16), sureness={slot.kind: ASKED})
    result = fill_slot(slot, [Fake({slot.id: texts}, style="compact")], [voting], settings, journal)
    assert result.state == "stub"
    assert len(tried) == len(set(tried)) == 1
