"""Reference tokens in an answer put back to what they stand for, each so that it cannot break out of its place."""

import re
from collections.abc import Mapping

from inlay.prompts.references import spaced

__all__ = ["restored"]

_TOKEN = re.compile(r"<[a-z]\d{1,3}>")
_BARE = re.compile(r"[A-Za-z_]\w*|-?\d+(?:\.\d+)?")
_TRIPLE = ('"""', "'''")
_LITERAL = re.compile(r"""(?P<prefix>(?:\b[A-Za-z]{1,2})?)(?P<quote>["'])(?:(?!(?P=quote))[^\\\n]|\\.)*(?P=quote)""")


def restored(text: str, references: Mapping[str, str], language: str) -> tuple[str, str]:
    """Give the code with names and constants, and the reason why it cannot be had; one of the two is empty.

    Tokens of locals are left as they are.
    """
    unknown = sorted({found for found in _TOKEN.findall(text) if found not in references and found[1] != "v"})
    if unknown:
        return "", f"reference {', '.join(unknown)} stands for nothing in the prompt"
    loose: list[str] = []

    def put_back(found: re.Match[str]) -> str:
        value = references.get(found[0], found[0])
        quote = _quote_around(found)
        if quote:
            return _quoted(value, quote, language)
        if value == found[0] or _BARE.fullmatch(value):
            return value
        literal = _literal_around(found) if language == "python" else None
        if literal is None:
            loose.append(found[0])
            return value
        text = _quoted(value, literal["quote"], language)
        return text.replace("{", "{{").replace("}", "}}") if _is_formatted(literal) else text

    code = _TOKEN.sub(put_back, spaced(text))
    return ("", f"reference {', '.join(loose)} stands for text and must be quoted") if loose else (code, "")


def _quote_around(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 1) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    return before if before == after and before in ("'", '"') else ""


def _literal_around(found: re.Match[str]) -> re.Match[str] | None:
    """Give the literal of which a token is a piece; none where it stands in an expression, also of an f-string."""
    if any(quotes in found.string for quotes in _TRIPLE):
        return None
    for literal in _LITERAL.finditer(found.string):
        if literal.start() < found.start() and found.end() < literal.end():
            before = found.string[literal.start() : found.start()].replace("{{", "").replace("}}", "")
            inside = _is_formatted(literal) and before.count("{") > before.count("}")
            return None if inside else literal
    return None


def _is_formatted(literal: re.Match[str]) -> bool:
    return "f" in literal["prefix"].lower()


def _quoted(value: str, quote: str, language: str) -> str:
    if language == "sql":
        return value.replace(quote, quote * 2)
    return value.replace("\\", "\\\\").replace(quote, f"\\{quote}")
