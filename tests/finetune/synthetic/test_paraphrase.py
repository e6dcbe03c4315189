import re

import pytest
from hypothesis import given, settings, strategies as st

from inlay.contract import Contract, Entity, EntityType, EnumType, Field, ListType, Parameter, Scalar, Type
from inlay_finetune.synthetic.catalogue import all_patterns
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, Draft, to_contract
from inlay_finetune.synthetic.figures import refigured
from inlay_finetune.synthetic.lexicon import is_held_out
from inlay_finetune.synthetic.paraphrase import exchanges, paraphrased
from inlay_finetune.synthetic.spelling import by_value
from inlay_finetune.synthetic.world import sample_world

INT = Scalar("int")
# Phrases of different kinds must never stand for one another; of each kind these are sure marks.
KINDS = (
    r"\b(at least|no less than|not less than|minimum|or more|or higher|not below|no lower than)\b",
    r"\b(at most|no more than|not more than|maximum|or less|or lower|not above|no higher than|does not exceed)\b",
    r"^(is )?(strictly )?(more than|above|greater than|over|in excess of|exceeds|larger than|higher than)\b(?! or eq)",
    r"^(is )?(strictly )?(less than|below|under|fewer than|lower than|smaller than)\b(?! or eq)",
    r"^(oldest|earliest|from oldest|lowest|smallest|ascending|in ascending|from low|chronolog|in chronolog)",
    r"^(newest|latest|most recent|highest|largest|biggest|descending|in descending|from high)",
    r"\b(days included|both included|ends included|inclusive)\b",
    r"\b(rounded|round) up\b",
    r"\b(rounded|round) down\b",
    r"^(on or after|not before|no earlier)",
    r"^(on or before|not after|no later)",
    r"\b(must|has to|needs to)\b(?!.*\b(not|never)\b)",
    r"^(is not|isn't|are not|does not|do not|don't|doesn't|must not|must never|cannot|not)\b",
)


def a_draft(does: str, body: str = "return 1", returns: Type = INT) -> Draft:
    return Draft(name="asked", takes=(), returns=returns, does=does, body=body)


def a_contract(*names: str) -> Contract:
    fields = tuple(Field(name=name, type=EnumType(("only", "per"))) for name in names)
    order = Entity(name="Order", fields=fields)
    taken = (Parameter(name="order", type=EntityType("Order")),)
    return Contract(name="asked", kind="python-function", parameters=taken, result=Scalar("int"), entities=(order,))


def many(draft: Draft, contract: Contract, count: int = 200) -> set[str]:
    return {paraphrased(Dice(seed), draft, contract) for seed in range(count)}


def test_a_sentence_is_said_in_many_ways() -> None:
    said = many(a_draft("The sum of the fees if it is more than 5, otherwise zero."), a_contract())

    assert len(said) > 20


def test_the_same_seed_gives_the_same_sentence() -> None:
    draft, contract = a_draft("The number of lines, at least 5, sorted by id."), a_contract()

    assert [paraphrased(Dice(seed), draft, contract) for seed in range(40)] == [
        paraphrased(Dice(seed), draft, contract) for seed in range(40)
    ]


@pytest.mark.parametrize("name", ["number", "count", "numbers"])
def test_a_phrase_with_a_word_of_the_contract_stays(name: str) -> None:
    said = many(a_draft("The number of the lines."), a_contract(name))

    assert all("number of the lines" in sentence.lower() for sentence in said)


def test_a_word_of_the_contract_is_not_brought_in() -> None:
    said = many(a_draft("The oldest is more than 5 of them."), a_contract("exceeds", "over"))

    assert not [sentence for sentence in said if re.search(r"\b(exceeds|over)\b", sentence)]


def test_quoted_text_stays() -> None:
    said = many(a_draft('"more than 5" if it is open, "otherwise" if not.'), a_contract())

    assert all('"more than 5"' in sentence and '"otherwise"' in sentence for sentence in said)


def test_a_longer_phrase_shields_the_shorter_one_within() -> None:
    said = many(a_draft("Whether it has no more than 5 lines, up to and including the last."), a_contract())

    assert all(re.search("no more than (5|five)", sentence) and "up to and including" in sentence for sentence in said)


def test_a_sentence_keeps_its_capital_and_its_stop() -> None:
    said = many(a_draft("If the fee is set, 5. Otherwise zero."), a_contract())

    assert all(re.fullmatch(r"[A-Z].*\. [A-Z].*\.", sentence) for sentence in said)


def test_only_sentences_that_answer_lists_are_told_to_list() -> None:
    lists = many(a_draft("All lines that are open.", returns=ListType(Scalar("int"))), a_contract())
    truths = many(a_draft("All lines must be open.", returns=Scalar("bool")), a_contract())

    assert any(sentence.startswith("List all") for sentence in lists)
    assert not any(sentence.startswith("List all") for sentence in truths)


def test_a_held_out_phrase_is_not_brought_in_when_training() -> None:
    found = exchanges()["always"]["if"][0]
    held = [other for other in found.others if is_held_out(other, 6)]
    said = many(a_draft("5 if the fee is open."), a_contract())

    assert not [sentence for sentence in said for other in held if f" {other} " in sentence]


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, len(all_patterns()) - 1))
def test_constants_of_the_body_stay_in_the_sentence(seed: int, place: int) -> None:
    world = sample_world(Dice(seed))
    draft = all_patterns()[place].make(world)
    if draft is None:
        return

    said = paraphrased(Dice(seed), draft, to_contract(draft, world.entities))

    stated = by_value(" ; ".join(MARKED_CONSTANT.findall(draft.body)))
    assert stated & by_value(draft.does) <= by_value(said)


def test_no_phrase_stands_for_one_of_another_kind() -> None:
    pairs = [
        (found.phrase, other)
        for section in exchanges().values()
        for rows in section.values()
        for found in rows
        for other in found.others
    ]
    wrong = [
        (phrase, other)
        for phrase, other in pairs
        if (one := _kinds(phrase)) and (two := _kinds(other)) and not one & two
    ]

    assert len(pairs) > 1000
    assert wrong == []


def _kinds(phrase: str) -> set[int]:
    return {place for place, kind in enumerate(KINDS) if re.search(kind, phrase)}


@settings(max_examples=80)
@given(st.integers(0, 2**32))
def test_numbers_are_written_in_other_ways_of_the_same_value(seed: int) -> None:
    sentence = "A fee of 2000 plus 3 percent of the price above 1250.50, 5 days later, not 2024-03-05."
    body = 'return Decimal("§2000§") + §3§'

    said = refigured(Dice(seed), sentence, body)

    assert by_value(said) == by_value(sentence)
    assert "2024-03-05" in said
    assert re.search(r"\b(3|three) percent", said)


def test_only_amounts_of_money_get_a_currency() -> None:
    body = 'return Decimal("§70§") if «days» > §7§ else Decimal("§5§")'
    said = {refigured(Dice(seed), "The fee is 70 after 7 days, else 5 percent.", body) for seed in range(300)}

    assert any("EUR 70" in sentence for sentence in said)
    assert not [sentence for sentence in said if re.search(r"(EUR|USD|\$|€) ?[75]\b|\b7 EUR|\b5 (EUR|euros)", sentence)]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("The hours that exceed 40 are paid at the rate.", "40"),
        ("The fee, or zero when the weight is above 40.", "40"),
        ("Pay 40 hours at most at the rate.", "40"),
        ("Overtime beyond 40 earns the rate times 1.5.", "40"),
        ("The percentage of the full budget that is reached, with 100 as the maximum.", "100"),
        ("Whether the acidity of the deposit is strictly less than 40.", "40"),
        ("Whether the height of it amounts to 40.", "40"),
    ],
)
def test_amounts_of_something_else_get_no_currency(sentence: str, number: str) -> None:
    said = {refigured(Dice(seed), sentence, f'return Decimal("§{number}§")') for seed in range(300)}

    assert not [text for text in said if re.search(r"EUR|USD|[$€]|euros|dollars", text)]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Whether two overlap; ending then does not count as overlapping.", "(left out|ignored|skipped) as"),
        ("The working days; do not count holidays.", "are (not counted|ignored|left out)"),
        ("Those without a fee add nothing to the sum.", "left out to|count to"),
        ("Whether each and every line is open.", "every and every|each and each"),
        ("The fee with a surcharge of 5 percent for each.", "for every[.]|per[.]"),
        ("In all other cases 2 for each of them.", "(per|every) of"),
        ("Zero if there are no fewer than 5 lines.", "any fewer"),
        ("Letters and digits (A to Z, 0 to 9).", "alphabetically"),
        ("How much is owed when the rate has been paid 3 times?", "multiplied by[?]"),
        ("Take 5 off as many times as 100 fits into it.", "multiplied by as"),
        ("The fee, in the end no less than zero.", "no (below|under)"),
        ("Without any of the lines it is zero.", "Without (at least one|one or more)"),
        ("Divide what is missing by the rate.", "what is (not set|null|blank|unset)"),
        ("Keep letters a to z and digits.", "alphabetical"),
    ],
)
def test_a_phrase_with_an_object_behind_it_keeps_its_grammar(sentence: str, wrong: str) -> None:
    said = many(a_draft(sentence), a_contract())

    assert not [text for text in said if re.search(wrong, text)]


def test_quoted_numbers_stay() -> None:
    said = {refigured(Dice(seed), 'The code "2000" and the code "3".', "return 1") for seed in range(50)}

    assert said == {'The code "2000" and the code "3".'}
