"""What a hostile child may write: the host takes it apart without ever raising, and fills every case."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from inlay.sandbox import EntityValue, Value, canonical
from inlay.sandbox.wire import Answer, outcomes

TAGS = ["f", "d", "D", "T", "t", "s", "u", "m", "e", "v", "o"]
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["NaN", "1E+999999999", "2024"])
)
NODES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(TAGS) | st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=12,
)
LINES = st.fixed_dictionaries(
    {},
    optional={
        "case": st.integers(-1, 2) | st.booleans(),
        "value": NODES,
        "after": NODES | st.lists(st.tuples(st.text(max_size=3), NODES), max_size=2),
        "columns": NODES | st.lists(st.text(max_size=3), max_size=2),
        "rows": NODES | st.lists(st.lists(NODES, max_size=2), max_size=2),
        "raised": NODES | st.tuples(st.text(), st.text(), st.none() | st.integers()),
        "unloaded": NODES,
        "oversized": NODES,
        "late": NODES,
    },
)
SAID = (NODES | LINES).map(json.dumps).map(str.encode) | st.binary(max_size=40)
ENDED = st.sampled_from(["exit", "late", "flood"])


@settings(max_examples=400, database=None)
@given(
    said=st.lists(SAID, max_size=4),
    ended=ENDED,
    status=st.integers(-64, 255),
    count=st.integers(1, 3),
    cut=st.booleans(),
)
def test_nothing_that_is_said_raises_or_leaves_a_case_without_an_outcome(
    said: list[bytes], ended: str, status: int, count: int, cut: bool
) -> None:
    body = b"\n".join(said) + (b"" if cut else b"\n")

    found = outcomes(Answer(ended=ended, exit_status=status, body=body), count)

    assert len(found) == count
    for outcome in found:
        assert outcome.error.isprintable()
        assert isinstance(canonical(outcome.value), str)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"case": 0, "value": 1, "after": []}',
        b'{"case": 0, "value": 1}\n',
        b'{"case": 0, "value": 1, "after": [], "more": 1}\n',
        b'{"case": false, "value": 1, "after": []}\n',
        b'{"case": 0, "value": {"d": "ten"}, "after": []}\n',
        b'{"case": 0, "value": {"d": "1", "f": "1"}, "after": []}\n',
        b'{"case": 0, "value": "\\ud800", "after": []}\n',
        b'{"case": 0, "value": 1, "after": [["a", 1], ["a", 2]]}\n',
        b'{"case": 0, "value": {"s": [true, 0, 0]}, "after": []}\n',
        b'{"case": 0, "value": {"s": [1000000000000, 0, 0]}, "after": []}\n',
        b'"case"\n',
        b"\n",
    ],
)
def test_an_answer_out_of_form_is_never_taken_for_a_value(body: bytes) -> None:
    (outcome,) = outcomes(Answer(ended="exit", exit_status=0, body=body), 1)

    assert outcome.ending in {"tampered", "killed"}


def test_a_whole_answer_is_taken_even_when_the_process_had_to_be_ended() -> None:
    body = b'{"case": 0, "value": {"e": "Order", "v": [["total", {"d": "1.50"}]]}, "after": []}\n{"case": 1, "va'

    first, second = outcomes(Answer(ended="late", exit_status=-9, body=body), 2)

    expected: Value = EntityValue("Order", {"total": Decimal("1.50")})
    assert (first.ending, first.value) == ("returned", expected)
    assert (second.ending, second.error) == ("timeout", "took too long")
