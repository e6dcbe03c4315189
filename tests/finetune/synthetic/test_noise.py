"""Noise changes nothing that a program could follow from, is tagged by its kind, and follows from the seed."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from inlay.contract import Contract, DecimalType
from inlay.linking import constants_in, in_english
from inlay_finetune.synthetic.dice import Dice, Split
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, Draft, plain, to_contract
from inlay_finetune.synthetic.generate import drafts, records
from inlay_finetune.synthetic.noise import HELD, TRAINED, noise_ids, noisy, reworded
from inlay_finetune.synthetic.spelling import value_of
from inlay_finetune.synthetic.wording import Language
from inlay_finetune.synthetic.world import sample_world

QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")


@cache
def made(split: Split, language: Language) -> tuple[tuple[Draft, Draft, Contract], ...]:
    """Give drafts before and after they got noise."""
    found = []
    for seed in range(44):
        world = sample_world(Dice(seed, split, language), 1.0 if language == "zh" else None)
        for number, (_, draft) in enumerate(drafts(world, "sql-query" if seed % 2 else "python-function", 8)):
            contract = to_contract(draft, world.entities)
            dice = Dice(1000 * seed + number, split, language)
            found.append((draft, noisy(dice, draft, contract), contract))
    return tuple(found)


def ids(draft: Draft) -> list[str]:
    return [tag for tag in draft.tags if tag in noise_ids()]


def values(sentence: str, contract: Contract) -> Counter[object]:
    return Counter(value_of(found.value) for found in constants_in(in_english(sentence, contract)))


def test_there_are_thirty_kinds_and_four_are_held_out() -> None:
    assert noise_ids() == {f"N{number:02}" for number in range(1, 31)}
    assert {noise.id for noise in HELD} == {"N03", "N06", "N12", "N23"}
    assert not {noise.id for noise in HELD} & {noise.id for noise in TRAINED}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("split", ["train", "noise"])
def test_a_sentence_still_states_what_it_stated_and_a_body_stays(split: Split, language: Language) -> None:
    for before, after, contract in made(split, language):
        if "N27" in after.tags:
            continue
        assert before.body == after.body
        old, new = values(before.does, contract), values(after.does, contract)
        assert not old - new, after.does
        assert QUOTED.findall(before.does) == QUOTED.findall(after.does)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_of_noise_are_in_no_body(language: Language) -> None:
    for split in ("train", "noise"):
        for before, after, contract in made(split, language):
            old = values(before.does, contract)
            added = {value for value in values(after.does, contract) - old if value not in old}
            used = {value_of(found) for found in MARKED_CONSTANT.findall(before.body)}
            assert not added & used, after.does
            assert not added & {value_of(digits) for digits in re.findall(r"\d+(?:\.\d+)?", plain(before.body))}, (
                after.does
            )


def test_an_order_in_a_text_constant_stays_a_constant() -> None:
    said = [(before, after) for before, after, _ in made("train", "en") if before.body != after.body]
    for before, after in said:
        text = next(text for text in MARKED_CONSTANT.findall(after.body) if text not in before.body)
        assert text in after.does
        assert len(MARKED_CONSTANT.findall(before.body)) == len(MARKED_CONSTANT.findall(after.body))


def test_about_two_in_five_sentences_get_noise_of_at_most_two_kinds() -> None:
    counts = Counter(len(ids(after)) for _, after, _ in made("train", "en"))

    assert set(counts) == {0, 1, 2}
    assert 0.55 < counts[0] / counts.total() < 0.75
    assert counts[1] > counts[2]


def test_a_sentence_without_ids_is_as_it_was() -> None:
    for before, after, _ in made("train", "en"):
        assert bool(ids(after)) == (before.does != after.does)


@pytest.mark.parametrize("split", ["train", "schema", "wording"])
def test_held_out_kinds_come_in_no_other_split(split: Split) -> None:
    held = {noise.id for noise in HELD}
    tags = [
        tag
        for _, record in zip(range(25), records(3, split, seeds=0.3), strict=False)
        for task in record["tasks"]
        for tag in task["tags"]
    ]

    assert any(tag in noise_ids() for tag in tags)
    assert not held & set(tags)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_split_of_noise_puts_one_held_out_kind_into_every_sentence(language: Language) -> None:
    seen = Counter(tuple(ids(after)) for _, after, _ in made("noise", language))

    assert {len(each) for each in seen} <= {0, 1}
    assert seen[()] < 0.03 * seen.total()
    assert {each[0] for each in seen if each} == {"N03", "N06", "N12", "N23"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_a_language_fits_some_sentence(language: Language) -> None:
    pairs = [(before, contract) for before, _, contract in made("train", language)]
    for noise in (*TRAINED, *HELD):
        if noise.english if language == "en" else noise.chinese:
            dice = Dice(5, "train", language)
            assert any(noise.make(dice, draft, contract) for draft, contract in pairs), noise.id


def test_an_amount_right_behind_chinese_words_gets_its_unit() -> None:
    body = 'return «order».«fee» if «order».«price» > Decimal("§300§") else Decimal("0")'
    draft = Draft(name="due", takes=(), returns=DecimalType(), does="价格超过300时为费用，否则为0。", body=body)
    world = sample_world(Dice(1, language="zh"), 1.0)
    paid = next(noise for noise in TRAINED if noise.id == "N14")
    said = paid.make(Dice(1, language="zh"), draft, to_contract(draft, world.entities))

    assert said is not None
    assert re.fullmatch(r"价格超过300(元|块|元钱)时为费用，否则为0。", said.does)
    assert (
        paid.make(
            Dice(1, language="zh"), replace(draft, does="有费用，糖分超过300时免。"), to_contract(draft, world.entities)
        )
        is None
    )


def test_the_same_seed_gives_the_same_draft() -> None:
    for before, _, contract in made("train", "en")[:100]:
        assert reworded(Dice(4), before, contract) == reworded(Dice(4), before, contract)


def test_amounts_with_a_currency_and_grouped_digits_are_tagged() -> None:
    tags = {
        tag
        for seed, (before, _, contract) in enumerate(made("train", "en") * 5)
        for tag in reworded(Dice(seed), before, contract).tags
    }

    assert {"N14", "N18"} <= tags
    before, _, contract = made("train", "en")[0]
    assert set(reworded(Dice(1), replace(before, tags=("R001",)), contract).tags) <= {"R001", *noise_ids()}
