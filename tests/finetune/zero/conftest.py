"""The tiny recipe in float32 over toy samples, for one process or for two."""

from collections.abc import Callable
from pathlib import Path

import pytest
from toy import write_shard

from inlay_finetune.sft.config import SftConfig
from inlay_finetune.shelf import load_sft


@pytest.fixture
def recipe(tmp_path: Path, tokenizer_file: Path) -> Callable[..., SftConfig]:
    """Give the shipped tiny recipe with four rows a step, parted among processes where `zero` says how."""
    shard = write_shard(tmp_path / "train.jsonl", 6, seed=1)

    def made(*overrides: str, run: str, zero: str = "") -> SftConfig:
        files = (f"run={tmp_path / run}", f"model.tokenizer={tokenizer_file}", f"data.sources=[{{path: {shard}}}]")
        crew = ("training.rows=2", "cluster.devices=2", f"cluster.zero={zero}") if zero else ("training.rows=4",)
        return load_sft("tiny-lora", (*files, "training.log_steps=1", *crew, *overrides))

    return made
