"""From ordinary code to a draft's marks: names of the contract, constants that a sentence states, locals.

Written by hand, a body is plain code; `draft` says how its names and constants are marked. A number is marked when
the sentence states it, unless its place says that it belongs to the notation: the hundred of a percentage, the
digits of a rounding, the positions of a part of text.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inlay.contract import Contract, Scalar, Type, without_optional
from inlay.languages.reading import parse_python
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.spelling import by_value, value_of

__all__ = ["marked"]

_PARTS_OF_A_DAY = frozenset("date day days hour minute month seconds time year".split())
_SQL = re.compile(
    r"'(?P<text>(?:[^']|'')*)'|(?P<word>[A-Za-z_]\w*)|(?P<number>\d+(?:\.\d+)?)|(?P<open>\()|(?P<close>\))|,"
)
_ALIAS = re.compile(r"\b(?:FROM|JOIN)\s+[a-z_]\w*\s+(?:AS\s+)?([a-z_]\w*)")
_WITH_POSITIONS = frozenset({"substr", "round"})


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in the place of a part of the body."""

    start: int
    end: int
    text: str


def marked(body: str, contract: Contract, names: frozenset[str], sentence: str) -> str:
    """Give a body with its marks; `names` are those that the prompt has a token for."""
    stated = by_value(sentence) - {value_of("0")}
    changes = (
        _in_sql(body, names, stated) if contract.kind == "sql-query" else _in_python(body, contract, names, stated)
    )
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        body = body[: change.start] + change.text + body[change.end :]
    return body


def _in_sql(body: str, names: frozenset[str], stated: frozenset[object]) -> Iterator[_Change]:
    aliases = dict.fromkeys(word for word in _ALIAS.findall(body) if word not in names)
    locals_ = {word: f"<v{number}>" for number, word in enumerate(aliases)}
    calls, before = list[tuple[str, int]](), ""
    for found in _SQL.finditer(body):
        is_mark = before in ("SELECT", "THEN", "ELSE") and found[0] == "1"
        is_cast = before == "AS" and bool(calls) and calls[-1][0] == "CAST"
        if found["open"]:
            calls.append((before, 0))
        elif found["close"]:
            calls = calls[:-1]
        elif found[0] == "," and calls:
            calls[-1] = (calls[-1][0], calls[-1][1] + 1)
        elif found["number"] is not None:
            if value_of(found[0]) in stated and not is_mark and not found[0].endswith(".0") and not _is_position(calls):
                yield _Change(*found.span(), constant(found[0]))
        elif found["text"] is not None:
            yield from _quoted(found.start("text"), found["text"], names, stated)
        elif found["word"] in locals_:
            yield _Change(*found.span(), locals_[found[0]])
        elif found["word"] in names and not is_cast and not body.startswith("(", found.end()):
            yield _Change(*found.span(), name(found[0]))
        before = found["word"] or ""


def _is_position(calls: list[tuple[str, int]]) -> bool:
    return bool(calls) and calls[-1][0].lower() in _WITH_POSITIONS and calls[-1][1] > 0


def _quoted(start: int, text: str, names: frozenset[str], stated: frozenset[object]) -> Iterator[_Change]:
    if text in names:
        yield _Change(start, start + len(text), name(text))
    elif text and value_of(text) in stated:
        yield _Change(start, start + len(text), constant(text))


def _in_python(body: str, contract: Contract, names: frozenset[str], stated: frozenset[object]) -> Iterator[_Change]:
    tree = parse_python(body)
    locals_ = _locals(tree)
    days = _days(contract)
    parameters = {parameter.name for parameter in contract.parameters}
    quiet = set(_notation(tree))
    for node in _leaves(body):
        text = node.text
        if node.kind == "identifier" and node.owner is None and not node.is_keyword:
            if text in parameters:
                yield _Change(node.start, node.end, name(text))
            elif text in locals_:
                yield _Change(node.start, node.end, locals_[text])
        elif node.kind == "identifier" and node.owner is not None and text in names:
            if text not in _PARTS_OF_A_DAY or (node.owner.isidentifier() and node.owner not in days):
                yield _Change(node.start, node.end, name(text))
        elif node.kind == "string_content" and (node.line, node.column) not in quiet:
            yield from _quoted(node.start, text, names, stated)
        elif node.kind in ("integer", "float") and (node.line, node.column) not in quiet and value_of(text) in stated:
            yield _Change(node.start, node.end, constant(text))


def _days(contract: Contract) -> set[str]:
    """Give the names of what holds a date or a moment."""
    named: list[tuple[str, Type]] = [(each.name, each.type) for each in contract.parameters]
    named += [(field.name, field.type) for entity in contract.entities for field in entity.fields]
    return {each for each, kind in named if without_optional(kind) in (Scalar("date"), Scalar("datetime"))}


def _locals(tree: ast.Module) -> Mapping[str, str]:
    """Give a token for each local: what loops and lambdas bind first, then what is assigned."""
    loops = [
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.For | ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    ]
    lambdas = [each.arg for node in ast.walk(tree) if isinstance(node, ast.Lambda) for each in node.args.args]
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return {word: f"<v{number}>" for number, word in enumerate(dict.fromkeys([*loops, *lambdas, *stored]))}


def _notation(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Give where numbers stand that belong to the notation: `/ 100` and what it divides, roundings, counted ones."""
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(left, ast.Div(), ast.Constant(100) as hundred):
                yield hundred.lineno, hundred.col_offset
                yield from (
                    (inner.lineno, inner.col_offset)
                    for sides in ast.walk(left)
                    if isinstance(sides, ast.BinOp) and isinstance(sides.op, ast.Add | ast.Sub)
                    for inner in [sides.left]
                    if isinstance(inner, ast.Constant) and inner.value == 100
                )
            case ast.BinOp(ast.Constant(100) as hundred, ast.Mult(), _) | ast.BinOp(
                _, ast.Mult(), ast.Constant(100) as hundred
            ):
                yield hundred.lineno, hundred.col_offset
            case ast.Call(ast.Attribute(attr="quantize"), [ast.Call(args=[ast.Constant() as step])]):
                yield step.lineno, step.col_offset + 1
            case ast.GeneratorExp(ast.Constant(1) as one):
                yield one.lineno, one.col_offset
            case ast.UnaryOp(ast.USub(), ast.Constant(1) as one):
                yield one.lineno, one.col_offset


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A word, number or text of a body; `owner` is what stands before the dot of an attribute."""

    kind: str
    text: str
    start: int
    end: int
    line: int
    column: int
    owner: str | None
    is_keyword: bool


def _leaves(body: str) -> Iterator[_Leaf]:
    """Give the leaves of a body, those inside f-strings too, whose places `ast` does not know."""
    import tree_sitter_python
    from tree_sitter import Language, Node, Parser

    source = body.encode()
    frontier: list[Node] = [Parser(Language(tree_sitter_python.language())).parse(source).root_node]
    while frontier:
        node = frontier.pop()
        frontier += node.children
        if node.children or node.type not in ("identifier", "integer", "float", "string_content"):
            continue
        parent = node.parent
        is_attribute = (
            parent is not None and parent.type == "attribute" and parent.child_by_field_name("attribute") == node
        )
        owner = parent.child_by_field_name("object") if is_attribute and parent is not None else None
        yield _Leaf(
            kind=node.type,
            text=source[node.start_byte : node.end_byte].decode(),
            start=len(source[: node.start_byte].decode()),
            end=len(source[: node.end_byte].decode()),
            line=node.start_point.row + 1,
            column=node.start_point.column,
            owner=_last_word(source[owner.start_byte : owner.end_byte].decode()) if owner is not None else None,
            is_keyword=parent is not None
            and parent.type == "keyword_argument"
            and parent.child_by_field_name("name") == node,
        )


def _last_word(code: str) -> str:
    return code.rpartition(".")[2]
