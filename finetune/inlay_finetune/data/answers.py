"""A body as the answer that a model would have to give to a prompt, in the style of the prompt."""

import re
import textwrap

from inlay.prompts.answers import read_answer
from inlay.prompts.layout import laid_out
from inlay.prompts.references import tight
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot

__all__ = ["answer_text", "readable_answer"]

_FENCES = {"python-function": "python", "sql-query": "sql"}
_NAME = r"(?<![\w.'\"])[A-Za-z_]\w*(?!\w)|(?<=\.)[A-Za-z_]\w*"
_CONSTANT = r"(?<=['\"])(?:[\w ]+|[\d.:-]+)(?=['\"])|(?<![\w.'\"])\d+(?:\.\d+)?(?![\w.])"
_REFERRED = re.compile(f"(?P<name>{_NAME})|(?P<constant>{_CONSTANT})")
_PERCENT = re.compile(r"/ 100\b")


def _in_references(body: str, rendered: RenderedPrompt) -> str:
    """Give a body with each name and constant that the prompt has a token for as that token."""
    names = {name: token for token, name in rendered.references.items() if token.startswith("<n")}
    stated = {value: token for token, value in reversed([*rendered.references.items()]) if token.startswith("<k")}
    # no model is taught to take these from a sentence: the nothing it starts from, the hundred of a percentage
    notation = {"0", *(["100"] if _PERCENT.search(body) else [])}
    constants = {value: token for value, token in stated.items() if value not in notation} | names

    def token(found: re.Match[str]) -> str:
        return (names if found["name"] else constants).get(found[0], found[0])

    return tight(_REFERRED.sub(token, body))


def answer_text(body: str, rendered: RenderedPrompt, kind: str) -> str:
    """Give what a model would have to answer for this body to be read."""
    if rendered.style == "instruct":
        return f"```{_FENCES[kind]}\n{laid_out(body)}```"
    if rendered.style == "compact":
        return _in_references(laid_out(body), rendered).rstrip("\n")
    if kind == "sql-query":
        return laid_out(body).rstrip("\n")
    # What stands on the last line before the hole is the indentation of the body's first line.
    lead = rendered.text.rpartition("\n")[2]
    return textwrap.indent(laid_out(body), "    ").removeprefix(lead)


def readable_answer(body: str, rendered: RenderedPrompt, slot: Slot) -> str | None:
    """Give the answer for a body if the reader of answers gives back that very body, else nothing."""
    answer = answer_text(body, rendered, slot.kind)
    return answer if read_answer(answer, rendered, slot).body == laid_out(body) else None
