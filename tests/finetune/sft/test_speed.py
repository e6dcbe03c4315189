import numpy as np
import pytest
from toy import STARCODER

from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.rows import laid
from inlay_finetune.sft.speed import flops_of
from inlay_finetune.utilisation import utilisation


def test_the_flops_of_a_row_are_those_of_its_weights_and_of_each_sample_by_itself(recipe) -> None:
    row = laid([Encoded(np.arange(length, dtype=np.int32), np.ones(length, dtype=np.bool_)) for length in (10, 30)])
    # Tied tables 512 x 32, two layers of 4 x 32 x 32 + 3 x 64 x 32 + 64, one norm of 32: 37,024 weights.
    weights, pairs = 512 * 32 + 2 * (4 * 32 * 32 + 3 * 64 * 32 + 64) + 32, 10**2 + 30**2
    assert flops_of([row], recipe("adapter=null")) == 6 * weights * 40 + 12 * 2 * 32 * pairs
    assert flops_of([row, row], recipe()) == 2 * (4 * weights * 40 + 8 * 2 * 32 * pairs)


def test_the_positions_of_a_starcoder_are_looked_up_and_its_shared_keys_met_by_every_query(recipe) -> None:
    row = laid([Encoded(np.arange(length, dtype=np.int32), np.ones(length, dtype=np.bool_)) for length in (10, 30)])
    # Tied tables 512 x 32; joined queries, one key and one value of 16, the way out, two wide matrices, each with a
    # bias; two norms a layer and one at the end, each with a bias.
    layer = 64 * 32 + 64 + 32 * 32 + 32 + 64 * 32 + 64 + 32 * 64 + 32 + 4 * 32
    weights, pairs = 512 * 32 + 2 * layer + 2 * 32, 10**2 + 30**2
    assert flops_of([row], recipe(*STARCODER, "adapter=null")) == 6 * weights * 40 + 12 * 2 * 32 * pairs


def test_the_share_of_an_h200_is_told_and_of_an_unknown_device_nothing() -> None:
    assert utilisation(989e12, 2.0, "NVIDIA H200")["mfu"] == pytest.approx(0.5)
    assert utilisation(1e12, 1.0, "cpu") == {}
