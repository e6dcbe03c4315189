"""Values that cross the wall and how they compare."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from inlay.sandbox import (
    Box,
    CaseOutcome,
    EntityValue,
    Opaque,
    PythonCase,
    PythonJob,
    Table,
    Value,
    canonical,
    same_value,
)

ECHO = "def echo(given):\n    return given\n"

EVERY_KIND: list[Value] = [
    None,
    True,
    False,
    0,
    -(2**70),
    1.5,
    1e300,
    float("inf"),
    "",
    "naïve 中文 \u202e \x00 \n",
    Decimal("10.00"),
    Decimal("-1E+500"),
    Decimal("NaN"),
    date(2024, 2, 29),
    datetime(2024, 2, 29, 23, 59, 59, 999999),
    datetime(2024, 2, 29, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
    time(12, 30),
    timedelta(days=-1, microseconds=1),
    [],
    [1, [True, [None]]],
    (1, "a"),
    {},
    {"a": {"b": [Decimal(1)]}, "": None},
    EntityValue("Order", {"lines": [EntityValue("Line", {"n": 1})], "customer": EntityValue("Customer", {})}),
]


@pytest.mark.parametrize("value", EVERY_KIND, ids=repr)
def test_a_value_comes_back_as_it_went_in(box: Box, value: Value) -> None:
    outcome = _call(box, ECHO, value)

    assert outcome.ending == "returned"
    assert type(outcome.value) is type(value)
    assert canonical(outcome.value) == canonical(value)


@pytest.mark.parametrize(
    ("expression", "type_name"),
    [
        ("{1, 2}", "set"),
        ("b'x'", "bytes"),
        ("object()", "object"),
        ("1j", "complex"),
        ("len", "builtin_function_or_method"),
        ("{1: 2}", "dict with keys that are not text"),
        ("'\\ud800'", "str with lone surrogates"),
        ("type('Sly', (int,), {})(1)", "Sly"),
        ("type('Sly', (str,), {})('a')", "Sly"),
        ("type('Sly', (), {'__reduce__': lambda self: (print, ('x',))})()", "Sly"),
        ("__import__('enum').IntEnum('Tier', 'GOLD').GOLD", "Tier"),
    ],
)
def test_a_value_of_an_unknown_type_comes_out_as_its_name_only(box: Box, expression: str, type_name: str) -> None:
    outcome = _call(box, f"def echo(given):\n    return {expression}\n", None)

    assert outcome.value == Opaque(type_name)


def test_an_entity_is_an_object_with_attributes_and_a_class_of_its_name(box: Box) -> None:
    source = """
        def total(order: Order) -> int:
            assert isinstance(order, Order) and not isinstance(order, Line)
            return sum(line.quantity for line in order.lines) + (0 if order.customer.tier == "gold" else 100)
    """
    order = EntityValue(
        "Order",
        {
            "customer": EntityValue("Customer", {"tier": "gold"}),
            "lines": [EntityValue("Line", {"quantity": 2}), EntityValue("Line", {"quantity": 3})],
        },
    )
    case = PythonCase(arguments={"order": order})
    names = ("Order", "Line", "Customer")
    job = PythonJob(source=_flush_left(source), function="total", entities=names, cases=(case,))
    (outcome,) = box.run_python(job)

    assert outcome.value == 5
    assert same_value(outcome.arguments["order"], order)


def test_a_field_that_an_entity_does_not_have_is_an_error_with_its_line(box: Box) -> None:
    outcome = _call(box, "def echo(given):\n    x = 1\n    return given.colour\n", EntityValue("Order", {}))

    assert (outcome.ending, outcome.line) == ("raised", 3)
    assert outcome.error == "AttributeError: 'Order' object has no attribute 'colour'"


def test_a_changed_argument_is_seen(box: Box) -> None:
    source = "def echo(given):\n    given.lines.pop()\n    given.new = 1\n"
    outcome = _call(box, source, EntityValue("Order", {"lines": [1, 2]}))

    assert outcome.arguments == {"given": EntityValue("Order", {"lines": [1], "new": 1})}


def test_a_module_that_does_not_load_fails_every_case(box: Box) -> None:
    cases = (PythonCase(arguments={}),) * 3
    for source, error in {
        "def f(:\n": "SyntaxError: invalid syntax (candidate.py, line 1)",
        "\n1 / 0\n": "ZeroDivisionError: division by zero",
        "g = 1": "KeyError: 'f'",
        "import orders": "ModuleNotFoundError: No module named 'orders'",
    }.items():
        outcomes = box.run_python(PythonJob(source=source, function="f", cases=cases))
        assert [(outcome.ending, outcome.error) for outcome in outcomes] == [("unloaded", error)] * 3


def test_cases_before_the_one_that_ends_the_process_keep_their_answers(box: Box) -> None:
    source = "import os\ndef f(n):\n    return n if n < 2 else os._exit(5)\n"
    cases = tuple(PythonCase(arguments={"n": n}) for n in range(4))
    outcomes = box.run_python(PythonJob(source=source, function="f", cases=cases))

    assert [outcome.ending for outcome in outcomes] == ["returned", "returned", "killed", "killed"]
    assert [outcome.value for outcome in outcomes[:2]] == [0, 1]


def test_an_error_text_cannot_steer_a_terminal_or_fill_a_page(box: Box) -> None:
    source = "def echo(given):\n    raise ValueError('\\x1b]0;owned\\x07\\u202e\\r\\n' + 'x' * 10**6)\n"
    outcome = _call(box, source, None)

    assert outcome.error.startswith(r"ValueError: \x1b]0;owned\x07\u202e\r\nxxx")
    assert outcome.error.isprintable()
    assert len(outcome.error) == 300


def test_an_error_whose_text_cannot_be_had_is_known_by_its_type(box: Box) -> None:
    source = (
        "class Shy(Exception):\n    def __str__(self):\n        raise SystemExit\ndef echo(given):\n    raise Shy\n"
    )

    assert _call(box, source, None).error == "Shy"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (True, 1),
        (1, 1.0),
        (1, Decimal(1)),
        (1.0, Decimal(1)),
        ("1", 1),
        ("a", ["a"]),
        ([1], (1,)),
        (None, False),
        (None, Opaque("NoneType")),
        (date(2024, 1, 1), datetime(2024, 1, 1)),
        (datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC)),
        ({"a": 1}, EntityValue("a", {"a": 1})),
        (EntityValue("A", {}), EntityValue("B", {})),
        ([True], [1]),
        (Table(("a",), ((1,),)), Table(("a",), ((1.0,),))),
        (Decimal("NaN"), Decimal(0)),
        (Decimal("0.1"), Decimal("0.10000000000000000000000000000000000001")),
        ("a", '"a"'),
    ],
    ids=repr,
)
def test_values_that_differ_are_told_apart(left: Value, right: Value) -> None:
    assert not same_value(left, right)
    assert not same_value(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Decimal("10"), Decimal("10.00")),
        (Decimal("1E+3"), Decimal("1000.0")),
        (Decimal("-0.00"), Decimal(0)),
        (0.0, -0.0),
        (float("nan"), float("nan")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (datetime(2024, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))), datetime(2024, 1, 1, tzinfo=UTC)),
        (10**5000, 10**5000),
    ],
    ids=["scale", "exponent", "zero", "zero float", "not a number", "order of keys", "time zone", "many digits"],
)
def test_values_that_are_the_same_are_spelled_the_same(left: Value, right: Value) -> None:
    assert same_value(left, right)


def test_a_value_that_cannot_go_in_is_the_callers_mistake(box: Box) -> None:
    with pytest.raises(TypeError, match="a value of type object cannot go into a box"):
        _call(box, ECHO, object())  # type: ignore[arg-type]


def test_a_case_that_is_too_large_to_go_in_is_the_callers_mistake(box: Box) -> None:
    ring: list[Value] = []
    ring.append(ring)
    for value in (ring, list(range(30_000))):
        with pytest.raises(ValueError, match="too deep or too large to go into a box"):
            _call(box, ECHO, value)


def test_an_answer_of_many_values_is_refused(box: Box) -> None:
    assert _call(box, "def echo(given):\n    return list(range(30_000))\n", None).ending == "oversized"


def _call(box: Box, source: str, value: Value) -> CaseOutcome:
    case = PythonCase(arguments={"given": value})
    (outcome,) = box.run_python(PythonJob(source=source, function="echo", cases=(case,)))
    return outcome


def _flush_left(source: str) -> str:
    return "\n".join(line.removeprefix("        ") for line in source.splitlines())
