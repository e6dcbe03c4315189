"""The commands of `inlay eval`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, say
from inlay.errors import UsageError

if TYPE_CHECKING:
    from inlay_eval.report import Report

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
    races: Annotated[
        int | None,
        typer.Option(help="For BIRD: how often a right query is timed at most; 0 leaves efficiency out.", min=0),
    ] = None,
    memory: Annotated[int, typer.Option(help="Memory of one sample in MiB.", min=64)] = 1024,
    out: Annotated[Path | None, typer.Option(help="Folder of the report; beside the samples when left out.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="A blessed run; exit 1 when this one is worse.")] = None,
    form: FormatOption = Format.text,
) -> None:
    """Judge the samples of a model in the sandbox and report what passes."""
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
        races=races,
        specs=tuple(specs or ()),
        model=model,
    )
    with watching(quiet=form is Format.json) as watcher:
        report = run_suite(request, watcher)
    _tell(report, folder, form)
    if baseline is not None:
        _stop_if_worse(baseline, folder)


@app.command("sample")
def sample_command(
    suite: Annotated[str, typer.Argument(help="Name of a suite of code; `inlay eval suites` lists them.")],
    model: Annotated[str, typer.Option(help="Address of a backend, such as openai:model@https://…")],
    out: Annotated[Path, typer.Option(help="JSON lines, which a run that was ended goes on with.", dir_okay=False)],
    data: Annotated[Path | None, typer.Option(help="The suite's file, or a folder that holds it.")] = None,
    count: Annotated[int, typer.Option(help="Samples a task.", min=1)] = 1,
    temperature: Annotated[float, typer.Option(help="0 is greedy.", min=0.0)] = 0.8,
    top_p: Annotated[float, typer.Option(help="Nucleus.", min=0.0, max=1.0)] = 0.95,
    max_tokens: Annotated[int, typer.Option(help="Tokens of one sample at most.", min=1)] = 512,
    seed: Annotated[int, typer.Option(help="Of the first sample.")] = 0,
    form: FormatOption = Format.text,
) -> None:
    """Ask a model for samples and store them, to be judged by `inlay eval run` as often as you like."""
    from inlay.backends import open_backend
    from inlay_eval.sampling import Decoding, sample_suite
    from inlay_eval.suites import load_suite
    from inlay_eval.watching import watching

    read = load_suite(suite, data)
    decoding = Decoding(count=count, temperature=temperature, top_p=top_p, max_tokens=max_tokens, seed=seed)
    backend = open_backend(model)
    try:
        with watching(quiet=form is Format.json) as watcher:
            found = sample_suite(read, backend, decoding, out, watcher)
    finally:
        backend.close()
    emit(found.plain(), found.text, form)


@app.command("codet")
def codet_command(
    suite: Annotated[str, typer.Argument(help="Name of a suite of code; `inlay eval suites` lists them.")],
    samples: Annotated[Path, typer.Option(help="JSON lines of task_id and completion.", exists=True, dir_okay=False)],
    tests: Annotated[Path, typer.Option(help="JSON lines of task_id and tests.", exists=True, dir_okay=False)],
    data: Annotated[Path | None, typer.Option(help="The suite's file, or a folder that holds it.")] = None,
    k: Annotated[str, typer.Option(help="For pass@k, with commas.")] = "1",
    jobs: Annotated[int, typer.Option(help="How many sandboxes work side by side.", min=1)] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder of the report; beside the samples when left out.")] = None,
    form: FormatOption = Format.text,
) -> None:
    """Choose among samples by their agreement with a model's own tests, and say what that is worth."""
    from inlay_eval.codet import read_tests, run_codet
    from inlay_eval.run import Settings
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite
    from inlay_eval.watching import watching

    read = load_suite(suite, data)
    given, dropped = read_tests(tests, read)
    if dropped:
        say(f"{dropped} tests are no single assertion and are left out")
    folder = out or samples.with_name(f"{samples.stem}.{suite}.codet")
    settings = Settings(ks=_numbers(k), jobs=jobs, seconds=read.seconds)
    with watching(quiet=form is Format.json) as watcher:
        report = run_codet(read, read_samples(samples, read.by_id), given, settings, folder, watcher)
    _tell(report, folder, form)


@app.command("debug")
def debug_command(
    suite: Annotated[str, typer.Argument(help="Name of a suite of code; `inlay eval suites` lists them.")],
    samples: Annotated[Path, typer.Option(help="JSON lines of task_id and completion.", exists=True, dir_okay=False)],
    model: Annotated[str, typer.Option(help="Address of a model that chats, such as openai:model@https://…")],
    out: Annotated[Path, typer.Option(help="JSON lines of the last try of each sample.", dir_okay=False)],
    data: Annotated[Path | None, typer.Option(help="The suite's file, or a folder that holds it.")] = None,
    rounds: Annotated[int, typer.Option(help="Further tries of a sample that fails, at most.", min=1)] = 3,
    form: FormatOption = Format.text,
) -> None:
    """Show a model its failing programs with what became of them, and let it write them again."""
    from contextlib import closing

    from inlay.backends import open_backend
    from inlay_eval.debugging import debug_samples
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite
    from inlay_eval.watching import watching

    read = load_suite(suite, data)
    given = read_samples(samples, read.by_id)
    with closing(open_backend(model)) as backend, watching(quiet=form is Format.json) as watcher:
        found = debug_samples(read, given, backend, out, watcher, rounds=rounds)
    emit(found.plain(), found.text, form)


@app.command("contamination")
def contamination_command(
    suite: Annotated[str, typer.Argument(help="Name of a suite; `inlay eval suites` lists them.")],
    corpus: Annotated[list[Path], typer.Option(help="Training data: a file or a folder; may be given again.")],
    data: Annotated[Path | None, typer.Option(help="The suite's file, or a folder that holds it.")] = None,
    words: Annotated[int, typer.Option(help="How many words make an n-gram.", min=2)] = 13,
    threshold: Annotated[float, typer.Option(help="Share from which a task is suspect.", min=0, max=1)] = 0.5,
    form: FormatOption = Format.text,
) -> None:
    """Say which tasks of a suite stand in training data; exit 1 when any does."""
    from inlay_eval.contamination import contamination, texts_of
    from inlay_eval.watching import watching

    with watching(quiet=form is Format.json) as watcher:
        found = contamination(suite, texts_of(suite, data), corpus, size=words, threshold=threshold, watcher=watcher)
    emit(found.plain(), found.text, form)
    if found.suspects:
        raise typer.Exit(1)


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
    emit(answer, lambda: "\n".join(f"{name:40}{what}" for name, what in answer.items()), form)


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


def _tell(report: "Report", folder: Path, form: Format) -> None:
    from inlay_eval.page import write_page
    from inlay_eval.report import figures, markdown, write_report

    write_report(report, folder)
    write_page(report, folder)
    emit(figures(report), lambda: markdown(report), form)


def _stop_if_worse(baseline: Path, folder: Path) -> None:
    from inlay_eval.comparing import BLESSING, compare, comparison_text, read_run

    if not (baseline / BLESSING).is_file():
        raise UsageError(f"{baseline} is no baseline", hint="make one with `inlay eval bless RUN BASELINE`")
    found = compare(read_run(baseline), read_run(folder))
    say(comparison_text(found))
    if found.regressed:
        raise typer.Exit(1)
