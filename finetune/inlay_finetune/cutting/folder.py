"""From the folder of a Llama to the folder of a smaller one."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from tokenizers import Tokenizer

from inlay.errors import UsageError
from inlay_finetune.cutting.vocabulary import cut_vocabulary
from inlay_finetune.cutting.weights import cut_weights
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.packing.records import read_records
from inlay_finetune.prefix import marks_of
from inlay_finetune.pretrain.shards import shards_in
from inlay_finetune.pretrain.starting import shape_of
from inlay_finetune.saving import writing
from inlay_finetune.sft.weights import open_weights
from inlay_finetune.tokenizer import END, load_tokenizer, token_id

__all__ = ["cut_folder", "texts_of"]


def texts_of(data: Path) -> Iterable[str]:
    """Give the schemas, tasks and codes of every shard in a folder."""
    for shard in shards_in(data):
        for record in read_records(shard):
            yield from record.texts()


def cut_folder(
    source: Path, target: Path, *, layers: int, vocabulary: int, context: int, data: Path, seed: int = 0
) -> ModelConfig:
    """Write the first layers of a Llama, with the tokens that the data uses most; give its shape.

    Raises:
        UsageError: The target is there, the source is no Llama with tied embeddings and a byte-level BPE that reads
            forwards, or it has less layers or positions than are asked for.
    """
    if target.exists():
        raise UsageError(f"{target} is there already", hint="choose another folder, or move it away")
    whole = load_tokenizer(source / "tokenizer.json")
    model = open_weights(source, dtype=torch.float32)
    _require(model.config, source, layers, context)
    tokenizer, before = cut_vocabulary(whole, texts_of(data), vocabulary)
    torch.manual_seed(seed)
    weights = cut_weights(model.state_dict(), model.config, layers, before)
    config = _smaller(model.config, tokenizer, layers, context)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as place, writing(target):
        passing = Path(place) / "model"
        _write(passing, config, weights, tokenizer)
        passing.replace(target)
    return shape_of(config)


def _require(config: Any, source: Path, layers: int, context: int) -> None:
    if config.model_type != "llama" or not config.tie_word_embeddings:
        raise UsageError(f"{source} holds no Llama with tied embeddings", hint="cut SmolLM2 or another of its kind")
    if marks_of(config):
        raise UsageError(f"{source} reads its tasks both ways", hint="it knows slots already: give it as `start`")
    if layers > config.num_hidden_layers:
        raise UsageError(f"{source} has {config.num_hidden_layers} layers", hint=f"ask for less than {layers}")
    if context > config.max_position_embeddings:
        raise UsageError(f"{source} has learnt {config.max_position_embeddings} positions", hint="ask for less")


def _smaller(config: Any, tokenizer: Tokenizer, layers: int, context: int) -> Any:
    config.update(
        {
            "vocab_size": tokenizer.get_vocab_size(),
            "num_hidden_layers": layers,
            "num_key_value_heads": config.num_attention_heads,
            "max_position_embeddings": context,
            "bos_token_id": token_id(tokenizer, END),
            "eos_token_id": token_id(tokenizer, END),
        }
    )
    return config


def _write(folder: Path, config: Any, weights: dict[str, torch.Tensor], tokenizer: Tokenizer) -> None:
    from transformers import LlamaForCausalLM

    from inlay_finetune.sft.network import save_quietly

    with torch.device("meta"):
        model = LlamaForCausalLM(config)
    model.load_state_dict(weights, strict=False, assign=True)
    model.tie_weights()
    save_quietly(model, folder)
    tokenizer.save(str(folder / "tokenizer.json"))
