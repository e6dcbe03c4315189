"""Limits on what filling may take, shared by all slots of a run."""

from dataclasses import dataclass, field
from threading import Lock

from inlay.backends.base import Usage
from inlay.errors import BudgetExhausted
from inlay.fill.results import total

__all__ = ["Budget"]


@dataclass
class Budget:
    """Tokens (of prompts and answers), seconds of models, and cost; None is no limit.

    Whoever asks a model looks here first and writes down afterwards what it took, whatever came of it.
    """

    tokens: int | None = None
    seconds: float | None = None
    cost: float | None = None
    spent: Usage = field(default_factory=Usage)
    stopped: bool = False
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def take(self, usage: Usage) -> None:
        """Count what a call took."""
        with self._lock:
            self.spent = total(self.spent, usage)

    def stop(self) -> None:
        """Let no further call be made, whatever is left."""
        self.stopped = True

    @property
    def limited(self) -> bool:
        """Whether anything is limited at all."""
        return (self.tokens, self.seconds, self.cost) != (None, None, None)

    @property
    def tokens_left(self) -> int | None:
        """Tokens that may still be used."""
        if self.tokens is None:
            return None
        return self.tokens - self.spent.prompt_tokens - self.spent.completion_tokens

    @property
    def seconds_left(self) -> float | None:
        """Seconds that may still be used."""
        return None if self.seconds is None else self.seconds - self.spent.seconds

    def exhausted(self) -> str:
        """Say which limit is reached; empty when a call may be made."""
        if self.stopped:
            return "the run was stopped"
        tokens, seconds = self.tokens_left, self.seconds_left
        if tokens is not None and tokens <= 0:
            return f"the budget of {self.tokens} tokens is used up"
        if seconds is not None and seconds <= 0:
            return f"the budget of {self.seconds:g} seconds is used up"
        if self.cost is not None and self.spent.cost >= self.cost:
            return f"the budget of {self.cost:g} in cost is used up"
        return ""

    def require(self) -> None:
        """Raise `BudgetExhausted` when no call may be made any more."""
        reason = self.exhausted()
        if reason:
            raise BudgetExhausted(reason, hint="raise the budget, or fill the rest in a later run")
