"""A prefix LM reads a task both ways, whoever runs it: the network, llama.cpp, inlay's backend, transformers."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from inlay.backends.llama.decoder import Decoder
from inlay.backends.llama.model import Model
from inlay_finetune.export.gguf_file import write_gguf
from inlay_finetune.export.opening import open_gguf
from inlay_finetune.export.parity import NASTY, compare, open_file
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.packing.batches import collate
from inlay_finetune.packing.records import Branch, Record, Task, Tree, trees_of
from inlay_finetune.pretrain.starting import starting_network
from inlay_finetune.sft.attention import attend_apart
from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.exporting import export_folder
from inlay_finetune.sft.loss import token_losses
from inlay_finetune.sft.rows import laid

_SCHEMA = "<|schema|>\n=<n6> order\n<n5> name str\n<n2> price decimal\n"
_TASKS = (
    "<|task|>\ntakes<n9> order <n6>\ngives decimal\nthe price<n2> times two\n<|code|>\n",
    "<|task|>\ntakes<n9> order <n6>\ngives decimal\nthe price<n2> less a tenth\n<|code|>\n",
)
_CODE = "return<n9>.<n2> * 2"


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(0)
    config = ModelConfig(vocabulary=512, width=64, layers=2, heads=2, hidden=128, context=512, prefix_lm=True)
    made = Network(config, dtype=torch.float32)
    for weight in made.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.1)
    return made


@pytest.fixture(scope="module")
def file(network: Network, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prefix") / "tiny.gguf"
    return write_gguf(network, tokenizer, path, name="tiny", prompts={}, data={})


@pytest.fixture
def tree(tokenizer: Tokenizer) -> Tree:
    tasks = tuple(Task(task=task, code=_CODE) for task in _TASKS)
    (tree,) = trees_of([Record(schema_text=_SCHEMA, tasks=tasks)], tokenizer, limit=500, context=512)
    return tree


def _logits(network: Network, tree: Tree, branch: Branch) -> torch.Tensor:
    batch = collate([Tree(tree.schema, (branch,))], dtype=torch.float32, prefix_lm=network.config.prefix_lm)
    with torch.inference_mode():
        return network.logits(batch.tokens, batch.layout)


def _prompt(tree: Tree, branch: Branch) -> list[int]:
    return [*tree.schema.tolist(), *branch.tokens[: branch.prompt].tolist()]


def test_llama_cpp_gives_the_logits_of_the_network(network: Network, tokenizer: Tokenizer, file: Path) -> None:
    found = compare(network, tokenizer, file, [*NASTY, *(_SCHEMA + task + _CODE for task in _TASKS)])
    assert found.tokens_equal
    assert found.same_choice == 1.0
    assert found.difference < 0.01


def test_read_forwards_the_same_weights_say_something_else(
    network: Network, tokenizer: Tokenizer, file: Path, tmp_path: Path
) -> None:
    reader = Network(network.config.model_copy(update={"prefix_lm": False}), dtype=torch.float32)
    reader.load_state_dict(network.state_dict())
    assert compare(reader, tokenizer, file, [_SCHEMA + _TASKS[0]]).difference > 0.5
    forwards = write_gguf(reader, tokenizer, tmp_path / "forwards.gguf", name="tiny", prompts={}, data={})
    assert compare(reader, tokenizer, forwards, [_SCHEMA + _TASKS[0]]).difference < 0.01


def test_greedy_answers_of_llama_cpp_are_those_of_the_network(network: Network, tree: Tree, file: Path) -> None:
    llama = open_file(file, 512)
    for branch in tree.branches:
        prompt = _prompt(tree, branch)
        llama.reset()
        written = list(islice(llama.generate(prompt, temp=0.0, repeat_penalty=1.0), 6))
        tokens = np.array([*branch.tokens[: branch.prompt].tolist(), *written])
        likeliest = _logits(network, tree, Branch(tokens, branch.prompt)).argmax(-1).tolist()
        assert likeliest[len(prompt) - 1 : -1] == written
    llama.close()


def test_the_backend_reads_the_task_both_ways_and_the_answer_forwards(network: Network, tree: Tree, file: Path) -> None:
    model = Model(file)
    decoder = Decoder(model, cells=512, branches=2)
    for branch in tree.branches:
        prompt, expected = _prompt(tree, branch), _logits(network, tree, branch).numpy()
        after, _ = decoder.read_prompt(prompt)
        np.testing.assert_allclose(after, expected[len(prompt) - 1], atol=0.01)
        decoder.fork(0, 1)
        for place, token in enumerate(branch.tokens[branch.prompt :].tolist(), start=len(prompt)):
            row = decoder.step([token], [1], place)
            np.testing.assert_allclose(row[0], expected[place], atol=0.01)
        decoder.cut(1)
    decoder.close()
    model.close()


def test_of_two_prompts_over_one_schema_the_second_is_read_from_its_task_on(tree: Tree, file: Path) -> None:
    model = Model(file)
    decoder = Decoder(model, cells=512, branches=2)
    first, second = (_prompt(tree, branch) for branch in tree.branches)
    fresh = decoder.read_prompt(second)[0].copy()
    assert decoder.read_prompt(second)[1] == 0
    decoder.read_prompt(first)
    again, read = decoder.read_prompt(second)
    assert read == len(second) - len(tree.schema)
    np.testing.assert_allclose(again, fresh, atol=1e-4)
    decoder.close()
    model.close()


def test_a_task_longer_than_a_batch_is_read_in_parts(tree: Tree, file: Path) -> None:
    model = Model(file)
    decoder = Decoder(model, cells=512, branches=2, batch=16)
    prompt = _prompt(tree, tree.branches[0])
    assert decoder.read_prompt(prompt)[1] == len(prompt)
    decoder.close()
    model.close()


def test_what_is_imported_is_a_prefix_lm_still_and_fine_tuned_as_one(
    network: Network, tree: Tree, file: Path, tmp_path: Path
) -> None:
    open_gguf(file, tmp_path / "folder")
    assert starting_network(tmp_path / "folder").config.model_dump() == pytest.approx(network.config.model_dump())

    model = attend_apart(AutoModelForCausalLM.from_pretrained(tmp_path / "folder", dtype=torch.float32))
    samples = [
        Encoded(
            np.array([*_prompt(tree, branch), *branch.tokens[branch.prompt :]], dtype=np.int32),
            np.arange(len(tree.schema) + len(branch.tokens)) >= len(tree.schema) + branch.prompt,
        )
        for branch in tree.branches
    ]
    batch = collate([tree], dtype=torch.float32, prefix_lm=True)
    with torch.inference_mode():
        expected, _ = network(batch.tokens, batch.layout, batch.rows, batch.targets)
        torch.testing.assert_close(token_losses(model, laid(samples)).sum(), expected, rtol=1e-3, atol=1e-3)

    export_folder(tmp_path / "folder", tmp_path / "again.gguf", form="f32")
    assert Model(tmp_path / "again.gguf").prefix_begins == Model(file).prefix_begins


def test_a_task_whose_links_are_learnt_is_read_forwards(network: Network, tree: Tree) -> None:
    linked = Branch(tree.branches[0].tokens, tree.branches[0].prompt, links=(5,))
    forwards = network.config.model_copy(update={"prefix_lm": False})
    reader = Network(forwards, dtype=torch.float32)
    reader.load_state_dict(network.state_dict())
    torch.testing.assert_close(_logits(network, tree, linked), _logits(reader, tree, tree.branches[0]))
    assert not torch.allclose(_logits(network, tree, tree.branches[0]), _logits(network, tree, linked))
