"""What `template.yaml` and `flow.yaml` may say: pydantic models at the edge of the catalog."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

__all__ = ["NAME", "NAME_IN_WORDS", "Each", "FileEntry", "FlowFile", "Owner", "TemplateFile", "When"]

Owner = Literal["renderer", "write-once", "append-only"]
Each = Literal["project", "aggregate", "rule", "query", "flow", "requirement", "migration"]
When = Literal[
    "aggregates", "parts", "references", "rules", "exposed-rules", "requirements", "queries", "flows", "events"
]

_OURS = re.compile(r"(?:inlay\.lock|\.inlay|\.git)(?:/|$)", re.IGNORECASE)
_PLACEHOLDER = r"\{(?:name|package|table)\}"
_SEGMENT = r"(?!\.\.?(?:/|$))(?:[A-Za-z0-9_.-]|" + _PLACEHOLDER + r")+"


def _source(text: str) -> str:
    if not re.fullmatch(rf"{_SEGMENT}(/{_SEGMENT})*\.j2", text):
        raise ValueError("write a path within the template that ends in .j2, of letters, digits and `_.-` between `/`")
    return text


def _target(text: str) -> str:
    if not re.fullmatch(rf"{_SEGMENT}(/{_SEGMENT})*", text):
        raise ValueError(
            "write a path within the project, of letters, digits, `_.-`, {package}, {name} and {table} between `/`"
        )
    if _OURS.match(text):
        raise ValueError(f"`{text}` belongs to inlay or to version control, name another path")
    return text


Source = Annotated[str, AfterValidator(_source)]
Target = Annotated[str, AfterValidator(_target)]
NAME = r"^[a-z][a-z0-9-]{0,40}$"
"""The pattern of a name in a catalog."""
NAME_IN_WORDS = "begin with a letter; small letters, digits and `-`, at most 41"


def _name(text: str) -> str:
    if not re.fullmatch(NAME, text):
        raise ValueError(f"{text!r} is no name: {NAME_IN_WORDS}")
    return text


Name = Annotated[str, AfterValidator(_name)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, regex_engine="python-re")


class FileEntry(_Strict):
    """One file of a template: `from` a source, `to` a path, once for the project or for each of something."""

    source: Source = Field(alias="from")
    target: Target = Field(alias="to")
    each: Each = "project"
    when: list[When] = []
    owner: Owner = "renderer"


class SlotEntry(_Strict):
    """Where the slots of one section of the spec lie, and where their tests."""

    kind: Name
    file: Target
    tests: Target


def _word(text: str) -> str:
    if not text or "\0" in text:
        raise ValueError("a word of a command holds something, and no NUL")
    if re.fullmatch(r"\{\w+\}", text) and text != "{python}":
        raise ValueError(f"nothing fills `{text}`; known is {{python}}")
    return text


class CheckEntry(_Strict):
    """One command that a delivered project passes; `{python}` stands for the interpreter with the toolchain."""

    name: Name
    run: Annotated[list[Annotated[str, AfterValidator(_word)]], Field(min_length=1)]


class ReservedEntry(_Strict):
    """Names that the template's own code has taken.

    In `entities` and `names`, `{Entity}`, `{entity}`, `{table}` and `{EnumField}` stand for those of the spec.
    """

    entities: list[str] = []
    fields: list[str] = []
    names: list[str] = []
    parameters: list[str] = []


class TemplateFile(_Strict):
    """A whole `template.yaml`."""

    inlay: Literal[1]
    name: Name
    version: Annotated[int, Field(ge=1)]
    description: str
    python: str
    requires: list[str]
    formatter: Literal["ruff", "none"] = "none"
    checks: Annotated[list[CheckEntry], Field(min_length=1)]
    slots: dict[Literal["rules", "queries"], SlotEntry]
    flows: list[Name] = []
    reserved: ReservedEntry = ReservedEntry()
    macros: list[Source] = []
    files: Annotated[list[FileEntry], Field(min_length=1)]


class SettingEntry(_Strict):
    """A key that a use of a flow takes: a value of an enum of its entity, or a name."""

    kind: Literal["enum-value", "enum-values", "name"]
    required: bool = True


class FlowFile(_Strict):
    """A whole `flow.yaml`."""

    name: Name
    description: str
    requires: SlotEntry
    settings: dict[str, SettingEntry] = {}
    macros: list[Source] = []
    files: Annotated[list[FileEntry], Field(min_length=1)]
