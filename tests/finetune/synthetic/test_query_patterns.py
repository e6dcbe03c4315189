"""Every query pattern gives drafts that the product's own gates accept and that SQLite runs."""

import random
import re
import sqlite3
from datetime import date, timedelta
from functools import cache

import pytest

from inlay.catalog import load_slot_kind
from inlay.contract import Contract, DecimalType, Entity, EnumType, OptionalType, Scalar, Type
from inlay.contract.tables import Column, tables_of
from inlay.gates.contract import ContractGate
from inlay.gates.policy import PolicyGate
from inlay.gates.syntax import SyntaxGate
from inlay.gates.types import TypesGate
from inlay.prompts.answers import read_answer
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay_finetune.synthetic.catalogue import Pattern, all_patterns
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, plain, to_contract
from inlay_finetune.synthetic.spelling import spelt
from inlay_finetune.synthetic.world import World, sample_world

QUERIES = [pattern for pattern in all_patterns() if pattern.kind == "sql-query"]
WORLDS = 300
DRAFTS = 3
PLAIN_VALUES = {"int": (0, 1, 2, 3, 2024), "bool": (0, 1), "str": ("a", "B", "ann")}


@cache
def gates() -> tuple[SyntaxGate | ContractGate | PolicyGate | TypesGate, ...]:
    kind = load_slot_kind("sql-query")
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


def value(kind: Type, dice: random.Random) -> object:
    match kind:
        case OptionalType(inner):
            return None if dice.random() < 0.3 else value(inner, dice)
        case EnumType(values):
            return dice.choice(values)
        case DecimalType():
            return dice.choice([0, 1, 2.5, 10, 99.99])
        case Scalar("date"):
            return (date(2024, 1, 1) + timedelta(days=dice.randrange(500))).isoformat()
        case Scalar("datetime"):
            return f"{date(2024, 1, 1) + timedelta(days=dice.randrange(500))} {dice.randrange(10, 24)}:30:00"
    return dice.choice(PLAIN_VALUES[str(kind)])


def cell(column: Column, key: int, dice: random.Random) -> object:
    if column.name == "id":
        return key
    if column.name.endswith("_id"):
        return dice.choice([1, 2, 3, *([None] if column.optional else [])])
    return value(column.field.type, dice) if column.field else key


def database(entities: tuple[Entity, ...]) -> sqlite3.Connection:
    dice, connection = random.Random(7), sqlite3.connect(":memory:")
    for table in tables_of(entities):
        connection.execute(f"CREATE TABLE {table.name} ({', '.join(column.name for column in table.columns)})")
        for key in range(1, 6):
            row = [cell(column, key, dice) for column in table.columns]
            connection.execute(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(row))})", row)
    return connection


def refusal(draft: Draft, contract: Contract) -> str:
    """Say what the product would refuse about a draft, from its spelling to its types; empty when nothing."""
    slot = Slot(id=f"queries.{draft.name}", kind="sql-query", contract=contract, sentence=draft.does, file="x.sql")
    rendered = load_prompt("sql-query", "1", "compact").compact(contract, draft.does, seed=3)
    code = spelt(draft.body, rendered.references)
    if code is None:
        return "a name of the body has no reference token"
    answer = read_answer(f"{code}<|end|>", rendered, slot)
    if answer.reason:
        return answer.reason
    verdicts = (gate.judge(slot, [answer.body])[0] for gate in gates())
    return next((str(verdict.reason) for verdict in verdicts if not verdict.passed), "")


@pytest.mark.parametrize("pattern", QUERIES, ids=lambda pattern: pattern.name)
def test_a_query_pattern_yields_drafts_that_every_gate_accepts(pattern: Pattern) -> None:
    made = drafts(pattern)

    assert made, f"no draft within {WORLDS} worlds"
    assert [reason for world, draft in made if (reason := refusal(draft, to_contract(draft, world.entities)))] == []


@pytest.mark.parametrize("pattern", QUERIES, ids=lambda pattern: pattern.name)
def test_a_query_draft_runs_and_gives_the_columns_it_promises(pattern: Pattern) -> None:
    for world, draft in drafts(pattern):
        connection = database(world.entities)
        bound = {parameter.name: value(parameter.type, random.Random(1)) for parameter in draft.takes}
        cursor = connection.execute(re.sub(r"<v(\d)>", r"local_\1", plain(draft.body)), bound)
        cursor.fetchall()
        connection.close()

        assert [column[0] for column in cursor.description] == [name for name, _ in draft.returns.item.columns]


@pytest.mark.parametrize("pattern", QUERIES, ids=lambda pattern: pattern.name)
def test_a_query_sentence_starts_with_a_capital_and_leaves_no_comma_before_its_end(pattern: Pattern) -> None:
    for _, draft in drafts(pattern):
        assert draft.does[0] == draft.does[0].upper()
        assert draft.does[-1] in ".?!"
        assert ",." not in draft.does
        assert ",:" not in draft.does
