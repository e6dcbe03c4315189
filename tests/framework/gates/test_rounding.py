"""A body rounds where its sentence rounds, and the way that is said, by whatever honest means."""

import pytest

from inlay.contract import Contract, Entity, Field, Parameter, Scalar, Type, parse_type
from inlay.gates import gates_for
from inlay.slot import Slot

JAR = Entity(name="Jar", fields=(Field(name="price", type=parse_type("decimal(8,2)")),))


def judged(sentence: str, body: str, result: Type | None = None) -> str:
    parameters = tuple(Parameter(name=name, type=parse_type("decimal")) for name in ("amount", "rate"))
    contract = Contract(
        name="asked",
        kind="python-function",
        parameters=parameters,
        result=result or parse_type("decimal"),
        entities=(),
    )
    return _said("python-function", contract, sentence, body.replace("VALUE", "(amount * rate)"))


def asked(sentence: str, query: str) -> str:
    result = parse_type("[{mean: decimal}]")
    contract = Contract(name="asked", kind="sql-query", parameters=(), result=result, entities=(JAR,))
    return _said("sql-query", contract, sentence, query)


def _said(kind: str, contract: Contract, sentence: str, body: str) -> str:
    [gate] = [each for each in gates_for(kind) if each.name == "stated"]
    [verdict] = gate.judge(Slot(id="rules.asked", kind=kind, contract=contract, sentence=sentence, file="x"), [body])
    return verdict.reason


@pytest.mark.parametrize(
    "body",
    [
        "return round(VALUE, 2)",
        'return VALUE.quantize(Decimal("0.01"))',
        'return VALUE.quantize(Decimal("0.01"), ROUND_HALF_EVEN)',
        "return VALUE.to_integral_value()",
        'return Decimal(f"{VALUE:.2f}")',
    ],
)
def test_half_up_is_not_half_to_even(body: str) -> None:
    reason = judged("Amount times rate, rounded half up to cents.", body)

    assert reason.startswith("the sentence rounds half up, the body half to even")


def test_who_forgot_the_way_is_told_how_to_write_it() -> None:
    reason = judged("金额乘以比率，四舍五入到分。", "return round(VALUE, 2)")

    assert reason.endswith("as Python does unless told otherwise; write .quantize(…, rounding=ROUND_HALF_UP)")


@pytest.mark.parametrize(
    "body",
    [
        'return VALUE.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)',
        'return VALUE.quantize(Decimal("1e-2"), ROUND_HALF_UP)',
        'return Decimal(math.floor(VALUE * 100 + Decimal("0.5"))) / 100',
        "return Decimal((VALUE * 200 + 1) // 2) / 100",
        'return (Decimal(int(VALUE * 100 + Decimal("0.5"))) / 100).quantize(Decimal("0.01"))',
        'way = ROUND_HALF_UP if rate else ROUND_HALF_EVEN\nreturn VALUE.quantize(Decimal("0.01"), way)',
        'exact = VALUE.quantize(Decimal("0.01"), ROUND_HALF_UP)\nreturn exact.quantize(Decimal("0.0001"))',
    ],
)
def test_half_up_may_be_written_in_any_honest_form(body: str) -> None:
    assert judged("Amount times rate, rounded half up to cents.", body) == ""


@pytest.mark.parametrize(
    ("sentence", "mode", "said"),
    [
        ("Amount times rate, rounded down to cents.", "ROUND_HALF_UP", "down, the body half up"),
        ("Amount times rate, rounded up to whole euros.", "ROUND_FLOOR", "up, the body down"),
        ("Amount times rate, rounded half to even.", "ROUND_HALF_UP", "half to even, the body half up"),
    ],
)
def test_up_and_down_are_told_apart(sentence: str, mode: str, said: str) -> None:
    assert judged(sentence, f"return VALUE.quantize(Decimal(1), {mode})") == f"the sentence rounds {said}"


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("Amount times rate to a cent, halves rounded up.", "ROUND_HALF_UP"),
        ("Half of the amount times the rate, rounding that half up to the next whole number.", "ROUND_UP"),
        ("Amount times rate, rounded to cents.", "ROUND_DOWN"),
        ("Amount times rate, commercially rounded to cents.", "ROUND_HALF_UP"),
        ("Amount times rate, rounded up to whole euros.", "ROUND_CEILING"),
    ],
)
def test_what_a_sentence_may_mean_is_not_refused(sentence: str, mode: str) -> None:
    assert judged(sentence, f"return VALUE.quantize(Decimal(1), rounding={mode})") == ""


def test_a_body_that_never_rounds_is_refused_where_its_sentence_does() -> None:
    assert judged("Amount times rate, rounded to cents.", "return VALUE") == "the sentence rounds, the body does not"


@pytest.mark.parametrize(
    "sentence",
    [
        "Amount times rate; nothing is rounded.",
        "Amount times rate, without rounding.",
        "The rate is per round, the amount too.",
        "Amount times rate, never the other way round. Down payments count.",
    ],
)
def test_a_sentence_that_rounds_nothing_asks_for_no_rounding(sentence: str) -> None:
    assert judged(sentence, "return VALUE") == ""


def test_a_result_without_fractions_may_be_rounded_by_any_means() -> None:
    assert judged("Whether the amount rounded half up is above the rate.", "return VALUE > 1", Scalar("bool")) == ""


@pytest.mark.parametrize(
    ("sentence", "query", "refused"),
    [
        ("The average price, rounded to two decimals.", "SELECT avg(price) AS mean FROM jars", True),
        ("The average price, rounded to two decimals.", "SELECT sum(price) / count(*) AS mean FROM jars", True),
        ("The average price, rounded to two decimals.", "SELECT round(avg(price), 2) AS mean FROM jars", False),
        ("The average price, rounded down.", "SELECT CAST(avg(price) AS INTEGER) AS mean FROM jars", False),
        ("The average price.", "SELECT avg(price) AS mean FROM jars", False),
    ],
)
def test_a_query_rounds_where_its_sentence_does(sentence: str, query: str, refused: bool) -> None:
    expected = "the sentence rounds, the query does not; write round(…, 2) for two decimals" if refused else ""
    assert asked(sentence, query) == expected


@pytest.mark.parametrize(
    ("result", "body", "said"),
    [
        ("decimal(5,2)", 'return VALUE.quantize(Decimal("1"), rounding=ROUND_HALF_UP)', "whole numbers"),
        ("decimal(5,2)", "return round(VALUE, 1)", "1 decimal"),
        (
            "decimal(9,4)?",
            "return Decimal(round(VALUE, 2)) if rate else None\nreturn Decimal(round(VALUE, 2))",
            "2 decimals",
        ),
        ("decimal", "return Decimal(round(VALUE))", "whole numbers"),
        ("decimal", 'if rate == 0:\n    return rate\nreturn VALUE.quantize(Decimal("1E+1"))', "whole numbers"),
    ],
)
def test_nobody_asked_for_so_few_decimals(result: str, body: str, said: str) -> None:
    reason = judged("Amount times rate as a percentage.", body, parse_type(result))

    assert reason == f"the sentence does not ask to round to {said}, and {result.strip('?')} holds more"


@pytest.mark.parametrize(
    ("result", "sentence", "body"),
    [
        ("decimal(5,2)", "Amount times rate.", 'return VALUE.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)'),
        ("decimal(8,0)", "Amount times rate.", 'return VALUE.quantize(Decimal("1"), rounding=ROUND_HALF_UP)'),
        ("decimal", "Amount times rate.", 'return VALUE.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)'),
        ("int", "Amount times rate.", "return int(VALUE.to_integral_value())"),
        (
            "decimal(5,2)",
            "Amount times rate in whole euros.",
            'return VALUE.quantize(Decimal("1"), rounding=ROUND_DOWN)',
        ),
        ("decimal(5,2)", "Amount times rate, half up to 0.1.", 'return VALUE.quantize(Decimal("0.1"), ROUND_HALF_UP)'),
        ("decimal(5,2)", "Amount times rate, to the nearest ten.", "return round(VALUE, -1)"),
        ("decimal(9,4)", "Amount times rate to the cent.", "return round(VALUE, 2)"),
        ("decimal(5,2)", "金额乘以比率，抹掉零头。", 'return VALUE.quantize(Decimal("1"), rounding=ROUND_DOWN)'),
        ("decimal(9,4)", "金额乘以比率，到分。", 'return VALUE.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)'),
        ("decimal(5,2)", "Amount for every hour.", 'return amount * rate.quantize(Decimal("1"), rounding=ROUND_UP)'),
        ("decimal(5,2)", "Amount times rate.", "step = Decimal(1)\nreturn VALUE.quantize(step) if rate > 2 else VALUE"),
        ("decimal(5,2)", "Amount times rate.", 'return VALUE.quantize(Decimal("what"))'),
    ],
)
def test_so_many_decimals_as_are_asked_for_or_held_are_fine(result: str, sentence: str, body: str) -> None:
    assert judged(sentence, body, parse_type(result)) == ""
