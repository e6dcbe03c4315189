"""What may come next in an answer: a field only behind its owner, a table only where tables stand, days beside days.

Cheaper than a grammar, and stricter where it counts: it knows what each name is. A backend that decodes
token by token asks before each one; what it forbids could pass no gate.
"""

from collections.abc import Mapping
from typing import Protocol

from inlay.contract import Contract

__all__ = ["Guide", "guide_for"]


class Guide(Protocol):
    """Says which reference tokens of names may come next, and which plain text."""

    def allowed(self, text: str) -> frozenset[str]:
        """Give the tokens `<n..>` that may follow the text written so far."""

    def fits(self, text: str, piece: str) -> bool:
        """Say whether a piece that is no name may follow the text written so far."""

    def may_end(self, text: str) -> bool:
        """Say whether the text written so far can be the whole answer."""


def guide_for(contract: Contract, references: Mapping[str, str]) -> Guide:
    """Give the guide of a contract in the tokens of one prompt."""
    from inlay.prompts.guide_python import PythonGuide
    from inlay.prompts.guide_sql import SqlGuide

    return SqlGuide(contract, references) if contract.is_query else PythonGuide(contract, references)
