"""`inlay strength`: what the examples of a spec tell apart, and which readings they leave open."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inlay.cli.choices import Ladder, SandboxOption, options_of
from inlay.cli.output import Format, FormatOption, emit
from inlay.cli.progress import watching
from inlay.cli.reports import told_walls

if TYPE_CHECKING:
    from inlay.build.measuring import StrengthReport
    from inlay.strength import Strength, Survivor

__all__ = ["strength"]


def strength(
    place: Annotated[Path, typer.Argument(help="A folder of a generated project, or a spec, whose slots are filled.")],
    slot: Annotated[str | None, typer.Option(help="Only this slot, as in rules.order_total.")] = None,
    at_least: Annotated[int, typer.Option(min=0, max=100, help="Exit 1 when fewer percent of mutants die.")] = 0,
    backend: Ladder = None,
    sandbox: SandboxOption = "bubblewrap",
    form: FormatOption = Format.text,
) -> None:
    """Change each accepted body in many small ways and say which changes the examples do not notice."""
    from inlay.build.measuring import measure

    with watching(form) as progress:
        report = measure(place, options_of(backend, sandbox), progress, only=slot)
    emit(_data(report), lambda: _text(report), form)
    if report.killed * 100 < report.mutants * at_least:
        raise typer.Exit(1)


def _data(report: "StrengthReport") -> dict[str, Any]:
    return {
        "spec": report.spec,
        "killed": report.killed,
        "mutants": report.mutants,
        "walls": report.walls,
        "seconds": round(report.seconds, 3),
        "unfilled": list(report.unfilled),
        "slots": [_slot_data(slot) for slot in report.slots],
    }


def _slot_data(slot: "Strength") -> dict[str, Any]:
    return {
        "slot": slot.slot,
        "line": slot.place.line,
        "sentence": slot.sentence,
        "examples": slot.examples,
        "killed": slot.killed,
        "mutants": slot.mutants,
        "equivalent": slot.equivalent,
        "worth_nothing": slot.worth_nothing,
        "stubs": list(slot.stubs),
        "seconds": round(slot.seconds, 3),
        "survivors": [_survivor_data(survivor) for survivor in slot.survivors],
    }


def _survivor_data(survivor: "Survivor") -> dict[str, Any]:
    from inlay.strength import shown_behaviour

    mutant, telling = survivor.mutant, survivor.telling
    return {
        "kind": mutant.kind,
        "line": mutant.line,
        "column": mutant.column,
        "before": mutant.before,
        "after": mutant.after,
        "given": telling.spelled,
        "fill": shown_behaviour(telling.fill),
        "mutant": shown_behaviour(telling.other),
    }


def _text(report: "StrengthReport") -> str:
    slots = [line for slot in report.slots for line in _slot_lines(slot, report.spec)]
    unfilled = [f"{name}: no accepted body, so nothing to measure" for name in report.unfilled]
    walls = told_walls(report.walls)
    idle = sum(slot.worth_nothing for slot in report.slots)
    share = f" ({100 * report.killed / report.mutants:.0f} %)" if report.mutants else ""
    end = f"The examples kill {report.killed} of {report.mutants} mutants{share}"
    tail = f"; those of {idle} slots are worth nothing." if idle else "."
    return "\n".join([*slots, *unfilled, *walls, end + tail])


def _slot_lines(slot: "Strength", spec: str) -> list[str]:
    from inlay.strength import shown_behaviour

    lines = [f"{slot.slot}: {slot.killed} of {slot.mutants} mutants killed by {slot.examples} examples"]
    if slot.worth_nothing:
        why = f"`{slot.stubs[0]}` passes them all" if slot.stubs else "there are none"
        lines.append(f"  examples worth nothing: {why}")
        lines.append(f"  left open: {spec}:{slot.place.line}: {slot.sentence}")
    for survivor in slot.survivors:
        mutant, telling = survivor.mutant, survivor.telling
        change = f"`{mutant.before}` -> `{mutant.after}`" if mutant.after else f"without `{mutant.before}`"
        lines.append(f"  survives ({mutant.kind}, {mutant.line}:{mutant.column}): {change}")
        gives = f"{shown_behaviour(telling.fill)}, changed {shown_behaviour(telling.other)}"
        lines.append(f"    {telling.spelled}: now {gives}")
    return lines
