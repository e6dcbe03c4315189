"""The one page a new target language has to read: what a slot kind asks of it."""

from typing import Protocol

from inlay.contract import Contract, Type

__all__ = ["Language"]


class Language(Protocol):
    """How contracts and bodies look in one target language. Nothing here ever runs a body."""

    @property
    def name(self) -> str:
        """The name that a slot kind gives as its `language`."""

    def spell(self, kind: Type) -> str:
        """Give a type as this language writes it."""

    def stub(self, contract: Contract) -> str:
        """Give the typed body that stands in an unfilled slot."""

    def module(self, contract: Contract, body: str) -> str:
        """Give the text in which a body can be read by the tools of the language."""

    def unreadable(self, body: str) -> str:
        """Say why a text is not a body of this language, with its line; empty when it is one."""
