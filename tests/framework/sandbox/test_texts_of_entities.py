"""No body can go by the text of an entity: the box has none to give, whose text would be another in the service."""

import pytest

from inlay.sandbox import Box, EntityValue, PythonCase, PythonJob

ORDER = EntityValue("Order", {"number": "A-17"})


def ending(box: Box, *lines: str) -> tuple[str, str]:
    source = "\n    ".join(["def f(order):", *lines])
    job = PythonJob(source=source, function="f", entities=("Order",), cases=(PythonCase(arguments={"order": ORDER}),))
    [outcome] = box.run_python(job)
    return outcome.ending, outcome.error


@pytest.mark.parametrize(
    "text",
    ["str(order)", 'f"{order}"', '"%s" % order', "repr([order])", "[str][0]({1: order}[1])", "f'{[order]!r:>9}'"],
)
def test_asking_an_entity_for_its_text_ends_the_call(box: Box, text: str) -> None:
    kind, reason = ending(box, f"return 'candidate' in {text}")

    assert kind == "raised"
    assert "Order has no text of its own; name the fields that are meant" in reason


def test_it_ends_the_call_also_where_the_body_takes_the_error_away(box: Box) -> None:
    lines = ("seen = 1", "try:", "    str(order)", "    seen = 2", "finally:", "    return seen")

    assert ending(box, *lines)[0] == "raised"


def test_the_next_call_knows_nothing_of_it(box: Box) -> None:
    source = "def f(order, ask):\n    return str(order) if ask else order.number\n"
    cases = tuple(PythonCase(arguments={"order": ORDER, "ask": ask}) for ask in (True, False))
    first, second = box.run_python(PythonJob(source=source, function="f", entities=("Order",), cases=cases))

    assert (first.ending, second.ending, second.value) == ("raised", "returned", "A-17")
