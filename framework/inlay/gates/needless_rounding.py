"""Whether a body gives fewer decimals than its contract holds, where nobody asked it to round."""

import ast
import re
from decimal import Decimal, InvalidOperation

from inlay.contract import Contract, DecimalType, without_optional

__all__ = ["needless_rounding"]

_SAID = re.compile(
    r"round|whole|full|integer|nearest|next|multiple|step|start|begun|unit|exact|precis|half[- ](?:up|down|to|even)"
    r"|floor|ceil|trunc|\bcut|drop|\bcents?\b|penn|digit|place|decimal|fraction|tenth|hundredth|thousandth|upward|downward"
    r"|\b(?:up|down) to\b|\bto (?:the )?[01]\b|\b0?\.0*1\b|到分|[整舍取位零抹进]",
    re.IGNORECASE,
)


def needless_rounding(contract: Contract, sentence: str, tree: ast.AST) -> str:
    """Say that a Python body rounds its result to fewer decimals than were asked for; empty where it does not.

    Without a scale in the contract only whole numbers are too few. What is rounded on the way to a result is not
    judged: it may be a count of started hours.
    """
    kind = without_optional(contract.result)
    if not isinstance(kind, DecimalType) or _SAID.search(sentence):
        return ""
    wanted = 1 if kind.scale is None else kind.scale
    returned = (node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value is not None)
    given = min((places for value in returned if (places := _places(value)) is not None), default=wanted)
    if given >= wanted:
        return ""
    return f"the sentence does not ask to round to {_spoken(given)}, and {kind} holds more"


def _places(value: ast.expr) -> int | None:
    """Give to how many decimals a value is rounded, below zero for tens; None where it is not seen to be rounded."""
    match value:
        case ast.Call(func=ast.Name(id="round"), args=[_]) | ast.Call(func=ast.Attribute(attr="to_integral_value")):
            return 0
        case ast.Call(func=ast.Name(id="round"), args=[_, ast.Constant(value=int(places))]):
            return places
        case ast.Call(func=ast.Attribute(attr="quantize"), args=[ast.Call(args=[ast.Constant(value=step)]), *_]):
            return _places_of(str(step))
        case ast.Call(func=ast.Name(id="Decimal"), args=[inner]):
            return _places(inner)
    return None


def _places_of(step: str) -> int | None:
    try:
        exponent = Decimal(step).as_tuple().exponent
    except InvalidOperation:
        return None
    return -exponent if isinstance(exponent, int) else None


def _spoken(places: int) -> str:
    if places < 1:
        return "whole numbers"
    return f"{places} decimal{'s' if places > 1 else ''}"
