"""From a model's raw answer to a body, or to the reason why there is none."""

import ast
import itertools
import re
from dataclasses import dataclass

from inlay.prompts.layout import laid_out, with_first_line_in_margin
from inlay.prompts.local_names import name_locals
from inlay.prompts.rendered import RenderedPrompt
from inlay.prompts.restoring import restored
from inlay.slot import Slot

__all__ = ["Answer", "read_answer"]

_LONGEST = 20_000
_BLOCK = re.compile(r"^[ \t]*```[ \t]*(?P<tag>[\w+-]*)[^\n]*\n(?P<code>.*?)^[ \t]*```[ \t]*$", re.DOTALL | re.MULTILINE)
_PYTHON = {"python", "py", "python3"}
_SQL = {"sql", "sqlite", "postgresql", "postgres"}
_END = re.compile(
    r"<\|[a-z_ ]*\|>|<EOT>|<(?:fim|PRE|SUF|MID|END)[a-z_]*>|▁?<(?:PRE|SUF|MID|EOT)>|</?s>|^.*\bendregion\b",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A body, or a reason why an answer holds none."""

    body: str = ""
    reason: str = ""


def read_answer(text: str, prompt: RenderedPrompt, slot: Slot) -> Answer:
    """Give the body that an answer to a prompt holds; never raises for what a model wrote."""
    if len(text) > _LONGEST:
        return Answer(reason=f"the answer has {len(text)} characters; at most {_LONGEST} are read")
    match prompt.style:
        case "instruct":
            answer = _fenced(text, slot)
        case "compact":
            answer = _named_again(_until_end(text), prompt, slot)
        case "infill":
            answer = _filled_in(_until_end(text), prompt, slot)
    if answer.reason:
        return answer
    body = laid_out(answer.body)
    return Answer(body=body) if body.strip() else Answer(reason="the answer is empty")


def _until_end(text: str) -> str:
    found = _END.search(text)
    return text[: found.start()] if found else text


def _fenced(text: str, slot: Slot) -> Answer:
    unix = text.replace("\r\n", "\n")
    blocks = [(found["tag"].lower(), found["code"]) for found in _BLOCK.finditer(unix)]
    if not blocks:
        unclosed = "```" in unix
        return Answer(reason="the fenced block is not closed" if unclosed else "there is no fenced block")
    if len(blocks) > 1:
        tags = _SQL if slot.contract.is_query else _PYTHON
        blocks = [block for block in blocks if block[0] in tags]
    if len(blocks) != 1:
        return Answer(reason="there must be exactly one fenced block")
    code = blocks[0][1]
    return Answer(body=_without_semicolon(code)) if slot.contract.is_query else _unwrapped(code, slot)


def _without_semicolon(code: str) -> str:
    return re.sub(r"\s*;\s*\Z", "\n", code)


def _named_again(text: str, prompt: RenderedPrompt, slot: Slot) -> Answer:
    code, reason = restored(text, prompt.references, _language(slot))
    taken = {parameter.name for parameter in slot.contract.parameters}
    if slot.contract.is_query:
        taken |= set(prompt.references.values())
    return Answer(body=name_locals(code, taken, _language(slot)), reason=reason)


def _language(slot: Slot) -> str:
    return "sql" if slot.contract.is_query else "python"


def _filled_in(text: str, prompt: RenderedPrompt, slot: Slot) -> Answer:
    if slot.contract.is_query:
        return Answer(body=text.partition(";")[0])
    indented = prompt.text.rpartition("\n")[2] + text.lstrip("\r\n")
    first, *others = indented.replace("\r\n", "\n").split("\n")
    inside = itertools.takewhile(lambda line: not line.strip() or line[0].isspace(), others)
    return Answer(body=with_first_line_in_margin("\n".join([first, *inside])))


def _unwrapped(code: str, slot: Slot) -> Answer:
    """Take the body out of a whole function, when that is what came."""
    name = slot.contract.name
    if not re.search(rf"^(?:async\s+)?def\s+{re.escape(name)}\b", code, re.MULTILINE):
        return Answer(body=code)
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Answer(reason=f"the block does not parse: {error}")
    function = statements[-1]
    before = statements[:-1]
    if not isinstance(function, ast.FunctionDef) or function.name != name or function.decorator_list:
        return Answer(reason=f"the block must hold the body of {name} and nothing behind it")
    if not all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in before):
        return Answer(reason=f"the block must hold the body of {name} and nothing before it")
    return Answer(body=_body_of(function, code)) if _statements(function) else Answer(reason="the function is empty")


def _statements(function: ast.FunctionDef) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body


def _body_of(function: ast.FunctionDef, code: str) -> str:
    lines = code.split("\n")
    first = _statements(function)[0]
    if first.lineno == function.lineno:
        return "\n".join(ast.unparse(statement) for statement in _statements(function))
    docstring = function.body[0] if function.body[0] is not first else None
    start = docstring.end_lineno if docstring else _header_end(function, first)
    return "\n".join(lines[start or 0 : function.end_lineno])


def _header_end(function: ast.FunctionDef, first: ast.stmt) -> int:
    parts = [function.returns, *(argument.annotation for argument in function.args.args)]
    ends = [part.end_lineno or 0 for part in parts if part is not None]
    return min(max([function.lineno, *ends]), first.lineno - 1)
