"""`inlay schema spec`: the JSON Schema of what people write, for editors and validators."""

import json
from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["Subject", "schema"]


class Subject(StrEnum):
    """What there is a schema of."""

    spec = "spec"


def schema(subject: Annotated[Subject, typer.Argument(help="What to describe.")]) -> None:
    """Print the JSON Schema of a spec."""
    from inlay.spec import json_schema

    if subject is Subject.spec:
        typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
