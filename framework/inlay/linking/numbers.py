"""Constants that a sentence states: numbers in digits or words, ordinals in digits, and quoted text."""

import re
from dataclasses import dataclass

__all__ = ["Constant", "constants_in"]

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_VALUES = {word: number for number, word in enumerate(_UNITS, 1)} | {
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12, "hundred": 100, "thousand": 1000,
}  # fmt: skip

_QUOTED = r"\"(?P<double>[^\"\n]{1,60})\"|(?<![\w])'(?P<single>[^'\n]{1,60})'(?!\w)|“(?P<curly>[^”\n]{1,60})”"
_DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
_DIGITS = r"(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<suffix>k|m|st|nd|rd|th)?(?![\w]|\.\d)"
_WORDS = r"\b(?P<word>" + "|".join(sorted(_VALUES, key=len, reverse=True)) + r")\b"
_CONSTANT = re.compile(f"{_QUOTED}|{_DATE}|{_DIGITS}|{_WORDS}", re.IGNORECASE)


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
    if match["digits"]:
        plain = match["digits"].replace(",", "")
        scale = {"k": 1_000, "m": 1_000_000}.get((match["suffix"] or "").lower())
        return plain if scale is None else str(int(float(plain) * scale))
    return str(_VALUES[match["word"].lower()])
