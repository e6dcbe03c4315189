"""The commands that ask a model: sample, debug."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay_eval.cli.options import (
    CodeSuiteArgument,
    DatabasesOption,
    DataOption,
    MemoryOption,
    SamplesOption,
    SecondsOption,
    SuiteArgument,
)

__all__ = ["debug_command", "sample_command"]


def sample_command(
    suite: SuiteArgument,
    model: Annotated[str, typer.Option(help="Address of a backend, such as openai:model@https://…")],
    out: Annotated[Path, typer.Option(help="JSON lines, which a run that was ended goes on with.", dir_okay=False)],
    data: DataOption = None,
    databases: DatabasesOption = None,
    schema: Annotated[
        str, typer.Option(help="How a suite of SQL shows schemas to a model that chats: m-schema or create-table.")
    ] = "m-schema",
    count: Annotated[int, typer.Option(help="Samples a task.", min=1)] = 1,
    temperature: Annotated[float, typer.Option(help="0 is greedy.", min=0.0)] = 0.8,
    top_p: Annotated[float, typer.Option(help="Nucleus.", min=0.0, max=1.0)] = 0.95,
    top_k: Annotated[int, typer.Option(help="Among so many likeliest tokens; 0 is all.", min=0)] = 0,
    beams: Annotated[int, typer.Option(help="Search with so many beams instead, where the backend can.", min=0)] = 0,
    max_tokens: Annotated[int, typer.Option(help="Tokens of one sample at most.", min=1)] = 512,
    seed: Annotated[int, typer.Option(help="Of the first sample.")] = 0,
    suffix_first: Annotated[
        bool, typer.Option("--suffix-first", help="Show a model that fills in the middle the suffix before the prefix.")
    ] = False,
    form: FormatOption = Format.text,
) -> None:
    """Ask a model for samples and store them, to be judged by `inlay eval run` as often as you like.

    Exit 1 where a task got fewer than asked for.
    """
    from inlay.backends import open_backend
    from inlay_eval.sampling import Decoding, sample
    from inlay_eval.starting import asker_of
    from inlay_eval.watching import watching

    asker = asker_of(suite, data, tuple(databases or ()), schema)
    decoding = Decoding(
        count=count,
        temperature=temperature,
        top_p=top_p,
        top_k=top_k,
        beams=beams,
        max_tokens=max_tokens,
        seed=seed,
        suffix_first=suffix_first,
    )
    backend = open_backend(model)
    try:
        with watching(quiet=form is Format.json) as watcher:
            found = sample(asker, backend, decoding, out, watcher)
    finally:
        backend.close()
    emit(found.plain(), found.text, form)
    if found.short:
        raise typer.Exit(1)


def debug_command(
    suite: CodeSuiteArgument,
    samples: SamplesOption,
    model: Annotated[str, typer.Option(help="Address of a model that chats, such as openai:model@https://…")],
    out: Annotated[Path, typer.Option(help="JSON lines of the last try of each sample.", dir_okay=False)],
    data: DataOption = None,
    rounds: Annotated[int, typer.Option(help="Further tries of a sample that fails, at most.", min=1)] = 3,
    jobs: Annotated[int, typer.Option(help="How many sandboxes check the suite side by side.", min=1)] = 1,
    seconds: SecondsOption = None,
    memory: MemoryOption = 1024,
    form: FormatOption = Format.text,
) -> None:
    """Show a model its failing programs with what became of them, and let it write them again."""
    from contextlib import closing

    from inlay.backends import open_backend
    from inlay_eval.debugging import debug_samples
    from inlay_eval.run import Settings
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite
    from inlay_eval.watching import watching

    read = load_suite(suite, data)
    given = read_samples(samples, read.by_id)
    settings = Settings(jobs=jobs, seconds=seconds or read.seconds, memory_mib=memory)
    with closing(open_backend(model)) as backend, watching(quiet=form is Format.json) as watcher:
        found = debug_samples(read, given, backend, settings, out, watcher, rounds=rounds)
    emit(found.plain(), found.text, form)
