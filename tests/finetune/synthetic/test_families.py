"""A sentence is counted for the wording families whose phrases it uses, and all families are said by some pattern."""

import re
from collections import Counter
from functools import cache

import pytest
from typer.testing import CliRunner

from inlay_finetune.synthetic.coverage import missing_now
from inlay_finetune.synthetic.families import families_in, family_ids, missing_among, phrases
from inlay_finetune.synthetic.family_report import app, counted
from inlay_finetune.synthetic.wording import Language

# Families of what nearly every rule and query needs.
COMMON: dict[Language, set[str]] = {
    "en": {"W01", "W03", "W05", "W15", "W16", "W17", "W18", "W19", "W20", "W24", "W26", "W30", "W33", "W44", "W45"},
    "zh": {"W01", "W03", "W15", "W16", "W17", "W19", "W24", "W30"},
}


@cache
def sample(language: Language) -> Counter[str]:
    return counted(150, language, seed=3)


def test_there_are_99_families_with_phrases_in_both_languages() -> None:
    assert family_ids() == tuple(f"W{number:02}" for number in range(1, 100))
    assert {phrase.family for phrase in phrases("en")} == set(family_ids())
    assert {phrase.family for phrase in phrases("zh")} == set(family_ids())
    assert len(phrases("en")) > 1200
    assert len(phrases("zh")) > 600


@pytest.mark.parametrize(
    ("sentence", "families"),
    [
        ("The total amount of the open lines, capped at 500.", {"W01", "W37"}),
        ("Bookings with more than 12 nights, newest first", {"W16", "W45"}),
        ("What percentage of orders are late?", {"W13"}),
        ("Banker's rounding to cents", {"W53"}),
        ("Whoever qualifies gets a fifth off; no double dipping.", {"W93"}),
        ("订单金额之和，不超过500，四舍五入到分", {"W17", "W37", "W52"}),
        ("每满100减20，不可叠加", {"W90", "W93"}),
    ],
)
def test_a_sentence_has_the_families_whose_phrases_it_uses(sentence: str, families: set[str]) -> None:
    assert families <= families_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("The total over the lines", {"W13", "W16"}),
        ("The name of the customer", {"W01", "W05", "W16", "W44", "W93"}),
        ("客户的名字", {"W01", "W17", "W44"}),
    ],
)
def test_a_sentence_has_no_family_of_which_it_uses_no_phrase(sentence: str, absent: set[str]) -> None:
    assert not absent & families_in(sentence)


def test_a_phrase_is_found_in_what_is_made_of_it() -> None:
    for language in ("en", "zh"):
        for phrase in phrases(language):
            said = re.sub(r"\{n\}", "12", phrase.text)
            said = re.sub(r"\{\w+\}", "这个" if language == "zh" else "golden thing", said)
            said += "，如此" if language == "zh" else ""
            assert phrase.family in families_in(said), phrase.text


def test_every_family_is_said_by_some_wording_of_the_patterns() -> None:
    assert [each for each in missing_now() if each[0] == "W"] == []
    assert missing_among(["just a name"]) == family_ids()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_common_families_occur_among_few_slots(language: Language) -> None:
    assert COMMON[language] - set(sample(language)) == set()
    assert set(sample(language)) <= set(family_ids())


def test_the_report_names_every_family() -> None:
    result = CliRunner().invoke(app, ["--slots", "4"])

    assert result.exit_code == 0
    assert all(f"\n{family} " in result.stdout for family in family_ids())
    assert "missing in English: " in result.stdout
