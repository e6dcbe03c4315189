"""Goes through the slots of specs that have references and hidden cases; a killed run goes on where it was."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay.errors import UsageError
from inlay.gates import Gate, gates_for
from inlay.slot import Slot
from inlay_eval.gates.bench import Judged, judge_slot
from inlay_eval.gates.reporting import gate_figures, gate_markdown
from inlay_eval.gates.table import Table, tabulate
from inlay_eval.report import replace_file
from inlay_eval.slotbench import Case, check_cases, digest_of_specs, references_of, slots_with_hidden_cases, specs_in
from inlay_eval.suites.records import invalid
from inlay_eval.watching import Watcher

__all__ = ["run_gates"]

_BODIES = "bodies.jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """A slot with what is known of it."""

    spec: str
    slot: Slot
    hidden: Slot
    reference: str

    def case(self) -> Case:
        """Give it as slotbench knows it."""
        return Case(spec=self.spec, slot=self.slot, hidden=self.hidden, reference=self.reference)


def run_gates(paths: Sequence[Path], out: Path, watcher: Watcher, *, most: int) -> Table:
    """Judge the adversary's bodies of every slot, write each body and the table, and give the table.

    Raises:
        UsageError: There is no such spec, or none with hidden cases and references.
        DataInvalid: Hidden cases or what was kept of an ended run cannot be read.
        SelfCheckFailed: A reference fails its hidden cases, or these do not tell it from an empty or a spoilt body.
    """
    specs = specs_in(paths)
    tasks = [task for path in specs for task in _tasks(path)]
    if not tasks:
        raise UsageError(
            "no slot of these specs has both hidden cases and a reference",
            hint="put <name>.hidden.yaml and <name>.reference.yaml beside <name>.yaml",
        )
    check_cases([task.case() for task in tasks], watcher)
    gates = {kind: gates_for(kind) for kind in sorted({task.slot.kind for task in tasks})}
    store = _Store(out / _BODIES, _about(specs, gates.values(), most))
    watcher.stage("Judging bodies", len(tasks))
    for task in tasks:
        if (task.spec, task.slot.id) not in store.slots:
            store.add(judge_slot(task.spec, task.slot, task.hidden, task.reference, gates[task.slot.kind], most=most))
        watcher.step()
    names = list(dict.fromkeys(gate.name for group in gates.values() for gate in group))
    table = tabulate(store.judged, names)
    replace_file(out / "report.json", json.dumps(gate_figures(table), indent=2, ensure_ascii=False) + "\n")
    replace_file(out / "report.md", gate_markdown(table))
    return table


def _tasks(path: Path) -> Iterator[_Task]:
    pairs = list(slots_with_hidden_cases(path))
    references = references_of(path, [slot.id for slot, _ in pairs])
    for slot, hidden in pairs:
        if hidden is not None and slot.id in references:
            yield _Task(spec=path.stem, slot=slot, hidden=hidden, reference=references[slot.id])


def _about(specs: Sequence[Path], gates: Iterable[Sequence[Gate]], most: int) -> dict[str, object]:
    """Say what a stored verdict hangs on."""
    versions = {gate.name: gate.version for group in gates for gate in group}
    return {"inlay_eval": 2, "specs": digest_of_specs(specs), "gates": versions, "most": most}


class _Store:
    """The bodies that were judged, one a line, appended slot by slot; other specs or gates start over.

    A line that is no body is refused with `DataInvalid`.
    """

    def __init__(self, path: Path, about: dict[str, object]) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_bytes() if path.is_file() else b""
        head, *lines = text.splitlines() or [b""]
        same = head == json.dumps(about).encode()
        cut = not text.endswith(b"\n")
        self.judged = self._whole_slots(lines, cut=cut) if same else []
        replace_file(path, "".join(f"{line}\n" for line in map(json.dumps, (about, *map(Judged.plain, self.judged)))))

    def _whole_slots(self, lines: Sequence[bytes], *, cut: bool) -> list[Judged]:
        """Read the bodies; where a kill has cut the last one, those of its slot are judged anew."""
        found = [self._judged(number, line) for number, line in enumerate(lines[:-1] if cut else lines, start=2)]
        last = (found[-1].spec, found[-1].slot) if cut and found else None
        return [each for each in found if (each.spec, each.slot) != last]

    def _judged(self, number: int, line: bytes) -> Judged:
        try:
            return Judged.read(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            hint = "take the lines of this slot away, and it is judged again"
            raise invalid(self._path, "is no body that was judged", line=number, hint=hint) from error

    @property
    def slots(self) -> set[tuple[str, str]]:
        """The slots that are done."""
        return {(each.spec, each.slot) for each in self.judged}

    def add(self, judged: Sequence[Judged]) -> None:
        """Keep the bodies of a slot."""
        self.judged += judged
        with self._path.open("a", encoding="utf-8") as file:
            file.write("".join(json.dumps(each.plain()) + "\n" for each in judged))
