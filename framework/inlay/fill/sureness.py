"""When the body of a small model is taken: likely enough, and what its samples that pass agree on."""

from dataclasses import dataclass

__all__ = ["SURENESS", "SURENESS_ELSEWHERE", "Sureness"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sureness:
    """What a small model must come to: it finds passing bodies by luck too, and then it is unsure of them.

    The mean natural log-probability of a body's tokens, and `agreement` times the share of what passed that behaves
    like it, less `neglect` for each value that the sentence names and the body does not, must be at least `least`. The
    share is known once `votes` candidates were asked for.
    """

    least: float
    agreement: float = 0.0
    neglect: float = 0.0
    votes: int = 0

    def of(self, mean_logprob: float, share: float, unheeded: int = 0) -> float:
        """Give how sure a body is like which that `share` of what passed behaves, with so many values `unheeded`."""
        return mean_logprob + self.agreement * share - self.neglect * unheeded

    def may_suffice(self, mean_logprob: float) -> bool:
        """Say whether a body so likely would do if all agreed."""
        return self.of(mean_logprob, 1.0) >= self.least


# Chosen on hand-written slots of six trades that no model has seen, in four wordings: of what these let pass beyond a
# stricter limit half is right. Queries that are wrong are so in unison: agreement says nothing of them.
SURENESS = {
    "python-function": Sureness(least=0.07, agreement=0.15, votes=27),
    "sql-query": Sureness(least=-0.13, neglect=0.1),
}
SURENESS_ELSEWHERE = Sureness(least=-0.08)
