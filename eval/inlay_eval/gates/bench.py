"""Holds what the gates say of an adversary's bodies against what these are in truth, slot by slot."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from inlay.catalog import load_slot_kind
from inlay.gates import Gate
from inlay.slot import Slot
from inlay_eval.gates.adversary import candidates_for
from inlay_eval.gates.truth import Truth, truths

__all__ = ["REFERENCE", "Judged", "judge_slot"]

REFERENCE = "reference"
_ENOUGH = 2
"""A body that two gates refuse is refused whichever one is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One body with what it is in truth and the gates that refuse it, two of them at most."""

    spec: str
    slot: str
    kind: str
    family: str
    change: str
    truth: Truth
    refused_by: tuple[str, ...]
    reason: str
    body: str

    def plain(self) -> dict[str, object]:
        """Give it as plain data."""
        return asdict(self)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Judged":
        """Read what `plain` gives."""
        known = {each.name: data[each.name] for each in fields(cls)}
        return cls(**{**known, "refused_by": tuple(data["refused_by"])})


def judge_slot(
    spec: str, slot: Slot, hidden: Slot, reference: str, gates: Sequence[Gate], *, most: int
) -> list[Judged]:
    """Judge the reference of a slot and at most `most` bodies that an adversary makes of it."""
    language = load_slot_kind(slot.kind).language
    candidates = candidates_for(slot, reference, language, most)
    bodies = [each.body for each in candidates]
    known = truths(slot, hidden, reference, bodies, language)
    refusals = _refusals(slot, [reference, *bodies], gates)
    about = [(REFERENCE, ""), *((each.family, each.change) for each in candidates)]
    return [
        Judged(
            spec=spec,
            slot=slot.id,
            kind=slot.kind,
            family=family,
            change=change,
            truth=truth,
            refused_by=tuple(name for name, _ in refused),
            reason=refused[0][1] if refused else "",
            body=body,
        )
        for (family, change), truth, refused, body in zip(
            about, ["right", *known], refusals, [reference, *bodies], strict=True
        )
    ]


def _refusals(slot: Slot, bodies: Sequence[str], gates: Sequence[Gate]) -> list[list[tuple[str, str]]]:
    """Give for each body the gates that refuse it with their reasons, each gate asked as if it were alone."""
    refused: list[list[tuple[str, str]]] = [[] for _ in bodies]
    for gate in gates:
        standing = [place for place, each in enumerate(refused) if len(each) < _ENOUGH]
        said = gate.judge(slot, [bodies[place] for place in standing])
        for place, verdict in zip(standing, said, strict=True):
            if not verdict.passed:
                refused[place].append((gate.name, verdict.reason))
    return refused
