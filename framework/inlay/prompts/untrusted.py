"""Text that comes from a spec or a model, made harmless before it stands in a prompt."""

import re
import secrets

__all__ = ["fresh_marker", "plain"]

# What chat formats read as control tokens; a server may parse them inside a message's content.
_CONTROL = re.compile(
    r"<\|[^|>\n]{0,60}\|>|<(?=/?s>)|\[/?INST\]|<</?SYS>>|<(?=/?(?:start|end)_of_turn>)", re.IGNORECASE
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: str) -> str:
    """Give text without control tokens, invisible characters and code fences."""
    visible = _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))
    return _CONTROL.sub(lambda found: _spaced(found[0]), visible).replace("```", "'''")


def _spaced(token: str) -> str:
    return token.replace("<", "< ").replace("[", "[ ").replace("|>", "| >")


def fresh_marker(*texts: str) -> str:
    """Give a random word that occurs in none of the texts."""
    while True:
        marker = f"data-{secrets.token_hex(6)}"
        if not any(marker in text for text in texts):
            return marker
