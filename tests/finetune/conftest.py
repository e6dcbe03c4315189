"""Tiny things that every test of the trainer shares."""

import sys
from pathlib import Path

import pytest
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))

from toy import toy_records, write_shard

from inlay_finetune.data.fim import LAYOUTS
from inlay_finetune.tokenizer import train_tokenizer


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    texts = []
    for record in toy_records(40, seed=5):
        texts.append(record["schema"])
        texts.extend(task[part] for task in record["tasks"] for part in ("task", "code"))
    return train_tokenizer(texts, 512)


@pytest.fixture(scope="session")
def tokenizer_file(tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


@pytest.fixture(scope="session")
def starcoder_tokens(tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer that cuts texts as StarCoder's does and has its marks for filling in the middle."""
    marked = Tokenizer.from_str(tokenizer.to_str())
    marked.add_special_tokens(list(LAYOUTS["starcoder"].marks))
    path = tmp_path_factory.mktemp("starcoder") / "tokenizer.json"
    marked.save(str(path))
    path.with_name("tokenizer_config.json").write_text('{"eos_token": "<|endoftext|>"}', encoding="utf-8")
    return path


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    write_shard(tmp_path / "data" / "a.jsonl", 12, seed=1)
    write_shard(tmp_path / "data" / "b.jsonl", 12, seed=2)
    return tmp_path / "data"
