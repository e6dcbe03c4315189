import numpy
import pytest

from inlay.backends.llama.sampling import log_total, nucleus, one_of


def logits(*probabilities):
    return numpy.log(numpy.array(probabilities, numpy.float32))


def test_the_nucleus_is_the_fewest_likeliest_tokens_that_reach_its_share():
    tokens, shares = nucleus(logits(0.1, 0.5, 0.1, 0.3), 1.0, 0.75)
    assert tokens.tolist() == [1, 3]
    assert shares == pytest.approx([0.625, 0.375], abs=1e-6)


def test_only_the_likeliest_k_are_kept_and_the_nucleus_is_reached_among_them():
    row = logits(0.1, 0.5, 0.1, 0.3)
    tokens, shares = nucleus(row, 1.0, 1.0, 2)
    assert tokens.tolist() == [1, 3]
    assert shares == pytest.approx([0.625, 0.375], abs=1e-6)
    assert nucleus(row, 1.0, 0.6, 2)[0].tolist() == [1]
    assert {one_of(nucleus(row, 9.0, 1.0, 2), luck) for luck in numpy.linspace(0, 0.999, 50)} == {1, 3}
    assert len(nucleus(row, 1.0, 1.0, 9)[0]) == 4


def test_a_flat_distribution_over_many_tokens_keeps_its_share_of_them():
    tokens, _ = nucleus(numpy.zeros(1000, numpy.float32), 1.0, 0.9)
    assert len(tokens) == pytest.approx(900, abs=1)


def test_a_low_temperature_leaves_the_likeliest_and_a_high_one_levels():
    assert nucleus(logits(0.3, 0.7), 0.01, 0.999)[0].tolist() == [1]
    assert nucleus(logits(0.3, 0.7), 100.0, 1.0)[1] == pytest.approx([0.5, 0.5], abs=0.01)


def test_luck_falls_on_tokens_in_the_order_of_their_likelihood():
    row = logits(0.2, 0.5, 0.3)
    assert [one_of(nucleus(row, 1.0, 1.0), luck) for luck in (0.0, 0.49, 0.51, 0.79, 0.81, 0.999999)] == [
        1,
        1,
        2,
        2,
        0,
        0,
    ]


def test_a_forbidden_token_is_never_drawn():
    row = numpy.array([-numpy.inf, 0.0, -numpy.inf, 0.0], numpy.float32)
    assert {one_of(nucleus(row, 1.0, 0.95), luck) for luck in numpy.linspace(0, 0.999, 50)} == {1, 3}


def test_the_log_total_makes_log_probabilities_of_logits():
    rows = numpy.array([[1.0, 2.0, 3.0], [1000.0, 1000.0, -1000.0]], numpy.float32)
    assert numpy.exp(rows - log_total(rows)[:, None]).sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-4)
