"""The format of a `.prompty` file: YAML front matter, then Jinja2 sections under role lines.

Role lines are read from the file before anything is rendered, so text of a spec cannot forge one.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from inlay.catalog.reading import read_text, said_of
from inlay.errors import CatalogInvalid, Fault
from inlay.prompts.rendered import Style

__all__ = ["SECTIONS", "FrontMatter", "PromptFile", "digest_of", "read_prompt_file"]

SECTIONS: Mapping[Style, tuple[str, ...]] = {
    "instruct": ("system", "user", "repair"),
    "infill": ("before", "after"),
    "compact": (),
}
_ROLE = re.compile(r"^(system|user|assistant|repair|before|after):[ \t]*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(?P<yaml>.*?)^---\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)


class FrontMatter(BaseModel):
    """What stands between the dashes at the head of a prompt file."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    name: str
    version: str
    style: Style
    description: str
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PromptFile:
    """One file of the registry, read. `sections` maps a role to its Jinja2 source; `compact` has one, `text`.

    `lines` gives the line of the file on which each section begins.
    """

    path: Path
    front: FrontMatter
    sections: Mapping[str, str]
    lines: Mapping[str, int]
    digest: str


def digest_of(content: bytes) -> str:
    """Give the content hash that stands in locks and in `released.yaml`."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def read_prompt_file(path: Path) -> PromptFile:
    """Read one prompt file, or raise `CatalogInvalid` with everything that is wrong in it."""
    source = read_text(path).replace("\r\n", "\n")
    found = _FRONT.match(source)
    if found is None:
        raise _invalid(path, 1, "no front matter", "begin with a line `---`, YAML, and another line `---`")
    front = _front_matter(path, found["yaml"])
    first_line = found["yaml"].count("\n") + 3
    placed = _sections(path, front.style, found["body"], first_line)
    return PromptFile(
        path=path,
        front=front,
        sections={role: text for role, (text, _) in placed.items()},
        lines={role: line for role, (_, line) in placed.items()},
        digest=digest_of(path.read_bytes()),
    )


def _front_matter(path: Path, text: str) -> FrontMatter:
    try:
        loaded = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise _invalid(path, line, f"front matter is not YAML: {error.problem}", "") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _invalid(path, 2, f"front matter is not YAML: {' '.join(str(error).split())}", "") from error
    try:
        return FrontMatter.model_validate(loaded)
    except ValidationError as error:
        faults = [
            Fault(
                file=str(path),
                line=_line_of(text, item["loc"]),
                column=1,
                message=_said(item["loc"], said_of(item["type"], item["msg"])),
            )
            for item in error.errors()
        ]
        raise CatalogInvalid(tuple(faults)) from error


def _said(place: tuple[int | str, ...], message: str) -> str:
    key = ".".join(str(part) for part in place)
    return f"front matter `{key}`: {message}" if key else f"front matter: {message}"


def _line_of(text: str, place: tuple[int | str, ...]) -> int:
    lines = text.splitlines()
    found = (number for number, line in enumerate(lines, 2) if place and line.startswith(f"{place[0]}:"))
    return next(found, 2)


def _sections(path: Path, style: Style, body: str, first_line: int) -> dict[str, tuple[str, int]]:
    """Give the text of each section and the line that it begins on."""
    if style == "compact":
        return {"text": (body, first_line)}
    heads = list(_ROLE.finditer(body))
    names = tuple(head[1] for head in heads)
    if names != SECTIONS[style]:
        wanted = ", ".join(f"`{name}:`" for name in SECTIONS[style])
        raise _invalid(path, first_line, f"style {style} has the sections {wanted}, in this order", "")
    if body[: heads[0].start()].strip():
        raise _invalid(path, first_line, f"text before the first section `{names[0]}:`", "move it into a section")
    ends = [head.start() for head in heads[1:]] + [len(body)]
    begins = [first_line + body.count("\n", 0, head.end()) + 1 for head in heads]
    texts = [body[head.end() + 1 : end] for head, end in zip(heads, ends, strict=True)]
    return dict(zip(names, zip(texts, begins, strict=True), strict=True))


def _invalid(path: Path, line: int, message: str, hint: str) -> CatalogInvalid:
    return CatalogInvalid((Fault(file=str(path), line=line, column=1, message=message, hint=hint),))
