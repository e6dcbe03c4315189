"""What a sentence leaves open about ties and missing numbers is asked in plain words, what it says is not asked."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from inlay.clarify import Readings, questions_about
from inlay.plan import plan_of
from inlay.slot import Slot

APIARY = Path(__file__).parent / "apiary.yaml"
HALVED = 'return (price / 2).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)'


@pytest.fixture(scope="module")
def apiary() -> Mapping[str, Slot]:
    """Every slot of apiary.yaml by its id."""
    return {slot.id: slot for slot in plan_of(APIARY).slots}


def test_which_of_two_equals_is_meant_is_asked(apiary: Mapping[str, Slot]) -> None:
    fill = "return max(sale.jars, key=lambda jar: jar.grams).batch if sale.jars else None"

    [question] = questions_about(apiary["rules.heaviest_jar"], Readings(body=fill))

    jars = question.given["sale"]["jars"]  # type: ignore[index]
    assert len({jar["grams"] for jar in jars}) == 1
    assert [option.result for option in question.options] == [jars[0]["batch"], jars[-1]["batch"]]


def test_nobody_is_asked_about_equals_where_a_sentence_says_which_is_meant(apiary: Mapping[str, Slot]) -> None:
    fill = "return min(sale.jars, key=lambda jar: (-jar.grams, jar.batch)).batch if sale.jars else None"

    asked = questions_about(apiary["rules.heaviest_jar"], Readings(body=fill))

    assert asked == ()


def test_a_number_that_is_missing_is_unknown_and_not_zero(apiary: Mapping[str, Slot]) -> None:
    fill = "return any(each.mites is not None and each.mites > 10 for each in hive.inspections[-1:])"
    other = "return any(each.mites is None or each.mites > 10 for each in hive.inspections[-1:])"

    asked = questions_about(apiary["rules.must_treat"], Readings(body=fill, others=(other,)))

    assert "must treat, a hive with 1 inspection (mites unknown): no or yes?" in [each.text for each in asked]


def test_the_way_of_rounding_is_asked_where_it_is_not_said(apiary: Mapping[str, Slot]) -> None:
    said = questions_about(apiary["rules.half_price"], Readings(body=HALVED))
    unsaid = questions_about(apiary["rules.half_of_it"], Readings(body=HALVED))

    assert (len(said), len(unsaid)) == (0, 1)
