"""Whether the quotes and brackets of a text can still close; a small model writes each statement in one line."""

import re
from dataclasses import dataclass, field

__all__ = ["Nesting", "is_whole", "may_close", "nesting"]

_CLOSING = {")": "(", "]": "[", "}": "{"}
_TURNS = frozenset("\n\"'()[]{}")
_UNFINISHED = re.compile(r"(?:[-+*/%=<,.:]|(?<!\d)>)\s*$")  # a reference token ends in a digit and >


@dataclass(slots=True)
class Nesting:
    """What is open at the end of a text: the quote, whether it began a format string, the brackets outside quotes.

    `holes` counts the braces that are open within a format string; `broken` says that the text can never close.
    """

    quote: str = ""
    formats: bool = False
    holes: int = 0
    brackets: list[str] = field(default_factory=list)
    broken: bool = False

    @property
    def in_words(self) -> bool:
        """Say whether words follow and no code: within quotes, outside the holes of a format string."""
        return bool(self.quote) and not self.holes


def may_close(piece: str) -> bool:
    """Say whether a piece of text opens or closes anything; only then the nesting needs another look."""
    return not _TURNS.isdisjoint(piece)


def is_whole(text: str) -> bool:
    """Say whether a text can end here: nothing is open, and no sign waits for what it joins."""
    now = nesting(text)
    return not (now.quote or now.brackets or now.broken or _UNFINISHED.search(text))


def nesting(text: str) -> Nesting:
    """Give what is open at the end of a text."""
    found, before = Nesting(), ""
    for letter in text:
        if letter == "\n" and (found.quote or found.brackets):
            found.broken = True
        elif found.quote:
            _within_quotes(found, letter)
        elif letter in "\"'":
            found.quote, found.formats = letter, before == "f"
        elif letter in "([{":
            found.brackets.append(letter)
        elif letter in _CLOSING and (not found.brackets or found.brackets.pop() != _CLOSING[letter]):
            found.broken = True
        before = letter
    return found


def _within_quotes(found: Nesting, letter: str) -> None:
    if letter == found.quote:
        found.broken = found.broken or found.holes > 0
        found.quote, found.formats = "", False
    elif found.formats and letter == "{":
        found.holes += 1
    elif found.formats and letter == "}":
        found.broken = found.broken or not found.holes
        found.holes -= 1
