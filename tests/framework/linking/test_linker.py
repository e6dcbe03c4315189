import pytest
from tests.framework.linking.conftest import CONTRACT

from inlay.contract import Contract, Entity, EntityType, EnumType, Field, Parameter, Scalar
from inlay.linking import constants_in, link, reading_of


def links(sentence: str) -> dict[str, tuple[str, ...]]:
    return {sentence[found.start : found.end]: found.names for found in link(sentence, CONTRACT)}


def test_words_link_to_the_names_they_spell() -> None:
    assert links("Sum quantity times unit price over the lines.") == {
        "quantity": ("quantity",),
        "unit price": ("unit_price",),
        "lines": ("lines",),
    }


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("the unitprice", "unit_price"),
        ("price per unit", "unit_price"),
        ("the quantities", "quantity"),
        ("the rebate", "discount"),
        ("canceled", "cancelled"),
    ],
)
def test_other_ways_to_say_a_name_link_to_it(said: str, name: str) -> None:
    assert (name,) in links(said).values()


def test_a_word_for_two_names_links_to_both() -> None:
    assert links("when it was placed") == {"placed": ("placed_on", "placed")}


def test_of_many_names_with_one_stem_those_spelt_as_said_are_meant() -> None:
    dates = tuple(Field(name=name, type=Scalar("date")) for name in ("ship_by", "shipped_on"))
    parcel = Entity(name="Parcel", fields=(*dates, Field(name="state", type=EnumType(("packed", "shipped")))))
    contract = Contract(
        name="late",
        kind="python-function",
        parameters=(Parameter(name="parcel", type=EntityType("Parcel")),),
        result=Scalar("bool"),
        entities=(parcel,),
    )
    [found] = link("Once it has been shipped.", contract)
    assert found.names == ("shipped_on", "shipped")


def test_words_that_carry_no_name_stay_unlinked() -> None:
    assert links("never below zero, and not more than that in all") == {}


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("above 1,000 and 2.50 off", ["1000", "2.50"]),
        ("at least one line, or twenty", ["1", "20"]),
        ("10% from 5k on", ["10", "5000"]),
        ("by the 15th, or the 1st of the next month", ["15", "1"]),
        ("say \"not known\" or 'open'", ["not known", "open"]),
        ("it's the customer's own", []),
        ("since 2024-03-01", ["2024-03-01"]),
        ("twenty-five of three hundred and sixty five", ["25", "365"]),
        ("over a hundred and fifty, up to twelve hundred", ["150", "1200"]),
        ("between one hundred and two hundred thousand", ["100", "200000"]),
        ("between fifty and a hundred", ["50", "100"]),
        ("twenty five-litre cans on two three-day trips", ["20", "5", "2", "3"]),
        ("half a million, 1.5 million or a million and a half", ["500000", "1500000", "1500000"]),
        ("half a dozen, a dozen, two\ndozen, 3 dozen", ["6", "12", "24", "36"]),
        ("One and a half times 2 and a quarter, six and three quarters", ["1.5", "2.25", "6.75"]),
        ("2½ hours at ¾ of the rate, time and a half after that", ["2.5", "0.75", "1.5"]),
        ("50000 and a quarter of it, one and three quarters of another", ["50000", "1", "3"]),
        ("someone often is at half time and a half-day late", []),
    ],
)
def test_constants_are_numbers_words_for_numbers_and_quoted_text(sentence: str, values: list[str]) -> None:
    assert [found.value for found in constants_in(sentence)] == values


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        (
            "Half a dozen for each line, unless cancelled.",
            "Half a dozen [6] for each line [lines], unless cancelled [cancelled].",
        ),
        ("when it was placed", "when it was placed [placed_on or placed]"),
        ("数量乘以单价，最多500。", "quantity [quantity] times unit price [unit_price], at most 500."),
        ("never below zero", "never below zero"),
    ],
)
def test_a_reading_shows_behind_words_what_they_are_taken_for(sentence: str, read: str) -> None:
    assert reading_of(sentence, CONTRACT) == read
