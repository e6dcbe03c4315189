"""The commands of `inlay eval`."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, say
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
    samples: Annotated[
        Path | None, typer.Option(help="JSON lines of task_id and completion.", exists=True, dir_okay=False)
    ] = None,
    data: Annotated[Path | None, typer.Option(help="The suite's file, or a folder that holds it.")] = None,
    databases: Annotated[
        list[Path] | None, typer.Option(help="A folder of databases for a suite of SQL; may be given again.")
    ] = None,
    specs: Annotated[list[Path] | None, typer.Option(help="For slotbench: a spec or a folder of specs.")] = None,
    model: Annotated[str, typer.Option(help="For slotbench: address of a backend.")] = "embedded",
    k: Annotated[str, typer.Option(help="For pass@k, with commas.")] = "1",
    jobs: Annotated[int, typer.Option(help="How many sandboxes work side by side.", min=1)] = 1,
    seconds: Annotated[
        float | None, typer.Option(help="Processor time of one sample; the suite's own when left out.", min=0.1)
    ] = None,
    memory: Annotated[int, typer.Option(help="Memory of one sample in MiB.", min=64)] = 1024,
    out: Annotated[Path | None, typer.Option(help="Folder of the report; beside the samples when left out.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="A blessed run; exit 1 when this one is worse.")] = None,
    form: FormatOption = Format.text,
) -> None:
    """Judge the samples of a model in the sandbox and report what passes."""
    from inlay_eval.page import write_page
    from inlay_eval.report import figures, markdown, write_report
    from inlay_eval.starting import Request, run_suite
    from inlay_eval.watching import watching

    folder = out or (Path(suite) if samples is None else samples.with_name(f"{samples.stem}.{suite}"))
    request = Request(
        suite=suite,
        folder=folder,
        samples=samples,
        data=data,
        databases=tuple(databases or ()),
        ks=_numbers(k),
        jobs=jobs,
        seconds=seconds,
        memory_mib=memory,
        specs=tuple(specs or ()),
        model=model,
    )
    with watching(quiet=form is Format.json) as watcher:
        report = run_suite(request, watcher)
    write_report(report, folder)
    write_page(report, folder)
    emit(figures(report), lambda: markdown(report), form)
    if baseline is not None:
        _stop_if_worse(baseline, folder)


@app.command("gates")
def gates_command(
    paths: Annotated[list[Path], typer.Argument(help="Specs with hidden cases and references, or folders of them.")],
    most: Annotated[int, typer.Option(help="How many bodies of an adversary a slot gets.", min=1)] = 24,
    out: Annotated[Path, typer.Option(help="Folder of the report; a run that was ended goes on there.")] = Path(
        "gates"
    ),
    form: FormatOption = Format.text,
) -> None:
    """Hold the gates against an adversary; exit 1 when a reference is refused."""
    from inlay_eval.gates import gate_figures, gate_markdown, run_gates
    from inlay_eval.watching import watching

    with watching(quiet=form is Format.json) as watcher:
        table = run_gates(paths, out, watcher, most=most)
    emit(gate_figures(table), lambda: gate_markdown(table), form)
    if table.references_refused:
        raise typer.Exit(1)


@app.command("suites")
def suites_command(form: FormatOption = Format.text) -> None:
    """List the suites."""
    from inlay_eval.starting import suite_names

    answer = suite_names()
    emit(answer, lambda: "\n".join(f"{name:24}{what}" for name, what in answer.items()), form)


@app.command("compare")
def compare_command(
    before: Annotated[Path, typer.Argument(help="Folder of a run, or of a baseline.")],
    after: Annotated[Path, typer.Argument(help="Folder of another run of the same suite.")],
    strict: Annotated[bool, typer.Option(help="Any case that got worse is a regression.")] = False,
    form: FormatOption = Format.text,
) -> None:
    """Say case by case what changed; exit 1 when the second run is worse beyond chance."""
    from inlay_eval.comparing import compare, comparison_text, read_run

    found = compare(read_run(before), read_run(after))
    emit(found.plain(), lambda: comparison_text(found), form)
    if found.regressed or (strict and found.broken):
        raise typer.Exit(1)


@app.command("bless")
def bless_command(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    baseline: Annotated[Path, typer.Argument(help="Folder of the baseline, which this run replaces.")],
) -> None:
    """Make a run the baseline that later runs are held against."""
    from inlay_eval.comparing import bless

    bless(run, baseline)
    typer.echo(f"{baseline} is now {run}")


def _stop_if_worse(baseline: Path, folder: Path) -> None:
    from inlay_eval.comparing import BLESSING, compare, comparison_text, read_run

    if not (baseline / BLESSING).is_file():
        raise UsageError(f"{baseline} is no baseline", hint="make one with `inlay eval bless RUN BASELINE`")
    found = compare(read_run(baseline), read_run(folder))
    say(comparison_text(found))
    if found.regressed:
        raise typer.Exit(1)
