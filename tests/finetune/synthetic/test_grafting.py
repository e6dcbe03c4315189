import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

import pytest

from inlay.contract import Entity, EntityType, Field, Parameter, Scalar, Type, parse_type
from inlay.gates import gates_for
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, plain, to_contract
from inlay_finetune.synthetic.grafting import grafted
from inlay_finetune.synthetic.seeds import drafts_of, read_seeds, seed_files
from inlay_finetune.synthetic.sowing import sown
from inlay_finetune.synthetic.spelling import spelt

VISIT = Entity(
    name="Visit",
    fields=(
        Field(name="price", type=parse_type("decimal")),
        Field(name="nights", type=Scalar("int")),
        Field(name="paid", type=Scalar("bool")),
    ),
)
INPUTS = list(itertools.product((Decimal(5), Decimal(400)), (3, 70), (False, True)))
RULES = {
    "bool": ("True for more than 10 nights.", "return «visit».«nights» > §10§"),
    "int": ("The nights.", "return «visit».«nights»"),
    "decimal": ("Nights times price.", "return «visit».«nights» * «visit».«price»"),
    "decimal?": ("Is there a price over 10?", "return «visit».«price» if «visit».«price» > §10§ else None"),
    "str": ('"long" over 10 nights, else "short".', 'return "§long§" if «visit».«nights» > §10§ else "§short§"'),
}


def rule(returns: str) -> Draft:
    does, body = RULES[returns]
    takes = (Parameter(name="visit", type=EntityType("Visit")),)
    return Draft(name="rule", takes=takes, returns=parse_type(returns), does=does, body=body)


def grafts(returns: str) -> Iterator[Draft]:
    found = (grafted(Dice(number), rule(returns), (VISIT,)) for number in range(80))
    return (draft for draft in found if "graft" in draft.tags)


def runnable(body: str) -> str:
    return re.sub(r"<(v\d+)>", r"\1", plain(body))


def results(body: str) -> list[object]:
    lines = "\n".join(f"    {line}" for line in runnable(body).splitlines())
    namespace = {"Decimal": Decimal}
    exec(f"def rule(visit):\n{lines}", namespace)
    fields = [dict(zip(("price", "nights", "paid"), given, strict=True)) for given in INPUTS]
    return [namespace["rule"](SimpleNamespace(**given)) for given in fields]  # type: ignore[operator]


@pytest.mark.parametrize("returns", RULES)
def test_the_sentence_stays_as_it_is_and_one_clause_is_said_with_it(returns: str) -> None:
    said = rule(returns).does.removesuffix(".")

    for draft in grafts(returns):
        assert said in draft.does
        assert 10 < len(draft.does) - len(said) < 120
        assert not re.search(r"\?[.,;]|\.\.|[{}\[\]|]", draft.does), draft.does


@pytest.mark.parametrize("returns", ["bool", "int", "decimal?", "str"])
def test_a_clause_gives_one_thing_where_it_holds_and_leaves_the_rest_alone(returns: str) -> None:
    before = results(rule(returns).body)
    changed = []

    for draft in grafts(returns):
        differing = {new for new, old in zip(results(draft.body), before, strict=True) if new != old}
        if "min(" not in draft.body and "max(" not in draft.body:
            assert len(differing) <= 1, draft.body
            changed.append(bool(differing))

    assert sum(changed) > len(changed) / 2


def test_an_amount_is_changed_by_the_number_that_is_said() -> None:
    before = results(rule("decimal").body)

    for draft in grafts("decimal"):
        stated = {Decimal(each) for each in re.findall(r"§([\d.]+)§", draft.body)}
        for new, old in zip(results(draft.body), before, strict=True):
            assert isinstance(new, Decimal)
            assert isinstance(old, Decimal)
            allowed = {old, Decimal(0), *stated}
            allowed |= {sign * number + old for number in stated for sign in (1, -1)}
            allowed |= {old * (100 + sign * number) / 100 for number in stated for sign in (1, -1)}
            assert new in allowed, draft.body


@pytest.mark.parametrize("returns", ["date", "[str]"])
def test_a_rule_that_gives_something_else_is_left_alone(returns: str) -> None:
    kind: Type = parse_type(returns)
    draft = Draft(name="rule", takes=rule("int").takes, returns=kind, does="Whatever.", body="return «visit».«nights»")

    assert all(grafted(Dice(number), draft, (VISIT,)) is draft for number in range(30))


def test_no_gate_refuses_what_a_clause_was_added_to_and_its_prompt_has_all_names() -> None:
    gates = [gate for gate in gates_for("python-function") if gate.name != "examples"]
    prompt = load_prompt("python-function", "1", "compact")
    seeds = [seed for path in seed_files()[::120] for seed in read_seeds(path)]
    rules = [seed for seed in seeds if seed.contract.kind == "python-function"]
    judged = 0

    for number, seed in enumerate(rules):
        draft = grafted(Dice(number), next(drafts_of(seed)), seed.contract.entities)
        if "graft" in draft.tags:
            body = runnable(draft.body)
            slot = Slot(id=seed.id, kind=draft.kind, contract=seed.contract, sentence=draft.does, file="slot")
            verdicts = [gate.judge(slot, [body])[0] for gate in gates]
            assert [verdict.reason for verdict in verdicts if not verdict.passed] == [], (draft.does, body)
            references = prompt.compact(to_contract(draft, seed.contract.entities), draft.does, seed=1).references
            assert spelt(draft.body, references) is not None
            judged += 1

    assert judged > len(rules) / 3


def test_what_measures_gets_no_clause() -> None:
    trained = [draft for number in range(60) for draft in sown(Dice(number))[0]]
    measuring = [draft for number in range(60) for draft in sown(Dice(number, "schema"))[0]]

    assert any("graft" in draft.tags for draft in trained)
    assert not any("graft" in draft.tags for draft in measuring)
