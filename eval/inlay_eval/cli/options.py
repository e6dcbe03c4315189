"""Arguments that several commands take, and how their answers are told."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, emit, say
from inlay.errors import UsageError
from inlay_eval.executor import Executor

if TYPE_CHECKING:
    from inlay_eval.comparing import Run
    from inlay_eval.report import Report

__all__ = [
    "BaselineOption",
    "CodeSuiteArgument",
    "DataOption",
    "DatabasesOption",
    "ExecutorOption",
    "JobsOption",
    "KOption",
    "LanguageOption",
    "MemoryOption",
    "OutOption",
    "RacesOption",
    "SamplesOption",
    "SecondsOption",
    "SlotCountOption",
    "SlotModelOption",
    "SlotQuestionsOption",
    "SlotTemperatureOption",
    "SomeSamplesOption",
    "SpecsOption",
    "SuiteArgument",
    "numbers",
    "prepare",
    "tell",
]

_DAY, _TEBIBYTE = 86_400, 1_048_576  # as seconds and as MiB; above them clocks and limits of the system overflow

SuiteArgument = Annotated[str, typer.Argument(help="Name of a suite; `inlay eval suites` lists them.")]
CodeSuiteArgument = Annotated[str, typer.Argument(help="Name of a suite of code; `inlay eval suites` lists them.")]
SamplesOption = Annotated[Path, typer.Option(help="JSON lines of task_id and completion.", exists=True, dir_okay=False)]
DataOption = Annotated[
    Path | None,
    typer.Option(
        help="The suite's file, a folder that holds it, or hub:OWNER/NAME, with @REVISION and /PATH where need be.",
        metavar="PATH|hub:…",
    ),
]
SomeSamplesOption = Annotated[
    Path | None, typer.Option(help="JSON lines of task_id and completion.", exists=True, dir_okay=False)
]
DatabasesOption = Annotated[
    list[Path] | None, typer.Option(help="A folder of databases for a suite of SQL; may be given again.")
]
JobsOption = Annotated[int, typer.Option(help="How many sandboxes work side by side.", min=1)]
ExecutorOption = Annotated[Executor, typer.Option(help="Where sandboxes work: here, or on a Ray cluster.")]
KOption = Annotated[str, typer.Option(help="For pass@k, with commas.")]
SecondsOption = Annotated[
    float | None, typer.Option(help="Processor time of one sample; the suite's own when left out.", min=0.1, max=_DAY)
]
MemoryOption = Annotated[int, typer.Option(help="Memory of one sample in MiB.", min=64, max=_TEBIBYTE)]
RacesOption = Annotated[
    int | None,
    typer.Option(help="For BIRD: how often a right query is timed at most; 0 leaves efficiency out.", min=0),
]
SpecsOption = Annotated[
    list[Path] | None, typer.Option(help="For slotbench: a spec or a folder of specs; inlay's own when left out.")
]
LanguageOption = Annotated[
    str, typer.Option(help="For slotbench: ask by the sentences of <spec>.<language>.yaml, such as zh, not by its own.")
]
SlotModelOption = Annotated[str, typer.Option("--model", help="For slotbench: address of a backend.")]
SlotCountOption = Annotated[
    int, typer.Option("--count", help="For slotbench: samples a slot for pass@k, before gates.", min=0)
]
SlotTemperatureOption = Annotated[
    float | None,
    typer.Option("--temperature", help="For slotbench: of sampled candidates; inlay's own when left out.", min=0.0),
]
SlotQuestionsOption = Annotated[
    int,
    typer.Option(
        "--questions",
        help="For slotbench: answer so many questions of inlay clarify a slot from <spec>.reference.yaml.",
        min=0,
    ),
]
BaselineOption = Annotated[Path | None, typer.Option(help="A blessed run; exit 1 when this one is worse.")]
OutOption = Annotated[Path | None, typer.Option(help="Folder of the report; beside the samples when left out.")]


def numbers(text: str) -> tuple[int, ...]:
    """Read the whole numbers of `--k`."""
    try:
        found = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        found = ()
    if not found or found[0] < 1:
        raise UsageError(f"--k is {text!r}", hint="give whole numbers from 1 up, with commas: 1,10,100")
    return found


def prepare(folder: Path, suite: str, baseline: Path | None = None) -> "Run | None":
    """Refuse a folder or a baseline that will not do before anything is judged; give the baseline, if one is given."""
    from inlay_eval.report import claim_folder

    claim_folder(folder, suite)
    if baseline is None:
        return None
    from inlay_eval.comparing import read_baseline

    return read_baseline(baseline, suite)


def tell(report: "Report", folder: Path, form: Format, baseline: "Run | None" = None) -> None:
    """Write a report into its folder and print it, beside a baseline where one is given; exit 1 when it is worse."""
    from inlay_eval.page import write_page
    from inlay_eval.report import figures, markdown, write_report

    write_report(report, folder)
    write_page(report, folder)
    if baseline is None:
        emit(figures(report), lambda: markdown(report), form)
        return
    from inlay_eval.changes import comparison_text
    from inlay_eval.comparing import compare, read_run

    found = compare(baseline, read_run(folder))
    emit({**figures(report), "comparison": found.plain()}, lambda: markdown(report), form)
    if form is Format.text:
        say(comparison_text(found))
    if found.regressed:
        raise typer.Exit(1)
