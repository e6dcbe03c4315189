"""The commands of `inlay finetune data`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, fields
from inlay_finetune.cli.choices import Out, Seed

if TYPE_CHECKING:
    from inlay_finetune.data.ledger import Ledger

__all__ = ["app", "told"]

app = typer.Typer(name="data", help="Make training data.", no_args_is_help=True)


def told(out: Path, samples: int, ledger: "Ledger", form: Format) -> None:
    """Say what was written, kept and dropped, and why."""
    plain = {"out": str(out), "samples": samples, **ledger.plain()}

    def text() -> str:
        dropped = {f"dropped, {reason}": count for reason, count in ledger.reasons.most_common()}
        counts = {"written": f"{samples} to {out}", "read": ledger.read, "kept": ledger.kept}
        return fields({**counts, **dropped, **ledger.notes})

    emit(plain, text, form)


@app.command("fim")
def fim(
    source: Annotated[Path, typer.Argument(help="A JSONL file of texts, such as `data code` writes.")],
    out: Out,
    layout: Annotated[str, typer.Option(help="codellama or starcoder.")] = "starcoder",
    rate: Annotated[float, typer.Option(min=0, max=1, help="Share of the documents that are rearranged.")] = 0.9,
    longest: Annotated[int, typer.Option(min=1, help="Characters of a document that is taken whole.")] = 12_000,
    seed: Seed = 0,
    form: FormatOption = Format.text,
) -> None:
    """Cut documents in three and put the middle last, half of them the suffix first."""
    from inlay_finetune.data.fim import fim_samples, layout_named
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import read_documents, write_samples

    ledger = Ledger()
    made = fim_samples(read_documents(source), layout_named(layout), ledger, rate=rate, longest=longest, seed=seed)
    told(out, write_samples(out, made), ledger, form)
