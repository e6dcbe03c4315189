"""A rendered prompt as the tokens that a model was trained to see, by style."""

from functools import cache

from jinja2 import Template, TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from inlay.backends.llama.model import Model
from inlay.errors import BackendError, UsageError
from inlay.prompts.rendered import RenderedPrompt

__all__ = ["prompt_tokens"]

_GUARD = "☺"  # no text begins with it, and no vocabulary joins it with what follows


def prompt_tokens(model: Model, prompt: RenderedPrompt) -> list[int]:
    """Give the tokens of a prompt."""
    match prompt.style:
        case "compact":
            return model.tokens(prompt.text, special=True, begin=model.begins_with_token)
        case "infill":
            return _infill(model, prompt)
        case "instruct":
            return model.tokens(_chat(model, prompt), special=True)


def _infill(model: Model, prompt: RenderedPrompt) -> list[int]:
    if model.middle_tokens is None:
        raise UsageError(
            f"{model.path.name} has no tokens for filling in the middle", hint="set style: instruct for this model"
        )
    prefix, suffix, middle = model.middle_tokens
    before, behind = model.tokens(prompt.text, special=False), _glued(model, prompt.suffix)
    begin = [model.begin_token] if model.begins_with_token else []
    if prompt.suffix_first:  # as models are trained that know both orders (Bavarian et al. 2022, second variant)
        return [*begin, prefix, suffix, *behind, middle, *before]
    return [*begin, prefix, *before, suffix, *behind, middle]


def _glued(model: Model, text: str) -> list[int]:
    """Give the tokens of a text that goes on inside a line, without the space that SentencePiece puts before a word.

    Models are trained so (the guard is cut off again as tokens), and a space before the suffix would indent it.
    """
    guard = model.tokens(_GUARD, special=False)
    first, inside = (model.tokens(lead + "a", special=False) for lead in ("", _GUARD))
    guarded = model.tokens(_GUARD + text, special=False)
    if first == inside[len(guard) :] or guarded[: len(guard)] != guard:
        return model.tokens(text, special=False)
    return guarded[len(guard) :]


def _chat(model: Model, prompt: RenderedPrompt) -> str:
    template = model.metadata("tokenizer.chat_template")
    if not template:
        raise UsageError(
            f"{model.path.name} has no chat template", hint="set style: infill for this model, or use a chat model"
        )
    messages = [{"role": message.role, "content": message.content} for message in prompt.messages]
    try:
        return _compiled(template).render(
            messages=messages,
            add_generation_prompt=True,
            bos_token=model.spelled(model.begin_token),
            eos_token=model.spelled(model.end_token),
            raise_exception=_refuse,
        )
    except TemplateError as error:
        raise BackendError(f"the chat template of {model.path.name} fails: {error}") from error


@cache
def _compiled(template: str) -> Template:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    return environment.from_string(template)


def _refuse(message: str) -> None:
    raise TemplateError(message)
