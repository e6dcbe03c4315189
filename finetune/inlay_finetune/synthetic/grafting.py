"""Grafts: one more clause for a rule written by hand, so that no sentence can be known by heart.

A clause is a condition on something that the rule has not looked at yet, or a limit: "... Zero when the visit is
signed", "... but at most 50". It is said behind the sentence or before it, and comes first in the body.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inlay.contract import DecimalType, Entity, EntityType, OptionalType, ReferenceType, Scalar
from inlay_finetune.synthetic.comparing import OPPOSITES, Condition
from inlay_finetune.synthetic.conditions import literal, sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import LONGEST, MARKED_NAME, Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.parts import ZERO, said_of

__all__ = ["grafted"]

_LIMITS = 0.15  # the share of limits among the clauses
_WORDS = "blocked special manual ask priority skip exempt later review stop free urgent checked other".split()
_LOCAL = re.compile(r"<v(\d+)>")
_COMPARED = re.compile(r" (==|!=|>=|<=|<|>) ")
_CHAINED = re.compile(r"[<>]=? .* [<>]=? ")
# Stands for the sentence while a wording is put together: what people write may hold `[a|b]` or `{name}` of its own.
_HERE = "\0"
_AFTER_QUESTION = re.compile(r"\?[.,;]")
_LOOSE = (" or ", " if ", "lambda")
_TURNED = {"not ": "", " is not None": " is None", " is None": " is not None", " in (": " not in ("}
# What a clause gives where its condition holds, by what it is called among the wordings.
_GUARDS = {"refused": "False", "allowed": "True", "none": "None", "nought": "0", "zero": ZERO}
_CHANGES = {
    "more": "{own} * (100 + {k}) / 100",
    "less": "{own} * (100 - {k}) / 100",
    "plus": '{own} + Decimal("{k}")',
    "minus": '{own} - Decimal("{k}")',
}
_RATES = ("more", "less")
_LIMITING = {"capped": "min", "floored": "max"}


@dataclass(frozen=True, slots=True)
class _Place:
    """What a condition may be about: its code, how it is called, and its entity."""

    code: str
    who: str
    entity: Entity


def grafted(dice: Dice, draft: Draft, entities: Sequence[Entity]) -> Draft:
    """Give a rule with one more clause, or the draft itself where none fits."""
    if draft.kind != "python-function" or "chinese" in draft.tags:
        return draft
    if dice.chance(_LIMITS):
        return _limited(dice, draft)
    places = list(_places(draft, entities))
    if not places:
        return draft
    place, known = dice.pick(places), MARKED_NAME.findall(draft.body)
    condition = sample_condition(
        dice, place.entity, but=tuple(field for field in place.entity.fields if field.name in known)
    )
    return draft if condition is None else _conditioned(dice, draft, place, condition)


def _places(draft: Draft, entities: Sequence[Entity]) -> Iterator[_Place]:
    by_name = {entity.name: entity for entity in entities}
    for parameter in draft.takes:
        entity = by_name.get(parameter.type.entity) if isinstance(parameter.type, EntityType) else None
        if entity is not None:
            own = name(parameter.name)
            yield _Place(own, f"the {label(parameter.name)}", entity)
            for field in entity.fields:
                if isinstance(field.type, ReferenceType) and field.type.entity in by_name:
                    yield _Place(f"{own}.{name(field.name)}", f"the {label(field.name)}", by_name[field.type.entity])


def _conditioned(dice: Dice, draft: Draft, place: _Place, condition: Condition) -> Draft:
    """Have the rule give something else where a condition holds, or change what it gives."""
    kinds = _kinds(draft)
    if not kinds:
        return draft
    kind, test = dice.pick(kinds), condition.python(place.code)
    whole = kind in _RATES or dice.chance(0.5)
    phrases = {
        "claim": said_of(condition, place.who),
        "word": dice.pick(_WORDS),
        "k": str(dice.between(2, 60)) if whole else dice.money(90),
    }
    if kind in _CHANGES:
        body = _changed(draft.body, _CHANGES[kind], test, phrases["k"])
    elif kind == "required":
        body = _required(draft.body, test)
    else:
        result = _GUARDS.get(kind, f'"{constant(phrases["word"])}"')
        body = f"if {test}:\n    return {result}\n{draft.body}"
    return _said(dice, draft, kind, body, phrases)


def _kinds(draft: Draft) -> tuple[str, ...]:
    """Give the clauses that a rule may get, by what it returns."""
    match draft.returns:
        case Scalar("bool"):
            return ("refused", "required", "allowed")
        case Scalar("int"):
            return ("nought",)
        case Scalar("str"):
            return ("word",)
        case OptionalType():
            return ("none",)
        case DecimalType():
            return ("zero", *_CHANGES) if _only_value(draft.body) else ("zero",)
    return ()


def _limited(dice: Dice, draft: Draft) -> Draft:
    """Cap an amount, or give it a floor."""
    value = _only_value(draft.body)
    is_amount = isinstance(draft.returns, DecimalType) or draft.returns == Scalar("int")
    if not is_amount or value is None or value.startswith(("min(", "max(")):
        return draft
    kind, k = dice.pick(list(_LIMITING)), str(dice.round_number(2, 300))
    return _said(dice, draft, kind, f"return {_LIMITING[kind]}({value}, {literal(draft.returns, k)})", {"k": k})


def _said(dice: Dice, draft: Draft, kind: str, body: str, phrases: dict[str, str]) -> Draft:
    """Say the clause with the sentence as it is, a full stop where it had one."""
    stop = "." if draft.does.endswith((".", "?")) else ""
    does = dice.tell(f"grafting.{kind}", does=_HERE, **phrases).replace(_HERE, draft.does.removesuffix(".")) + stop
    does = _AFTER_QUESTION.sub("?", does)
    if len(does) > LONGEST:
        return draft
    return replace(draft, does=does, body=body, tags=(*draft.tags, "graft"))


def _only_value(body: str) -> str | None:
    """Give what a body of a single statement returns, or None for any other."""
    return body.removeprefix("return ") if body.startswith("return ") and "\n" not in body else None


def _changed(body: str, change: str, test: str, k: str) -> str:
    own = f"<v{max((int(number) for number in _LOCAL.findall(body)), default=-1) + 1}>"
    changed = change.format(own=own, k=constant(k))
    return f"{own} = {_only_value(body)}\nif {test}:\n    return {changed}\nreturn {own}"


def _required(body: str, test: str) -> str:
    value = _only_value(body)
    if value is None:
        return f"if {_negated(test)}:\n    return False\n{body}"
    held = f"({value})" if any(mark in value for mark in _LOOSE) else value
    return f"return {held} and {test}"


def _negated(test: str) -> str:
    """Turn a test round, as people write it."""
    for mark, other in _TURNED.items():
        if mark in test:
            return test.replace(mark, other)
    if _CHAINED.search(test) or not _COMPARED.search(test):
        return f"not {test}"
    return _COMPARED.sub(lambda found: f" {OPPOSITES[found[1]]} ", test)
