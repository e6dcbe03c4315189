"""What ends a training that has gone wrong: a loss or a gradient that is no number, or a loss that rises and stays."""

import math
from collections import deque
from statistics import median

from inlay.errors import InlayError

__all__ = ["Watch"]

_SPIKE = 3.0
"""A loss so many times the median of those before it, and above all of the first ones, is a spike."""
_AROUND = 20
_FIRST = 5
_STAYS = 5
"""One hard batch is no fault; after so many spikes in a row what was learnt is lost."""


class Watch:
    """Looks at every step of a training before it changes a weight for good, or is saved."""

    def __init__(self, rate: str) -> None:
        self._rate = rate
        self._before: deque[float] = deque(maxlen=_AROUND)
        self._highest = -math.inf
        self._taken = self._spikes = 0

    @property
    def calm(self) -> bool:
        """Whether the last loss was none of a spike: only then a state may take the place of the one saved last."""
        return self._spikes == 0

    def look(self, step: int, loss: float, norm: float) -> None:
        """Look at the loss and the norm of the gradient that a step found.

        Raises:
            InlayError: One is no number, or the loss has been a spike for some steps.
        """
        if not (math.isfinite(loss) and math.isfinite(norm)):
            what = "gradient" if math.isfinite(loss) else "loss"
            raise InlayError(f"the {what} is not finite at step {step}", hint=self._advice)
        if self._taken < _FIRST:
            self._highest = max(self._highest, loss)
        elif loss > self._highest and loss > _SPIKE * median(self._before):
            self._spikes += 1
            self._end(step, loss)
            return
        self._taken, self._spikes = self._taken + 1, 0
        self._before.append(loss)

    def _end(self, step: int, loss: float) -> None:
        if self._spikes < _STAYS:
            return
        usual = median(self._before)
        raise InlayError(
            f"the loss has been a spike since step {step - _STAYS + 1}: {loss:.4f} at step {step}, {usual:.4f} before",
            hint=self._advice,
        )

    @property
    def _advice(self) -> str:
        return f"lower {self._rate}; the last checkpoint and the one before it are kept (README, Going back)"
