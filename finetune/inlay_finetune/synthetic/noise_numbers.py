"""Noise with numbers: what a value was before, an example worked out, a paragraph, a unit, a number said twice."""

import re
from decimal import Decimal

from inlay.contract import Contract
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.noise_kinds import NUMBER, Noise, after, at_unquoted, before, said
from inlay_finetune.synthetic.noise_said import noted

__all__ = ["HELD", "KINDS"]

_SHARE = r"(?P<share> ?%| percent| per cent)?"
_STATED = re.compile(f"(?P<number>{NUMBER}){_SHARE}")
_UP = r"[Mm]ore than|[Oo]ver|[Aa]bove|[Ee]xceeds?|[Gg]reater than|[Hh]igher than|[Aa]t least|[Nn]o less than|超过|大于|高于|至少|不低于|不少于"
_DOWN = r"[Ll]ess than|[Bb]elow|[Uu]nder|[Ff]ewer than|[Ll]ower than|[Aa]t most|[Uu]p to|[Nn]o more than|不超过|最多|至多|低于|少于|不足|小于"
_LIMIT = re.compile(rf"(?P<down>{_DOWN})?(?(down)|(?:{_UP})) ?(?P<number>{NUMBER}){_SHARE}")
_SUMMED = re.compile(r"return sum\([^*/]*\)$|SELECT (?:COALESCE\()?SUM\((?:\w+\.)?«\w+»\)")
_TIMES = re.compile(r"(?!.*100)return [^/]*» \* [^/]*$")
_AMOUNT = re.compile(r'Decimal\("§([^§]+)§"\)')
_MONEY = re.compile("价|金额|费|款|额")
_STOPS = re.compile("[，。；：？]")
_WORDS = dict(
    zip(map(str, range(2, 13)), "two three four five six seven eight nine ten eleven twelve".split(), strict=True)
)
_FIGURES = dict(zip(map(str, range(2, 11)), "二三四五六七八九十", strict=True))


def _before_now(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Say beside a number what it was until last year."""

    def put(found: re.Match[str]) -> str:
        value = Decimal(found["number"])
        step = dice.pick((1, 2, 3, 5, 10)) if value < 100 else dice.pick((20, 50, 100))
        old = value - step if value > step and dice.chance(0.6) else value + step
        return found[0] + _fitted(dice, noted(dice, "N03.behind", old=f"{old}{_sign(found)}"))

    return said(draft, at_unquoted(dice, _STATED, draft.does, put))


def _worked_out(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Give an example beside a limit, or one of adding up or multiplying behind the sentence."""

    def put(found: re.Match[str]) -> str | None:
        value = int(Decimal(found["number"]))
        other = (
            value - dice.between(1, max(1, value // 3)) if found["down"] else value + dice.between(1, value // 3 + 9)
        )
        return None if other < 1 else found[0] + _fitted(dice, noted(dice, "N06.behind", one=f"{other}{_sign(found)}"))

    beside = said(draft, at_unquoted(dice, _LIMIT, draft.does, put))
    return beside or said(draft, _example(dice, draft))


def _example(dice: Dice, draft: Draft) -> str | None:
    one, two = dice.between(3, 19), 10 * dice.between(2, 30)
    if _TIMES.match(draft.body):
        key, result = "N06.times", one * two
    elif _SUMMED.match(draft.body):
        key, result = "N06.sum", one + two
    else:
        return None
    return after(dice, noted(dice, key, one=str(one), two=str(two), result=str(result)), draft.does)


def _by_law(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Name the paragraph or the policy that says so."""
    put, place = dice.pick(((before, "before"), (after, "after")))
    words = noted(dice, f"N12.{place}", number=str(dice.between(2, 480)), part=str(dice.between(2, 9)))
    return said(draft, put(dice, words, draft.does))


def _in_money(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Give amounts of money their unit (English ones get it where numbers are written in another way)."""
    money = set(_AMOUNT.findall(draft.body))
    if not money or not _MONEY.search(draft.does):
        return None
    unit = dice.pick(("元", "块", "元钱"))
    amount = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, money))})(?=[时的，。；（）、则])", re.ASCII)
    return said(
        draft, at_unquoted(dice, amount, draft.does, lambda found: found[0] + unit if _is_of_money(found) else None)
    )


def _is_of_money(found: re.Match[str]) -> bool:
    """Whether the clause up to a number speaks of money."""
    return _MONEY.search(_STOPS.split(found.string[: found.start()])[-1]) is not None


def _twice(dice: Dice, draft: Draft, _: Contract) -> Draft | None:
    """Write a number both as a word and in digits."""

    def put(found: re.Match[str]) -> str | None:
        number = found["number"]
        if dice.language == "zh":
            return f"{number}（{_FIGURES[number]}）" if number in _FIGURES else None
        return f"{_WORDS[number]} ({number})" if number in _WORDS and not found["share"] else None

    return said(draft, at_unquoted(dice, _STATED, draft.does, put))


def _sign(found: re.Match[str]) -> str:
    return "%" if found["share"] else ""


def _fitted(dice: Dice, words: str) -> str:
    return words if dice.language == "zh" else f" {words}"


KINDS = (
    Noise("N14", _in_money, 0, 8),
    Noise("N26", _twice, 6, 4),
)
HELD = (
    Noise("N03", _before_now, 10, 10),
    Noise("N06", _worked_out, 10, 10),
    Noise("N12", _by_law, 6, 6),
)
