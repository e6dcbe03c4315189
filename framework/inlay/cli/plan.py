"""`inlay plan SPEC`: what would be made, before anything is; writes nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, table

if TYPE_CHECKING:
    from inlay.contract import Contract
    from inlay.plan import Plan

__all__ = ["plan"]


def plan(
    spec: Annotated[Path, typer.Argument(help="The spec, a YAML file.")], form: FormatOption = Format.text
) -> None:
    """List the files, the slots with their contracts, and what the spec saves."""
    from inlay.plan import plan_of

    made = plan_of(spec)
    emit(_answer(made), lambda: _text(made), form)


def _answer(plan: "Plan") -> dict[str, object]:
    from inlay.plan import slot_lines, totals

    total = totals(plan)
    return {
        "name": plan.spec.name,
        "template": plan.template.name,
        "files": [{"path": file.path, "owner": file.owner, "slot": file.slot} for file in plan.files],
        "slots": [
            {
                "id": slot.id,
                "kind": slot.kind,
                "file": slot.file,
                "line": slot.place.line,
                "sentence": slot.sentence,
                "contract": _contract(slot.contract),
                "examples": len(slot.examples),
                "spec_lines": slot_lines(plan, slot).spec,
                "example_lines": slot_lines(plan, slot).examples,
                "expected_body_lines": slot_lines(plan, slot).body,
            }
            for slot in plan.slots
        ],
        "totals": {
            "spec_lines": total.spec,
            "example_lines": total.examples,
            "expected_code_lines": total.code,
            "test_lines": total.tests,
            "expected_code_lines_per_spec_line": round(total.code_per_spec_line, 1),
        },
    }


def _contract(contract: "Contract") -> dict[str, object]:
    return {
        "name": contract.name,
        "takes": {parameter.name: str(parameter.type) for parameter in contract.parameters},
        "returns": str(contract.result),
        "entities": [entity.name for entity in contract.entities],
    }


def _text(plan: "Plan") -> str:
    files = table([(file.path, file.owner, file.slot or "") for file in plan.files])
    return f"files ({len(plan.files)})\n{files}\n\nslots ({len(plan.slots)})\n{_slots(plan)}\n\n{_sum(plan)}"


def _slots(plan: "Plan") -> str:
    from inlay.plan import slot_lines

    rows = []
    for slot in plan.slots:
        lines = slot_lines(plan, slot)
        sizes = f"{lines.spec} lines of spec, {lines.examples} of them examples ({len(slot.examples)})"
        seen = ", ".join(entity.name for entity in slot.contract.entities) or "nothing"
        head = f"{slot.id}  [{slot.kind}]  {plan.spec.path}:{slot.place.line}"
        rows.append("\n  ".join((head, str(slot.contract), f"sees {seen}", sizes)))
    return "\n".join(rows)


def _sum(plan: "Plan") -> str:
    from inlay.plan import slot_lines, totals

    total = totals(plan)
    per_slot = sum(slot_lines(plan, slot).spec for slot in plan.slots) / max(1, len(plan.slots))
    return (
        f"{total.spec} lines of spec ({total.examples} of them examples), {per_slot:.1f} a slot\n"
        f"about {total.code} lines of code and {total.tests} lines of tests: "
        f"{total.code_per_spec_line:.1f} lines of code for each line of spec"
    )
