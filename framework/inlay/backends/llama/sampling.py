"""Tokens from logits, drawn from the nucleus at a temperature; pure functions over numpy arrays."""

import numpy as np
import numpy.typing as npt

__all__ = ["log_total", "nucleus", "one_of"]

Row = npt.NDArray[np.float32]
_LOOKS = (64, 512)


def log_total(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Give, per row, the logarithm of the sum of exponentials: logit minus this is a log-probability."""
    peak = logits.max(axis=-1, keepdims=True)
    total: npt.NDArray[np.float32] = np.log(np.exp(logits - peak).sum(axis=-1)) + peak[..., 0]
    return total


def nucleus(
    logits: Row, temperature: float, top_p: float, top_k: int = 0
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Give the likeliest tokens, `top_k` where that is not 0, that together reach `top_p` at a temperature.

    The second value is their shares. As elsewhere, `top_p` is reached among those that `top_k` leaves.
    """
    scaled = (logits.astype(np.float64) - float(logits.max())) / max(temperature, 1e-6)
    weights = np.exp(scaled)
    if 0 < top_k < len(weights):
        weights[np.argpartition(-weights, top_k)[top_k:]] = 0.0
    whole = weights.sum()
    order = _reaching(weights, top_p * whole)
    reached = np.cumsum(weights[order]) / whole
    size = min(int(np.searchsorted(reached, top_p)) + 1, len(order))
    kept = order[:size]
    shares: npt.NDArray[np.float64] = weights[kept] / weights[kept].sum()
    return kept, shares


def _reaching(weights: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.intp]:
    """Give the heaviest tokens in order, enough of them to reach a share; most rows need only a few."""
    for count in _LOOKS:
        order = _leading(weights, count)
        if weights[order].sum() >= share:
            return order
    return np.argsort(-weights, kind="stable")


def _leading(weights: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.intp]:
    if len(weights) <= count:
        return np.argsort(-weights, kind="stable")
    some = np.argpartition(-weights, count)[:count]
    some.sort()
    return some[np.argsort(-weights[some], kind="stable")]


def one_of(kept: tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]], luck: float) -> int:
    """Give the token of a nucleus that a number between 0 and 1 falls on."""
    tokens, shares = kept
    place = int(np.searchsorted(np.cumsum(shares), luck, side="right"))
    return int(tokens[min(place, len(tokens) - 1)])
