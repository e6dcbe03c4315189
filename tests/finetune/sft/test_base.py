"""What a fine-tuning begins with is whole, is what the recipe says, and is the same when adapters meet it again."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from inlay.cli.app import run as inlay
from inlay.errors import UsageError
from inlay_finetune.pretrain.starting import starting_network
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.exporting import export_adapter, export_folder
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.merging import merge_run

Made = Callable[..., SftConfig]
_LOST = "model.layers.1.mlp.up_proj.weight"


@pytest.fixture
def base(recipe: Made) -> Path:
    """A folder of weights that a fine-tuning may begin with, its tokenizer beside them."""
    config = recipe("training.steps=1", "adapter=null", "model.rope_base=1e6", run="before")
    fine_tune(config)
    return config.run / "model"


def _rename(folder: Path, name: str) -> None:
    file = folder / "model.safetensors"
    weights = load_file(file)
    weights["renamed"] = weights.pop(name)
    save_file(weights, file, metadata={"format": "pt"})


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def _other_weights(folder: Path) -> None:
    file = folder / "model.safetensors"
    weights = {name: weight + 0.01 for name, weight in load_file(file).items()}
    save_file(weights, file, metadata={"format": "pt"})


def test_weights_that_lack_one_are_neither_trained_nor_exported(recipe: Made, base: Path, tmp_path: Path) -> None:
    _rename(base, _LOST)
    with pytest.raises(UsageError, match=f"lacks weights of its model: {_LOST}"):
        fine_tune(recipe("training.steps=1", f"model.base={base}"))
    with pytest.raises(UsageError, match="lacks weights"):
        export_folder(base, tmp_path / "out.gguf")
    with pytest.raises(UsageError, match="lacks weights"):
        starting_network(base)
    assert not (tmp_path / "out.gguf").exists()


def test_weights_that_were_cut_off_are_refused_with_their_folder(recipe: Made, base: Path, tmp_path: Path) -> None:
    _cut(base / "model.safetensors")
    with pytest.raises(UsageError, match="is no model that can be opened"):
        fine_tune(recipe("training.steps=1", f"model.base={base}"))
    with pytest.raises(UsageError, match="is no model that can be opened"):
        export_folder(base, tmp_path / "out.gguf")


def test_an_adapter_that_was_cut_off_or_lost_is_not_merged(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=1")
    fine_tune(config)
    file = config.run / "adapter" / "adapter_model.safetensors"
    weights = load_file(file)
    save_file(dict(list(weights.items())[1:]), file)
    with pytest.raises(UsageError, match="lacks weights of its model: "):
        merge_run(config.run, tmp_path / "merged")
    _cut(file)
    with pytest.raises(UsageError, match="does not fit its base"):
        merge_run(config.run, tmp_path / "merged")
    file.unlink()
    with pytest.raises(UsageError, match=r"there is no .*adapter_model\.safetensors"):
        merge_run(config.run, tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_adapters_of_other_weights_of_the_same_shape_are_refused(recipe: Made, base: Path, tmp_path: Path) -> None:
    config = recipe("training.steps=2", f"model.base={base}", "training.halt_after_steps=1")
    fine_tune(config)
    shutil.copytree(base, tmp_path / "kept")
    _other_weights(base)
    for use, target in ((merge_run, tmp_path / "merged"), (export_adapter, tmp_path / "adapter.gguf")):
        with pytest.raises(UsageError, match="is not the one that .* was trained beside"):
            use(config.run, target)
        assert not target.exists()
    with pytest.raises(UsageError, match="another model or other data"):
        fine_tune(recipe("training.steps=2", f"model.base={base}"))
    shutil.copytree(tmp_path / "kept", base, dirs_exist_ok=True)
    assert merge_run(config.run, tmp_path / "merged").difference < 1e-4


def test_a_rope_base_that_the_recipe_leaves_out_stays_that_of_the_weights(
    recipe: Made, base: Path, tmp_path: Path
) -> None:
    config = recipe("training.steps=1", f"model.base={base}")
    fine_tune(config)
    merge_run(config.run, tmp_path / "merged")
    kept = json.loads((tmp_path / "merged" / "config.json").read_text())
    assert kept["rope_parameters"]["rope_theta"] == 1e6


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("model.shape.hidden=128", "has hidden 64; model.shape says hidden 128"),
        ("model.shape.kv_heads=1", "has kv_heads 2; model.shape says kv_heads 1"),
        ("model.shape.family=llama", "has family llama-tied; model.shape says family llama"),
        ("model.shape.width=64", "has width 32; model.shape says width 64"),
    ],
)
def test_a_shape_that_is_not_that_of_the_weights_is_refused_before_and_at_training(
    recipe: Made, base: Path, override: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = recipe("training.steps=1", f"model.base={base}", override)
    with pytest.raises(UsageError, match=message):
        fine_tune(config)
    files = (f"model.base={base}", f"data.sources=[{{path: {config.files[0]}}}]")
    assert inlay(["finetune", "validate", "tiny-lora", *files, f"model.tokenizer={base}", override]) == 2
    assert message in capsys.readouterr().err


def test_a_large_file_is_told_from_another_by_its_pieces(
    recipe: Made, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inlay_finetune.sft.weights._WHOLE", 64)
    config = recipe("training.steps=1", f"model.base={base}")
    fine_tune(config)
    _other_weights(base)
    with pytest.raises(UsageError, match="was trained beside"):
        merge_run(config.run, tmp_path / "merged")
