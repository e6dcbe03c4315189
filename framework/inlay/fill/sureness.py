"""When the body of a small model is taken: likely enough, and what its samples that pass agree on."""

from dataclasses import dataclass

from inlay.contract import Scalar
from inlay.slot import Slot

__all__ = ["SURENESS", "SURENESS_ELSEWHERE", "Sureness"]

_USUAL = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Sureness:
    """What a small model must come to: it finds passing bodies by luck too, and then it is unsure of them.

    The mean natural log-probability of a body's tokens, and `agreement` times the share of what passed that behaves
    like it, less `neglect` for each value that the sentence names and the body does not, and `proof` for each example
    of the slot beyond the four that it may have anyway, must be at least `least`. Where the result is yes or no an
    example proves less, `proof_of_bool`. The share is known once `votes` candidates were asked for.
    """

    least: float
    agreement: float = 0.0
    neglect: float = 0.0
    proof: float = 0.0
    proof_of_bool: float = 0.0
    votes: int = 0

    def of(self, slot: Slot, mean_logprob: float, share: float, unheeded: int = 0) -> float:
        """Give how sure a body is that meets a slot's examples and leaves so many values `unheeded`.

        That `share` of what passed behaves like it.
        """
        return mean_logprob + self.agreement * share - self.neglect * unheeded + self._proven(slot)

    def may_suffice(self, slot: Slot, mean_logprob: float) -> bool:
        """Say whether a body so likely would do if all agreed."""
        return self.of(slot, mean_logprob, 1.0) >= self.least

    def _proven(self, slot: Slot) -> float:
        each = self.proof_of_bool if slot.contract.result == Scalar("bool") else self.proof
        return each * max(0, len(slot.examples) - _USUAL)


# Chosen on hand-written slots of six trades that no model has seen, in four wordings: of what these let pass beyond a
# stricter limit half is right. Queries that are wrong are so in unison: agreement says nothing of them. Of
# those of which the model was unsure 45 of 48 are right after five answers to `inlay clarify`, of yes or no 13 of 16.
SURENESS = {
    "python-function": Sureness(least=0.07, agreement=0.15, proof=0.04, proof_of_bool=0.015, votes=27),
    "sql-query": Sureness(least=-0.13, neglect=0.1),
}
SURENESS_ELSEWHERE = Sureness(least=-0.08)
