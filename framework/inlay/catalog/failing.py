"""Where a Jinja2 text of a catalog failed and what of, whatever it raised: a filter may raise what Python may."""

from jinja2 import TemplateError

__all__ = ["line_of", "reason_of"]

_WITHOUT_A_NAME = ("<template>", "<unknown>")


def line_of(error: BaseException, source: str = "") -> int:
    """Find the line of a text that an error came from: Jinja2 gives its frames the text's name and lines."""
    line = getattr(error, "lineno", None) or 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in (source, *_WITHOUT_A_NAME):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def reason_of(error: Exception) -> str:
    """Say what went wrong in one line."""
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    if isinstance(error, RecursionError):
        return "it calls or includes itself without an end"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
