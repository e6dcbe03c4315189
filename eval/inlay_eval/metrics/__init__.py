"""Metrics: pure functions over verdicts and scores, with intervals where a figure is an estimate."""

from inlay_eval.metrics.intervals import Estimate, mean_with_interval
from inlay_eval.metrics.passing import pass_at_k

__all__ = ["Estimate", "mean_with_interval", "pass_at_k"]
