"""From a draft to what a model writes: names and constants as the reference tokens of its prompt."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from inlay.linking import constants_in
from inlay.prompts.references import tight
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, MARKED_NAME

__all__ = ["by_value", "spelt", "value_of"]


def spelt(body: str, references: Mapping[str, str]) -> str | None:
    """Give the body in reference tokens, or None when it needs a name that the prompt has no token for."""
    tokens = {value: token for token, value in references.items() if token.startswith("<n")}
    constants = {value_of(value): token for token, value in references.items() if token.startswith("<k")}
    if any(name not in tokens for name in MARKED_NAME.findall(body)):
        return None
    named = MARKED_NAME.sub(lambda match: tokens[match[1]], body)
    return tight(MARKED_CONSTANT.sub(lambda match: constants.get(value_of(match[1]), match[1]), named))


def by_value(text: str) -> frozenset[object]:
    """Give the constants that a text states, those of equal value as one."""
    return frozenset(value_of(found.value) for found in constants_in(text))


def value_of(text: str) -> object:
    """Give a constant as what it is compared by: numbers by their value, anything else as it is written."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
