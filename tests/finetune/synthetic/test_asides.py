"""Asides change nothing that a program could follow from, and stay the same for the same seed."""

from hypothesis import given, strategies as st

from inlay_finetune.synthetic.asides import with_asides
from inlay_finetune.synthetic.dice import Dice

SENTENCE = "The sum of the amounts of the lines that are open, but at most 500."
SAID = ("sum", "amounts", "lines", "open", "at most 500")


@given(st.integers(0, 10**9))
def test_what_the_program_follows_from_is_still_said_in_order(seed: int) -> None:
    said = with_asides(Dice(seed), SENTENCE).lower()
    places = [said.rfind(words) for words in SAID]
    assert -1 not in places
    assert places == sorted(places)


@given(st.integers(0, 10**9))
def test_the_same_seed_gives_the_same_sentence(seed: int) -> None:
    assert with_asides(Dice(seed), SENTENCE) == with_asides(Dice(seed), SENTENCE)


def test_asides_of_every_sort_occur_and_most_sentences_have_none() -> None:
    said = [with_asides(Dice(seed), SENTENCE) for seed in range(600)]
    plain = [sentence for sentence in said if sentence == SENTENCE]
    assert len(plain) > 300
    assert any(" the " not in sentence for sentence in said)
    assert any(len(sentence) > len(SENTENCE) + 20 for sentence in said)
