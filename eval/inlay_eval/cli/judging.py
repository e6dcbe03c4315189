"""The commands that judge samples and slots: run, choose, codet."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, say
from inlay_eval.cli.options import (
    BaselineOption,
    CodeSuiteArgument,
    DatabasesOption,
    DataOption,
    ExecutorOption,
    JobsOption,
    KOption,
    LanguageOption,
    MemoryOption,
    OutOption,
    RacesOption,
    SamplesOption,
    SecondsOption,
    SlotCountOption,
    SlotModelOption,
    SlotQuestionsOption,
    SlotTemperatureOption,
    SomeSamplesOption,
    SpecsOption,
    SuiteArgument,
    numbers,
    prepare,
    tell,
)
from inlay_eval.executor import Executor

__all__ = ["choose_command", "codet_command", "run_command"]


def run_command(
    suite: SuiteArgument,
    samples: SomeSamplesOption = None,
    data: DataOption = None,
    databases: DatabasesOption = None,
    specs: SpecsOption = None,
    language: LanguageOption = "",
    model: SlotModelOption = "embedded",
    count: SlotCountOption = 0,
    temperature: SlotTemperatureOption = None,
    questions: SlotQuestionsOption = 0,
    k: KOption = "1",
    jobs: JobsOption = 1,
    executor: ExecutorOption = Executor.local,
    seconds: SecondsOption = None,
    races: RacesOption = None,
    memory: MemoryOption = 1024,
    out: OutOption = None,
    baseline: BaselineOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Judge the samples of a model in the sandbox and report what passes."""
    from inlay_eval.request import Request
    from inlay_eval.starting import run_suite
    from inlay_eval.watching import watching

    folder = out or (Path(suite) if samples is None else samples.with_name(f"{samples.stem}.{suite}"))
    before = prepare(folder, suite, baseline)
    request = Request(
        suite=suite,
        folder=folder,
        samples=samples,
        data=data,
        databases=tuple(databases or ()),
        ks=numbers(k),
        jobs=jobs,
        executor=executor,
        seconds=seconds,
        memory_mib=memory,
        races=races,
        specs=tuple(specs or ()),
        language=language,
        model=model,
        count=count,
        temperature=temperature,
        questions=questions,
    )
    with watching(quiet=form is Format.json) as watcher:
        report = run_suite(request, watcher)
    tell(report, folder, form, before)


def codet_command(
    suite: CodeSuiteArgument,
    samples: SamplesOption,
    tests: Annotated[Path, typer.Option(help="JSON lines of task_id and tests.", exists=True, dir_okay=False)],
    data: DataOption = None,
    k: KOption = "1",
    jobs: JobsOption = 1,
    executor: ExecutorOption = Executor.local,
    out: OutOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Choose among samples by their agreement with a model's own tests, and say what that is worth."""
    from inlay_eval.codet import read_tests, run_codet
    from inlay_eval.run import Settings
    from inlay_eval.samples import read_samples
    from inlay_eval.suites import load_suite
    from inlay_eval.watching import watching

    folder = out or samples.with_name(f"{samples.stem}.{suite}.codet")
    prepare(folder, suite)
    read = load_suite(suite, data)
    given, dropped = read_tests(tests, read)
    if dropped:
        say(f"{dropped} tests are no single assertion and are left out")
    settings = Settings(ks=numbers(k), jobs=jobs, executor=executor, seconds=read.seconds)
    with watching(quiet=form is Format.json) as watcher:
        judged = read_samples(samples, read.by_id)
        report = run_codet(read, judged, given, settings, folder, watcher, dropped=dropped)
    tell(report, folder, form)


def choose_command(
    suite: SuiteArgument,
    samples: SamplesOption,
    data: DataOption = None,
    databases: DatabasesOption = None,
    k: KOption = "1",
    jobs: JobsOption = 1,
    executor: ExecutorOption = Executor.local,
    seconds: SecondsOption = None,
    memory: MemoryOption = 1024,
    out: OutOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Choose one of several samples of each task, by likelihood and by majority, and say what that is worth."""
    from inlay_eval.request import Request
    from inlay_eval.starting import run_choosing
    from inlay_eval.watching import watching

    folder = out or samples.with_name(f"{samples.stem}.{suite}.chosen")
    prepare(folder, suite)
    request = Request(
        suite=suite,
        folder=folder,
        samples=samples,
        data=data,
        databases=tuple(databases or ()),
        ks=numbers(k),
        jobs=jobs,
        executor=executor,
        seconds=seconds,
        memory_mib=memory,
        races=0,
    )
    with watching(quiet=form is Format.json) as watcher:
        report = run_choosing(request, watcher)
    tell(report, folder, form)
