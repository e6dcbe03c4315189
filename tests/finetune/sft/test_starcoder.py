"""What sets a StarCoder apart: joined queries and keys, learnt positions, biases, marks for filling in the middle."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from toy import STARCODER, STARCODER2, toy_records

from inlay.errors import UsageError
from inlay_finetune.data.fim import fim_samples, layout_named
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import write_samples
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.loss import row_loss
from inlay_finetune.sft.memory import adapter_parameters, estimate, parameters
from inlay_finetune.sft.merging import merge_run
from inlay_finetune.sft.network import base_of, open_model, trained_weights
from inlay_finetune.sft.rows import laid

Made = Callable[..., SftConfig]
FAMILIES = pytest.mark.parametrize("family", [STARCODER, STARCODER2], ids=["starcoder", "starcoder2"])


def _whole(recipe: Made, *overrides: str) -> SftConfig:
    return recipe(*STARCODER, "adapter=null", *overrides)


def _started_from(recipe: Made, run: Path, *overrides: str) -> SftConfig:
    return recipe(*STARCODER, f"model.base={run / 'model'}", *overrides, run="second")


@pytest.fixture
def fim(tmp_path: Path) -> Path:
    """Small programs with the middle put last, by the marks of StarCoder."""
    programs = [f"def f{number}(x):\n    return {task['code'][7:]}" for number, task in _tasks()]
    file = tmp_path / "fim.jsonl"
    documents = ((str(number), text) for number, text in enumerate(programs))
    write_samples(file, fim_samples(documents, layout_named("starcoder"), Ledger()))
    return file


def _tasks() -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(task for record in toy_records(3, seed=2) for task in record["tasks"]))


def test_code_with_the_middle_last_is_learnt_by_adapters_that_can_be_merged(
    recipe: Made, fim: Path, starcoder_tokens: Path, tmp_path: Path
) -> None:
    overrides = ("model.shape.vocabulary=576", f"model.tokenizer={starcoder_tokens}", "training.log_steps=1")
    config = recipe(*STARCODER, *overrides, data=fim)
    assert "<fim_suffix>" in fim.read_text(encoding="utf-8")
    fine_tune(config)
    losses = [json.loads(line)["loss"] for line in (config.run / "metrics.jsonl").read_text().splitlines()]
    assert losses[-1] < losses[0] - 0.1
    merged = merge_run(config.run, tmp_path / "merged")
    assert (merged.difference < 1e-4, merged.same_choice) == (True, 1.0)
    assert json.loads((tmp_path / "merged" / "config.json").read_text())["model_type"] == "gpt_bigcode"


def test_one_name_may_stand_for_the_way_out_of_the_attention_and_of_the_wide_layer(recipe: Made) -> None:
    names = trained_weights(open_model(recipe(*STARCODER, "adapter.targets=[c_proj]")))
    places = {name.split(".lora_")[0].partition("h.0.")[2] for name in names}
    assert places - {""} == {"attn.c_proj", "mlp.c_proj"}


@FAMILIES
def test_weights_and_adapters_are_counted_as_transformers_and_peft_make_them(
    recipe: Made, family: tuple[str, ...]
) -> None:
    config = recipe(*family)
    model = open_model(config)
    assert config.adapter is not None
    assert sum(map(torch.numel, trained_weights(model).values())) == adapter_parameters(
        config.model.shape, config.adapter
    )
    own = [weight for name, weight in base_of(model).named_parameters() if ".lora_" not in name]
    assert sum(map(torch.numel, own)) == parameters(config)


@FAMILIES
def test_the_estimate_of_what_is_kept_for_the_backward_pass_is_what_torch_keeps(
    recipe: Made, family: tuple[str, ...]
) -> None:
    config = recipe(*family, "adapter=null", "data.context=256", "model.shape.width=128", "model.shape.hidden=512")
    model = open_model(config)
    sizes: dict[int, int] = {}
    alive = []

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        sizes[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        alive.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        row_loss(model, laid([Encoded(np.arange(3, 259, dtype=np.int32), np.ones(256, dtype=np.bool_))]))
    weights = {weight.untyped_storage().data_ptr() for weight in model.parameters()}
    kept = sum(size for place, size in sizes.items() if place not in weights)
    assert kept == pytest.approx(estimate(config).activations, rel=0.15)


def test_a_file_of_weights_is_opened_without_the_dropouts_that_it_names(recipe: Made) -> None:
    first = _whole(recipe, "training.steps=1", "data.context=256")
    fine_tune(first)
    told = first.run / "model" / "config.json"
    told.write_text(told.read_text().replace('"attn_pdrop": 0.0', '"attn_pdrop": 0.1'))
    assert '"attn_pdrop": 0.1' in told.read_text()
    model = open_model(_started_from(recipe, first.run)).train()
    row = laid([Encoded(np.arange(3, 30, dtype=np.int32), np.ones(27, dtype=np.bool_))])
    assert row_loss(model, row).item() == row_loss(model, row).item()


def test_a_context_beyond_the_learnt_positions_and_a_model_of_another_family_are_refused(recipe: Made) -> None:
    first = _whole(recipe, "training.steps=1", "data.context=256")
    fine_tune(first)
    with pytest.raises(UsageError, match=r"has learnt 256 positions, data\.context is 257"):
        open_model(_started_from(recipe, first.run, "data.context=257"))
    with pytest.raises(UsageError, match=r"is a gpt_bigcode, model\.shape\.family says llama-tied"):
        open_model(recipe(f"model.base={first.run / 'model'}"))
    told = first.run / "model" / "config.json"
    told.write_text(told.read_text().replace('"multi_query": true', '"multi_query": false'))
    with pytest.raises(UsageError, match="is a gpt_bigcode whose heads share no key"):
        open_model(_started_from(recipe, first.run))
