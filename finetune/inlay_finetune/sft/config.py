"""The recipe of a supervised fine-tuning: what is learnt, by which model, how, and on what machines."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from inlay_finetune.sft.shape import Shape, Target

__all__ = [
    "ROPE_BASE",
    "Adapter",
    "Cluster",
    "Data",
    "DpoConfig",
    "ModelChoice",
    "Pairs",
    "SftConfig",
    "Source",
    "Training",
    "TuningConfig",
]
ROPE_BASE = 10_000.0
"""What fresh models turn positions by."""


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=(), allow_inf_nan=False)


class ModelChoice(_Settings):
    """The model to start from: a folder of weights, or a fresh one of `shape` when `base` is left out. A `rope_base`
    other than that of the weights, with a longer context, is how a model learns to read longer texts; left out it stays
    what it is. With `nf4` frozen weights are held in four bits, and computed with in sixteen.
    """

    base: Path | None = None
    tokenizer: Path | None = None
    shape: Shape
    rope_base: float | None = Field(default=None, gt=0)
    dtype: Literal["bfloat16", "float32", "nf4"] = "bfloat16"
    recompute: bool = False

    @model_validator(mode="after")
    def _has_tokenizer(self) -> Self:
        if self.base is None and self.tokenizer is None:
            raise ValueError("give base, a folder of weights, or tokenizer for a fresh model")
        if self.base is None and self.dtype == "nf4":
            raise ValueError("nf4 rounds weights that are there: give base")
        return self

    @model_validator(mode="after")
    def _turns_what_it_has(self) -> Self:
        # Older runs wrote down a base for every model.
        if self.shape.learns_positions and self.rope_base not in (None, ROPE_BASE):
            raise ValueError(f"the positions of a {self.shape.family} are learnt: leave rope_base out")
        return self

    @property
    def computes_in(self) -> Literal["bfloat16", "float32"]:
        """The type that products are taken in."""
        return "float32" if self.dtype == "float32" else "bfloat16"


class Source(_Settings):
    """One file of samples. In an epoch it is seen `weight` times (0.1: a tenth of it), or it makes up the `share` of
    all tokens that is kept for rehearsal, as far as it reaches.
    """

    path: Path
    weight: float = Field(default=1.0, gt=0)
    share: float | None = Field(default=None, gt=0, lt=1)


class Data(_Settings):
    """What is learnt. A sample longer than the context is dropped, or cut where `most_truncated` allows any to be; more
    than the shares allowed is an error.
    """

    sources: tuple[Source, ...] = Field(min_length=1)
    context: int = Field(default=2048, ge=16)
    most_dropped: float = Field(default=0.01, ge=0, le=1)
    most_truncated: float = Field(default=0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _shares_leave_room(self) -> Self:
        shares = [source.share for source in self.sources if source.share is not None]
        if sum(shares) >= 1 or len(shares) == len(self.sources):
            raise ValueError("shares of rehearsal must leave room for a source without one")
        return self


class Adapter(_Settings):
    """Low-rank adapters beside the frozen weights of the modules named by `targets`; all matrices when left out."""

    rank: int = Field(default=16, ge=1)
    alpha: int = Field(default=32, gt=0)
    dropout: float = Field(default=0.0, ge=0, lt=1)
    targets: tuple[Target, ...] = Field(default=(), min_length=1)

    def fitted(self, shape: Shape) -> "Adapter":
        """Give it with the matrices it is for; `ValueError` when the family of the model has none of that name."""
        strange = [target for target in self.targets if target not in shape.targets]
        if strange:
            raise ValueError(
                f"a {shape.architecture} has no {', '.join(strange)}; its targets are {', '.join(shape.targets)}"
            )
        return self.model_copy(update={"targets": self.targets or shape.targets})


class Training(_Settings):
    """How it is learnt. A step takes `rows` rows of `context` tokens on each device."""

    steps: int = Field(ge=1)
    rows: int = Field(default=8, ge=1)
    learning_rate: float = Field(default=2e-4, gt=0)
    warmup_steps: int = Field(default=10, ge=0)
    weight_decay: float = Field(default=0.0, ge=0)
    clip_norm: float = Field(default=1.0, gt=0)
    seed: int = Field(default=0, ge=-(2**31), lt=2**31)
    log_steps: int = Field(default=10, ge=1)
    checkpoint_steps: int = Field(default=200, ge=1)
    halt_after_steps: int | None = Field(default=None, ge=1)


class Cluster(_Settings):
    """Where it runs. `zero` names a DeepSpeed configuration of the shelf."""

    device: Literal["cpu", "cuda"] = "cpu"
    devices: int = Field(default=1, ge=1)
    zero: Literal["zero2", "zero3", "zero3-offload"] | None = None

    @model_validator(mode="after")
    def _parts_the_weights(self) -> Self:
        if self.devices > 1 and self.zero is None:
            raise ValueError("several devices need a way to part the weights: set zero to zero2, or zero3")
        return self


class TuningConfig(_Settings):
    """What every fine-tuning of a given model says. `tried` says on what it has been run, `prompts` which versions of
    which prompts the data was rendered by; both travel along.
    """

    stage: str
    description: str
    tried: str = "not run yet"
    run: Path
    prompts: dict[str, str] = Field(default_factory=dict)
    model: ModelChoice
    adapter: Adapter | None = None
    training: Training
    cluster: Cluster = Field(default_factory=Cluster)

    @field_validator("adapter")
    @classmethod
    def _fits_the_model(cls, adapter: Adapter | None, told: ValidationInfo) -> Adapter | None:
        model = told.data.get("model")
        return adapter if adapter is None or model is None else adapter.fitted(model.shape)

    @model_validator(mode="after")
    def _rounded_weights_stay(self) -> Self:
        if self.model.dtype == "nf4" and (self.adapter is None or self.cluster.device != "cuda" or self.cluster.zero):
            raise ValueError("model.dtype nf4 needs an adapter, cluster.device cuda and no cluster.zero")
        return self

    @property
    def context(self) -> int:
        """The number of tokens of a row."""
        raise NotImplementedError

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are learnt from."""
        raise NotImplementedError


class SftConfig(TuningConfig):
    """A supervised fine-tuning; without `adapter` every weight is trained."""

    stage: Literal["sft"]
    data: Data

    @property
    def context(self) -> int:
        """The number of tokens of a row."""
        return self.data.context

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are learnt from."""
        return tuple(source.path for source in self.data.sources)


class Pairs(_Settings):
    """Files of preferences; a pair is read in one row, so each side may be as long as the context."""

    files: tuple[Path, ...] = Field(min_length=1)
    context: int = Field(default=2048, ge=16)
    most_dropped: float = Field(default=0.01, ge=0, le=1)


class DpoConfig(TuningConfig):
    """A direct preference optimisation by adapters: without them the model is its own reference.

    The loss of a pair falls as the model comes to prefer the chosen answer more than the reference does, `beta` times.
    """

    stage: Literal["dpo"]
    data: Pairs
    adapter: Adapter
    beta: float = Field(default=0.1, gt=0)

    @property
    def context(self) -> int:
        """The number of tokens of one side of a pair."""
        return self.data.context

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that are learnt from."""
        return self.data.files
