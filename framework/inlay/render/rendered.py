"""What rendering gives: files with their owner and, where one is a slot's, the id of the slot."""

from dataclasses import dataclass

from inlay.catalog import Owner

__all__ = ["RenderedFile"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedFile:
    """One file of a project; `path` is relative to it with forward slashes, `slot` the id of the slot inside.

    `source` names the template text that it was rendered from.
    """

    path: str
    content: str
    owner: Owner = "renderer"
    slot: str | None = None
    source: str = ""
