"""The sizes of a model and what hangs on its family: the matrices of a layer, and how many weights there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["Architecture", "Family", "Matrix", "Shape", "Target"]

Architecture = Literal["llama", "starcoder", "starcoder2"]
Family = Literal["llama", "llama-tied", "starcoder", "starcoder2", "starcoder2-tied"]
Target = Literal[
    "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "c_attn", "c_fc", "c_proj"
]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix of a layer, under the name that adapters know it by."""

    name: Target
    rows: int
    columns: int

    @property
    def size(self) -> int:
        """The number of its weights."""
        return self.rows * self.columns


class Shape(BaseModel):
    """The sizes of a model: what a fresh one is made of, and what memory is estimated from.

    `family` says how it is built: `starcoder` is StarCoder and StarCoderBase (GPTBigCode in transformers), whose heads
    share one key and whose positions are learnt, `starcoder2` its successor. With `-tied`, and in every `starcoder`,
    the output head is the table of tokens.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    family: Family = "llama"
    vocabulary: int = Field(ge=64)
    width: int = Field(ge=16)
    layers: int = Field(ge=1)
    heads: int = Field(ge=1)
    kv_heads: int = Field(ge=1)
    hidden: int = Field(ge=16)

    @model_validator(mode="before")
    @classmethod
    def _older(cls, settings: Any) -> Any:
        """Read what older recipes have: `tied: true` is `family: llama-tied`."""
        if not isinstance(settings, Mapping) or not isinstance(settings.get("tied"), bool):
            return settings
        if "family" in settings:
            raise ValueError("family says whether the head is tied: leave tied out")
        known = {key: value for key, value in settings.items() if key != "tied"}
        return {**known, "family": "llama-tied" if settings["tied"] else "llama"}

    @model_validator(mode="after")
    def _heads_divide(self) -> Self:
        if self.width % self.heads or self.heads % self.kv_heads:
            raise ValueError("width must be a multiple of heads, and heads one of kv_heads")
        if self.architecture == "starcoder" and self.kv_heads != 1:
            raise ValueError("the heads of a starcoder share one key: kv_heads must be 1")
        return self

    @property
    def architecture(self) -> Architecture:
        """The family, but for whether the head is tied."""
        found: dict[Family, Architecture] = {
            "llama": "llama",
            "llama-tied": "llama",
            "starcoder": "starcoder",
            "starcoder2": "starcoder2",
            "starcoder2-tied": "starcoder2",
        }
        return found[self.family]

    @property
    def tied(self) -> bool:
        """Whether the output head is the table of tokens."""
        return self.family.endswith("-tied") or self.family == "starcoder"

    @property
    def learns_positions(self) -> bool:
        """Whether positions are a table of weights and not turned into queries and keys."""
        return self.family == "starcoder"

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """The matrices of a layer; of one name there may be several."""
        width, hidden = self.width, self.hidden
        narrow = width // self.heads * self.kv_heads
        attention: tuple[Matrix, ...]
        if self.architecture == "starcoder":
            attention = (Matrix("c_attn", width + 2 * narrow, width), Matrix("c_proj", width, width))
        else:
            attention = (
                *(Matrix("q_proj", width, width), Matrix("k_proj", narrow, width)),
                *(Matrix("v_proj", narrow, width), Matrix("o_proj", width, width)),
            )
        if self.architecture == "llama":
            gated = (Matrix("gate_proj", hidden, width), Matrix("up_proj", hidden, width))
            return (*attention, *gated, Matrix("down_proj", width, hidden))
        return (*attention, Matrix("c_fc", hidden, width), Matrix("c_proj", width, hidden))

    @property
    def targets(self) -> tuple[Target, ...]:
        """What adapters may be laid beside."""
        return tuple(dict.fromkeys(matrix.name for matrix in self.matrices))

    def weights(self, positions: int) -> int:
        """Count the weights of a model that has learnt so many positions."""
        # A norm of a Llama is a scale, and nothing else is added; a StarCoder has a bias everywhere.
        norm, biases = self.width, 0
        if self.architecture != "llama":
            norm, biases = 2 * self.width, sum(matrix.rows for matrix in self.matrices)
        layer = sum(matrix.size for matrix in self.matrices) + biases + 2 * norm
        return layer * self.layers + norm + self.vocabulary * self.width + self.looked_up(positions)

    def looked_up(self, positions: int) -> int:
        """Count the weights of tables that no product is taken with: one of positions, one of tokens but no head."""
        learnt = positions if self.learns_positions else 0
        return self.width * (learnt + (0 if self.tied else self.vocabulary))
