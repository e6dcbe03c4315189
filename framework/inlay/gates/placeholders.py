"""What a model writes in place of the work: dots, `pass`, "rest of the code"; and what is no part of a body."""

import ast
import io
import re
import tokenize

from inlay.languages.reading import parse_python

__all__ = ["placeholder"]

_PROMISE = re.compile(
    r"\.\.\.|…|\b(?:todo|fixme|xxx)\b|\bplaceholder\b|\bnot (?:yet )?implemented\b"
    r"|\b(?:rest|remainder) of (?:the |your )?(?:\w+ )?(?:code|body|function|logic|query|implementation)\b"
    r"|\b(?:your|existing|previous|remaining|same) (?:\w+ )?(?:code|logic|implementation|query)\b"
    r"|\b(?:implementation|code|logic) (?:goes )?here\b|\bsame as (?:above|before)\b|\band so on\b"
    r"|其余代码|省略|剩余|待实现|此处",
    re.IGNORECASE,
)
_SILENCER = re.compile(r"#.*\b(?:type:\s*ignore|ty:\s*ignore|noqa|pragma|mypy:|fmt:|ruff:)", re.IGNORECASE)
_TRIPLE = re.compile(r"[a-zA-Z]{0,2}(?:\"\"\"|\'\'\')")
_SQL_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_SQL_TEXT = re.compile(r"'(?:[^']|'')*'")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def placeholder(language: str, body: str) -> str:
    """Say what stands in a readable body instead of the work, or beside it; empty when nothing does."""
    return _in_python(body) if language == "python" else _in_sql(body)


def _in_python(body: str) -> str:
    tree = parse_python(body)
    for node in ast.walk(tree):
        if reason := _refused(node):
            return f"line {getattr(node, 'lineno', 1)}: {reason}"
    if all(isinstance(statement, ast.Pass) or _is_text(statement) for statement in tree.body):
        return "the body does nothing"
    for token in tokenize.generate_tokens(io.StringIO(body).readline):
        if token.type == tokenize.COMMENT and _PROMISE.search(token.string):
            return f"line {token.start[0]}: the comment stands for code that is left out"
        if token.type == tokenize.COMMENT and _SILENCER.search(token.string):
            return f"line {token.start[0]}: the comment silences a check"
        if _TRIPLE.match(token.string) and token.type != tokenize.COMMENT:
            return f'line {token.start[0]}: a text over several lines changes with its indentation; write "\\n"'
    return ""


def _refused(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=value) if value is Ellipsis:
            return "`...` stands for code that is left out"
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
            return "`NotImplementedError` stands for code that is left out"
        case ast.Import() | ast.ImportFrom():
            return "imports belong to the frame, only the body is asked for"
    if isinstance(node, _DEFINITIONS):
        return f"`{node.name}` is defined inside the body; write the body itself, without a function or class"
    return ""


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _in_sql(body: str) -> str:
    bare = _SQL_TEXT.sub(lambda found: " " * len(found.group()), body)
    for comment in _SQL_COMMENT.finditer(bare):
        if _PROMISE.search(body[comment.start() : comment.end()]):
            line = body.count("\n", 0, comment.start()) + 1
            return f"line {line}: the comment stands for code that is left out"
    return ""
