"""What lies between attentions, compiled and as it is, and what is dropped there."""

import numpy as np
import pytest
import torch

from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.dropping import mask_of
from inlay_finetune.model.network import Network
from inlay_finetune.packing.batches import Batch, collate
from inlay_finetune.packing.records import Branch, Tree

_CONFIG = ModelConfig(vocabulary=128, width=64, layers=2, heads=4, hidden=128, context=256)


def _batch(schema: int) -> Batch:
    random_ = np.random.default_rng(schema)
    stem, branch = (random_.integers(0, 128, count).astype(np.uint16) for count in (schema, 12))
    return collate([Tree(stem, (Branch(branch, 8), Branch(branch[::-1].copy(), 5)))], dtype=torch.float32)


def _network(*, compiled: bool, dropout: float = 0.0) -> Network:
    torch.manual_seed(0)
    network = Network(_CONFIG, dtype=torch.float32, dropout=dropout, compiled=compiled)
    for weight in network.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.1)
    return network


def _trained(network: Network, batch: Batch) -> tuple[float, list[torch.Tensor]]:
    """Give the loss and the gradients of a step; the same seed drops the same."""
    torch.manual_seed(7)
    network.zero_grad()
    loss, _ = network(batch.tokens, batch.layout, batch.rows, batch.targets)
    loss.backward()
    return loss.item(), [weight.grad.clone() for weight in network.parameters() if weight.grad is not None]


@pytest.mark.filterwarnings("ignore")  # the compiler trips over what it warns itself of
@pytest.mark.parametrize("dropout", [0.0, 0.25])
def test_a_compiled_step_learns_what_any_step_learns_whatever_its_size(dropout: float) -> None:
    plain, compiled = (_network(compiled=each, dropout=dropout) for each in (False, True))
    for schema in (20, 33, 7):
        batch = _batch(schema)
        loss, gradients = _trained(plain, batch)
        other, others = _trained(compiled, batch)

        assert other == pytest.approx(loss, rel=1e-5)
        assert len(others) == len(gradients) == len(list(plain.parameters()))
        for one, two in zip(gradients, others, strict=True):
            torch.testing.assert_close(two, one, atol=1e-4, rtol=1e-3)


def test_nothing_is_dropped_while_a_network_is_looked_at() -> None:
    whole, dropping = _network(compiled=False).eval(), _network(compiled=True, dropout=0.5).eval()
    batch = _batch(20)
    with torch.inference_mode():
        assert torch.equal(whole.logits(batch.tokens, batch.layout), dropping.logits(batch.tokens, batch.layout))


def test_a_mask_drops_its_share_and_keeps_the_mean() -> None:
    torch.manual_seed(0)
    mask = mask_of((500, 320), 0.12, torch.float32)

    assert float((mask == 0).float().mean()) == pytest.approx(0.12, abs=0.005)
    assert float(mask.mean()) == pytest.approx(1, abs=0.01)
    assert sorted(set(mask.flatten().tolist())) == [0.0, pytest.approx(1 / 0.88)]


def test_the_same_seed_drops_the_same_and_the_next_mask_is_another() -> None:
    torch.manual_seed(3)
    first, second = (mask_of((50, 64), 0.5, torch.bfloat16) for _ in range(2))
    torch.manual_seed(3)

    assert torch.equal(mask_of((50, 64), 0.5, torch.bfloat16), first)
    assert not torch.equal(first, second)
