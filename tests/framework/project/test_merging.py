"""Three-way merge: what either side changed alone goes in, what both changed is left to a person."""

import pytest

from inlay.project.merging import Merged, merge

BASE = b"one\ntwo\nthree\nfour\n"


@pytest.mark.parametrize(
    ("base", "yours", "new", "merged"),
    [
        (BASE, BASE, b"new\n", b"new\n"),
        (BASE, b"yours\n", BASE, b"yours\n"),
        (BASE, b"same\n", b"same\n", b"same\n"),
        (None, b"same\n", b"same\n", b"same\n"),
        (BASE, b"ONE\ntwo\nthree\nfour\n", b"one\ntwo\nthree\nFOUR\n", b"ONE\ntwo\nthree\nFOUR\n"),
        (b"\xff", b"\xfe", b"\xff", b"\xfe"),
    ],
)
def test_changes_of_one_side_go_in(base: bytes | None, yours: bytes, new: bytes, merged: bytes) -> None:
    assert merge(base, yours, new) == Merged(merged)


def test_changes_of_both_sides_to_one_line_stand_between_markers() -> None:
    merged = merge(b"a\nb\nc\n", b"a\nyours\nc\n", b"a\nnew\nc\n")
    assert merged.conflict
    assert merged.data == (b"a\n<<<<<<< yours\nyours\n||||||| delivered\nb\n=======\nnew\n>>>>>>> new\nc\n")


def test_a_file_that_both_sides_made_is_a_conflict() -> None:
    assert merge(None, b"yours\n", b"new\n").conflict


def test_what_is_no_text_stays_yours_and_is_a_conflict() -> None:
    assert merge(b"\xff", b"\xfe", b"\xfd") == Merged(b"\xfe", conflict=True)
