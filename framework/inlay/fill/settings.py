"""Settings of filling."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from inlay.backends.base import Backend, Request
from inlay.catalog import load_slot_kind
from inlay.fill.budget import Budget
from inlay.fill.sureness import SURENESS, SURENESS_ELSEWHERE, Sureness
from inlay.prompts.prompt import Prompt
from inlay.prompts.registry import PRODUCTION, Registry, default_registry
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot

__all__ = ["FillSettings"]


def _no_grammar(_slot: Slot, _prompt: RenderedPrompt) -> str | None:
    return None


def _new_run() -> str:
    return uuid.uuid4().hex[:12]


@dataclass(frozen=True, kw_only=True)
class FillSettings:
    """How one run fills its slots.

    `prompt` is a version or label; in production a model is asked what it was trained on. `batches` are the numbers of
    sampled candidates after the greedy one, tried in turn. `sureness` says for each slot kind when a body of a small
    model, one that takes prompts of style `compact`, is taken. `grammar` compiles a slot's contract into GBNF, in the
    names that the rendered prompt uses. `contract` words the contract for chat models, when the prompts' own wording
    will not do. `run` and `project` name the run in the journal.
    """

    prompt: str = PRODUCTION
    batches: tuple[int, ...] = (8, 16, 16, 16)
    repair_rounds: int = 2
    temperature: float = 0.9
    top_p: float = 0.95
    sureness: Mapping[str, Sureness] = field(default_factory=lambda: dict(SURENESS))
    max_tokens: int = 256
    seed: int = 0
    call_seconds: float | None = 120.0
    budget: Budget = field(default_factory=Budget)
    registry: Registry = field(default_factory=default_registry)
    grammar: Callable[[Slot, RenderedPrompt], str | None] = _no_grammar
    contract: Callable[[Slot], str | None] = lambda _slot: None
    run: str = field(default_factory=_new_run)
    project: str = ""

    def sureness_of(self, slot: Slot) -> Sureness:
        """Give when a small model's body for a slot is taken; a kind of a team's own is as sure as what it asks by."""
        found = self.sureness.get(slot.kind) or self.sureness.get(load_slot_kind(slot.kind).prompt)
        return found or SURENESS_ELSEWHERE

    def prompt_for(self, slot: Slot, backend: Backend) -> Prompt:
        """Give the prompt to ask about a slot: as chosen; in production, what the model says that it was trained on."""
        name = load_slot_kind(slot.kind).prompt
        trained = backend.prompts.get(name, self.prompt)
        return self.registry.load(name, trained if self.prompt == PRODUCTION else self.prompt, backend.style)

    def request(
        self, prompt: RenderedPrompt, *, count: int, seed: int, greedy: bool = False, grammar: str | None = None
    ) -> Request:
        """Give what a backend is asked for so many candidates."""
        return Request(
            prompt=prompt,
            count=count,
            greedy=greedy,
            temperature=self.temperature,
            top_p=self.top_p,
            max_tokens=self.max_tokens,
            seed=seed,
            grammar=grammar,
            deadline=self.call_seconds,
        )
