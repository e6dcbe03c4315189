"""Metrics: pure functions over verdicts and scores, with intervals where a figure is an estimate."""

from inlay_eval.metrics.choosing import ConsensusSet, consensus_sets, likeliest, majority, pass_at_k_of_sets
from inlay_eval.metrics.comparing import Difference, paired_difference
from inlay_eval.metrics.intervals import Estimate, mean_with_interval
from inlay_eval.metrics.passing import pass_at_k

__all__ = [
    "ConsensusSet",
    "Difference",
    "Estimate",
    "consensus_sets",
    "likeliest",
    "majority",
    "mean_with_interval",
    "paired_difference",
    "pass_at_k",
    "pass_at_k_of_sets",
]
