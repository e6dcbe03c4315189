"""Reads the type language: the text behind a field, a parameter or a result becomes a type."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NoReturn, cast, get_args

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from rapidfuzz import process

from inlay.contract.types import (
    Constraint,
    DecimalType,
    EntityType,
    EnumType,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    ScalarName,
    Type,
)
from inlay.errors import UsageError

__all__ = ["FieldText", "TypeInvalid", "parse_field", "parse_type"]

_GRAMMAR = r"""
field: type constraint* default?
?type: base
     | base QUESTION                     -> optional
?base: WORD                              -> named
     | WORD "(" NUMBER "," NUMBER ")"    -> sized
     | WORD "[" WORD ("," WORD)* "]"     -> closed
     | "->" WORD                         -> reference
     | "[" type "]"                      -> list
     | "{" column ("," column)* "}"      -> columns
column: WORD ":" type
constraint: COMPARE NUMBER | MAX NUMBER | UNIQUE
default: "=" VALUE
MAX: "max"
UNIQUE: "unique"
QUESTION: "?"
WORD: /[A-Za-z_][A-Za-z0-9_]*/
NUMBER: /[+-]?\d+(\.\d+)?/
COMPARE: />=|<=|>|</
VALUE: /"[^"\n]*"|'[^'\n]*'|[^\s"'\[\]{}]+/
%ignore /[ \t\n]+/
"""

_LONGEST_TEXT = 2000
_DEEPEST = 8
_WIDEST_DECIMAL = 38
_SCALARS = get_args(ScalarName)
_TYPE_WORDS = (*_SCALARS, "decimal", "enum")
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


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldText:
    """What stands behind a field: its type, limits and default, with the column of each part.

    `columns` holds where the constraints stand, in order; `default_column` where the default stands.
    `names` are the entities that the type names, each with its column.
    """

    type: Type
    constraints: tuple[Constraint, ...] = ()
    default: str | None = None
    columns: tuple[int, ...] = ()
    default_column: int = 1
    names: tuple[tuple[str, int], ...] = ()


def parse_type(text: str) -> Type:
    """Read a type, without constraints or default; `parse_type(str(t)) == t`."""
    return _parse(text, "type").type


def parse_field(text: str) -> FieldText:
    """Read a type with its constraints and default, as it stands behind a field of an entity."""
    return _parse(text, "field")


def _parse(text: str, start: Literal["type", "field"]) -> FieldText:
    _refuse_giants(text)
    try:
        tree = _lark().parse(text, start=start)
    except UnexpectedInput as error:
        _explain(text, error)
    kind, *parts = _subtrees(tree) if start == "field" else [tree]
    constraints = [part for part in parts if part.data == "constraint"]
    defaults = [_token(part) for part in parts if part.data == "default"]
    return FieldText(
        type=_build(kind),
        constraints=tuple(_constraint(part) for part in constraints),
        default=_unquoted(defaults[0]) if defaults else None,
        columns=tuple(_column(_token(part)) for part in constraints),
        default_column=_column(defaults[0]) if defaults else 1,
        names=tuple(_names(kind)),
    )


@cache
def _lark() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", start=["type", "field"])


def _refuse_giants(text: str) -> None:
    if len(text) > _LONGEST_TEXT:
        raise TypeInvalid(f"a type of {len(text)} characters", column=1, hint=f"at most {_LONGEST_TEXT}")
    depth = 0
    for column, character in enumerate(text, 1):
        depth += (character in "[{") - (character in "]}")
        if depth > _DEEPEST:
            raise TypeInvalid("the type is nested too deeply", column=column, hint=f"at most {_DEEPEST} levels")


def _build(tree: Tree[Token]) -> Type:
    match tree:
        case Tree("named", [Token() as word]):
            return _named(word)
        case Tree("optional", [Tree() as inner, _]):
            return OptionalType(_build(inner))
        case Tree("reference", [Token() as word]):
            return ReferenceType(_entity(word))
        case Tree("list", [Tree() as inner]):
            return ListType(_build(inner))
        case Tree("columns", columns):
            return _record([cast("Tree[Token]", column) for column in columns])
        case Tree("sized", [word, precision, scale]):
            return _decimal(cast(Token, word), cast(Token, precision), cast(Token, scale))
        case Tree("closed", [word, *values]):
            return _enum(cast(Token, word), [cast(Token, value) for value in values])
    raise AssertionError(tree.data)


def _named(word: Token) -> Type:
    if word == "decimal":
        return DecimalType()
    if word in _SCALARS:
        return Scalar(cast(ScalarName, str(word)))
    if word[0].isupper():
        return EntityType(str(word))
    raise TypeInvalid(f"`{word}` is not a type", column=_column(word), hint=_meant(word))


def _meant(word: str) -> str:
    if word in ("enum", "list", "array"):
        return "write enum[first, second]" if word == "enum" else "write [T]"
    if meant := _OTHER_LANGUAGES.get(word):
        return f"did you mean {meant}?"
    if near := process.extractOne(word, _TYPE_WORDS, score_cutoff=70):
        return f"did you mean {near[0]}?"
    return "types are str, int, decimal, bool, date, datetime, enum[...], an Entity, -> Entity, [T], T?, {str: T}"


def _entity(word: Token) -> str:
    if word[0].isupper():
        return str(word)
    raise TypeInvalid(
        f"`-> {word}` does not name an entity", column=_column(word), hint="entities start with a capital"
    )


def _record(columns: list[Tree[Token]]) -> Type:
    named = [(_token(column), _subtrees(column)[0]) for column in columns]
    if [str(name) for name, _ in named] == ["str"]:
        return MapType(_build(named[0][1]))
    seen: set[str] = set()
    for name, _ in named:
        if name in seen:
            raise TypeInvalid(f"column `{name}` stands twice", column=_column(name))
        if name in _TYPE_WORDS:
            raise TypeInvalid(f"`{name}` is a type, not the name of a column", column=_column(name))
        seen.add(str(name))
    return RecordType(tuple((str(name), _build(kind)) for name, kind in named))


def _decimal(word: Token, precision: Token, scale: Token) -> Type:
    if word != "decimal":
        raise TypeInvalid(
            f"`{word}` takes no size", column=_column(word), hint="only decimal(12,2) does; text: str max 80"
        )
    for number, least, most in ((precision, 1, _WIDEST_DECIMAL), (scale, 0, _WIDEST_DECIMAL)):
        if not number.isdigit() or not least <= int(number) <= most:
            raise TypeInvalid(f"`{number}` must be a whole number from {least} to {most}", column=_column(number))
    if int(scale) > int(precision):
        raise TypeInvalid(
            f"{scale} decimals do not fit into {precision} digits", column=_column(scale), hint="decimal(12,2)"
        )
    return DecimalType(int(precision), int(scale))


def _enum(word: Token, values: list[Token]) -> Type:
    if word != "enum":
        raise TypeInvalid(f"`{word}[` is not a type", column=_column(word), hint="enum[first, second] or [T]")
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise TypeInvalid(f"`{value}` stands twice in the enum", column=_column(value))
        seen.add(str(value))
    return EnumType(tuple(str(value) for value in values))


def _constraint(tree: Tree[Token]) -> Constraint:
    operator, *bound = (str(child) for child in tree.children)
    return Constraint(cast(Literal[">=", ">", "<=", "<", "max", "unique"], operator), *bound)


def _unquoted(value: Token) -> str:
    return str(value[1:-1] if value[0] in "\"'" else value)


def _names(tree: Tree[Token]) -> list[tuple[str, int]]:
    words = [_token(node) for node in tree.iter_subtrees() if node.data in ("named", "reference")]
    return sorted(((str(word), _column(word)) for word in words if word[0].isupper()), key=lambda pair: pair[1])


def _subtrees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _token(tree: Tree[Token]) -> Token:
    return cast(Token, tree.children[0])


def _column(token: Token) -> int:
    return cast(int, token.column)


def _explain(text: str, error: UnexpectedInput) -> NoReturn:
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    column = len(text.rstrip()) + 1 if at_end else error.column
    found = "the type ends too early" if at_end else f"`{_word_at(text, column)}` does not belong here"
    raise TypeInvalid(found, column=column, hint=_expected(text, column, error)) from None


def _word_at(text: str, column: int) -> str:
    match = re.match(r"\w+|\S", text[column - 1 :])
    return match.group() if match else ""


def _expected(text: str, column: int, error: UnexpectedInput) -> str:
    accepted = (
        error.accepts or set() if isinstance(error, UnexpectedToken) else cast(UnexpectedCharacters, error).allowed
    )
    words = {"MAX": "max", "UNIQUE": "unique"}
    near = process.extractOne(
        _word_at(text, column), [words[name] for name in accepted if name in words], score_cutoff=60
    )
    if near:
        return f"did you mean {near[0]}?"
    known = sorted({_SPELLINGS[name] for name in accepted if name in _SPELLINGS})
    return f"expected {' or '.join(known)}" if known else ""
