"""DeepSpeed configurations of the shelf, typed: what is spelt wrong there would be ignored without a word."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from inlay_finetune.settings import validated

__all__ = ["ZeroConfig", "load_zero"]

_FOLDER = Path(__file__).parent / "recipes" / "deepspeed"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Offload(_Part):
    device: Literal["cpu", "none"]
    pin_memory: bool = True


class _Stage(_Part):
    stage: Literal[2, 3]
    contiguous_gradients: bool = True
    overlap_comm: bool = True
    reduce_scatter: bool = True
    reduce_bucket_size: int | Literal["auto"] = "auto"
    allgather_partitions: bool | None = None
    allgather_bucket_size: int | None = None
    stage3_prefetch_bucket_size: int | Literal["auto"] | None = None
    stage3_param_persistence_threshold: int | Literal["auto"] | None = None
    stage3_max_live_parameters: int | None = None
    stage3_max_reuse_distance: int | None = None
    stage3_gather_16bit_weights_on_model_save: bool | None = None
    sub_group_size: int | None = None
    offload_optimizer: _Offload | None = None
    offload_param: _Offload | None = None


class _Switch(_Part):
    enabled: bool | Literal["auto"]


class ZeroConfig(_Part):
    """What DeepSpeed is started with; sizes of batches and clipping are put in from the recipe."""

    zero_optimization: _Stage
    bf16: _Switch
    gradient_clipping: float | Literal["auto"] = "auto"
    train_micro_batch_size_per_gpu: int | Literal["auto"] = "auto"
    gradient_accumulation_steps: int | Literal["auto"] = "auto"
    train_batch_size: int | Literal["auto"] = "auto"
    steps_per_print: int = Field(default=1_000_000, ge=1)
    wall_clock_breakdown: bool = False


@cache
def load_zero(name: str) -> ZeroConfig:
    """Read a DeepSpeed configuration of the shelf."""
    file = _FOLDER / f"{name}.json"
    return validated(ZeroConfig, json.loads(file.read_text(encoding="utf-8")), file)
