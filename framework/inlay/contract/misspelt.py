"""Says what is wrong with a text of the type language, where, and what was probably meant."""

import re
from typing import NoReturn, cast, get_args

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from rapidfuzz import process

from inlay.contract.types import ScalarName
from inlay.errors import UsageError

__all__ = ["SCALARS", "TYPE_WORDS", "TypeInvalid", "column_of", "explain", "meant", "not_sized"]

SCALARS = get_args(ScalarName)
TYPE_WORDS = (*SCALARS, "decimal", "enum")
_OTHER_LANGUAGES = {
    "array": "[T]",
    "boolean": "bool",
    "char": "str",
    "double": "decimal",
    "float": "decimal",
    "integer": "int",
    "list": "[T]",
    "long": "int",
    "map": "{str: T}",
    "dict": "{str: T}",
    "money": "decimal(12,2)",
    "number": "decimal",
    "numeric": "decimal",
    "real": "decimal",
    "string": "str",
    "text": "str",
    "time": "datetime",
    "timestamp": "datetime",
    "varchar": "str",
}
_ADVICE = {
    "default": "write = value",
    "length": "write max 80",
    "min": "write >= 1",
    "null": "write T?",
    "nullable": "write T?",
    "optional": "write T?",
    "required": "leave it out, a value may only be missing where the type ends in ?",
}
_SPELLINGS = {
    "WORD": "a name",
    "NUMBER": "a number",
    "VALUE": "a value",
    "COMPARE": "a constraint",
    "MAX": "a constraint",
    "UNIQUE": "a constraint",
    "EQUAL": "`=`",
    "QUESTION": "`?`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "$END": "the end",
}


class TypeInvalid(UsageError):
    """A text is not of the type language; `column` counts from 1 within the text."""

    def __init__(self, message: str, *, column: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.column = column


def column_of(token: Token) -> int:
    """Give the column of a token, which every token of a parser has."""
    return cast(int, token.column)


def meant(word: str) -> str:
    """Give a hint what a word that is no type was meant to be."""
    if word in ("enum", "list", "array"):
        return "write enum[first, second]" if word == "enum" else "write [T]"
    if meant := _OTHER_LANGUAGES.get(word):
        return f"did you mean {meant}?"
    if near := process.extractOne(word, (*TYPE_WORDS, *_OTHER_LANGUAGES), score_cutoff=70):
        return f"did you mean {_OTHER_LANGUAGES.get(near[0], near[0])}?"
    return "types are str, int, decimal, bool, date, datetime, enum[...], an Entity, -> Entity, [T], T?, {str: T}"


def not_sized(word: str) -> tuple[str, str]:
    """Say what is wrong with a word that has a size behind it and is not `decimal`, and what was meant."""
    if word in SCALARS or _OTHER_LANGUAGES.get(word) == "str":
        return f"`{word}` takes no size", "for a text write str max 80"
    return f"`{word}` is not a type", meant(word)


def explain(text: str, error: UnexpectedInput) -> NoReturn:
    """Raise `TypeInvalid` for a fault that the parser found."""
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    column = len(text.rstrip()) + 1 if at_end else error.column
    first = re.match(r"\s*([a-z]\w*)", text)
    if first and first[1] not in TYPE_WORDS and column > first.end():
        raise TypeInvalid(f"`{first[1]}` is not a type", column=first.start(1) + 1, hint=meant(first[1])) from None
    found = "the type ends too early" if at_end else f"`{_word_at(text, column)}` does not belong here"
    raise TypeInvalid(found, column=column, hint=_expected(text, column, error)) from None


def _word_at(text: str, column: int) -> str:
    match = re.match(r"\w+|\S", text[column - 1 :])
    return match.group() if match else ""


def _expected(text: str, column: int, error: UnexpectedInput) -> str:
    accepted = (
        error.accepts or set() if isinstance(error, UnexpectedToken) else cast(UnexpectedCharacters, error).allowed
    )
    if advice := _ADVICE.get(_word_at(text, column)):
        return advice
    if re.match(r"\s*enum\s*\(", text):
        return "write enum[first, second]"
    if accepted == {"$END"} and re.match(r"[<>]|max\b|unique\b", text[column - 1 :]):
        return "limits stand before the default, as in int >= 0 = 0"
    words = {"MAX": "max", "UNIQUE": "unique"}
    near = process.extractOne(
        _word_at(text, column), [words[name] for name in accepted if name in words], score_cutoff=60
    )
    if near:
        return f"did you mean {near[0]}?"
    known = sorted({_SPELLINGS[name] for name in accepted if name in _SPELLINGS})
    return f"expected {' or '.join(known)}" if known else ""
