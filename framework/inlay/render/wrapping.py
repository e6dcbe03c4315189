"""Breaks a text into lines by the columns it takes: a Chinese character takes two and may stand at any line's end."""

import re
import textwrap
import unicodedata

__all__ = ["width_of", "wrap"]

_OPENING = "（［｛〔〈《「『【〖"
_CLOSING = "、。，．：；？！）］｝〕〉》」』】〗…"
_WIDE = "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
# What stays together: a word, or a wide character, with the brackets and stops that cling to it.
_PIECE = re.compile(rf"\s*[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*|\s+")


def width_of(text: str) -> int:
    """Give the columns that a text takes where wide characters take two."""
    return sum(_columns(character) for character in text)


def wrap(text: str, room: int, *, keep_spaces: bool = False) -> list[str]:
    """Break a text into lines of at most `room` columns; with `keep_spaces` they make up the text again."""
    if width_of(text) == len(text):
        return textwrap.wrap(
            text, room, drop_whitespace=not keep_spaces, break_long_words=keep_spaces, break_on_hyphens=False
        )
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and width_of(lines[-1] + piece) > room:
            lines.append("")
        lines[-1] += piece if keep_spaces or lines[-1] else piece.lstrip()
    return lines


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
