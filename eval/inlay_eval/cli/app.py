"""The command group `inlay eval`, gathered."""

import typer

from inlay_eval.cli import asking, checking, judging, runs

__all__ = ["app"]

app = typer.Typer(name="eval", help="Measure models honestly.", no_args_is_help=True)
for name, command in (
    ("run", judging.run_command),
    ("sample", asking.sample_command),
    ("choose", judging.choose_command),
    ("codet", judging.codet_command),
    ("debug", asking.debug_command),
    ("contamination", checking.contamination_command),
    ("gates", checking.gates_command),
    ("suites", checking.suites_command),
    ("compare", runs.compare_command),
    ("bless", runs.bless_command),
):
    app.command(name)(command)
