"""A tiny recipe over toy samples: two layers of width 32."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from toy import write_shard

from inlay_finetune.sft.config import SftConfig
from inlay_finetune.shelf import load_sft


@pytest.fixture
def recipe(tmp_path: Path, tokenizer_file: Path) -> Callable[..., SftConfig]:
    """Give the shipped tiny recipe over toy samples, with changes."""
    shard = write_shard(tmp_path / "data" / "train.jsonl", 6, seed=1)

    def made(*overrides: str, run: str = "run", data: Path = shard) -> SftConfig:
        files = (f"run={tmp_path / run}", f"model.tokenizer={tokenizer_file}", f"data.sources=[{{path: {data}}}]")
        return load_sft("tiny-lora", (*files, *overrides))

    return made


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
