"""A prompt made ready for one slot, and the way back from a model's answer to a body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from inlay.prompts.guide import Guide

__all__ = ["Message", "RenderedPrompt", "Style"]

Style = Literal["instruct", "compact", "infill"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedPrompt:
    """A prompt of the registry filled for a slot.

    `references` maps reference tokens to what they stand for (style `compact` only). `text` is the whole prompt for
    `compact`, the text before the hole for `infill`; `suffix` is the text behind the hole, which a model is shown after
    `text`, or before it with `suffix_first`. `digest` is the content hash of the prompt file, `label` is
    `name@version`, `slot` the id of the slot it was rendered for.
    """

    name: str
    version: str
    style: Style
    digest: str
    messages: tuple[Message, ...] = ()
    text: str = ""
    suffix: str = ""
    suffix_first: bool = False
    references: Mapping[str, str] = field(default_factory=dict)
    guide: Guide | None = field(default=None, compare=False, repr=False)
    slot: str = ""

    @property
    def label(self) -> str:
        """The prompt's name and version."""
        return f"{self.name}@{self.version}"
