import numpy as np
import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.model.weights import from_llama, to_llama
from inlay_finetune.packing.batches import Batch, collate
from inlay_finetune.packing.records import Branch, Tree

_CONFIG = ModelConfig(vocabulary=128, width=64, layers=2, heads=4, hidden=128, context=256)


def _tree(random_: np.random.Generator, schema: int, branches: list[tuple[int, int]]) -> Tree:
    def tokens(count: int) -> np.ndarray:
        return random_.integers(0, 128, count).astype(np.uint16)

    return Tree(tokens(schema), tuple(Branch(tokens(total), prompt) for total, prompt in branches))


def _trees() -> list[Tree]:
    random_ = np.random.default_rng(0)
    return [
        _tree(random_, 20, [(12, 8), (5, 3), (7, 2), (30, 20)]),
        _tree(random_, 2, [(9, 4)]),
        _tree(random_, 33, [(6, 3), (6, 5)]),
    ]


def _network() -> Network:
    torch.manual_seed(0)
    network = Network(_CONFIG, dtype=torch.float32)
    for weight in network.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.1)
    return network


def _llama(network: Network) -> LlamaForCausalLM:
    shape = LlamaConfig(
        vocab_size=128,
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=256,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        attn_implementation="eager",
    )
    llama = LlamaForCausalLM(shape).eval()
    missing, unexpected = llama.load_state_dict(to_llama(network.state_dict(), _CONFIG), strict=False)
    assert (missing, unexpected) == (["lm_head.weight"], [])
    llama.tie_weights()
    return llama


def _loss(network: Network, batch: Batch) -> torch.Tensor:
    return network(batch.tokens, batch.layout, batch.rows, batch.targets)[0]


def test_a_branch_of_a_packed_tree_gives_the_logits_that_a_llama_gives_for_schema_task_and_code_alone() -> None:
    network, trees = _network(), _trees()
    llama = _llama(network)
    batch = collate(trees, dtype=torch.float32)
    with torch.inference_mode():
        packed = network.logits(batch.tokens, batch.layout)
        at = 0
        for tree in trees:
            at += len(tree.schema)
            for branch in tree.branches:
                alone = torch.from_numpy(np.concatenate([tree.schema, branch.tokens]).astype(np.int64))
                expected = llama(alone.unsqueeze(0), use_cache=False).logits[0, len(tree.schema) :]
                torch.testing.assert_close(packed[at : at + len(branch.tokens)], expected, atol=2e-4, rtol=1e-4)
                at += len(branch.tokens)


def test_only_the_supervised_rows_are_worked_out_in_the_last_layer_and_they_are_the_same() -> None:
    network = _network()
    batch = collate(_trees(), dtype=torch.float32)
    with torch.inference_mode():
        everything = network.logits(batch.tokens, batch.layout)
        trimmed = network.logits(batch.tokens, batch.layout, batch.rows)
    torch.testing.assert_close(trimmed, everything[batch.rows], atol=1e-5, rtol=1e-5)


def test_the_gradient_of_a_packed_batch_is_that_of_its_branches_alone() -> None:
    network, trees = _network(), _trees()
    llama = _llama(network)
    batch = collate(trees, dtype=torch.float32)
    _loss(network, batch).backward()
    for tree in trees:
        for branch in tree.branches:
            alone = torch.from_numpy(np.concatenate([tree.schema, branch.tokens]).astype(np.int64))
            start = len(tree.schema) + branch.prompt
            logits = llama(alone.unsqueeze(0), use_cache=False).logits[0, start - 1 : -1]
            torch.nn.functional.cross_entropy(logits, alone[start:], reduction="sum").backward()
    packed = {name: weight.grad for name, weight in network.named_parameters()}
    alone_grads = from_llama({name: weight.grad for name, weight in llama.named_parameters()}, _CONFIG)
    for name, gradient in packed.items():
        torch.testing.assert_close(gradient, alone_grads[name], atol=2e-4, rtol=1e-3)


def test_targets_are_the_code_and_its_end_and_nothing_else() -> None:
    tree = Tree(
        np.array([1, 2, 3], np.uint16),
        (Branch(np.array([4, 5, 6, 7], np.uint16), 2), Branch(np.array([8, 9, 10], np.uint16), 1)),
    )
    batch = collate([tree])
    assert batch.tokens.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert batch.rows.tolist() == [4, 5, 7, 8]
    assert batch.targets.tolist() == [6, 7, 9, 10]
    assert batch.owners.tolist() == [0, 0, 1, 1]
    assert batch.layout.positions.tolist() == [0, 1, 2, 3, 4, 5, 6, 3, 4, 5]


@pytest.mark.parametrize("width", [60, 33])
def test_a_width_that_no_block_holds_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="multiple of 32"):
        ModelConfig(width=width)
