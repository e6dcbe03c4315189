"""A training that goes wrong ends with an error, and what it saved before is there."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import torch

from inlay.errors import InlayError
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.watching import Watch

Made = Callable[..., SftConfig]
_WHOLE = ("adapter=null", "training.warmup_steps=0", "training.log_steps=1", "training.checkpoint_steps=1")


def _watched(losses: Iterable[float]) -> Watch:
    watch = Watch("rate")
    for step, loss in enumerate(losses, 1):
        watch.look(step, loss, 1.0)
    return watch


def test_a_gradient_that_is_no_number_changes_nothing_and_is_not_delivered(recipe: Made) -> None:
    config = recipe(*_WHOLE, "training.steps=2", "training.learning_rate=1e20")
    with pytest.raises(InlayError, match="the (gradient|loss) is not finite at step 2"):
        fine_tune(config)
    state = torch.load(config.run / "checkpoint.pt", weights_only=True)
    assert state["step"] == 1
    assert all(torch.isfinite(weight).all() for weight in state["weights"].values())
    assert not (config.run / "model").exists()
    lines = (config.run / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in lines] == [1]
    assert "NaN" not in "".join(lines)


def test_the_checkpoint_before_the_last_is_kept_and_can_be_gone_on_from(recipe: Made, tmp_path: Path) -> None:
    fine_tune(recipe(*_WHOLE, "training.steps=4", run="whole"))
    config = recipe(*_WHOLE, "training.steps=4")
    fine_tune(recipe(*_WHOLE, "training.steps=4", "training.halt_after_steps=3"))
    before = torch.load(config.run / "checkpoint.before.pt", weights_only=True)
    assert before["step"] == 2
    (config.run / "checkpoint.before.pt").replace(config.run / "checkpoint.pt")
    assert fine_tune(config).steps == 4
    losses = [
        [json.loads(line)["loss"] for line in (tmp_path / run / "metrics.jsonl").read_text().splitlines()]
        for run in ("whole", "run")
    ]
    assert losses[0] == losses[1]


def test_a_loss_that_rises_and_stays_ends_a_training() -> None:
    calm = [3.0, 2.9, 2.8, 2.0, 1.5, 1.0, 0.5, 0.5]
    with pytest.raises(InlayError, match="a spike since step 9: 8.0000 at step 13, 1.7500 before") as fault:
        _watched([*calm, *[8.0] * 5])
    assert "lower rate" in str(fault.value.hint)


def test_a_single_hard_batch_ends_nothing_but_is_not_saved_over_what_was_good() -> None:
    calm = [3.0, 2.9, 2.8, 2.0, 1.5, 1.0, 0.5, 0.5]
    assert not _watched([*calm, 8.0]).calm
    assert _watched([*calm, 8.0, 0.4]).calm
    assert _watched([*calm, *[8.0, 8.0, 8.0, 8.0, 0.4] * 3]).calm
    assert _watched([*calm, 2.9]).calm
    assert _watched([0.5, 0.5, 0.5, 4.0]).calm
