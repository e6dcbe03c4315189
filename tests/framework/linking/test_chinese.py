"""Chinese sentences are read word by word in the words of the contract; nothing else is touched."""

from collections import Counter
from importlib.resources import files

import pytest
from tests.framework.linking.conftest import CONTRACT

from inlay.contract import Contract, Parameter, Scalar
from inlay.linking import constants_in, in_english, link


def _constants(sentence: str) -> list[str]:
    return [constant.value for constant in constants_in(in_english(sentence, CONTRACT))]


@pytest.mark.parametrize("sentence", ["The total of all lines, at most 500.", "", "naïve café: 3 × 4"])
def test_a_sentence_without_chinese_stays_as_it_is(sentence: str) -> None:
    assert in_english(sentence, CONTRACT) == sentence


def test_words_are_read_in_their_order() -> None:
    assert in_english("订单数量至少3，否则免费。", CONTRACT) == "order quantity at least 3, otherwise free."


def test_of_several_meanings_the_one_is_taken_that_the_contract_names() -> None:
    shipped = Contract(
        name="x",
        kind="python-function",
        parameters=(Parameter(name="shipped", type=Scalar("bool")),),
        result=Scalar("bool"),
        entities=(),
    )

    assert in_english("已发货", shipped) == "already shipped"
    assert "cancelled" in in_english("已取消的订单", CONTRACT).split()


def test_names_of_the_contract_are_linked_in_what_was_read() -> None:
    read = in_english("每行的数量乘以单价，已取消的不算", CONTRACT)

    linked = [found.names[0] for found in link(read, CONTRACT)]
    assert linked == ["lines", "quantity", "unit_price", "cancelled"]


@pytest.mark.parametrize(
    ("sentence", "constants"),
    [
        ("满5万元", ["50000"]),
        ("超过1.5千", ["1500"]),
        ("二十五天以内", ["25"]),
        ("百分之十五", ["15"]),
        ("打九折", ["10"]),
        ("八五折", ["15"]),
        ("8.5折", ["15"]),
        ("收四成", ["40"]),
        ("2024年3月1日以前", ["2024-03-01"]),
        ("１２个月", ["12"]),
        ("标上“加急 A”，否则写'普通'", ["加急 A", "普通"]),
    ],
)
def test_numbers_shares_and_quoted_texts_are_constants(sentence: str, constants: list[str]) -> None:
    assert _constants(sentence) == constants


def test_a_numeral_inside_a_word_counts_nothing() -> None:
    assert _constants("唯一、统一、同一客户一律免费") == []


@pytest.mark.parametrize(
    ("said", "read"),
    [("12月29日起", "29 December"), ("三月五号", "5 March"), ("十二月份", "December"), ("每年4月", "April")],
)
def test_a_day_of_the_year_is_said_with_its_month(said: str, read: str) -> None:
    assert read in in_english(said, CONTRACT)


def test_a_span_of_months_is_no_month_of_the_year() -> None:
    assert in_english("三个月", CONTRACT) == "3 months"


def test_reading_twice_changes_nothing() -> None:
    read = in_english("如果订单金额超过100元，最多打八折；“赠品”不算。", CONTRACT)

    assert in_english(read, CONTRACT) == read


def test_every_meaning_of_the_glossary_is_said_in_english() -> None:
    from inlay.linking.dictionary import glossary

    odd = {word: said for word, said in glossary().items() if not all(part.isascii() for part in said)}
    assert odd == {}


def test_the_glossary_says_each_word_once_and_always_in_text() -> None:
    import yaml

    text = files("inlay.linking").joinpath("glossary.yaml").read_text(encoding="utf-8")
    pairs = yaml.compose(text, yaml.CSafeLoader).value
    words = Counter(word.value for word, _ in pairs)
    assert [word for word, times in words.items() if times > 1] == []
    assert [word.value for word, said in pairs if said.tag != "tag:yaml.org,2002:str"] == []


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("先进先出", "first in first out"),
        ("下面", "below"),
        ("取排在后面的", "take last 's"),
        ("数字越小越好", "digits the smaller the better"),
        ("次月", "the next month"),
        ("有无问题", "whether there is question"),
        ("超过30天时", "more than 30 days when"),
        ("是或否", "is or no"),
        ("以上不适用于", "or more does not apply to"),
    ],
)
def test_a_common_word_is_read_as_business_sentences_mean_it(said: str, read: str) -> None:
    assert in_english(said, CONTRACT) == read
