"""What a run came to, in a few lines and as a page of Markdown."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from inlay.cli.output import fields
from inlay_finetune.reporting.curves import draw
from inlay_finetune.reporting.metrics import Metrics

__all__ = ["summary", "write_report"]

_SPIKE = 3.0
"""A loss so many times the median of the lines around it is named."""
_AROUND = 5


def summary(metrics: Metrics) -> dict[str, str]:
    """Give what people ask first: how far, how fast, how good, and whether anything went wrong on the way."""
    return dict(_facts(metrics))


def _facts(metrics: Metrics) -> Iterator[tuple[str, str]]:
    last = metrics.train[-1]
    tokens = f", {last.values['tokens']:,.0f} tokens" if "tokens" in last.values else ""
    spent = f", {last.values['elapsed'] / 3600:.1f} hours" if "elapsed" in last.values else ""
    yield "steps", f"{last.step:,}{tokens}{spent}"
    _, losses = metrics.series("train", "loss")
    yield "loss", f"{losses[0]:.4f} at first, {losses[-1]:.4f} at last"
    steps, kept = metrics.series("heldout", "loss")
    if kept:
        best = min(range(len(kept)), key=kept.__getitem__)
        exact = metrics.heldout[-1].values.get("exact")
        yield (
            "held out",
            f"{kept[-1]:.4f} at last, {kept[best]:.4f} at best (step {steps[best]:,})"
            + (f"; {exact:.1%} exact at last" if exact is not None else ""),
        )
    for name, title, form in (
        ("tokens_per_second", "speed", "{:,.0f} tokens a second"),
        ("mfu", "utilisation", "{:.1%} of the device's peak"),
    ):
        _, measured = metrics.series("train", name)
        if measured:
            yield title, form.format(median(measured)) + ", the median"
    _, memory = metrics.series("train", "peak_memory")
    if memory:
        yield "memory", f"{max(memory) / 2**30:.2f} GiB at most"
    yield "spikes", ", ".join(f"step {step:,}" for step in _spikes(metrics)) or "none"


def _spikes(metrics: Metrics) -> Iterator[int]:
    steps, losses = metrics.series("train", "loss")
    for place, (step, loss) in enumerate(zip(steps, losses, strict=True)):
        around = losses[max(0, place - _AROUND) : place] + losses[place + 1 : place + 1 + _AROUND]
        # a fall from the start is steep, but it is no spike
        if place and around and loss > _SPIKE * median(around) and loss > losses[place - 1]:
            yield step


def write_report(run: Path, metrics: Metrics, folder: Path) -> str:
    """Write `report.md` and `curves.png` about a run and its metrics into a folder; give the summary as text."""
    facts = summary(metrics)
    folder.mkdir(parents=True, exist_ok=True)
    draw(metrics, folder / "curves.png")
    rows = [f"| {name} | {value} |" for name, value in facts.items()]
    page = [f"# {run.name}", "", "| | |", "|---|---|", *rows, "", "![curves](curves.png)", ""]
    settings = run / "resolved.yaml"
    if settings.is_file():
        page += ["## Settings", "", "```yaml", settings.read_text(encoding="utf-8").rstrip(), "```", ""]
    (folder / "report.md").write_text("\n".join(page), encoding="utf-8")
    return fields(facts)
