"""A plan: every file and every slot of a spec with its contract, and nothing written."""

import json
from pathlib import Path

import pytest

from inlay.cli.app import run
from inlay.contract import EntityType, ListType, Parameter, RecordType, Scalar
from inlay.errors import SpecInvalid
from inlay.plan import Plan, make_plan, plan_of, slot_lines, template_of, totals
from inlay.spec import load_spec

ORDERS = Path(__file__).parents[1] / "spec" / "orders.yaml"
SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*/spec.yaml"))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(ORDERS)


def test_each_rule_query_and_requirement_is_a_slot_in_a_file_of_its_own(plan: Plan) -> None:
    assert [(slot.id, slot.kind, slot.file) for slot in plan.slots] == [
        ("rules.order_total", "python-function", "src/orders/rules/order_total.py"),
        ("queries.revenue_by_month", "sql-query", "src/orders/queries/revenue_by_month.sql"),
        ("flows.place_order.requires", "python-function", "src/orders/requirements/place_order.py"),
    ]


def test_the_files_of_slots_know_their_slots(plan: Plan) -> None:
    assert {file.slot for file in plan.files if file.slot} == {slot.id for slot in plan.slots}


def test_a_rule_sees_what_its_parameters_lead_to(plan: Plan) -> None:
    slot = plan.slot("rules.order_total")
    assert slot is not None
    contract = slot.contract

    assert [parameter.name for parameter in contract.parameters] == ["order", "discount"]
    assert [entity.name for entity in contract.entities] == ["Customer", "Order", "OrderLine"]
    assert slot.always == ("result >= 0",)
    assert slot.sentence.startswith("Sum quantity times unit price")


def test_a_query_sees_every_table(plan: Plan) -> None:
    slot = plan.slot("queries.revenue_by_month")
    assert slot is not None

    assert slot.contract.entities == plan.spec.entities
    assert isinstance(slot.contract.result, ListType) and isinstance(slot.contract.result.item, RecordType)


def test_a_requirement_takes_the_entity_of_its_flow_and_says_yes_or_no(plan: Plan) -> None:
    slot = plan.slot("flows.place_order.requires")
    assert slot is not None

    assert slot.contract.parameters == (Parameter(name="order", type=EntityType("Order")),)
    assert slot.contract.result == Scalar("bool")
    assert slot.contract.name == "place_order"


def test_a_rule_of_an_entity_alone_does_not_see_the_others() -> None:
    plan = plan_of(next(path for path in SAMPLES if path.parent.name == "orders"))
    slot = plan.slot("rules.coupon_is_valid")

    assert slot is not None
    assert [entity.name for entity in slot.contract.entities] == ["Coupon"]


def test_a_flow_without_a_requirement_has_no_slot(tmp_path: Path) -> None:
    lines = ORDERS.read_text(encoding="utf-8").splitlines()
    bare = tmp_path / "spec.yaml"
    start = next(number for number, line in enumerate(lines) if line.startswith("flows:"))
    flow = "flows:\n  place_order: {uses: transition, on: Order, from: draft, to: placed}\n"
    bare.write_text("\n".join([*lines[:start], flow]), encoding="utf-8")

    assert [slot.id for slot in plan_of(bare).slots] == ["rules.order_total", "queries.revenue_by_month"]


def test_the_same_spec_makes_the_same_plan(plan: Plan) -> None:
    assert make_plan(load_spec(ORDERS), template_of(plan.spec)) == plan


def test_lines_of_spec_are_counted_by_slot(plan: Plan) -> None:
    slot = plan.slot("queries.revenue_by_month")
    assert slot is not None
    lines = slot_lines(plan, slot)

    assert (lines.spec, lines.examples) == (11, 7)
    assert totals(plan).spec == 49


def test_a_spec_is_shorter_than_what_comes_of_it(plan: Plan) -> None:
    total = totals(plan)

    assert total.code > 5 * total.spec
    assert total.code_per_spec_line == total.code / total.spec


def test_an_unknown_template_is_shown_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(ORDERS.read_text(encoding="utf-8").replace("fastapi-service", "fastapi_service"), encoding="utf-8")

    with pytest.raises(SpecInvalid) as caught:
        plan_of(path)

    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.hint) == (3, 11, "did you mean fastapi-service?")


@pytest.mark.parametrize("spec", SAMPLES, ids=lambda path: path.parent.name)
def test_the_command_lists_files_slots_and_contracts_and_writes_nothing(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["plan", str(spec)]) == 0

    said = capsys.readouterr().out
    for slot in plan_of(spec).slots:
        assert f"{slot.id}  [{slot.kind}]  {spec}:{slot.place.line}" in said
        assert slot.file in said
    assert "lines of code for each line of spec" in said
    assert list(tmp_path.iterdir()) == []


def test_the_command_answers_programs_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", str(ORDERS), "--output-format", "json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["name"] == "orders"
    assert said["slots"][0]["id"] == "rules.order_total"
    assert said["slots"][1]["contract"] == {
        "name": "revenue_by_month",
        "takes": {"year": "int"},
        "returns": "[{month: str, revenue: decimal}]",
        "entities": ["Customer", "Order", "OrderLine"],
    }
    assert said["totals"]["spec_lines"] == 49


def test_the_command_answers_programs_in_json_also_when_the_spec_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "spec.yaml").write_text("inlay: 2\n", encoding="utf-8")

    assert run(["plan", str(tmp_path / "spec.yaml"), "--output-format", "json"]) == 2

    faults = json.loads(capsys.readouterr().out)["error"]["faults"]
    assert {"template", "entities"} <= {fault["message"].split("`")[1] for fault in faults if "`" in fault["message"]}
