"""The mean of a trained network and the one that it started with."""

from pathlib import Path

from inlay.errors import UsageError
from inlay_finetune.pretrain.checkpoint import Progress, load_network, save_checkpoint
from inlay_finetune.pretrain.starting import starting_network

__all__ = ["average"]


def average(first: Path, second: Path, share: float, run: Path) -> None:
    """Write the mean of two networks of one shape, `share` of it the second, as a run's folder.

    Of a network and the one trained on from it the mean is often better than both (WiSE-FT, Wortsman et al. 2021). It
    holds no state of an optimiser, so a run may start with it and none goes on in its folder.

    :raises UsageError: when the two are of different shapes, or `run` is there already.
    """
    one, other = starting_network(first), load_network(second)
    if one.config != other.config:
        raise UsageError(f"{first} and {second} hold networks of different shapes", hint="give a run and its start")
    if run.exists():
        raise UsageError(f"{run} is there already", hint="choose another folder, or move it away")
    towards = other.state_dict()
    one.load_state_dict({name: weight.lerp(towards[name], share) for name, weight in one.state_dict().items()})
    run.mkdir(parents=True)
    save_checkpoint(run, one, [], Progress())
