"""HumanEvalExplain: a model describes a program in words, and its own words are then all that it is told."""

import hashlib
from dataclasses import replace

from inlay.errors import UsageError
from inlay.prompts.rendered import Message, RenderedPrompt, Style
from inlay_eval.judging import CodeTask
from inlay_eval.judging.task import Explained
from inlay_eval.prompting import PROMPT

__all__ = ["explanation_prompt", "told_in_words"]

_SYSTEM = "You describe programs in words. Answer with the description and nothing else, and quote no code."
_ASKED = "Describe what this does, in at most {most} characters.\n\n```python\n{program}```"
_TOLD = "Write a Python function for this description.\n\n{words}"
_DIGEST = hashlib.sha256("\x1f".join((_SYSTEM, _ASKED, _TOLD)).encode()).hexdigest()


def explanation_prompt(task: CodeTask, explained: Explained, style: Style) -> RenderedPrompt:
    """Ask for the description of a task's program."""
    if style != "instruct":
        raise UsageError(
            "a program is described by a model that chats",
            hint="give --model an address such as openai:model@https://…",
        )
    asked = _ASKED.format(most=explained.most, program=explained.program)
    messages = (Message("system", _SYSTEM), Message("user", asked))
    return RenderedPrompt(
        name="eval-explain", version=PROMPT, style=style, digest=f"sha256:{_DIGEST}", messages=messages, slot=task.id
    )


def told_in_words(task: CodeTask, explained: Explained, words: str) -> CodeTask:
    """Give the task with a description for all that is told; what is longer than allowed is cut."""
    return replace(task, prompt=_TOLD.format(words=words.strip()[: explained.most]))
