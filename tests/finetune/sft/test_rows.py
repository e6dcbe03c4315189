import numpy as np
from hypothesis import given, strategies as st

from inlay_finetune.prefix import Marks
from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.rows import laid, packed, stretched


def _sample(length: int, prompt: int = 1) -> Encoded:
    return Encoded(np.arange(length, dtype=np.int32), np.arange(length) >= prompt)


@given(st.lists(st.integers(2, 50), min_size=1, max_size=80))
def test_every_sample_lies_whole_in_one_row_and_no_row_is_too_long(lengths: list[int]) -> None:
    rows = packed([_sample(length) for length in lengths], 50)
    assert sorted(number for row in rows for number in row) == list(range(len(lengths)))
    assert all(sum(lengths[number] for number in row) <= 50 for row in rows)


@given(st.lists(st.integers(2, 50), min_size=1, max_size=80))
def test_no_two_rows_could_be_one(lengths: list[int]) -> None:
    used = sorted(sum(lengths[number] for number in row) for row in packed([_sample(each) for each in lengths], 50))
    assert len(used) < 2 or used[0] + used[1] > 50


def test_positions_begin_anew_and_the_first_token_of_a_sample_is_never_a_target() -> None:
    row = laid([_sample(4, prompt=2), _sample(3)])
    assert row.positions.tolist() == [0, 1, 2, 3, 0, 1, 2]
    assert row.targets_at.tolist() == [2, 3, 5, 6]
    assert row.supervised == 4


def test_a_prefix_goes_from_the_mark_of_a_task_to_the_line_end_behind_its_code_mark() -> None:
    marks = Marks(begin=2, end=4)
    assert laid([_sample(8), _sample(2), _sample(4)]).prefixes(marks) == [(2, 6), (2, 2), (2, 4)]


@given(st.lists(st.integers(2, 50), min_size=1, max_size=12))
def test_a_stretched_row_holds_the_same_samples_at_multiples_of_the_grain(lengths: list[int]) -> None:
    row = laid([_sample(length) for length in lengths])
    longer = stretched(row, 16)
    assert longer.lengths == [-(-length // 16) * 16 for length in lengths]
    starts = np.cumsum([0, *longer.lengths[:-1]])
    for start, length in zip(starts, lengths, strict=True):
        assert longer.tokens[start : start + length].tolist() == list(range(length))
        assert longer.positions[start : start + length].tolist() == list(range(length))
    assert longer.tokens[longer.targets_at].tolist() == row.tokens[row.targets_at].tolist()
    assert longer.positions[longer.targets_at].tolist() == row.positions[row.targets_at].tolist()


def test_a_stretched_sample_has_no_position_beyond_its_own() -> None:
    assert stretched(laid([_sample(3), _sample(5)]), 4).positions.tolist() == [0, 1, 2, 2, 0, 1, 2, 3, 4, 4, 4, 4]
