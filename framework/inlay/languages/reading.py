"""Reading a body without running it: the tree it stands for, or the reason why it stands for none."""

import ast
import unicodedata
import warnings

__all__ = ["hostile_character", "parse_python", "python_depth", "unreadable_python"]

_LAYOUT = frozenset("\n\t")


def hostile_character(body: str) -> str:
    """Name the first character that hides or breaks text (NUL, escapes, direction marks), with its line."""
    for position, character in enumerate(body):
        if character not in _LAYOUT and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            line = body.count("\n", 0, position) + 1
            return f"line {line}: the character U+{ord(character):04X} does not belong in code"
    return ""


def parse_python(body: str) -> ast.Module:
    """Give the tree of a body; `return` may stand at its top. Call it on bodies that are readable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(body)


def unreadable_python(body: str) -> str:
    """Say why a text is not the body of a Python function, as the compiler sees it; empty when it is one."""
    try:
        with warnings.catch_warnings():
            # Only what the compiler says of code: a filter on everything would reach other threads of the process.
            warnings.simplefilter("error", SyntaxWarning)
            warnings.simplefilter("error", DeprecationWarning)
            tree = ast.parse(body)
            if not tree.body:
                return "there is no statement in it"
            _compile_inside_function(tree)
    except SyntaxError as error:
        return f"line {error.lineno or 1}: {error.msg}"
    except (RecursionError, MemoryError):
        return "it is nested too deeply"
    except (ValueError, OverflowError) as error:
        return f"it cannot be read: {type(error).__name__}"
    return ""


def _compile_inside_function(tree: ast.Module) -> None:
    frame = ast.parse("def f(): pass")
    function = frame.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = tree.body
    compile(frame, "<body>", "exec", dont_inherit=True)


def python_depth(tree: ast.AST) -> int:
    """Give how deep a tree is, without recursion."""
    deepest, frontier = 0, [(tree, 1)]
    while frontier:
        node, depth = frontier.pop()
        deepest = max(deepest, depth)
        frontier.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest
