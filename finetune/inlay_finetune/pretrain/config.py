"""The configuration of a pretraining run: one YAML file, overridden by `key=value`, unknown keys refused."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig

__all__ = ["PretrainConfig", "described", "load_config", "read_settings"]

Momentum = Annotated[float, Field(ge=0, lt=1)]
Share = Annotated[float, Field(ge=0, le=1)]
_PAIRS = {"betas": {"beta1": 0.9, "beta2": 0.98}, "cooldown": {"decay_share": 0.25, "final_ratio": 0.02}}
"""What older recipes set one by one, with what it was where they did not."""
_NO_SETTINGS = ("threads", "stage", "description", "tried")


class PretrainConfig(BaseModel):
    """What a run reads, writes and does; a run ends after `steps` or `seconds`, whichever comes first."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    data: Path
    tokenizer: Path
    run: Path
    heldout: Path | None = None
    start: Path | None = Field(
        default=None, description="A run, or a Llama's folder, whose network this one starts with, grown to `model`."
    )
    model: ModelConfig = Field(default_factory=ModelConfig)

    seed: int = Field(default=0, ge=-(2**31), lt=2**31)
    workers: int = Field(default=2, ge=1)
    niceness: int | None = Field(default=None, ge=-20, le=19)
    dtype: Literal["bfloat16", "float32"] = "bfloat16"
    compile: bool = Field(default=False, description="Compile what lies between attentions; takes a C++ compiler.")

    step_tokens: int = Field(default=16384, ge=1)
    micro_tokens: int = Field(default=4096, ge=1)
    tree_tokens: int = Field(default=1024, ge=1)
    link_seconds: float | None = Field(default=None, ge=0, description="How long links are learnt; null: throughout.")

    optimizer: Literal["adamw", "muon"] = "muon"
    learning_rate: float = Field(default=3e-3, gt=0)
    matrix_learning_rate: float = Field(default=0.02, gt=0)
    weight_decay: float = Field(default=0.1, ge=0)
    betas: tuple[Momentum, Momentum] = (0.9, 0.98)
    clip_norm: float = Field(default=1.0, gt=0)
    dropout: float = Field(default=0.0, ge=0, lt=1)

    schedule: Literal["wsd", "cosine"] = "wsd"
    warmup_steps: int = Field(default=100, ge=0)
    steps: int | None = Field(default=None, ge=1)
    seconds: float | None = Field(default=None, gt=0)
    cooldown: tuple[Share, Share] = Field(
        default=(0.25, 0.02),
        description="The last share of the run, over which rates fall, and the share of them that stays.",
    )
    halt_after_steps: int | None = Field(default=None, ge=1)

    log_steps: int = Field(default=20, ge=1)
    heldout_seconds: float = Field(default=240, gt=0)
    heldout_trees: int = Field(default=64, ge=1)
    checkpoint_seconds: float = Field(default=180, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _older(cls, settings: Any) -> Any:
        """Read what older recipes have: `link_loss: false` is `link_seconds: 0`, and pairs are set one by one.

        `threads` and `resume` are as ever; what a recipe says of itself, `stage` and so on, is no setting.
        """
        if not isinstance(settings, Mapping):
            return settings
        if (stage := settings.get("stage", "pretrain")) != "pretrain":
            raise ValueError(f"a recipe of stage {stage} is no pretraining: run it by `inlay finetune train`")
        known = {key: value for key, value in settings.items() if key not in _NO_SETTINGS}
        for name, pair in _PAIRS.items():
            if known.keys() & pair.keys():
                known[name] = tuple(known.pop(key, otherwise) for key, otherwise in pair.items())
        if known.get("resume") is True:
            del known["resume"]
        if not isinstance(known.get("link_loss"), bool):
            return known
        never = {} if known.pop("link_loss") else {"link_seconds": 0}
        return {**known, **never}

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.steps is None and self.seconds is None:
            raise ValueError("give steps or seconds, else the run would never end")
        if self.model.prefix_lm and self.link_seconds is None:
            raise ValueError("model.prefix_lm reads both ways what is no link to learn: set link_seconds")
        return self


def _overridden(settings: dict[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    for override in overrides:
        key, equals, text = override.partition("=")
        if not equals:
            raise UsageError(f"{override!r} is not of the form key=value")
        *path, last = key.split(".")
        inner = settings
        for name in path:
            inner = inner.setdefault(name, {})
            if not isinstance(inner, dict):
                raise UsageError(f"{key!r}: {name!r} holds no further settings")
        try:
            inner[last] = yaml.safe_load(text)
        except yaml.YAMLError as fault:
            raise UsageError(
                f"{override!r}: the value is not YAML: {fault}", hint="quote it: key='\"text\"'"
            ) from fault
    return settings


def _known(place: Sequence[str | int]) -> list[str]:
    return list((ModelConfig if place[:1] == ("model",) and len(place) > 1 else PretrainConfig).model_fields)


def described(error: Mapping[str, Any]) -> str:
    """Say what is wrong with one setting, and what was perhaps meant."""
    place = error["loc"]
    name = ".".join(str(part) for part in place)
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg']}" if name else str(error["msg"])
    close = get_close_matches(str(place[-1]), _known(place), n=1)
    return f"{name}: there is no such setting" + (f", did you mean {close[0]!r}?" if close else "")


class _Once(yaml.SafeLoader):
    """Refuses a key that stands twice in a mapping, of which the first would be dropped without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is set twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_settings(path: Path, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Read a YAML mapping and set what `key=value` overrides say; a dot in a key leads into a mapping."""
    try:
        # A SafeLoader, but for keys given twice.
        settings = yaml.load(path.read_text(encoding="utf-8"), Loader=_Once) or {}
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror}") from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path} is not YAML: {fault}") from fault
    if not isinstance(settings, dict):
        raise UsageError(f"{path} holds no mapping of settings")
    return _overridden(settings, overrides)


def load_config(path: Path, overrides: Sequence[str] = ()) -> PretrainConfig:
    """Read a configuration; every fault in it is reported at once."""
    try:
        return PretrainConfig.model_validate(read_settings(path, overrides))
    except ValidationError as fault:
        raise UsageError("\n".join(f"{path}: {described(dict(error))}" for error in fault.errors())) from fault
