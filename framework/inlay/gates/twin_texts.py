"""Drawn inputs whose lists hold each text in two cases, so that a body shows what it leaves to chance."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from inlay.cases import Draw, Thing, Value
from inlay.contract import Contract, EntityType, ListType, ReferenceType, Scalar, Type, without_optional

__all__ = ["with_twins"]

_FOLDING = re.compile(r"\b(?:casefold|capitalize|lower|swapcase|title|upper)\b")


def with_twins(contract: Contract, body: str, draws: Sequence[Draw]) -> tuple[Draw, ...]:
    """Give the inputs in which something has a twin now; none for a body that never folds capitals and small letters.

    No spec vouches for a text in the other case, so a body may refuse to calculate with it.
    """
    if not _FOLDING.search(body):
        return ()
    doubling = _Doubling(contract)
    found = ((draw, {**draw.case.arguments, **doubling.arguments(draw.case.arguments)}) for draw in draws)
    return tuple(
        replace(draw, case=replace(draw.case, arguments=arguments), unsure=True, unsure_text=True)
        for draw, arguments in found
        if arguments != draw.case.arguments
    )


class _Doubling:
    def __init__(self, contract: Contract) -> None:
        self._parameters = {parameter.name: parameter.type for parameter in contract.parameters}
        self._fields = {
            entity.name: {field.name: field.type for field in entity.fields} for entity in contract.entities
        }

    def arguments(self, given: Mapping[str, Value]) -> dict[str, Value]:
        return {name: self._doubled(self._parameters[name], value) for name, value in given.items()}

    def _doubled(self, kind: Type, value: Value) -> Value:
        match without_optional(kind), value:
            case ListType(item), list() | tuple():
                items = [self._doubled(item, each) for each in value]
                twins = [self._twin(item, each) for each in value]
                return [*items, *(twin for twin in twins if twin not in items)]
            case ((EntityType() | ReferenceType()), Thing(entity, fields)):
                kinds = self._fields[entity]
                return Thing(entity, {name: self._doubled(kinds[name], inner) for name, inner in fields.items()})
        return value

    def _twin(self, kind: Type, value: Value) -> Value:
        match without_optional(kind), value:
            case Scalar("str"), str():
                return _swapped(value)
            case ((EntityType() | ReferenceType()), Thing(entity, fields)):
                kinds = self._fields[entity]
                texts = {
                    name: self._twin(kinds[name], held)
                    for name, held in fields.items()
                    if without_optional(kinds[name]) == Scalar("str")
                }
                return Thing(entity, {**fields, **texts})
        return value


def _swapped(text: str) -> str:
    """Give a text in the other case, where that is no longer than it."""
    other = text.swapcase()
    return other if len(other) == len(text) else text
