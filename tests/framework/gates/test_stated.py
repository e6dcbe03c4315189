"""What a sentence and a contract hand over is used, in whatever way an honest body writes it."""

import pytest

from inlay.contract import Contract, Entity, EntityType, Field, ListType, Parameter, Scalar
from inlay.gates import gates_for
from inlay.gates.base import Verdict
from inlay.slot import Slot
from inlay.spec.model import Example

TRIP = Entity(
    name="Trip",
    fields=(
        Field(name="minutes", type=Scalar("int")),
        Field(name="guests", type=Scalar("int")),
        Field(name="stops", type=ListType(Scalar("int"))),
    ),
)


def judged(sentence: str, body: str, *, kind: str = "python-function", name: str = "extra") -> Verdict:
    parameters = (Parameter(name="trip", type=EntityType("Trip")),)
    if kind == "sql-query":
        parameters = ()
    if name != "extra":
        parameters += (Parameter(name=name, type=Scalar("int")),)
    contract = Contract(name="asked", kind=kind, parameters=parameters, result=Scalar("bool"), entities=(TRIP,))
    [gate] = [each for each in gates_for(kind) if each.name == "stated"]
    [verdict] = gate.judge(Slot(id="rules.asked", kind=kind, contract=contract, sentence=sentence, file="x"), [body])
    return verdict


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("At least 30 minutes.", "return trip.minutes >= 30"),
        ("At least 30 minutes.", "return trip.minutes > 29"),
        ("At least 30 minutes.", "return 29 < trip.minutes"),
        ("At most 30 minutes.", "return not trip.minutes >= 31"),
        ("More than 3 hours of minutes.", "return trip.minutes > 180"),
        ("More than 3 hours of minutes.", "return trip.minutes / 60 > 3"),
        ("At least thirty minutes.", "return trip.minutes >= 30"),
        ("Twice the limit of 45, so never over 90 minutes.", "return trip.minutes <= 2 * 45"),
        ("Minutes with 15 % on top.", "return trip.minutes * Decimal('1.15')"),
        ("Minutes with 15 percent off.", "return trip.minutes * 85 / 100"),
        ("Take 10 and another 5 percent off the minutes.", "return trip.minutes * Decimal('0.85')"),
        ("At most 14.5 minutes.", "return trip.minutes * 10 <= 145"),
        ("Half of the minutes, that is 50 %.", "return trip.minutes / 2"),
        ("The minutes with 20 or more guests.", "return trip.minutes if trip.guests >= 20 else 0"),
        ("More than two stops.", "return any(len(pair) == 3 for pair in itertools.batched(trip.stops, 3))"),
    ],
)
def test_a_limit_may_stand_in_a_body_in_any_honest_form(sentence: str, body: str) -> None:
    assert judged(sentence, body).reason == ""


@pytest.mark.parametrize(
    ("sentence", "body", "limit"),
    [
        ("At least 30 minutes.", "return trip.minutes > 0", "30"),
        ("At least 30 minutes.", "return trip.minutes >= 32", "30"),
        ("At least 30 minutes.", "return trip.minutes > 31", "30"),
        ("At most 30 minutes, or 20 or more guests.", "return trip.minutes <= 30", "20"),
        ("Minutes with 15 % on top.", "return trip.minutes * Decimal('1.51')", "15"),
        ("More than thirty minutes.", "return trip.minutes > 13", "thirty"),
    ],
)
def test_a_body_without_a_limit_of_the_sentence_is_refused(sentence: str, body: str, limit: str) -> None:
    assert judged(sentence, body).reason == f"the sentence states the limit {limit}, which is nowhere in the body"


@pytest.mark.parametrize(
    "sentence",
    [
        "The minutes, rounded half up to 2 decimals.",
        "The month, written like 2024-05: 605 -> 6,05.",
        "(1) The minutes count; (2) so do the guests.",
        "The minutes as <two-digit number>, for example 17.",
        "The difference of the two counts of minutes.",
    ],
)
def test_a_number_that_is_no_limit_need_not_stand_in_a_body(sentence: str) -> None:
    assert judged(sentence, "return trip.minutes").reason == ""


def test_a_limit_may_stand_in_a_regular_expression() -> None:
    sentence = "A name of at least 3 and at most 12 letters."
    assert judged(sentence, 'return re.fullmatch(r"[a-z]{3,12}", trip.name) is not None').passed
    assert not judged(sentence, 'return re.fullmatch(r"[a-z]{3,}", trip.name) is not None').passed
    assert not judged(sentence, 'return trip.name == "[a-z]{3,12}"').passed


def test_a_query_is_held_to_its_limits_too() -> None:
    sentence = "Trips of more than 30 minutes with 5 guests or more."

    assert judged(sentence, "SELECT id FROM trips WHERE minutes > 30 AND guests > 4", kind="sql-query").passed
    refused = judged(sentence, "SELECT id FROM trips WHERE minutes > 30", kind="sql-query")
    assert refused.reason == "the sentence states the limit 5, which is nowhere in the body"


def test_every_plain_parameter_is_used() -> None:
    verdict = judged("The minutes above the threshold.", "return trip.minutes > 0", name="threshold")

    assert verdict.reason == "the body never uses its parameter `threshold`"
    assert judged("The minutes above the threshold.", "return trip.minutes > threshold", name="threshold").passed


def test_an_entity_may_stay_unused_where_the_sentence_names_none_of_its_fields() -> None:
    assert judged("This may always happen.", "return True").passed
    assert judged("There are minutes left.", "return True").reason == "the body never uses its parameter `trip`"


@pytest.mark.parametrize("sentence", ["Until 31 March 2024.", "Until March 31st, 2024.", "Until 31.03.2024."])
def test_a_day_that_a_sentence_writes_out_is_not_taken_from_an_example(sentence: str) -> None:
    parameters = (Parameter(name="day", type=Scalar("date")),)
    contract = Contract(name="asked", kind="python-function", parameters=parameters, result=Scalar("bool"), entities=())
    [gate] = [each for each in gates_for("python-function") if each.name == "special-case"]
    slot = Slot(
        id="rules.asked",
        kind="python-function",
        contract=contract,
        sentence=sentence,
        file="x",
        examples=(Example(given={"day": "2024-03-31"}, then=True), Example(given={"day": "2024-04-02"}, then=False)),
    )
    told, untold = gate.judge(slot, ["return day <= date(2024, 3, 31)", "return day < date(2024, 4, 2)"])

    assert told.passed
    assert (
        untold.reason == "line 1: `day` is compared with 2024-04-02, which stands in an example and not in the sentence"
    )


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT avg(minutes) AS highest FROM trips", "`highest` sounds like max(…) and is AVG(minutes)"),
        ("SELECT max(minutes) AS lowest_minutes FROM trips", "`lowest_minutes` sounds like min(…)"),
        ("SELECT coalesce(min(guests), 0) AS average FROM trips", "`average` sounds like avg(…)"),
    ],
)
def test_a_column_that_its_own_name_belies_is_refused(query: str, reason: str) -> None:
    assert reason in judged("By trip.", query, kind="sql-query").reason


@pytest.mark.parametrize(
    "query",
    [
        "SELECT min(minutes) AS lowest, round(avg(minutes), 2) AS average, max(minutes) AS highest FROM trips",
        "SELECT sum(minutes) / count(*) AS average_minutes FROM trips",
        "SELECT max(minutes) - min(minutes) AS largest_gap FROM trips",
        "SELECT guests AS most FROM trips ORDER BY minutes DESC LIMIT 1",
        "SELECT max(minutes) AS at_least, sum(CASE WHEN guests = 1 THEN 1 ELSE 0 END) AS minimal FROM trips",
        "SELECT max(minimum_age) AS minimum_age FROM trips",
        "SELECT avg(top) AS average_highest FROM (SELECT max(minutes) AS top FROM trips GROUP BY guests) AS best",
    ],
)
def test_a_column_may_be_called_by_anything_that_it_could_mean(query: str) -> None:
    assert judged("By trip.", query, kind="sql-query").reason == ""


@pytest.mark.parametrize(
    "body",
    ["return extra * 100 >= trip.guests * trip.guests", "return (trip.guests + extra) * (trip.guests + extra) > 9"],
)
def test_a_thing_times_itself_is_refused_where_nothing_asks_for_a_square(body: str) -> None:
    verdict = judged("The extra guests fill the trip.", body, name="extra")

    assert verdict.reason.endswith("multiplies a thing with itself, and the sentence asks for no square")


@pytest.mark.parametrize(
    ("sentence", "body", "name"),
    [
        ("The square of the guests.", "return trip.guests * trip.guests", "extra"),
        ("The edge fits.", "return trip.guests > edge_cm * edge_cm", "edge_cm"),
        ("The variance of the guests.", "return (trip.guests - extra) * (trip.guests - extra)", "extra"),
        ("游客人数与 extra 的方差。", "return (trip.guests - extra) * (trip.guests - extra)", "extra"),
    ],
)
def test_an_area_and_a_square_that_is_asked_for_may_be(sentence: str, body: str, name: str) -> None:
    assert judged(sentence, body, name=name).reason == ""
