"""The commands of `inlay eval`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit
from inlay.errors import UsageError

if TYPE_CHECKING:
    from inlay_eval.report import Report
    from inlay_eval.watching import Watcher

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
    databases: Annotated[
        list[Path] | None, typer.Option(help="A folder of databases for a suite of SQL; may be given again.")
    ] = None,
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
    from inlay_eval.sql.spider import SQL_SUITES
    from inlay_eval.watching import watching

    ks = _numbers(k)
    folder = out or samples.with_name(f"{samples.name.removesuffix('.jsonl')}.{suite}")
    with watching(quiet=form is Format.json) as watcher:
        if suite in SQL_SUITES:
            report = _run_sql(suite, samples, data, databases or [], seconds, watcher)
        else:
            report = _run_code(suite, samples, data, ks, jobs, seconds, memory, folder, watcher)
    write_report(report, folder)
    emit(figures(report), lambda: markdown(report), form)


def _run_code(
    suite: str,
    samples: Path,
    data: Path | None,
    ks: tuple[int, ...],
    jobs: int,
    seconds: float | None,
    memory: int,
    folder: Path,
    watcher: "Watcher",
) -> "Report":
    from inlay_eval.run import Settings, run_code
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite

    tasks = load_suite(suite, data)
    settings = Settings(ks=ks, jobs=jobs, seconds=seconds or tasks.seconds, memory_mib=memory)
    return run_code(tasks, read_samples(samples, tasks.by_id), settings, folder, watcher)


def _run_sql(
    suite: str, samples: Path, data: Path | None, databases: list[Path], seconds: float | None, watcher: "Watcher"
) -> "Report":
    from inlay_eval.sql import SqlSettings, load_sql_suite, read_predictions, run_sql

    tasks = load_sql_suite(suite, data, databases)
    settings = SqlSettings() if seconds is None else SqlSettings(seconds=seconds)
    return run_sql(tasks, read_predictions(samples, tasks), settings, watcher)


@app.command("suites")
def suites_command(form: FormatOption = Format.text) -> None:
    """List the suites."""
    from inlay_eval.sql.spider import SQL_SUITES
    from inlay_eval.suites.base import CODE_SUITES

    code = {name: what for name, (_, what) in CODE_SUITES.items()}
    answer = dict(sorted({**code, **{name: what for name, (_, what, _) in SQL_SUITES.items()}}.items()))
    emit(answer, lambda: "\n".join(f"{name:24}{what}" for name, what in answer.items()), form)
