"""Every rule pattern gives drafts that the gates accept, whose names and constants are all spelt, and that run."""

import calendar
import decimal
import itertools
import math
import random
import re
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from types import SimpleNamespace

import pytest

from inlay.catalog import load_slot_kind
from inlay.contract import (
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    ListType,
    MapType,
    OptionalType,
    ReferenceType,
    Scalar,
    Type,
    reachable,
)
from inlay.gates.contract import ContractGate
from inlay.gates.policy import PolicyGate
from inlay.gates.syntax import SyntaxGate
from inlay.gates.types import TypesGate
from inlay.prompts.answers import read_answer
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay_finetune.synthetic.catalogue import Pattern, all_patterns
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_CONSTANT, Draft, plain, to_contract
from inlay_finetune.synthetic.spelling import spelt
from inlay_finetune.synthetic.world import World, sample_world

RULES = [pattern for pattern in all_patterns() if pattern.kind == "python-function"]
WORLDS = 300
DRAFTS = 3
ROUNDINGS = {name: getattr(decimal, name) for name in dir(decimal) if name.startswith("ROUND_")}
IN_SCOPE = {
    "Decimal": Decimal, "date": date, "datetime": datetime, "time": time, "timedelta": timedelta, "calendar": calendar,
    "itertools": itertools, "math": math, "re": re, "Counter": Counter, "defaultdict": defaultdict, **ROUNDINGS,
}  # fmt: skip


@cache
def gates() -> tuple[SyntaxGate | ContractGate | PolicyGate | TypesGate, ...]:
    kind = load_slot_kind("python-function")
    return SyntaxGate(kind), ContractGate(kind), PolicyGate(kind), TypesGate(kind)


@cache
def drafts(pattern: Pattern) -> tuple[tuple[World, Draft], ...]:
    """Give the first few drafts of a pattern over worlds drawn in order."""
    found: list[tuple[World, Draft]] = []
    for seed in range(WORLDS):
        world = sample_world(Dice(seed))
        draft = pattern.make(world)
        if draft is not None:
            found.append((world, draft))
        if len(found) == DRAFTS:
            break
    return tuple(found)


def refusal(world: World, draft: Draft) -> str:
    """Say what the product would refuse about a draft, from its spelling to its types; empty when nothing."""
    contract = to_contract(draft, reachable((EntityType(world.root.name),), world.entities))
    slot = Slot(id=f"rules.{draft.name}", kind="python-function", contract=contract, sentence=draft.does, file="x.py")
    rendered = load_prompt("python-function", "1", "compact").compact(contract, draft.does, seed=3)
    code = spelt(draft.body, rendered.references)
    if code is None:
        return "a name of the body has no reference token"
    if len(re.findall(r"<k\d+>", code)) != len(MARKED_CONSTANT.findall(draft.body)):
        return f"a constant of the body is not in the sentence: {draft.does} {code}"
    answer = read_answer(f"{code}<|end|>", rendered, slot)
    if answer.reason:
        return answer.reason
    verdicts = (gate.judge(slot, [answer.body])[0] for gate in gates())
    return next((str(verdict.reason) for verdict in verdicts if not verdict.passed), "")


def value(kind: Type, entities: dict[str, Entity], dice: random.Random) -> object:
    match kind:
        case OptionalType(inner):
            return None if dice.random() < 0.3 else value(inner, entities, dice)
        case EnumType(values):
            return dice.choice(values)
        case DecimalType():
            return dice.choice([Decimal(1), Decimal("2.50"), Decimal(10), Decimal("99.99")])
        case ListType(item):
            return [value(item, entities, dice) for _ in range(dice.randrange(4))]
        case MapType(item):
            return {key: value(item, entities, dice) for key in dice.sample(["a", "B", " ann "], dice.randrange(3))}
        case EntityType(entity) | ReferenceType(entity):
            fields = entities[entity].fields
            return SimpleNamespace(**{field.name: value(field.type, entities, dice) for field in fields})
        case Scalar("date"):
            return date(2024, 1, 1) + timedelta(days=dice.randrange(500))
        case Scalar("datetime"):
            return datetime(2024, 1, 1) + timedelta(minutes=dice.randrange(5000))
    return {"int": dice.randrange(1, 9), "bool": dice.random() < 0.5, "str": dice.choice(["a", "B", " ann "])}[
        str(kind)
    ]


def outcome(world: World, draft: Draft, seed: int) -> object:
    """Run a draft's body on one made-up input."""
    dice, entities = random.Random(seed), {entity.name: entity for entity in world.entities}
    given = {parameter.name: value(parameter.type, entities, dice) for parameter in draft.takes}
    body = re.sub(r"<v(\d)>", r"local_\1", plain(draft.body)).replace("\n", "\n    ")
    scope: dict[str, object] = dict(IN_SCOPE)
    exec(f"def rule({', '.join(given)}):\n    {body}", scope)
    rule = scope["rule"]
    assert callable(rule)
    return rule(**given)


def fits(result: object, kind: Type) -> bool:
    match kind:
        case OptionalType(inner):
            return result is None or fits(result, inner)
        case EnumType(values):
            return result in values
        case DecimalType():
            return isinstance(result, Decimal | int)
        case ListType(item):
            return isinstance(result, list) and all(fits(one, item) for one in result)
        case Scalar(name):
            return type(result) is {"int": int, "bool": bool, "str": str, "date": date, "datetime": datetime}[name]
    return isinstance(result, dict)


@pytest.mark.parametrize("pattern", RULES, ids=lambda pattern: pattern.name)
def test_a_rule_pattern_yields_a_draft_that_every_gate_accepts(pattern: Pattern) -> None:
    made = drafts(pattern)

    assert made, f"no draft within {WORLDS} worlds"
    assert [reason for world, draft in made[:1] if (reason := refusal(world, draft))] == []


@pytest.mark.parametrize("pattern", RULES, ids=lambda pattern: pattern.name)
def test_a_rule_draft_runs_and_gives_what_it_promises(pattern: Pattern) -> None:
    for world, draft in drafts(pattern):
        results = [outcome(world, draft, seed) for seed in range(6)]

        assert [result for result in results if not fits(result, draft.returns)] == [], draft.does


@pytest.mark.parametrize("pattern", RULES, ids=lambda pattern: pattern.name)
def test_a_rule_sentence_starts_with_a_capital_and_ends_with_its_mark(pattern: Pattern) -> None:
    for _, draft in drafts(pattern):
        assert draft.does[0] == draft.does[0].upper()
        assert draft.does[-1] in ".?!"
        assert not re.search(r"\{|\}|  |,\.|«|§", draft.does)
