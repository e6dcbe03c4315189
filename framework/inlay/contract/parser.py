"""Reads the type language: the text behind a field, a parameter or a result becomes a type."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from inlay.contract.misspelt import SCALARS, TYPE_WORDS, TypeInvalid, column_of, explain, meant, not_sized
from inlay.contract.naming import class_name
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

__all__ = ["FieldText", "parse_field", "parse_type"]

_GRAMMAR = r"""
field: type constraint* default?
?type: base
     | base QUESTION                     -> optional
?base: WORD                              -> named
     | WORD "(" NUMBER ("," NUMBER)? ")" -> sized
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
_LONGEST_ENUM_VALUE = 64
_DEEPEST = 8
_WIDEST_DECIMAL = 38
_SIZED = "as in decimal(12,2)"


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
        explain(text, error)
    kind, *parts = _subtrees(tree) if start == "field" else [tree]
    constraints = [part for part in parts if part.data == "constraint"]
    defaults = [_token(part) for part in parts if part.data == "default"]
    return FieldText(
        type=_build(kind),
        constraints=tuple(_constraint(part) for part in constraints),
        default=_unquoted(defaults[0]) if defaults else None,
        columns=tuple(column_of(_token(part)) for part in constraints),
        default_column=column_of(defaults[0]) if defaults else 1,
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
        case Tree("sized", [word, *sizes]):
            return _decimal(cast(Token, word), [cast(Token, size) for size in sizes])
        case Tree("closed", [word, *values]):
            return _enum(cast(Token, word), [cast(Token, value) for value in values])
    raise AssertionError(tree.data)


def _named(word: Token) -> Type:
    if word == "decimal":
        return DecimalType()
    if word in SCALARS:
        return Scalar(cast(ScalarName, str(word)))
    if word[0].isupper():
        return EntityType(str(word))
    raise TypeInvalid(f"`{word}` is not a type", column=column_of(word), hint=meant(word))


def _entity(word: Token) -> str:
    if word[0].isupper():
        return str(word)
    raise TypeInvalid(
        f"`{word}` does not name an entity",
        column=column_of(word),
        hint=f"entities start with a capital: {class_name(word)}",
    )


def _record(columns: list[Tree[Token]]) -> Type:
    named = [(_token(column), _subtrees(column)[0]) for column in columns]
    if [str(name) for name, _ in named] == ["str"]:
        return MapType(_build(named[0][1]))
    seen: set[str] = set()
    for name, _ in named:
        if name in seen:
            raise TypeInvalid(f"the column `{name}` stands twice", column=column_of(name), hint="rename one of them")
        if name in TYPE_WORDS:
            raise TypeInvalid(
                f"`{name}` is a type, not the name of a column", column=column_of(name), hint="write {name: type}"
            )
        seen.add(str(name))
    return RecordType(tuple((str(name), _build(kind)) for name, kind in named))


def _decimal(word: Token, sizes: list[Token]) -> Type:
    if word != "decimal":
        said, hint = not_sized(word)
        raise TypeInvalid(said, column=column_of(word), hint=hint)
    if len(sizes) < 2:
        raise TypeInvalid("decimal has digits and decimals", column=column_of(word), hint=_SIZED)
    precision, scale = sizes
    for number, least, most in ((precision, 1, _WIDEST_DECIMAL), (scale, 0, _WIDEST_DECIMAL)):
        if not number.isdigit() or not least <= int(number) <= most:
            raise TypeInvalid(
                f"`{number}` must be a whole number from {least} to {most}", column=column_of(number), hint=_SIZED
            )
    if int(scale) > int(precision):
        raise TypeInvalid(f"{scale} decimals do not fit into {precision} digits", column=column_of(scale), hint=_SIZED)
    return DecimalType(int(precision), int(scale))


def _enum(word: Token, values: list[Token]) -> Type:
    if word != "enum":
        raise TypeInvalid(f"`{word}[` is not a type", column=column_of(word), hint="enum[first, second] or [T]")
    seen: dict[str, str] = {}
    for value in values:
        if fault := _fault_of_enum_value(str(value), seen.get(value.lower())):
            raise TypeInvalid(fault[0], column=column_of(value), hint=fault[1])
        seen[value.lower()] = str(value)
    return EnumType(tuple(str(value) for value in values))


def _fault_of_enum_value(value: str, alike: str | None) -> tuple[str, str] | None:
    if value.lower() in ("false", "null", "true"):
        return f"`{value}` is a word of YAML", "choose another value, or use bool"
    if value.startswith("_"):
        return f"`{value}` starts with an underscore", "a value starts with a letter"
    if len(value) > _LONGEST_ENUM_VALUE:
        return f"a value of {len(value)} characters", f"at most {_LONGEST_ENUM_VALUE}"
    if alike == value:
        return f"`{value}` stands twice in the enum", "write each value once"
    return (f"`{value}` and `{alike}` are told apart by capitals only", "rename one of them") if alike else None


def _constraint(tree: Tree[Token]) -> Constraint:
    operator, *bounds = (str(child) for child in tree.children)
    bound = [format(Decimal(bound), "f") for bound in bounds]  # 007 and +7 are no numbers in every language
    return Constraint(cast(Literal[">=", ">", "<=", "<", "max", "unique"], operator), *bound)


def _unquoted(value: Token) -> str:
    if value.lower() in ("null", "~"):
        message, hint = f"`{value}` is no default", "what may be missing has a type that ends in ?"
        raise TypeInvalid(message, column=column_of(value), hint=hint)
    return str(value[1:-1] if value[0] in "\"'" else value)


def _names(tree: Tree[Token]) -> list[tuple[str, int]]:
    words = [_token(node) for node in tree.iter_subtrees() if node.data in ("named", "reference")]
    return sorted(((str(word), column_of(word)) for word in words if word[0].isupper()), key=lambda pair: pair[1])


def _subtrees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _token(tree: Tree[Token]) -> Token:
    return cast(Token, tree.children[0])
