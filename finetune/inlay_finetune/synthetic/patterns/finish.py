"""What may follow an amount: subtract, percent, cap, floor, rounding, a threshold, each in words and code."""

import re
from dataclasses import replace

from inlay.contract import DecimalType, Parameter, Scalar
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.patterns.tails import spaced
from inlay_finetune.synthetic.world import World

__all__ = ["finish_decimal", "never_negative", "rounded", "sentence"]

_ITS = re.compile(r"\bit's\b")
_OF_IT = re.compile(r"\bthe (\w+(?: \w+){0,2}) of it\b")
_NEXT = re.compile(r"(?<=[a-z0-9)\"”'%][.?!] )[a-z]")
_AN = re.compile(r"\b([Aa])(?= (?!(?:is|are|in|if|of|on|or|at|and|as|also|else|once|one|eu\w*)\b)[aeio])")

_ROUNDINGS = ("half_up", "down", "up")
_REDUCTIONS = ("discount", "rebate", "deduction", "advance", "prepaid", "voucher", "subsidy", "credit", "refund")
_ADDITIONS = ("surcharge", "shipping", "fee", "extra", "tip", "handling", "tax", "carried_over")


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    text = _OF_IT.sub(r"its \1", _ITS.sub("its", text.strip()))
    text = _NEXT.sub(lambda found: found[0].upper(), _AN.sub(r"\1n", text))
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!" else ".")


def never_negative(dice: Dice) -> str:
    """Say that a result is not below zero."""
    return _tail(dice, "never_negative")


def _tail(dice: Dice, key: str, **phrases: str) -> str:
    """Say what follows an amount, with its comma, full stop or space before it."""
    return spaced(dice.tell(f"finish.{key}", **phrases))


def rounded(dice: Dice) -> tuple[str, str]:
    """Say a rounding and give the code that wraps `{x}`."""
    mode = dice.weighted(_ROUNDINGS, (2, 1, 1))
    return _tail(dice, mode), "({x})" + rounding_to("0.01", mode)


def finish_decimal(world: World, draft: Draft, *, plain: bool = False, alone: str = "") -> Draft:
    """Turn an amount (an expression in `body`) into a whole rule, adding up to two steps; `alone` says it without any."""
    dice, untouched = world.dice, draft.body
    if dice.chance(0.12):
        return _threshold(dice, draft)
    steps = [] if plain else [_reduce, _reduce, _add, _percent_off, _percent_on]
    if steps and dice.chance(0.5):
        draft = dice.pick(steps)(dice, draft)
    may_floor = plain or "R058" in draft.tags
    if may_floor and dice.chance(0.65):
        draft = replace(
            draft,
            body=f'max({draft.body}, Decimal("0"))',
            does=draft.does + never_negative(dice),
            tags=(*draft.tags, "R056"),
        )
    elif dice.chance(0.15):
        draft = _bound(dice, draft)
    if dice.chance(0.14):
        words, code = rounded(dice)
        draft = replace(
            draft,
            body=code.format(x=draft.body)
            if not _is_call(draft.body)
            else code.replace("({x})", "{x}").format(x=draft.body),
            does=draft.does + words,
            tags=(*draft.tags, "R064"),
        )
    does = alone if alone and draft.body == untouched else draft.does
    return replace(draft, body=f"return {draft.body}", does=sentence(does))


def _is_call(code: str) -> bool:
    depth = 0
    for at, letter in enumerate(code):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and (letter == " " or (letter == ")" and at < len(code) - 1)):
            return False
    return code.endswith(")")


def _reduce(dice: Dice, draft: Draft) -> Draft:
    parameter = Parameter(name=_fresh(dice, _REDUCTIONS, draft), type=DecimalType())
    said = label(parameter.name)
    words = _tail(dice, "reduce", said=said)
    return replace(
        draft,
        takes=(*draft.takes, parameter),
        does=draft.does + words,
        body=f"{draft.body} - {name(parameter.name)}",
        tags=(*draft.tags, "R058"),
    )


def _add(dice: Dice, draft: Draft) -> Draft:
    parameter = Parameter(name=_fresh(dice, _ADDITIONS, draft), type=DecimalType())
    said = label(parameter.name)
    words = _tail(dice, "add", said=said)
    return replace(
        draft, takes=(*draft.takes, parameter), does=draft.does + words, body=f"{draft.body} + {name(parameter.name)}"
    )


def _percent_off(dice: Dice, draft: Draft) -> Draft:
    stated = str(dice.round_number(2, 60))
    if dice.chance(0.35):
        parameter = Parameter(
            name=_fresh(dice, ("percent", "discount_percent", "rebate_percent", "rate"), draft),
            type=DecimalType() if dice.chance(0.5) else Scalar("int"),
        )
        said = f"{label(parameter.name)}" if "percent" in parameter.name else f"{label(parameter.name)} percent"
        words = _tail(dice, "percent_off_given", said=said)
        return replace(
            draft,
            takes=(*draft.takes, parameter),
            does=draft.does + words,
            body=f"{_operand(draft.body)} * (100 - {name(parameter.name)}) / 100",
            tags=(*draft.tags, "R057"),
        )
    words = _tail(dice, "percent_off", n=stated)
    return replace(
        draft,
        does=draft.does + words,
        body=f"{_operand(draft.body)} * (100 - {constant(stated)}) / 100",
        tags=(*draft.tags, "R057"),
    )


def _percent_on(dice: Dice, draft: Draft) -> Draft:
    stated = str(dice.round_number(2, 60))
    if dice.chance(0.5):
        words = _tail(dice, "percent_on", n=stated)
        return replace(
            draft, does=draft.does + words, body=f"{_operand(draft.body)} * (100 + {constant(stated)}) / 100"
        )
    words = _tail(dice, "percent_of", n=stated)
    return replace(draft, does=draft.does + words, body=f"{_operand(draft.body)} * {constant(stated)} / 100")


def _bound(dice: Dice, draft: Draft) -> Draft:
    stated, cap = dice.money(2000), dice.chance(0.6)
    words = _tail(dice, "cap" if cap else "floor", n=stated)
    code = f'{"min" if cap else "max"}({draft.body}, Decimal("{constant(stated)}"))'
    return replace(draft, does=draft.does + words, body=code, tags=(*draft.tags, "R046" if cap else "R047"))


def _threshold(dice: Dice, draft: Draft) -> Draft:
    operator, stated = dice.pick([">=", ">", "<=", "<"]), dice.money(2000)
    clause = draft.does[0].lower() + draft.does[1:]
    for verb in ("sum ", "add up ", "take ", "total of ", "the total of ", "the sum of "):
        if clause.startswith(verb):
            clause = "the sum of " + clause.removeprefix(verb)
            break
    how = compare_words(dice, operator, stated)
    does = dice.tell("finish.threshold", clause=clause, how=how)
    code = f'return {draft.body} {operator} Decimal("{constant(stated)}")'
    return replace(
        draft,
        name=f"is_{draft.name}",
        returns=Scalar("bool"),
        does=sentence(does),
        body=code,
        tags=(*draft.tags, "R030"),
    )


def _operand(code: str) -> str:
    return code if _is_call(code) or " " not in code else f"({code})"


def _fresh(dice: Dice, names: tuple[str, ...], draft: Draft) -> str:
    taken = {parameter.name for parameter in draft.takes}
    return dice.pick([word for word in names if word not in taken] or ["other_amount"])
