"""What filled a slot before and still stands to every gate is not lost where nothing else is accepted."""

from collections.abc import Mapping
from typing import cast

from inlay.backends.base import Usage
from inlay.build.options import Options
from inlay.fill import Fill, SlotResult
from inlay.fill.judging import judge
from inlay.gates import gates_for
from inlay.plan import Plan
from inlay.project.lock import Lock, LockedSlot
from inlay.project.objects import read_object
from inlay.project.tree import Tree
from inlay.prompts.rendered import Style
from inlay.slot import Slot

__all__ = ["kept_fills"]


def kept_fills(
    plan: Plan, tree: Tree, lock: Lock, results: Mapping[str, SlotResult], options: Options
) -> dict[str, SlotResult]:
    """Give again the bodies of stubs that had one under the same sentence and signature, if every gate passes them."""
    kept = {}
    for slot in plan.slots:
        known = lock.slots.get(slot.id)
        if known is None or known.fill is None or slot.id not in results or results[slot.id].fill is not None:
            continue
        if (known.sentence, known.contract) == (slot.sentence, str(slot.contract)):
            fill = _fill(slot, known, read_object(tree, known.fill).decode(), options)
            if all(verdict.passed for verdict in fill.verdicts):
                kept[slot.id] = SlotResult(slot=slot.id, state="accepted", fill=fill)
    return kept


def _fill(slot: Slot, known: LockedSlot, body: str, options: Options) -> Fill:
    parameters = dict(known.parameters)
    style, seed = cast(Style, parameters.pop("style", "compact")), int(parameters.pop("seed", 0) or 0)
    [verdicts] = judge(slot, [body], gates_for(slot.kind, walls=options.walls))
    return Fill(
        slot=slot.id,
        body=body,
        backend=known.backend,
        model=known.model,
        prompt=known.prompt,
        prompt_digest=known.prompt_digest,
        style=style,
        parameters=parameters,
        seed=seed,
        mean_logprob=0.0,
        verdicts=verdicts,
        attempts=known.attempts,
        usage=Usage(),
    )
