"""The values of a project's own tests keep the limits of the fields they are for."""

import pytest

from inlay.contract import Field, parse_field
from inlay.render.samples import samples_of


@pytest.mark.parametrize(
    ("declared", "samples"),
    [
        ("int", (3, 4)),
        ("int >= 18", (18, 19)),
        ("int < 3", (2, 1)),
        ("int > 6 < 8", (7, 7)),
        ("decimal(12,2)", ("10.00", "11.00")),
        ("decimal(3,1) > 10", ("10.1", "11.1")),
        ("decimal(2,2)", ("0.99", "0.50")),
    ],
)
def test_samples_are_usual_numbers_where_the_limits_allow_it(declared: str, samples: tuple[object, object]) -> None:
    """Three and ten, one more, and the nearest number that there is otherwise."""
    assert samples_of(_field(declared)) == samples


def test_a_limit_between_two_amounts_is_kept_by_the_amount_on_its_right_side() -> None:
    """0.015 would be rounded to 0.02, which is more than the limit allows."""
    assert samples_of(_field("decimal(12,2) <= 0.015")) == ("0.01", "-0.99")


def test_an_amount_of_no_stated_scale_is_as_fine_as_its_limits() -> None:
    """0.00 would lie below the lower one."""
    assert samples_of(_field("decimal >= 0.001 < 0.003")) == ("0.002", "0.001")


def _field(declared: str) -> Field:
    text = parse_field(declared)
    return Field(name="number", type=text.type, constraints=text.constraints)
