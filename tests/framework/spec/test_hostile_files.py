"""Files that mean harm or are simply broken: refused with a message, whatever they hold."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from inlay.errors import InlayError, SpecInvalid
from inlay.spec import load_spec

ORDERS = (Path(__file__).parent / "orders.yaml").read_text(encoding="utf-8")
HEAD = "inlay: 1\ntemplate: fastapi-service\nname: shop\ndescription: Sells things.\n"
LARGE = 250_000
PIECES = st.sampled_from(
    ["[", "]", "{", "}", ": ", "- ", "? ", "|\n", ">\n", "'", '"', "&a ", "*a ", "!!int ", "%", "@", "\t", "\n", "  ",
     "null", "true", "1e5", ".nan", "0x1F", "-> ", "Order", "[Order]", "enum[", "decimal(", "?", "\u202e", "é", "\x00"]
)  # fmt: skip


def refusal(tmp_path: Path, text: str) -> str:
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecInvalid) as caught:
        load_spec(path)
    return caught.value.faults[0].message


@pytest.mark.parametrize("piece", ["[", "{", "{a: ", "- ", "[{a: "])
def test_nesting_without_end_is_refused(piece: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, HEAD + "rules:\n  " + piece * (LARGE // len(piece))) == "nested too deeply"


def test_aliases_of_aliases_are_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghi"))

    assert refusal(tmp_path, f"{HEAD}a: &a [lol]\n{bomb}") == "the anchor &a"


def test_a_type_without_end_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, f'{HEAD}entities:\n  Order:\n    total: "{"[" * LARGE}"\n') == "a type of 250000 characters"
    )


def test_a_number_without_end_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, f"{HEAD}entities: {'9' * LARGE}\n") == "a number out of all proportion"


@given(
    cuts=st.lists(st.tuples(st.integers(0, len(ORDERS)), st.integers(0, 40), st.lists(PIECES, max_size=2)), max_size=4)
)
def test_a_torn_file_loads_or_is_refused(
    cuts: list[tuple[int, int, list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = ORDERS
    for start, length, pieces in cuts:
        text = text[:start] + "".join(pieces) + text[start + length :]
    path = tmp_path_factory.mktemp("torn") / "spec.yaml"
    path.write_text(text, encoding="utf-8")

    try:
        load_spec(path)
    except InlayError as error:
        assert str(error)
