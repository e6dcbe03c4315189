"""The recipe of the embedded model: one YAML file that says everything from the data to the file that is shipped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inlay.errors import UsageError
from inlay_finetune.cutting.base import Base
from inlay_finetune.pretrain.config import PretrainConfig, described, read_settings
from inlay_finetune.settings import explained

__all__ = ["EMBEDDED", "Recipe", "checked", "load_recipe"]

EMBEDDED = Path(__file__).parent / "recipes" / "embedded.yaml"


class Recipe(BaseModel):
    """What a rebuild of the embedded model does; `pretrain` holds settings of `PretrainConfig` but for the files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stage: Literal["embedded"] = "embedded"
    description: str = ""
    tried: str = ""
    name: str
    work: Path
    records: int = Field(ge=1)
    heldout_records: int = Field(ge=1)
    lean_shards: int = Field(default=0, ge=0)
    seeds_share: float = Field(default=0.0, ge=0, le=1)
    chinese_share: float = Field(default=0.0, ge=0, le=1)
    spread_share: float = Field(default=0.0, ge=0, le=1)
    seed: int = 1
    base: Base | None = None
    vocabulary: int = Field(ge=64, multiple_of=64)
    tokenizer_records: int = Field(default=4000, ge=1)
    prompts: dict[str, str]
    pretrain: dict[str, Any]

    @property
    def data(self) -> Path:
        """The folder of the training shards."""
        return self.work / "data"

    @property
    def heldout(self) -> Path:
        """The folder of the held-out shards, one file a split."""
        return self.work / "heldout"

    @property
    def start(self) -> Path | None:
        """The folder of what is cut from the base; none where the model is made from nothing."""
        return self.work / "cut" if self.base else None

    @property
    def tokenizer(self) -> Path:
        """The file of the tokenizer: that of what is cut, or one of its own."""
        return (self.start or self.work) / "tokenizer.json"

    @property
    def run(self) -> Path:
        """The folder of the training run."""
        return self.work / "run"

    def training(self) -> PretrainConfig:
        """Give the whole configuration of the training."""
        model = {**self.pretrain.get("model", {}), "vocabulary": self.vocabulary}
        files = {"data": self.data, "tokenizer": self.tokenizer, "run": self.run, "start": self.start}
        heldout = next(iter(sorted(self.heldout.glob("schema-*.jsonl"))), None)
        return PretrainConfig.model_validate({**self.pretrain, **files, "heldout": heldout, "model": model})


def checked(settings: Mapping[str, Any], path: Path) -> Recipe:
    """Give settings as a recipe; every fault in them and in those of its training is reported at once."""
    try:
        recipe = Recipe.model_validate(settings)
    except ValidationError as fault:
        raise UsageError("\n".join(f"{path}: {explained(dict(each), Recipe)}" for each in fault.errors())) from fault
    try:
        recipe.training()
    except ValidationError as fault:
        raise UsageError("\n".join(f"{path}: pretrain.{described(dict(each))}" for each in fault.errors())) from fault
    return recipe


def load_recipe(path: Path = EMBEDDED, overrides: tuple[str, ...] = ()) -> Recipe:
    """Read the recipe of the embedded model, or another of its kind."""
    return checked(read_settings(path, overrides), path)
