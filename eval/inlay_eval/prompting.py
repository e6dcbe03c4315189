"""What a model is asked for a task of code, in the style that its backend wants, and the way back to a completion."""

import hashlib
from dataclasses import replace

from inlay.errors import UsageError
from inlay.prompts.fenced import first_block
from inlay.prompts.rendered import Message, RenderedPrompt, Style
from inlay_eval.judging import PYTHON, CodeTask

__all__ = ["PROMPT", "completion_of", "prompt_of"]

PROMPT = "1"
_CALLED = {PYTHON: "Python 3", "bash": "Bash", "java": "Java", "javascript": "JavaScript", "typescript": "TypeScript"}
_SYSTEM = "You write {language}. Answer with one fenced block of code and nothing else."
_WHOLE = "Write the whole program, with its imports.\n\n{prompt}"
_BODY = "Complete this program. Write it whole, with what is given here.\n\n```{tag}\n{head}```"
_HOLE = (
    "One piece of this program is missing, where it says <MISSING>. Write just the missing piece, character by "
    "character as it must stand there.\n\n```python\n{head}<MISSING>{tail}```"
)
_DIGEST = hashlib.sha256("\x1f".join((_SYSTEM, _WHOLE, _BODY, _HOLE)).encode()).hexdigest()


def prompt_of(task: CodeTask, style: Style) -> RenderedPrompt:
    """Give the prompt of a task; the style `compact` is for slots only."""
    if style == "compact":
        raise UsageError(
            "this model is asked for slots only, in the style `compact`",
            hint="`inlay eval run slotbench` measures it; give --model an address such as openai:model@https://…",
        )
    prompt = RenderedPrompt(name="eval", version=PROMPT, style=style, digest=f"sha256:{_DIGEST}", slot=task.id)
    if style == "infill":
        suffix = task.tail if _has_hole(task) else ""
        return replace(prompt, text=_as_comment(task) + task.head, suffix=suffix)
    system = _SYSTEM.format(language=_CALLED[task.language])
    return replace(prompt, messages=(Message("system", system), Message("user", _instruction(task))))


def completion_of(task: CodeTask, style: Style, answer: str) -> str:
    """Give the completion that an answer holds."""
    if task.language != PYTHON:
        return _body_in_braces(task, answer) if style == "infill" else _below_head(task, first_block(answer))
    if style == "infill":
        return answer if _has_hole(task) or not task.head else _body(answer)
    code = first_block(answer)
    if _has_hole(task):
        return code.removesuffix("\n") if task.tail[:1] == "\n" else code
    return f"    pass\n\n\n{code}" if task.head else code  # the head's own function is defined anew below it


def _instruction(task: CodeTask) -> str:
    if _has_hole(task):
        return _HOLE.format(head=task.head, tail=task.tail)
    if not task.head:
        return _WHOLE.format(prompt=task.prompt)
    told = f"{task.prompt}\n\n" if task.prompt else ""
    return told + _BODY.format(head=task.head, tag=task.language)


def _has_hole(task: CodeTask) -> bool:
    return bool(task.head and task.tail and task.language == PYTHON)


def _as_comment(task: CodeTask) -> str:
    sign = "#" if task.language in (PYTHON, "bash") else "//"
    return "".join(f"{sign} {line}\n" for line in task.prompt.splitlines())


def _body_in_braces(task: CodeTask, answer: str) -> str:
    """Cut where a completion ends, or else below the brace that closes what is outermost."""
    if task.stops:
        return _until_stop(task, answer)
    before, closing, _ = f"\n{answer}".partition("\n}")
    return before.removeprefix("\n") + (f"{closing}\n" if closing else "")


def _until_stop(task: CodeTask, answer: str) -> str:
    return answer[: min((f"{answer}{stop}".find(stop) for stop in task.stops), default=len(answer))]


def _below_head(task: CodeTask, code: str) -> str:
    """Give what a whole program writes below the line that its head ends with, or all where that line is not there."""
    last = task.head.strip().rpartition("\n")[2].strip()
    lines = code.splitlines(keepends=True)
    found = next((place for place, line in enumerate(lines) if line.strip() == last), None)
    below = code if found is None else "".join(lines[found + 1 :])
    return _until_stop(task, below) if task.tail else below


def _body(answer: str) -> str:
    """Cut where a line that is not indented begins something else."""
    lines = answer.splitlines(keepends=True)
    ends = (place for place, line in enumerate(lines) if place and line.strip() and not line[0].isspace())
    return "".join(lines[: next(ends, len(lines))])
