"""How the learning rate goes over a run: up, level, then down to the end."""

import math

from inlay_finetune.pretrain.config import PretrainConfig

__all__ = ["progress", "rate_at"]


def progress(config: PretrainConfig, step: int, elapsed: float) -> float:
    """Tell the share of the run that is done, by steps or by seconds, whichever is further."""
    by_steps = step / config.steps if config.steps else 0.0
    by_seconds = elapsed / config.seconds if config.seconds else 0.0
    return max(by_steps, by_seconds)


def rate_at(config: PretrainConfig, step: int, done: float) -> float:
    """Give the factor on the peak learning rate at a step, with `done` of the run behind it."""
    warm = min(1.0, (step + 1) / (config.warmup_steps + 1))
    return warm * max(config.cooldown[1], _cooled(config, min(done, 1.0)))


def _cooled(config: PretrainConfig, done: float) -> float:
    if config.schedule == "cosine":
        return 0.5 * (1 + math.cos(math.pi * done))
    share, _ = config.cooldown
    return 1.0 if done <= 1 - share else (1 - done) / share
