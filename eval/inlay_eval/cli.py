"""The commands of `inlay eval`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay.errors import UsageError

__all__ = ["app"]

app = typer.Typer(name="eval", help="Measure models honestly.", no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Measure models honestly."""


def _numbers(text: str) -> tuple[int, ...]:
    try:
        found = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        found = ()
    if not found or found[0] < 1:
        raise UsageError(f"--k is {text!r}", hint="give whole numbers from 1 up, with commas: 1,10,100")
    return found


@app.command("run")
def run_command(
    suite: Annotated[str, typer.Argument(help="Name of a suite; `inlay eval suites` lists them.")],
    samples: Annotated[Path, typer.Option(help="JSON lines of task_id and completion.", exists=True, dir_okay=False)],
    data: Annotated[Path | None, typer.Option(help="The suite's file, or a folder that holds it.")] = None,
    k: Annotated[str, typer.Option(help="For pass@k, with commas.")] = "1",
    jobs: Annotated[int, typer.Option(help="How many sandboxes work side by side.", min=1)] = 1,
    seconds: Annotated[
        float | None, typer.Option(help="Processor time of one sample; the suite's own when left out.", min=0.1)
    ] = None,
    memory: Annotated[int, typer.Option(help="Memory of one sample in MiB.", min=64)] = 1024,
    out: Annotated[Path | None, typer.Option(help="Folder of the report; beside the samples when left out.")] = None,
    form: FormatOption = Format.text,
) -> None:
    """Judge the samples of a model in the sandbox and report what passes."""
    from inlay_eval.report import figures, markdown, write_report
    from inlay_eval.run import Settings, run_code
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite
    from inlay_eval.watching import watching

    ks = _numbers(k)
    tasks = load_suite(suite, data)
    settings = Settings(ks=ks, jobs=jobs, seconds=seconds or tasks.seconds, memory_mib=memory)
    given = read_samples(samples, tasks.by_id)
    folder = out or samples.with_name(f"{samples.name.removesuffix('.jsonl')}.{suite}")
    with watching(quiet=form is Format.json) as watcher:
        report = run_code(tasks, given, settings, folder, watcher)
    write_report(report, folder)
    emit(figures(report), lambda: markdown(report), form)


@app.command("suites")
def suites_command(form: FormatOption = Format.text) -> None:
    """List the suites."""
    from inlay_eval.suites.base import CODE_SUITES

    answer = {name: what for name, (_, what) in sorted(CODE_SUITES.items())}
    emit(answer, lambda: "\n".join(f"{name:24}{what}" for name, what in answer.items()), form)
