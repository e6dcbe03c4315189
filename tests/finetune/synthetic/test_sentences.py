import pytest

from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.tails import appended, tailed, without_loose_commas


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("the letters as numbers (A is 10)", "The letters as numbers (A is 10)."),
        ("a or an A in the code", "A or an A in the code."),
        ("a order with a item and a eurocheque", "An order with an item and a eurocheque."),
        ("a one-off fee", "A one-off fee."),
        ('the text "x". others are left', 'The text "x". Others are left.'),
        ("it's 5%. nothing more", "Its 5%. Nothing more."),
    ],
)
def test_a_sentence_is_spelt_as_people_write_it(draft: str, said: str) -> None:
    assert sentence(draft) == said


def test_what_is_said_behind_a_closing_quote_begins_with_a_capital() -> None:
    text = tailed('Say "open". Otherwise say "shut"', "; without any say nothing")

    assert sentence(text) == 'Say "open". Otherwise say "shut". Without any say nothing.'


@pytest.mark.parametrize(
    ("asked", "tail", "said"),
    [
        ("Which price?", ". None if there is none", "Which price? None if there is none"),
        ("Which price?", ", none without one", "Which price, none without one?"),
        ("The change", "(one decimal)", "The change (one decimal)"),
    ],
)
def test_a_question_keeps_its_mark_before_what_follows(asked: str, tail: str, said: str) -> None:
    assert appended(asked, tail) == said


def test_no_comma_stands_before_another_mark_or_a_bracket() -> None:
    text = without_loose_commas("the tools, those on loan, (the part), and all,: 5,000 in all,")

    assert text == "the tools, those on loan (the part), and all: 5,000 in all"
