"""The shape of a model: a Llama whose every dimension a GGUF block can hold."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["ModelConfig"]


class ModelConfig(BaseModel):
    """Sizes of a Llama with tied embeddings; `width` and `hidden` in multiples of 32 for Q8_0 blocks.

    With `prefix_lm` the tokens of a task see each other whatever their order (Raffel et al. 2020), its code all before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    vocabulary: int = Field(default=2048, ge=64, multiple_of=64)
    width: int = Field(default=256, ge=32, multiple_of=32)
    layers: int = Field(default=6, ge=1)
    heads: int = Field(default=4, ge=1)
    hidden: int = Field(default=768, ge=32, multiple_of=32)
    context: int = Field(default=2048, ge=64)
    rope_base: float = Field(default=10000.0, gt=0)
    norm_epsilon: float = Field(default=1e-5, gt=0)
    prefix_lm: bool = Field(default=False, description="Read tasks in both directions.")

    @property
    def head_width(self) -> int:
        """The width of one attention head."""
        return self.width // self.heads

    @model_validator(mode="after")
    def _heads_divide(self) -> Self:
        if self.width % self.heads or self.head_width % 2:
            raise ValueError("width must be heads times an even number")
        return self
