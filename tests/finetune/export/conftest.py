"""A tiny model that knows a few answers by heart, trained once for all tests of what is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from toy import write_shard

from inlay_finetune.export.gguf_file import write_gguf
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.loop import pretrain


@pytest.fixture(scope="package")
def shard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shard(tmp_path_factory.mktemp("data") / "few.jsonl", 2, seed=3)


@pytest.fixture(scope="package")
def model(shard: Path, tokenizer: Tokenizer, tokenizer_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows a few answers by heart."""
    folder = tmp_path_factory.mktemp("run")
    shape = {"vocabulary": 512, "width": 64, "layers": 2, "heads": 4, "hidden": 128, "context": 512}
    settings = {"data": shard.parent, "tokenizer": tokenizer_file, "run": folder, "model": shape, "workers": 1}
    taught = {"dtype": "float32", "step_tokens": 600, "warmup_steps": 3, "learning_rate": 0.01, "steps": 60}
    network = load_network(pretrain(PretrainConfig.model_validate({**settings, **taught})))
    return write_gguf(network, tokenizer, folder / "full.gguf", name="tiny", prompts={}, data={})


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other cost a tiny model more than they give."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
