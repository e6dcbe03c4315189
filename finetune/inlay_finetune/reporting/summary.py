"""What a run came to, in a few lines and as a page of Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from inlay.cli.output import fields
from inlay_finetune.reporting.curves import draw
from inlay_finetune.reporting.metrics import Metrics

__all__ = ["Heldout", "Measured", "measured", "summary", "write_report"]

_SPIKE = 3.0
"""A loss so many times the median of the lines around it is named."""
_AROUND = 5


@dataclass(frozen=True, slots=True)
class Heldout:
    """The loss on what is held out, and the share of exact answers, if it was counted."""

    last: float
    best: float
    best_step: int
    exact: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What people ask first of a run: speed and utilisation are medians, memory is in bytes, time in seconds."""

    steps: int
    tokens: float | None
    elapsed: float | None
    first_loss: float
    last_loss: float
    heldout: Heldout | None
    tokens_per_second: float | None
    mfu: float | None
    peak_memory: float | None
    spikes: tuple[int, ...]


def measured(metrics: Metrics) -> Measured:
    """Give what people ask first: how far, how fast, how good, and whether anything went wrong on the way."""
    last, losses = metrics.train[-1], metrics.series("train", "loss")[1]
    speeds, shares, memory = (metrics.series("train", name)[1] for name in ("tokens_per_second", "mfu", "peak_memory"))
    return Measured(
        steps=last.step,
        tokens=last.values.get("tokens"),
        elapsed=last.values.get("elapsed"),
        first_loss=losses[0],
        last_loss=losses[-1],
        heldout=_heldout(metrics),
        tokens_per_second=median(speeds) if speeds else None,
        mfu=median(shares) if shares else None,
        peak_memory=max(memory, default=None),
        spikes=tuple(_spikes(metrics)),
    )


def _heldout(metrics: Metrics) -> Heldout | None:
    steps, losses = metrics.series("heldout", "loss")
    if not losses:
        return None
    best = min(range(len(losses)), key=losses.__getitem__)
    return Heldout(losses[-1], losses[best], steps[best], metrics.heldout[-1].values.get("exact"))


def summary(metrics: Metrics) -> dict[str, str]:
    """Give what was measured in words."""
    return dict(_words(measured(metrics)))


def _words(found: Measured) -> Iterator[tuple[str, str]]:
    tokens = f", {found.tokens:,.0f} tokens" if found.tokens is not None else ""
    spent = f", {found.elapsed / 3600:.1f} hours" if found.elapsed is not None else ""
    yield "steps", f"{found.steps:,}{tokens}{spent}"
    yield "loss", f"{found.first_loss:.4f} at first, {found.last_loss:.4f} at last"
    if kept := found.heldout:
        exact = f"; {kept.exact:.1%} exact at last" if kept.exact is not None else ""
        yield "held out", f"{kept.last:.4f} at last, {kept.best:.4f} at best (step {kept.best_step:,}){exact}"
    if found.tokens_per_second is not None:
        yield "speed", f"{found.tokens_per_second:,.0f} tokens a second, the median"
    if found.mfu is not None:
        yield "utilisation", f"{found.mfu:.1%} of the device's peak, the median"
    if found.peak_memory is not None:
        yield "memory", f"{found.peak_memory / 2**30:.2f} GiB at most"
    yield "spikes", ", ".join(f"step {step:,}" for step in found.spikes) or "none"


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
