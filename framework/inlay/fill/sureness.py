"""When the body of a small model is taken: likely enough, and what its samples that pass agree on."""

from dataclasses import dataclass

__all__ = ["SURENESS", "SURENESS_ELSEWHERE", "Sureness"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sureness:
    """What a small model must come to: it finds passing bodies by luck too, and then it is unsure of them.

    The mean natural log-probability of a body's tokens, and `agreement` times the share of what passed that behaves
    like it, must together be at least `least`. The share is known once `votes` candidates were asked for.
    """

    least: float
    agreement: float = 0.0
    votes: int = 0

    def of(self, mean_logprob: float, share: float) -> float:
        """Give how sure a body is of which that `share` of the passing candidates behaves alike."""
        return mean_logprob + self.agreement * share

    def may_suffice(self, mean_logprob: float) -> bool:
        """Say whether a body so likely would do if all agreed."""
        return self.of(mean_logprob, 1.0) >= self.least


# Chosen on hand-written slots of six trades that no model has seen, in four wordings: of what these let pass beyond a
# stricter limit half is right. Queries that are wrong are so in unison: agreement says nothing of them.
SURENESS = {
    "python-function": Sureness(least=0.07, agreement=0.15, votes=27),
    "sql-query": Sureness(least=-0.13),
}
SURENESS_ELSEWHERE = Sureness(least=-0.08)
