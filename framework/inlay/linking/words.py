"""Texts as words; scripts that put no spaces between words are cut sign by sign."""

import re

__all__ = ["words_and_signs", "words_of"]

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_WORD_OR_SIGN = re.compile(rf"{_WORD.pattern}|[^\w\s]")


def words_of(text: str) -> list[str]:
    """Give the words of a text in small letters, Chinese, Japanese and Korean sign by sign."""
    return _WORD.findall(text.lower())


def words_and_signs(text: str) -> list[str]:
    """Give the words of a text as they are written, and the signs between them."""
    return _WORD_OR_SIGN.findall(text)
