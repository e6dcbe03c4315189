"""Numbers as people write them: `1,200`, `2k`, `three`, `EUR 50`; their values stay what they are."""

import re

from inlay.linking import constants_in
from inlay_finetune.synthetic.dice import Dice

__all__ = ["refigured"]

_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_WORDS = {str(number): word for number, word in enumerate(_SMALL, 2)}
_DIGITS = {word: digits for digits, word in _WORDS.items()}
_FIGURE = re.compile(r"(?<![\w.,'\"“$€£/+<>=-])\d+(?:\.\d+)?(?![\w%'\"”/+-]|[.,]\d)")
_WORD = re.compile(rf"(?<![\w'\"“-])(?:{'|'.join(_SMALL)})(?![\w'\"”-])")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'(?!\w)")
_AMOUNT = re.compile(r'Decimal\("§([^§]+)§"\)')
_MONEY = (
    "price cost amount fee rate budget balance rent salary wage pay bonus premium charge tax payment debt credit "
    "deposit turnover revenue commission surcharge refund expense income fine deductible discount penalty allowance"
).split()
_COUNTED = (
    "percent percentage share factor times multiplier multiplied quantity hour overtime minute day week month year weight "
    "distance length width height area volume mileage stock score point level age speed temperature consumption "
    "usage piece unit kg km kilometre litre seat guest person rating ratio threshold duration reading mark"
).split()
_PRICED = "|".join(_MONEY)
_UNIT = re.compile(
    rf"(\b(?<!of the )(?<!of this )(?:{_PRICED})\b|\b(?:{_PRICED})s\b(?! to\b))|\b(?:{'|'.join(_COUNTED)})s?\b|%",
    re.IGNORECASE,
)
_NOT_MONEY = re.compile(
    r"\s*(?:full |started |working |cubic |square )?(percent|per cent|pct|times|days?|weeks?|months?|years?|hours?|"
    r"minutes?|decimals?|places?|points?|pp|pieces?|units?|kg|km|kilomet\w+|kilos?|lit\w+|tonnes?|seats?|guests?|%)"
)


def refigured(dice: Dice, sentence: str, body: str) -> str:
    """Give the sentence with some of its numbers written in another way."""
    money = frozenset(_AMOUNT.findall(body)) if dice.chance(0.3) else frozenset()
    currency = dice.pick(("${}", "€{}", "EUR {}", "{} EUR", "{} euros", "{} dollars", "USD {}", "{} €"))
    share = dice.pick((0.0, 0.0, 0.3, 0.7))
    quoted = [found.span() for found in _QUOTED.finditer(sentence)]

    def written(found: re.Match[str]) -> str:
        if any(low <= found.start() < high for low, high in quoted):
            return found[0]
        if found[0] in money and _is_money(sentence, found):
            return currency.format(_grouped(found[0]) if dice.chance(0.5) else found[0])
        return _in_another_way(dice, found[0]) if dice.chance(share) else found[0]

    changed = _FIGURE.sub(written, sentence)
    if dice.chance(share / 2):
        changed = _WORD.sub(lambda found: _DIGITS[found[0]], changed)
    return changed if _values(changed) == _values(sentence) else sentence


def _is_money(sentence: str, figure: re.Match[str]) -> bool:
    """Say whether the nearest measure named before a figure, or right behind it, is one of money."""
    if _NOT_MONEY.match(sentence, figure.end()) or (figure[0] == "100" and "percent" in sentence):
        return False
    before = list(_UNIT.finditer(sentence, 0, figure.start()))
    nearest = before[-1] if before else _UNIT.search(" ".join(sentence[figure.end() :].split()[:3]))
    return nearest is not None and nearest[1] is not None


def _in_another_way(dice: Dice, digits: str) -> str:
    if digits in _WORDS:
        return _WORDS[digits]
    if digits.endswith("000") and dice.chance(0.3):
        return f"{digits[:-3]}k"
    return _grouped(digits)


def _grouped(digits: str) -> str:
    return f"{int(digits):,}" if digits.isdigit() else digits


def _values(sentence: str) -> list[str]:
    return [constant.value for constant in constants_in(sentence)]
