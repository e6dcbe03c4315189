"""Constants that a sentence states: numbers in digits or words, ordinals in digits, and quoted text."""

import re
from dataclasses import dataclass
from decimal import Decimal

from inlay.linking.number_words import IN_WORDS, SCALES, value_of_words

__all__ = ["Constant", "constants_in"]

_SCALES = SCALES | {"k": 1_000, "m": 1_000_000}
_PARTS = {"a half": "0.5", "a quarter": "0.25", "three quarters": "0.75", "½": "0.5", "¼": "0.25", "¾": "0.75"}

_QUOTED = r"\"(?P<double>[^\"\n]{1,60})\"|(?<![\w])'(?P<single>[^'\n]{1,60})'(?!\w)|“(?P<curly>[^”\n]{1,60})”"
_DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
_SCALE = rf"(?P<scale>[km]|\s(?:{'|'.join(SCALES)}))?"
_FIGURES = r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_DIGITS = rf"(?<![\w.]){_FIGURES}(?:{_SCALE}|st|nd|rd|th)(?![^\W½¼¾]|\.\d)"
_PART = r"(?:\sand\s(?P<part>a\shalf|a\squarter|three\squarters)\b(?!-|\sof\b)|\s?(?P<sign>[½¼¾]))"
_NUMBER = rf"(?:{_DIGITS}|\btime(?=\sand\sa\shalf\b(?!-))|(?P<words>{IN_WORDS})){_PART}?|(?<!\w)(?P<alone>[½¼¾])"
_CONSTANT = re.compile(f"{_QUOTED}|{_DATE}|{_NUMBER}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant and where in the sentence it stands; `value` is its text without marks or separators."""

    start: int
    end: int
    value: str


def constants_in(sentence: str) -> list[Constant]:
    """Give the constants of a sentence from left to right."""
    found = []
    for match in _CONSTANT.finditer(sentence):
        value = _value(match)
        if value is not None:
            found.append(Constant(match.start(), match.end(), value))
    return found


def _value(match: re.Match[str]) -> str | None:
    for kind in ("double", "single", "curly", "date"):
        if match[kind]:
            return match[kind].strip() or None
    whole, part = _whole(match), match["part"] or match["sign"] or match["alone"]
    if not part:
        return whole
    *_, last = (match["words"] or match["scale"] or "one").lower().split()
    value = Decimal(whole) + Decimal(_PARTS[" ".join(part.lower().split())]) * SCALES.get(last, 1)
    return f"{value.normalize():f}"  # a million and a half are 1,500,000


def _whole(match: re.Match[str]) -> str:
    if match["digits"]:
        plain = match["digits"].replace(",", "")
        scale = _SCALES.get((match["scale"] or "").strip().lower())
        return plain if scale is None else f"{(Decimal(plain) * scale).normalize():f}"
    if match["words"]:
        return str(value_of_words(match["words"]))
    return "0" if match["alone"] else "1"  # "time and a half"
