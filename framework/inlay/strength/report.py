"""What is known of the examples of one slot: how many mutants they kill, and which readings they leave open."""

from dataclasses import dataclass

from inlay.mutants import Mutant
from inlay.spec.model import Place
from inlay.strength.telling import Telling

__all__ = ["Strength", "Survivor"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Survivor:
    """A mutant that the examples let pass, with an input on which it differs from the fill."""

    mutant: Mutant
    telling: Telling


@dataclass(frozen=True, kw_only=True, slots=True)
class Strength:
    """How much the examples of a slot tell.

    `mutants` are those that differ from the fill on some input: killed by the examples, or survivors. Those that
    no drawn input tells from the fill are `equivalent` and do not count. `stubs` are bodies without any
    calculation that pass all examples.
    """

    slot: str
    sentence: str
    place: Place
    examples: int
    killed: int
    survivors: tuple[Survivor, ...]
    equivalent: int
    stubs: tuple[str, ...]
    seconds: float = 0.0

    @property
    def mutants(self) -> int:
        """How many mutants count."""
        return self.killed + len(self.survivors)

    @property
    def share(self) -> float:
        """The share of the mutants that the examples kill."""
        return self.killed / self.mutants if self.mutants else 1.0

    @property
    def worth_nothing(self) -> bool:
        """Whether the examples say nothing of the sentence: there are none, or a stub passes them."""
        return not self.examples or bool(self.stubs)
