"""What a training run did, for people: a summary, curves, events for TensorBoard."""

from inlay_finetune.reporting.curves import draw
from inlay_finetune.reporting.events import write_events
from inlay_finetune.reporting.metrics import Metrics, read_metrics
from inlay_finetune.reporting.summary import Measured, measured, summary, write_report

__all__ = ["Measured", "Metrics", "draw", "measured", "read_metrics", "summary", "write_events", "write_report"]
