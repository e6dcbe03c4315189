"""Samples: what a model learns from, one JSON object a line, in the few shapes that training reads."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inlay.errors import UsageError

__all__ = [
    "Answer",
    "Chat",
    "LayoutName",
    "Preference",
    "Sample",
    "Text",
    "Turn",
    "parse_sample",
    "placed_samples",
    "read_chats",
    "read_documents",
    "read_lines",
    "read_samples",
    "write_report",
    "write_samples",
]


_HALF = re.compile(rb"\\ud[89a-f][0-9a-f]{2}", re.IGNORECASE)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    about: dict[str, Any] = Field(default_factory=dict)


class Turn(BaseModel):
    """One turn of a chat."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["system", "user", "assistant"]
    content: str


LayoutName = Literal["", "codellama", "starcoder"]


class Text(_Shape):
    """A text that is learnt from its first token; `layout` names how a filled-in middle is marked in it."""

    text: str = Field(min_length=1)
    layout: LayoutName = ""


class Answer(_Shape):
    """A prompt and what answers it; only the completion is learnt.

    With a `layout` the prompt is a document with a hole, up to the mark of its middle, and the completion fills it.
    """

    prompt: str
    completion: str = Field(min_length=1)
    layout: LayoutName = ""


class Chat(_Shape):
    """A conversation; the turns of the assistant are learnt."""

    messages: tuple[Turn, ...] = Field(min_length=2)


class Preference(_Shape):
    """A prompt with one answer that is better than another; `layout` is that of an `Answer`."""

    prompt: str | Annotated[tuple[Turn, ...], Field(min_length=1)]
    chosen: str = Field(min_length=1)
    rejected: str = Field(min_length=1)
    layout: LayoutName = ""


Sample: TypeAlias = Text | Answer | Chat | Preference
_BY_COLUMN: Mapping[str, type[Text] | type[Answer] | type[Chat] | type[Preference]] = {
    "text": Text,
    "messages": Chat,
    "chosen": Preference,
    "completion": Answer,
}


def parse_sample(raw: Mapping[str, Any]) -> Sample:
    """Give a sample of the shape that its columns tell; `ValueError` says what does not fit."""
    shape = next((shape for column, shape in _BY_COLUMN.items() if column in raw), None)
    if shape is None:
        raise ValueError(f"columns {', '.join(raw) or 'none'}; one of {', '.join(_BY_COLUMN)} is needed")
    try:
        sample: Sample = shape.model_validate(raw)
    except ValidationError as fault:
        first = fault.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from fault
    if isinstance(sample, Chat) and sample.messages[-1].role != "assistant":
        raise ValueError("messages: the last turn must be the assistant's")
    return sample


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the objects of a JSONL file with the number of their line; what is none is an error with its place."""
    some = False
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    some = True
                    yield number, _object(line, path, number)
    except OSError as fault:
        raise UsageError(f"cannot read {path}: {fault.strerror}") from fault
    if not some:
        raise UsageError(f"{path} is empty")


def _object(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        raw = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip())
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path}:{number}:{fault.start + 1}: not UTF-8", hint="convert the file first") from fault
    except (ValueError, RecursionError) as fault:
        column = getattr(fault, "colno", 1)
        raise UsageError(f"{path}:{number}:{column}: not JSON: {getattr(fault, 'msg', fault)}") from fault
    if not isinstance(raw, dict):
        raise UsageError(f"{path}:{number}:1: not a JSON object")
    half = _HALF.search(line)
    if half and not _is_text(raw):
        message = "half of a character (a surrogate without its other half)"
        raise UsageError(f"{path}:{number}:{half.start() + 1}: {message}", hint="mend or leave out this line")
    return raw


def _is_text(raw: dict[str, Any]) -> bool:
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def placed_samples(path: Path) -> Iterator[tuple[int, Sample]]:
    """Read samples, each with the number of its line; records of slots (`schema`, `tasks`) give one answer a task."""
    for number, raw in read_lines(path):
        try:
            found = list(_answers(raw)) if "tasks" in raw else [parse_sample(raw)]
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise UsageError(f"{path}:{number}:1: not a sample: {fault}") from fault
        for sample in found:
            yield number, sample


def read_samples(path: Path) -> Iterator[Sample]:
    """Read samples without their places."""
    return (sample for _, sample in placed_samples(path))


def read_documents(path: Path) -> Iterator[tuple[str, str]]:
    """Give the texts of a file, each with a name: that of its document, or of its place."""
    for number, sample in placed_samples(path):
        if not isinstance(sample, Text) or sample.layout:
            raise UsageError(f"{path}:{number}:1: no plain text", hint="give what `data code` writes")
        yield str(sample.about.get("document", f"{path.name}:{number}")), sample.text


def read_chats(path: Path) -> list[Chat]:
    """Read a file of conversations; anything else in it is an error."""
    chats = []
    for number, sample in placed_samples(path):
        if not isinstance(sample, Chat):
            raise UsageError(f"{path}:{number}:1: no chat", hint="give what `data self-instruct` writes")
        chats.append(sample)
    return chats


def _answers(raw: Mapping[str, Any]) -> Iterator[Answer]:
    for task in raw["tasks"]:
        about = {"tags": list(task.get("tags", ()))}
        yield Answer(prompt=raw["schema"] + task["task"], completion=task["code"], about=about)


@contextmanager
def _in_place_at_once(path: Path) -> Iterator[TextIO]:
    """Give a file that takes its place when all is written; what ends before leaves nothing behind."""
    passing = path.with_name(path.name + ".passing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with passing.open("w", encoding="utf-8") as file:
            yield file
        passing.replace(path)
    except OSError as fault:
        raise UsageError(f"cannot write {path}: {fault.strerror}") from fault
    finally:
        with suppress(OSError):
            passing.unlink()


def write_samples(path: Path, samples: Iterable[BaseModel]) -> int:
    """Write samples, in place at once; give how many."""
    count = 0
    with _in_place_at_once(path) as file:
        for sample in samples:
            content = sample.model_dump(mode="json", exclude_defaults=True)
            file.write(json.dumps(content, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_report(path: Path, content: Mapping[str, object]) -> None:
    """Write a report beside the data it is of."""
    with _in_place_at_once(path) as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
