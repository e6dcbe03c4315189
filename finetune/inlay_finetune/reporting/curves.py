"""The curves of a run as one picture: loss, learning rate, norm of the gradient, speed."""

from pathlib import Path

from inlay_finetune.reporting.metrics import Metrics

__all__ = ["draw"]

_PANELS = (
    ("loss", "loss (nats a token)"),
    ("rate", "learning rate"),
    ("gradient_norm", "norm of the gradient"),
    ("tokens_per_second", "tokens a second"),
)


def draw(metrics: Metrics, path: Path) -> Path:
    """Draw what was measured over the steps as a PNG; what was held out lies over the loss of training."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 7), layout="constrained")
    FigureCanvasAgg(figure)
    for axes, (name, title) in zip(figure.subplots(2, 2).flat, _PANELS, strict=True):
        axes.plot(*metrics.series("train", name), linewidth=1, label="training")
        steps, values = metrics.series("heldout", name)
        if steps:
            axes.plot(steps, values, marker=".", label="held out")
            axes.legend()
        axes.set(title=title, xlabel="step", ylim=(0, None))
        axes.grid(visible=True, alpha=0.3)
    figure.savefig(path, dpi=120)
    return path
