"""Settings of the steps that ask a model for instructions."""

from dataclasses import dataclass

__all__ = ["EvolveSettings", "InstructSettings"]


@dataclass(frozen=True, kw_only=True, slots=True)
class InstructSettings:
    """How new tasks are made.

    `count` tasks are wanted; the step ends earlier after `patience` questions in a row that brought nothing. Each
    question shows `shown` known tasks. A task has at least `checks` checks and up to `solutions` tries. Two tasks
    whose words agree by `similarity` are the same.
    """

    count: int = 100
    shown: int = 4
    checks: int = 3
    solutions: int = 10
    similarity: float = 0.7
    temperature: float = 0.9
    max_tokens: int = 1024
    patience: int = 20
    seed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class EvolveSettings:
    """How tasks are made harder: `rounds` times, each from the last one that was not eliminated."""

    rounds: int = 3
    temperature: float = 0.9
    max_tokens: int = 1024
    seed: int = 0
