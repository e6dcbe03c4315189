"""The command group `inlay finetune`, gathered."""

import typer

from inlay_finetune.cli import cutting, data, embedded, opening, quantize, recipes, report, sft, speculate

__all__ = ["app"]

app = typer.Typer(
    name="finetune", help="Train models for slots: data, recipes, training, export.", no_args_is_help=True
)
for name, command in (
    ("recipes", recipes.recipes),
    ("copy", recipes.copy),
    ("validate", recipes.validate),
    ("train", sft.train),
    ("sft", sft.sft),
    ("merge", sft.merge),
    ("export", embedded.export_command),
    ("import", opening.import_command),
    ("cut", cutting.cut_command),
    ("quantize", quantize.quantize_command),
    ("speculate", speculate.speculate_command),
    ("report", report.report),
    ("pretrain", embedded.pretrain_command),
    ("average", embedded.average_command),
    ("embedded-model", embedded.embedded_model_command),
    ("card", embedded.card_command),
):
    app.command(name)(command)
app.add_typer(data.app)
