"""Slotbench: how many slots a model fills, and how many of the accepted fills pass hidden cases that nothing saw.

Run as `python -m inlay_eval.slotbench FOLDER_OR_SPEC... [--model embedded]`. Beside `<name>.yaml` a file
`<name>.hidden.yaml` holds the hidden cases of its slots; a spec without one is counted for acceptance only.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from inlay.backends import Backend, open_backend
from inlay.catalog import load_template
from inlay.fill import FillSettings, SlotResult, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.plan import make_plan
from inlay.slot import Slot
from inlay.spec import load_spec
from inlay_eval.counted import share_of

__all__ = ["Outcome", "Summary", "bench", "passes", "slots_with_hidden_cases", "specs_in", "summary"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one slot. `right` is None where nothing was accepted or no hidden case exists."""

    spec: str
    slot: str
    kind: str
    accepted: bool
    right: bool | None
    greedy_right: bool
    candidates: int
    seconds: float
    body: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Counts over outcomes; every share is given with its denominator."""

    slots: int
    accepted: int
    judged: int
    right: int
    greedy_right: int
    seconds: float

    def lines(self) -> list[str]:
        """Give the summary as lines of text."""
        return [
            f"accept            {share_of(self.accepted, self.slots)}",
            f"accepted + right  {share_of(self.right, self.slots)}",
            f"precision         {share_of(self.right, self.judged)}",
            f"greedy, no gates  {share_of(self.greedy_right, self.slots)}",
            f"seconds           {self.seconds:.1f}",
        ]


def slots_with_hidden_cases(path: Path) -> Iterator[tuple[Slot, Slot | None]]:
    """Give each slot of a spec, and the same slot with its hidden cases for examples."""
    seen = _slots(path)
    hidden_path = path.with_suffix(".hidden.yaml")
    hidden = {slot.id: slot for slot in _hidden_slots(path, hidden_path)} if hidden_path.is_file() else {}
    for slot in seen:
        yield slot, hidden.get(slot.id)


def _slots(path: Path) -> tuple[Slot, ...]:
    spec = load_spec(path)
    return make_plan(spec, load_template(spec.template)).slots


def _hidden_slots(path: Path, hidden_path: Path) -> tuple[Slot, ...]:
    """Read the hidden cases through the same door as a spec's own examples."""
    from ruamel.yaml import YAML

    yaml = YAML()
    spec, hidden = yaml.load(path.read_text("utf-8")), yaml.load(hidden_path.read_text("utf-8"))
    for slot, cases in hidden.items():
        section, name, *_ = slot.split(".")
        spec[section][name]["examples"] = cases
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / path.name
        with merged.open("w", encoding="utf-8") as file:
            yaml.dump(spec, file)
        return _slots(merged)


def bench(paths: Sequence[Path], backend: Backend, settings: FillSettings) -> Iterator[Outcome]:
    """Fill every slot of every spec and judge what was accepted by the hidden cases."""
    with Journal() as journal:
        for path in paths:
            for slot, hidden in slots_with_hidden_cases(path):
                yield _outcome(path.stem, slot, hidden, backend, settings, journal)


def _outcome(
    spec: str, slot: Slot, hidden: Slot | None, backend: Backend, settings: FillSettings, journal: Journal
) -> Outcome:
    start = time.perf_counter()
    result = fill_slot(slot, [backend], gates_for(slot.kind), settings, journal)
    seconds = time.perf_counter() - start
    body = result.fill.body if result.fill else ""
    first = result.attempts[0].body if result.attempts else ""
    return Outcome(
        spec=spec,
        slot=slot.id,
        kind=slot.kind,
        accepted=result.fill is not None,
        right=passes(hidden, body) if body and hidden else None,
        greedy_right=bool(first) and passes(slot, first) and (hidden is None or passes(hidden, first)),
        candidates=len(result.attempts),
        seconds=seconds,
        body=body or _furthest(result),
        reason="" if result.fill else result.reason,
    )


def passes(slot: Slot, body: str) -> bool:
    """Say whether a body passes the examples of a slot."""
    judges = [gate for gate in gates_for(slot.kind) if gate.name in ("syntax", "examples")]
    return all(gate.judge(replace(slot, always=()), [body])[0].passed for gate in judges)


def _furthest(result: SlotResult) -> str:
    return max(result.attempts, key=lambda attempt: len(attempt.verdicts)).body if result.attempts else ""


def summary(outcomes: Sequence[Outcome]) -> Summary:
    """Count outcomes."""
    judged = [outcome for outcome in outcomes if outcome.right is not None]
    return Summary(
        slots=len(outcomes),
        accepted=sum(outcome.accepted for outcome in outcomes),
        judged=len(judged),
        right=sum(bool(outcome.right) for outcome in judged),
        greedy_right=sum(outcome.greedy_right for outcome in outcomes),
        seconds=sum(outcome.seconds for outcome in outcomes),
    )


def specs_in(paths: Sequence[Path]) -> list[Path]:
    """Give the specs among files and in folders, without what stands beside them."""
    found = [inner for path in paths for inner in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    return [path for path in found if not path.stem.endswith((".hidden", ".reference"))]


def main(
    paths: Annotated[list[Path], typer.Argument(help="Specs, or folders of specs.")],
    model: Annotated[str, typer.Option(help="Address of a backend.")] = "embedded",
    out: Annotated[Path | None, typer.Option(help="Write every outcome here as JSON lines.")] = None,
    temperature: Annotated[float, typer.Option(help="Of sampled candidates.")] = FillSettings.temperature,
    show: Annotated[bool, typer.Option(help="Print each slot.")] = True,
) -> None:
    """Fill the slots of specs and report accept and precision with their denominators."""
    backend = open_backend(model)
    outcomes = []
    for outcome in bench(specs_in(paths), backend, FillSettings(temperature=temperature)):
        outcomes.append(outcome)
        if show:
            mark = {True: "right", False: "WRONG", None: "accepted" if outcome.accepted else "stub"}[outcome.right]
            typer.echo(f"{mark:9}{outcome.spec}.{outcome.slot}  {outcome.candidates} candidates {outcome.reason[:160]}")
    backend.close()
    for kind in ("python-function", "sql-query", ""):
        chosen = [outcome for outcome in outcomes if outcome.kind == (kind or outcome.kind)]
        typer.echo(f"\n{kind or 'all'}")
        typer.echo("\n".join(summary(chosen).lines()))
    if out is not None:
        out.write_text("".join(json.dumps(asdict(outcome)) + "\n" for outcome in outcomes), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
