"""Filling all slots of a plan: what was accepted before is taken, for the rest the ladder is asked."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from typing import Any

from inlay.backends import Backend, open_backend
from inlay.build.fills_cache import fill_key, find_fill, keep_fill
from inlay.build.inputs import ladder_identity, section_digest
from inlay.build.options import Options
from inlay.build.report import Progress, SlotReport
from inlay.fill import Budget, FillSettings, SlotResult, fill_each
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.languages.grammar import compile_grammar
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot

__all__ = ["fill_slots", "open_ladder", "settings_of", "slot_report"]


def fill_slots(
    slots: Sequence[Slot], options: Options, progress: Progress, *, project: str
) -> dict[str, tuple[SlotResult, bool]]:
    """Give for each slot its result, and whether it came from the cache."""
    gates = {kind: gates_for(kind, walls=options.walls) for kind in sorted({slot.kind for slot in slots})}
    given = _given(options)
    keys = {slot.id: fill_key(slot, gates[slot.kind], given) for slot in slots}
    results: dict[str, tuple[SlotResult, bool]] = {}
    for slot in slots:
        kept = find_fill(keys[slot.id])
        if kept is not None:
            results[slot.id] = (kept, True)
            progress.slot(slot_report(slot, kept, cached=True))

    def tell(slot: Slot, result: SlotResult) -> None:
        results[slot.id] = (result, False)
        if result.fill is not None:
            keep_fill(keys[slot.id], result)
        progress.slot(slot_report(slot, result, cached=False))

    asked = [slot for slot in slots if slot.id not in results]
    if asked:
        with open_ladder(options.ladder) as ladder, Journal() as journal:
            fill_each(asked, ladder, gates, settings_of(options, project), journal, tell)
    return results


@contextmanager
def open_ladder(addresses: Sequence[str]) -> Iterator[list[Backend]]:
    """Open the backends of a ladder; they are closed at the end, whatever happens."""
    with ExitStack() as opened:
        ladder = []
        for address in addresses:
            backend = open_backend(address)
            opened.callback(backend.close)
            ladder.append(backend)
        yield ladder


def settings_of(options: Options, project: str) -> FillSettings:
    """Give the settings of filling that a person's choices lead to."""
    budget = Budget(tokens=options.tokens, seconds=options.seconds, cost=options.cost)
    settings = FillSettings(prompt=options.prompt, seed=options.seed, budget=budget, project=project)
    return replace(settings, grammar=_grammar) if options.grammar else settings


def _grammar(slot: Slot, prompt: RenderedPrompt) -> str | None:
    """Hold a body to the names of its contract; a chat's answer has words around the body."""
    return None if prompt.style == "instruct" else compile_grammar(slot, prompt.references)


def slot_report(slot: Slot, result: SlotResult, *, cached: bool) -> SlotReport:
    """Say how a slot came out."""
    fill = result.fill
    return SlotReport(
        slot=slot.id,
        kind=slot.kind,
        state="clean" if fill else "stub",
        backend=fill.backend if fill else "",
        attempts=fill.attempts if fill else len(result.attempts),
        reason=result.reason,
        cached=cached,
        repaired=fill is not None and fill.repaired,
        ambiguous=result.ambiguous,
    )


def _given(options: Options) -> dict[str, Any]:
    settings = settings_of(options, project="")
    return {
        "ladder": ladder_identity(options.ladder),
        "prompts": section_digest("prompt_registry"),
        "slots": section_digest("slots"),
        "prompt": options.prompt,
        "seed": options.seed,
        "grammar": options.grammar,
        "sampling": (settings.batches, settings.temperature, settings.top_p, settings.max_tokens),
        "sureness": {kind: asdict(sureness) for kind, sureness in settings.sureness.items()},
    }
