"""When the body of a small model is taken: likely enough, and what its samples that pass agree on."""

from dataclasses import dataclass

__all__ = ["SURENESS", "SURENESS_ELSEWHERE", "Sureness"]

_USUAL = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Sureness:
    """What a small model must come to: it finds passing bodies by luck too, and then it is unsure of them.

    The mean natural log-probability of a body's tokens, and `agreement` times the share of what passed that behaves
    like it, less `neglect` for each value that the sentence names and the body does not, and `proof` for each example
    that it meets beyond the three that slots mostly have, must be at least `least`. The share is known once `votes`
    candidates were asked for.
    """

    least: float
    agreement: float = 0.0
    neglect: float = 0.0
    proof: float = 0.0
    votes: int = 0

    def of(self, mean_logprob: float, share: float, *, unheeded: int = 0, examples: int = 0) -> float:
        """Give how sure a body is that meets so many examples and leaves so many values `unheeded`.

        That `share` of what passed behaves like it.
        """
        proven = self.proof * max(0, examples - _USUAL)
        return mean_logprob + self.agreement * share - self.neglect * unheeded + proven

    def may_suffice(self, mean_logprob: float, *, examples: int = 0) -> bool:
        """Say whether a body so likely would do if all agreed and it met so many examples."""
        return self.of(mean_logprob, 1.0, examples=examples) >= self.least


# Chosen on hand-written slots of six trades that no model has seen, in four wordings: of what these let pass beyond a
# stricter limit half is right. Queries that are wrong are so in unison: agreement says nothing of them. A body that has
# met five more examples, on inputs where readings part, is right where one without them is half as often.
SURENESS = {
    "python-function": Sureness(least=0.07, agreement=0.15, proof=0.015, votes=27),
    "sql-query": Sureness(least=-0.13, neglect=0.1),
}
SURENESS_ELSEWHERE = Sureness(least=-0.08)
