"""DeepSpeed configurations of the shelf, typed: what is spelt wrong there would be ignored without a word."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from inlay_finetune.settings import validated
from inlay_finetune.sft.config import TuningConfig

__all__ = ["ZeroConfig", "load_zero", "settings_of"]

_FOLDER = Path(__file__).parents[1] / "recipes" / "deepspeed"


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

    def sized(self, width: int) -> dict[str, Any]:
        """Give it with a size for every `auto`, hung on the width of the model as transformers does."""
        sizes = {
            "reduce_bucket_size": width * width,
            "stage3_prefetch_bucket_size": width * width * 9 // 10,
            "stage3_param_persistence_threshold": 10 * width,
        }
        told = self.model_dump(exclude_none=True)
        return {key: sizes[key] if value == "auto" else value for key, value in told.items()}


class ZeroConfig(_Part):
    """How weights, gradients and optimizer are parted; precision, batches and clipping are the recipe's own."""

    zero_optimization: _Stage
    steps_per_print: int = Field(default=1_000_000, ge=1)
    wall_clock_breakdown: bool = False


@cache
def load_zero(name: str) -> ZeroConfig:
    """Read a DeepSpeed configuration of the shelf."""
    file = _FOLDER / f"{name}.json"
    return validated(ZeroConfig, json.loads(file.read_text(encoding="utf-8")), file)


def settings_of(config: TuningConfig) -> dict[str, Any]:
    """Give what DeepSpeed is started with for a recipe: a row is a micro batch, 16 bits where the recipe says so."""
    assert config.cluster.zero is not None
    zero = load_zero(config.cluster.zero)
    training, cluster = config.training, config.cluster
    return {
        "zero_optimization": zero.zero_optimization.sized(config.model.shape.width),
        "bf16": {"enabled": config.model.dtype == "bfloat16"},
        "gradient_clipping": training.clip_norm,
        "train_micro_batch_size_per_gpu": 1,
        "gradient_accumulation_steps": training.rows,
        "train_batch_size": training.rows * cluster.devices,
        "steps_per_print": zero.steps_per_print,
        "wall_clock_breakdown": zero.wall_clock_breakdown,
    }
