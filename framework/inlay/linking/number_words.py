"""Numbers in English words: what is one number in a sentence, and its value."""

__all__ = ["IN_WORDS", "SCALES", "value_of_words"]

SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}

_UNIT = "(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = "(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SCALE = f"(?:{'|'.join(SCALES)})"
# Of "twenty five-litre cans" the five belongs to the litre, of "one hundred and two hundred" the two to the hundred.
_SMALL = rf"(?:{_TENS}(?:-{_UNIT}|\s{_UNIT}(?!-\w))?|{_TEEN}|{_UNIT})\b"
_REST = rf"(?:\sand)?\s{_SMALL}(?!\s{_SCALE}\b)"
_HUNDREDS = rf"(?:{_SMALL}\s)?hundred\b(?:{_REST})?"
_THOUSANDS = rf"(?:(?:{_HUNDREDS}|{_SMALL})\s)?(?:thousand|million)\b(?:\s{_HUNDREDS}|{_REST})?"
IN_WORDS = rf"\b(?:half\sa\s{_SCALE}|(?:{_SMALL}\s)?dozen|{_THOUSANDS}|{_HUNDREDS}|{_SMALL})\b"
"""The pattern of a number in words; what it finds has a value, whatever its case."""


def value_of_words(words: str) -> int:
    """Give the value of a number that `IN_WORDS` found."""
    from text_to_num import text2num

    *many, last = words.lower().replace("-", " ").split()
    if many == ["half", "a"]:
        return SCALES[last] // 2
    if last == "dozen":
        return SCALES[last] * (text2num(" ".join(many), "en") if many else 1)
    return int(text2num(" ".join([*many, last]), "en"))
