"""The options that several commands share."""

from collections.abc import Callable
from functools import wraps
from inspect import Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from inlay.cli.output import require_word

if TYPE_CHECKING:
    from inlay.build.options import Options, Walls

__all__ = [
    "GrammarOption",
    "Ladder",
    "PostgresqlOption",
    "SandboxOption",
    "SecondsOption",
    "SeedOption",
    "TokensOption",
    "options_of",
    "walls_of",
    "with_options",
]

Ladder = Annotated[
    list[str] | None,
    typer.Option(
        "--backend",
        help="A backend's address, as embedded, gguf:FILE, openai:MODEL@URL, replay:FILE; settings stand behind it, as "
        "in gguf:FILE#gpu_layers=20&context=8192. Repeat it for a ladder.",
    ),
]
SandboxOption = Annotated[
    str,
    typer.Option(
        help="bubblewrap; landlock, where there are no user namespaces; or none: generated code runs with no walls."
    ),
]
GrammarOption = Annotated[bool, typer.Option(help="Hold a local model to the names of the contract while it writes.")]
PostgresqlOption = Annotated[
    bool, typer.Option("--postgresql", help="Refuse to go on where PostgreSQL cannot judge the queries beside SQLite.")
]
SeedOption = Annotated[int, typer.Option(help="The seed of sampled candidates.")]
TokensOption = Annotated[int | None, typer.Option(min=1, help="Budget: tokens of prompts and answers.")]
SecondsOption = Annotated[float | None, typer.Option(min=0.1, help="Budget: seconds of the models.")]

SANDBOXES = ("bubblewrap", "landlock", "none")


def walls_of(sandbox: str) -> "Walls":
    """Give the walls that a word of the command line names."""
    return cast("Walls", require_word(sandbox, SANDBOXES, "sandbox"))


def options_of(
    backend: Ladder = None,
    sandbox: SandboxOption = "bubblewrap",
    *,
    seed: SeedOption = 0,
    grammar: GrammarOption = False,
    postgresql: PostgresqlOption = False,
    tokens: TokensOption = None,
    seconds: SecondsOption = None,
) -> "Options":
    """Give the choices of a command line."""
    from inlay.build.options import Options

    walls = walls_of(sandbox)
    ladder = tuple(backend) if backend else Options().ladder
    return Options(
        ladder=ladder,
        walls=walls,
        seed=seed,
        grammar=grammar,
        postgresql=postgresql,
        tokens=tokens,
        seconds=seconds,
    )


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command line have all that `options_of` takes, and the command its `options`, in whose place they stand."""
    shared = signature(options_of).parameters

    @wraps(command)
    def called(**given: Any) -> None:
        options = options_of(**{name: given.pop(name) for name in shared})
        command(**given, options=options)

    own = signature(command).parameters.items()
    parameters = [each for name, one in own for each in (shared.values() if name == "options" else [one])]
    called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in parameters}
    return called
