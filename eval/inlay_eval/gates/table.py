"""The confusion table: right and wrong bodies, accepted and refused, with all gates and with each one left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inlay_eval.gates.bench import REFERENCE, Judged

__all__ = ["ALL_GATES", "Confusion", "Families", "Table", "tabulate"]

ALL_GATES = "all gates"
EVERY_KIND = "every kind"


@dataclass(frozen=True, kw_only=True, slots=True)
class Confusion:
    """Counts of an adversary's bodies under some gates; `open` are those that no case shows to be wrong or right."""

    gates: str
    kind: str
    right_accepted: int
    right_refused: int
    wrong_accepted: int
    wrong_refused: int
    open_accepted: int
    open_refused: int

    @property
    def accepted(self) -> int:
        """How many bodies of a known truth are accepted."""
        return self.right_accepted + self.wrong_accepted

    @property
    def wrong(self) -> int:
        """How many bodies are wrong."""
        return self.wrong_accepted + self.wrong_refused

    @property
    def right(self) -> int:
        """How many bodies are right."""
        return self.right_accepted + self.right_refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Families:
    """How many of a family's bodies are wrong, and how many of these get through all gates."""

    family: str
    wrong: int
    accepted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Everything that is counted; references are counted by themselves, not among the adversary's bodies."""

    slots: int
    references: int
    references_refused: tuple[str, ...]
    rows: tuple[Confusion, ...]
    families: tuple[Families, ...]
    slots_with_wrong_accepted: int


def tabulate(judged: Sequence[Judged], gates: Sequence[str]) -> Table:
    """Count bodies; `gates` are the names of all that were asked."""
    references = [each for each in judged if each.family == REFERENCE]
    others = [each for each in judged if each.family != REFERENCE]
    kinds = sorted({each.kind for each in judged})
    fooled = {(each.spec, each.slot) for each in others if each.truth == "wrong" and not each.refused_by}
    return Table(
        slots=len({(each.spec, each.slot) for each in judged}),
        references=len(references),
        references_refused=tuple(f"{each.spec}.{each.slot}: {each.reason}" for each in references if each.refused_by),
        rows=tuple(_rows(others, gates, kinds)),
        families=tuple(_families(others)),
        slots_with_wrong_accepted=len(fooled),
    )


def _rows(judged: Sequence[Judged], gates: Sequence[str], kinds: Sequence[str]) -> Iterable[Confusion]:
    for kind in (EVERY_KIND, *kinds):
        chosen = [each for each in judged if kind in (EVERY_KIND, each.kind)]
        for left_out in ("", *gates):
            yield _confusion(chosen, kind, left_out)


def _confusion(judged: Sequence[Judged], kind: str, left_out: str) -> Confusion:
    counts = {(truth, accepted): 0 for truth in ("right", "wrong", "open") for accepted in (True, False)}
    for each in judged:
        counts[each.truth, set(each.refused_by) <= {left_out}] += 1
    return Confusion(
        gates=f"without {left_out}" if left_out else ALL_GATES,
        kind=kind,
        right_accepted=counts["right", True],
        right_refused=counts["right", False],
        wrong_accepted=counts["wrong", True],
        wrong_refused=counts["wrong", False],
        open_accepted=counts["open", True],
        open_refused=counts["open", False],
    )


def _families(judged: Sequence[Judged]) -> Iterable[Families]:
    for family in sorted({each.family for each in judged}):
        wrong = [each for each in judged if each.family == family and each.truth == "wrong"]
        yield Families(family=family, wrong=len(wrong), accepted=sum(not each.refused_by for each in wrong))
