"""Right bodies pass every gate, wrong ones are refused by the gate that should and for the reason that should."""

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from inlay.gates import Gate, Verdict, gates_for
from inlay.languages import Python
from inlay.slot import Slot

BODIES = Path(__file__).parent / "bodies"


@dataclass(frozen=True)
class Golden:
    """A body of a file with what its heading says of it."""

    file: str
    place: int
    slot: str
    body: str
    gate: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{self.file}-{self.place}-{self.slot}" + (f"-{self.gate}" if self.gate else "")


def read(file: str) -> list[Golden]:
    mark = "--" if file.endswith(".sql") else "#"
    text = (BODIES / file).read_text(encoding="utf-8")
    _, *parts = re.split(rf"^{mark} === (.*)\n", text, flags=re.MULTILINE)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [
        Golden(file, place, *heading.split(" | ")[:1], body, *heading.split(" | ")[1:])
        for place, (heading, body) in enumerate(pairs)
    ]


GOOD = read("good.py") + read("good.sql")
BAD = read("bad.py") + read("bad.sql")


@pytest.fixture(scope="module")
def verdicts(slots: Mapping[str, Slot]) -> dict[Golden, list[Verdict]]:
    """All bodies judged, those of one slot together, each by gate after gate until one refuses."""
    said: dict[Golden, list[Verdict]] = {golden: [] for golden in GOOD + BAD}
    for slot_id in sorted({golden.slot for golden in said}):
        standing = [golden for golden in said if golden.slot == slot_id]
        for gate in gates_for(slots[slot_id].kind):
            standing = _through(gate, slots[slot_id], standing, said)
    return said


def _through(gate: Gate, slot: Slot, standing: list[Golden], said: dict[Golden, list[Verdict]]) -> list[Golden]:
    judged = gate.judge(slot, [golden.body for golden in standing])
    for golden, verdict in zip(standing, judged, strict=True):
        said[golden].append(verdict)
    return [golden for golden in standing if said[golden][-1].passed]


@pytest.mark.parametrize("golden", GOOD, ids=lambda golden: golden.name)
def test_a_right_body_passes_every_gate(golden: Golden, verdicts: dict[Golden, list[Verdict]]) -> None:
    last = verdicts[golden][-1]
    expected = "engines" if golden.file.endswith(".sql") else "properties"
    assert (last.gate, last.passed, last.reason) == (expected, True, "")


@pytest.mark.parametrize("golden", BAD, ids=lambda golden: golden.name)
def test_a_wrong_body_is_refused_by_its_gate_with_a_reason(
    golden: Golden, verdicts: dict[Golden, list[Verdict]]
) -> None:
    last = verdicts[golden][-1]
    assert not last.passed
    assert last.gate == golden.gate
    assert golden.reason in last.reason


def test_there_are_enough_bodies_of_both_sorts() -> None:
    assert len(GOOD) >= 100
    assert len(BAD) >= 60


def test_what_the_types_gate_lets_pass_is_also_right_for_the_checker_of_the_project(
    slots: Mapping[str, Slot], tmp_path: Path
) -> None:
    for golden in GOOD:
        if golden.file == "good.py":
            module = Python().module(slots[golden.slot].contract, golden.body)
            (tmp_path / f"m{golden.place}.py").write_text(module, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[:-1]) == (0, [])
