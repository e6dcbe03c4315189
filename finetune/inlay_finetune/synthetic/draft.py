"""What a pattern gives: a contract's edges, a sentence and a body with its names and constants marked.

In a body, `«name»` is a name of the contract, `§12§` a constant that the sentence states, `<v0>` a local.
The marks let one draft be spelt as plain code and as reference tokens without guessing.
"""

import re
from dataclasses import dataclass, field

from inlay.contract import Contract, Entity, Parameter, Type

__all__ = ["LONGEST", "Draft", "constant", "name", "plain", "to_contract"]

LONGEST = 400
"""How many characters a sentence may have."""
MARKED_NAME = re.compile(r"«([^»]+)»")
MARKED_CONSTANT = re.compile(r"§([^§]+)§")


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One slot made by a pattern; `tags` are the ids of the inventory it covers."""

    name: str
    takes: tuple[Parameter, ...]
    returns: Type
    does: str
    body: str
    tags: tuple[str, ...] = field(default=())
    kind: str = "python-function"


def name(text: str) -> str:
    """Mark a name of the contract inside a body."""
    return f"«{text}»"


def constant(value: object) -> str:
    """Mark a constant that the sentence states."""
    return f"§{value}§"


def plain(body: str) -> str:
    """Give the body as ordinary code; locals stay `<v0>`."""
    return MARKED_CONSTANT.sub(r"\1", MARKED_NAME.sub(r"\1", body))


def to_contract(draft: Draft, entities: tuple[Entity, ...]) -> Contract:
    """Give the contract of a draft over these entities."""
    return Contract(name=draft.name, kind=draft.kind, parameters=draft.takes, result=draft.returns, entities=entities)
