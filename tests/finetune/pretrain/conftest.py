from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.loop import pretrain

# Beside the small stream of a network hardly taught, the usual epsilon would count.
SMALL = {"vocabulary": 512, "width": 64, "layers": 2, "heads": 2, "hidden": 128, "context": 512, "norm_epsilon": 1e-9}


@pytest.fixture
def small() -> dict[str, Any]:
    """The shape of the network that is taught."""
    return dict(SMALL)


@pytest.fixture
def teach(shards: Path, tokenizer_file: Path) -> Callable[..., Path]:
    """Give what teaches a small network in a folder, with some settings changed."""

    def taught(run: Path, **changes: Any) -> Path:
        settings: dict[str, Any] = {
            "data": shards,
            "tokenizer": tokenizer_file,
            "run": run,
            "model": SMALL,
            "workers": 1,
            "dtype": "float32",
            "step_tokens": 600,
            "warmup_steps": 2,
            "steps": 12,
        }
        return pretrain(PretrainConfig.model_validate({**settings, **changes}))

    return taught


@pytest.fixture
def taught(teach: Callable[..., Path], tmp_path: Path) -> Path:
    """A run that has ended."""
    return teach(tmp_path / "taught")
