"""Where a Jinja2 text of a catalog failed and what of, whatever it raised: a filter may raise what Python may."""

from collections.abc import Iterator

from jinja2 import TemplateError, TemplateSyntaxError

__all__ = ["NAMELESS", "place_of", "reason_of"]

NAMELESS = "<template>"
"""What Jinja2 calls a text that is not in a loader."""


def place_of(error: Exception, source: str) -> tuple[str, int]:
    """Give the text that is to be mended and the line: of the one that is rendered, where it can be read at all."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or source, error.lineno
    *_, line = 1, *(line for name, line in _frames(error) if name == source)
    return source, line


def reason_of(error: Exception, source: str) -> str:
    """Say what went wrong in one line, and in which text that was used where it is another one."""
    if isinstance(error, RecursionError):
        return "it calls or includes itself without an end"
    message = error.message if isinstance(error, TemplateError) else str(error)
    said = f"{type(error).__name__}: {' '.join((message or '').split())}"
    *_, (name, line) = ("", 0), *(frame for frame in _frames(error) if frame[0].endswith(".j2"))
    return f"{said} (in {name}:{line})" if name not in ("", source) else said


def _frames(error: Exception) -> Iterator[tuple[str, int]]:
    """Give the texts and lines that an error came through: Jinja2 gives its frames their names."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
