"""Settings of filling."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from inlay.fill.budget import Budget
from inlay.prompts.registry import Registry, default_registry
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot

__all__ = ["FillSettings"]

# Chosen on hand-written slots of six trades that no model has seen: below these less than half of what passes is right.
_LEAST_LOGPROB = {"python-function": -0.08, "sql-query": -0.13}
_LEAST_LOGPROB_ELSEWHERE = -0.08


def _no_grammar(_slot: Slot, _prompt: RenderedPrompt) -> str | None:
    return None


def _new_run() -> str:
    return uuid.uuid4().hex[:12]


@dataclass(frozen=True, kw_only=True)
class FillSettings:
    """How one run fills its slots.

    `prompt` is a version or label. `batches` are the numbers of sampled candidates after the greedy one, tried in
    turn. A candidate of a model that takes prompts of style `compact` must be at least as sure as the `least_logprob`
    of its slot kind, the mean natural log-probability of its tokens: such a small model finds passing bodies by luck
    too, and is unsure of them. `grammar` compiles a slot's contract into GBNF, in the names that the rendered prompt
    uses. `contract` words the contract for chat models, when the prompts' own wording will not do. `run` and `project`
    name the run in the journal.
    """

    prompt: str = "production"
    batches: tuple[int, ...] = (8, 16, 16, 16)
    repair_rounds: int = 2
    temperature: float = 1.2
    top_p: float = 0.95
    least_logprob: Mapping[str, float] = field(default_factory=lambda: dict(_LEAST_LOGPROB))
    max_tokens: int = 256
    seed: int = 0
    call_seconds: float | None = 120.0
    budget: Budget = field(default_factory=Budget)
    registry: Registry = field(default_factory=default_registry)
    grammar: Callable[[Slot, RenderedPrompt], str | None] = _no_grammar
    contract: Callable[[Slot], str | None] = lambda _slot: None
    run: str = field(default_factory=_new_run)
    project: str = ""

    def least_logprob_of(self, kind: str) -> float:
        """Give how sure a small model must be of a slot of a kind."""
        return self.least_logprob.get(kind, _LEAST_LOGPROB_ELSEWHERE)
