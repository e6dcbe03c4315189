"""The model that is fine-tuned: opened from a folder or made fresh, with adapters where a recipe asks for them."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from inlay.errors import InlayError, UsageError
from inlay_finetune.saving import writing
from inlay_finetune.sft.attention import attend_apart
from inlay_finetune.sft.base import configuration_of
from inlay_finetune.sft.config import Adapter, ModelChoice, TuningConfig
from inlay_finetune.sft.fresh import fresh_model
from inlay_finetune.sft.weights import open_weights

__all__ = [
    "adapted",
    "at_peace",
    "base_of",
    "check_isolation",
    "open_base",
    "open_model",
    "save_quietly",
    "trained_weights",
    "weight_groups",
]

_FAR = 1e-2


@contextmanager
def at_peace() -> Iterator[None]:
    """Drop the advice that transformers and peft have for each other's developers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def base_of(model: Any) -> Any:
    """Give the model inside its adapters."""
    return model.get_base_model() if hasattr(model, "get_base_model") else model


def _from_folder(choice: ModelChoice, context: int, dtype: torch.dtype) -> Any:
    folder = choice.base
    assert folder is not None
    rounded = {"quantization_config": _four_bits()} if dtype == torch.bfloat16 and choice.dtype == "nf4" else {}
    return open_weights(folder, config=configuration_of(folder, choice, context), dtype=dtype, **rounded)


def _four_bits() -> Any:
    """Give how frozen weights are rounded for QLoRA: NormalFloat of four bits, its scales rounded too."""
    from transformers import BitsAndBytesConfig

    if find_spec("bitsandbytes") is None:
        raise UsageError("model.dtype nf4 needs bitsandbytes", hint="pip install 'inlay[qlora]'")
    return BitsAndBytesConfig(  # type: ignore[no-untyped-call]
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


def open_base(config: TuningConfig, dtype: torch.dtype) -> Any:
    """Give the model to start from; its shape must be the one that the recipe says."""
    choice = config.model
    # Where deepspeed is installed transformers loads it, and it would guess the device and say so.
    os.environ.setdefault("DS_ACCELERATOR", config.cluster.device)
    if choice.base is None:
        return fresh_model(choice, config.context, config.training.seed).to(dtype)
    return _from_folder(choice, config.context, dtype)


def _with_adapters(model: Any, adapter: Adapter) -> Any:
    from peft import LoraConfig, get_peft_model

    settings = LoraConfig(
        r=adapter.rank,
        lora_alpha=adapter.alpha,
        lora_dropout=adapter.dropout,
        target_modules=list(adapter.targets),
        task_type="CAUSAL_LM",
    )
    with at_peace():
        return get_peft_model(model, settings)


def adapted(model: Any, config: TuningConfig) -> Any:
    """Give a model as the recipe trains it: samples apart, with adapters, activations recomputed where it says so."""
    attend_apart(model)
    if config.adapter is not None:
        torch.manual_seed(config.training.seed)
        model = _with_adapters(model, config.adapter)
    if config.model.recompute:
        with at_peace():
            model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    return model


def open_model(config: TuningConfig) -> Any:
    """Give the model ready to train: adapters beside frozen weights in the recipe's type, or all weights in float32."""
    dtype = torch.float32 if config.adapter is None else getattr(torch, config.model.computes_in)
    return adapted(open_base(config, dtype), config).to(config.cluster.device)


def save_quietly(model: Any, folder: Path, weights: dict[str, Tensor] | None = None) -> None:
    """Write a model or its adapters; `weights` are those of a model whose own are parted among processes.

    Raises:
        UsageError: The disk does not take them.
    """
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    with at_peace(), writing(folder):
        model.save_pretrained(folder, **({} if weights is None else {"state_dict": weights}))


def weight_groups(model: Any, decay: float) -> list[dict[str, Any]]:
    """Give the weights that are trained as an optimizer takes them: matrices decay, norms do not."""
    weights = trained_weights(model).values()
    groups = [
        {"params": [each for each in weights if each.dim() > 1], "weight_decay": decay},
        {"params": [each for each in weights if each.dim() <= 1], "weight_decay": 0.0},
    ]
    return [group for group in groups if group["params"]]


def trained_weights(model: Any) -> dict[str, Tensor]:
    """Give the weights that training changes, by name."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def check_isolation(model: Any) -> None:
    """Refuse a model that lets a sample see the one before it in its row."""
    base = base_of(model)
    first, second = torch.arange(3, 11), torch.arange(5, 13)
    device = next(base.parameters()).device

    def states(tokens: Tensor, lengths: list[int]) -> Tensor:
        positions = torch.cat([torch.arange(length) for length in lengths])
        row = {"input_ids": tokens[None].to(device), "position_ids": positions[None].to(device)}
        found: Tensor = base.get_decoder()(**row, use_cache=False, lengths=lengths).last_hidden_state[0].float()
        return found

    was_training = base.training
    base.eval()
    with torch.no_grad():
        joined = states(torch.cat([first, second]), [8, 8])[8:]
        alone = states(second, [8])
    base.train(was_training)
    if (joined - alone).abs().max() > _FAR * alone.abs().max():
        raise InlayError(
            f"a packed sample of {type(base).__name__} sees the one before it", hint="this model cannot be packed"
        )
