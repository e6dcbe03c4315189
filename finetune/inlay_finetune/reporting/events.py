"""The metrics of a run as events that TensorBoard shows."""

from pathlib import Path

from inlay_finetune.reporting.metrics import Metrics

__all__ = ["write_events"]


def write_events(metrics: Metrics, folder: Path) -> Path:
    """Write every number of every step, named `kind/number`, into a folder for `tensorboard --logdir`."""
    from tensorboardX import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for kind in ("train", "heldout"):
            for name in metrics.names(kind):
                for step, value in zip(*metrics.series(kind, name), strict=True):
                    writer.add_scalar(f"{kind}/{name}", value, step)
    return folder
