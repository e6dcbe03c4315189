"""What templates may call: spellings of names and escapes that keep text of a spec inside its quotes."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

from inlay.contract.naming import class_name, plural, snake_case
from inlay.render.wrapping import width_of, wrap

__all__ = [
    "FILTERS",
    "article",
    "datetime_literal",
    "docstring",
    "kebab_case",
    "markdown",
    "python_string",
    "python_text",
    "slug",
    "sql_comment",
    "words",
    "yaml_string",
]

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def kebab_case(name: str) -> str:
    """Give the spelling of a path: `revenue_by_month` is `revenue-by-month`."""
    return snake_case(name).replace("_", "-")


def words(name: str) -> str:
    """Give a name as words: `OrderLine` is `order line`."""
    return snake_case(name).replace("_", " ")


def article(name: str) -> str:
    """Give words with their article: `order` is `an order`."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def slug(sentence: str) -> str:
    """Give a sentence as a Python name."""
    return re.sub(r"\W+", "_", sentence.casefold(), flags=re.ASCII).strip("_")


def python_string(text: str) -> str:
    """Give a Python literal of a text, double quotes first, with nothing unprintable or deceiving in it."""
    literal = json.dumps(text, ensure_ascii=False)
    literal = _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", literal)
    if "'" not in text and text.count('"') and literal.count("\\") == text.count('"'):
        return f"'{text}'"
    return literal


def python_text(text: str, indent: int = 0, width: int = 100) -> str:
    """Give a Python literal of a text over as many lines as it needs, for use inside brackets."""
    if indent + width_of(python_string(text)) <= width:
        return python_string(text)
    pieces = wrap(text, width - indent - 8, keep_spaces=True)
    return f"\n{' ' * indent}".join(python_string(piece) for piece in pieces)


def docstring(text: str, indent: int = 4, width: int = 100) -> str:
    """Give a docstring in its quotes: one line where it fits, else wrapped with the quotes on their own line."""
    said = " ".join(_UNPRINTABLE.sub(" ", text).split()).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if said.endswith('"') and not said.endswith('\\"'):
        said = f'{said[:-1]}\\"'
    if said.startswith('"'):
        said = f" {said}"
    if indent + width_of(said) + 6 <= width:
        return f'"""{said}"""'
    # One word less on a line that would fit alone but for its closing quotes.
    room = width - indent - (6 if width_of(said) <= width - indent - 3 else 3)
    lines = wrap(said, room)
    pad = " " * indent
    return f'"""{lines[0]}\n' + "".join(f"{pad}{line}\n" for line in lines[1:]) + f'{pad}"""'


def yaml_string(text: str) -> str:
    """Give a YAML (or TOML or JSON) scalar in double quotes."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def sql_comment(text: str) -> str:
    """Give a text as one line behind `--`."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def markdown(text: str) -> str:
    """Give a text as one paragraph of Markdown without markup of its own."""
    said = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", said)


def datetime_literal(text: object) -> str:
    """Give a moment as Python spells it, in UTC: `dt.datetime(2024, 3, 5, 10, 30, tzinfo=dt.UTC)`."""
    moment = datetime.fromisoformat(str(text))
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    numbers = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, moment.microsecond]
    while len(numbers) > 5 and not numbers[-1]:
        numbers.pop()
    return f"dt.datetime({', '.join(str(number) for number in numbers)}, tzinfo=dt.UTC)"


FILTERS: dict[str, Callable[..., object]] = {
    "article": article,
    "class_name": class_name,
    "datetime_literal": datetime_literal,
    "docstring": docstring,
    "kebab_case": kebab_case,
    "markdown": markdown,
    "plural": plural,
    "python_string": python_string,
    "python_text": python_text,
    "slug": slug,
    "sql_comment": sql_comment,
    "snake_case": snake_case,
    "words": words,
    "yaml_string": yaml_string,
}
