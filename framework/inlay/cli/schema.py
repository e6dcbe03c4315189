"""`inlay schema spec`: the JSON Schema of what people write, for editors and validators."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit

__all__ = ["Subject", "schema"]


class Subject(StrEnum):
    """What there is a schema of."""

    spec = "spec"


def schema(
    subject: Annotated[Subject, typer.Argument(help="What to describe.")], form: FormatOption = Format.text
) -> None:
    """Print the JSON Schema of a spec; it is JSON in either form."""
    from inlay.spec import json_schema

    if subject is Subject.spec:
        described = json_schema()
        emit(described, lambda: json.dumps(described, indent=2, ensure_ascii=False), form)
