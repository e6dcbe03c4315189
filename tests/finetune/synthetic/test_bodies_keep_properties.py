"""The body of a pattern gives a value on every input that its contract allows: the gate refuses none of them."""

import re

import pytest

from inlay.contract import Contract, reachable
from inlay.gates import gates_for
from inlay.slot import Slot
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, plain, to_contract
from inlay_finetune.synthetic.generate import drafts
from inlay_finetune.synthetic.world import extra_entities, sample_world

WORLDS = 5


def slot_of(draft: Draft, contract: Contract) -> Slot:
    return Slot(id=f"rules.{draft.name}", kind=draft.kind, contract=contract, sentence=draft.does, file="anywhere")


@pytest.mark.parametrize("kind", ["python-function", "sql-query"])
def test_no_body_of_a_pattern_is_refused_for_what_it_does_elsewhere(kind: str) -> None:
    [gate] = [each for each in gates_for(kind) if each.name == "properties"]
    dice, judged = Dice(41), []
    for _ in range(WORLDS):
        world = sample_world(Dice(dice.seed()))
        entities = (*world.entities, *extra_entities(world))
        for _, draft in drafts(world, kind, 10):
            shown = entities if kind == "sql-query" else reachable((*(each.type for each in draft.takes),), entities)
            body = re.sub(r"<(v\d+)>", r"\1", plain(draft.body))
            judged.append((body, *gate.judge(slot_of(draft, to_contract(draft, shown)), [body])))
    assert len(judged) > 30
    assert [(body, verdict.reason) for body, verdict in judged if not verdict.passed] == []
