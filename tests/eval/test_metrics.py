"""Metrics are what they are by definition, whatever is given to them."""

from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import prod

import pytest
from hypothesis import given, settings, strategies as st

from inlay_eval.metrics import (
    consensus_sets,
    likeliest,
    majority,
    mean_with_interval,
    paired_difference,
    pass_at_k,
    pass_at_k_of_sets,
)

outcomes = st.lists(st.booleans(), min_size=1, max_size=8)


@given(outcomes, st.data())
def test_pass_at_k_is_the_share_of_choices_that_hold_a_pass(passed: list[bool], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(passed)))
    choices = list(combinations(passed, k))

    assert pass_at_k(len(passed), sum(passed), k) == Fraction(sum(map(any, choices)), len(choices))


@given(st.integers(1, 300), st.data())
def test_pass_at_k_grows_with_k_and_with_what_passed(samples: int, data: st.DataObject) -> None:
    passed = data.draw(st.integers(0, samples))
    k = data.draw(st.integers(1, samples))
    value = pass_at_k(samples, passed, k)

    assert 0 <= value <= 1
    assert pass_at_k(samples, passed, 1) == Fraction(passed, samples)
    assert passed == samples or value <= pass_at_k(samples, passed + 1, k)
    assert k == samples or value <= pass_at_k(samples, passed, k + 1)


def test_an_even_half_is_an_even_half() -> None:
    assert float(pass_at_k(2, 1, 1)) == 0.5


@pytest.mark.parametrize(("samples", "passed", "k"), [(3, 4, 1), (3, -1, 1), (3, 1, 0), (3, 1, 4)])
def test_a_pass_at_k_that_does_not_exist_is_refused(samples: int, passed: int, k: int) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        pass_at_k(samples, passed, k)


@given(st.lists(st.floats(-50, 0), min_size=1))
def test_the_likeliest_is_the_first_that_nothing_beats(scores: list[float]) -> None:
    place = likeliest(scores)

    assert scores[place] == max(scores)
    assert place == scores.index(max(scores))


@given(st.lists(st.sampled_from(["a", "b", None])))
def test_a_majority_is_never_smaller_than_another_group(behaviours: list[str | None]) -> None:
    place = majority(behaviours)
    if place is None:
        assert all(behaviour is None for behaviour in behaviours)
    else:
        assert behaviours[place] is not None
        assert all(behaviours.count(behaviours[place]) >= behaviours.count(other) for other in ("a", "b"))
        assert place == behaviours.index(behaviours[place])


matrices = st.integers(1, 4).flatmap(
    lambda tests: st.lists(st.lists(st.booleans(), min_size=tests, max_size=tests), min_size=1, max_size=6)
)


@given(matrices)
def test_consensus_sets_share_the_solutions_out_among_them(passes: list[list[bool]]) -> None:
    sets = consensus_sets(passes)

    assert sorted(place for found in sets for place in found.solutions) == list(range(len(passes)))
    for found in sets:
        assert found.score == len(found.solutions) * len(found.tests)
        assert {tuple(passes[place]) for place in found.solutions} == {
            tuple(test in found.tests for test in range(len(passes[0])))
        }
    assert [found.score for found in sets] == sorted((found.score for found in sets), reverse=True)


@given(matrices, st.data())
def test_pass_at_k_of_sets_is_the_mean_over_the_orders_of_equals(passes: list[list[bool]], data: st.DataObject) -> None:
    sets = consensus_sets(passes)
    passed = data.draw(st.lists(st.booleans(), min_size=len(passes), max_size=len(passes)))
    k = data.draw(st.integers(1, len(sets)))
    orders = [order for order in permutations(sets) if all(a.score >= b.score for a, b in pairwise(order))]

    def wrong(order: tuple[object, ...]) -> Fraction:
        shares = [Fraction(sum(not passed[p] for p in found.solutions), len(found.solutions)) for found in order[:k]]
        return prod(shares, start=Fraction(1))

    assert pass_at_k_of_sets(sets, passed, k) == 1 - sum(map(wrong, orders)) / len(orders)


def test_many_solutions_weigh_less_under_the_root() -> None:
    passes = [[True, False, False]] * 4 + [[True, True, True]]

    assert consensus_sets(passes)[0].solutions == (0, 1, 2, 3)
    assert consensus_sets(passes, weight="root")[0].solutions == (4,)


@settings(max_examples=10)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=30))
def test_an_interval_holds_its_mean_and_stays_within_what_can_be(values: list[float]) -> None:
    found = mean_with_interval(values)
    least, most = (min(values), max(values)) if len(set(values)) > 1 else (0, 1)

    assert least <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= most
    assert found == mean_with_interval(values)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([1.0], 0.025, 1),
        ([1.0] * 10, 0.6915, 1),  # Clopper and Pearson: 0.025 to the power of a tenth
        ([0.0] * 10, 0, 0.3085),
        ([0.5] * 10, 0.1871, 0.8129),  # as 5 of 10
        ([1.5] * 10, 1.5, 1.5),  # no share
    ],
)
def test_values_that_are_all_alike_are_not_certain_for_that(values: list[float], low: float, high: float) -> None:
    found = mean_with_interval(values)

    assert (found.value, found.low, found.high) == (
        values[0],
        pytest.approx(low, abs=1e-4),
        pytest.approx(high, abs=1e-4),
    )


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    found = mean_with_interval([0.0] * 50 + [1.0] * 50)

    assert (found.value, found.low, found.high) == (0.5, 0.4, 0.6)


@settings(max_examples=10)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_a_difference_changes_its_sign_when_the_runs_change_places(pairs: list[tuple[bool, bool]]) -> None:
    before, after = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    forth, back = paired_difference(before, after), paired_difference(after, before)

    assert forth.value == pytest.approx(-back.value)
    assert 0 <= forth.p <= 1


def test_twenty_cases_mended_and_none_broken_are_no_chance() -> None:
    found = paired_difference([0.0] * 20 + [1.0] * 20, [1.0] * 40)

    assert found.value == 0.5
    assert found.certain
    assert found.p < 0.001


def test_one_case_of_forty_proves_nothing() -> None:
    found = paired_difference([0.0] * 40, [1.0] + [0.0] * 39)

    assert not found.certain
    assert found.p > 0.5


@pytest.mark.parametrize(
    ("broken", "of", "p"), [(1, 1, 1), (1, 164, 1), (4, 164, 0.125), (5, 164, 0.0625), (5, 5, 0.0625)]
)
def test_as_few_changed_cases_as_a_coin_gives_prove_nothing(broken: int, of: int, p: float) -> None:
    found = paired_difference([1.0] * of, [0.0] * broken + [1.0] * (of - broken))

    assert found.p == pytest.approx(p)
    assert not (found.certain or found.worse or found.better)


def test_six_cases_that_broke_and_none_that_was_mended_are_worse() -> None:
    found = paired_difference([1.0] * 6, [0.0] * 6)

    assert found.p == pytest.approx(2 / 64)
    assert found.worse
    assert (found.low, found.value) == (-1, -1)
    assert -0.1 < found.high < 0


def test_runs_that_are_alike_may_differ_by_as_much_as_so_few_cases_hide() -> None:
    found = paired_difference([1.0, 0.0] * 5, [1.0, 0.0] * 5)

    assert (found.value, found.p, found.certain) == (0, 1, False)
    assert (found.low, found.high) == (pytest.approx(-0.3085, abs=1e-4), pytest.approx(0.3085, abs=1e-4))


def test_shares_that_moved_by_unlike_amounts_are_shuffled() -> None:
    found = paired_difference([0.2, 0.4, 0.6, 0.3, 0.5, 0.7, 0.1, 0.35], [0.3, 0.6, 0.9, 0.5, 0.6, 0.9, 0.3, 0.4])

    assert found.better
    assert found.p == pytest.approx(2 / 2**8)
