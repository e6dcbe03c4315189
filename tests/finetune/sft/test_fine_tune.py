import json
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from toy import STARCODER, STARCODER2

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.samples import Answer, write_samples
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.encoding import Encoded
from inlay_finetune.sft.exporting import export_folder
from inlay_finetune.sft.loop import fine_tune, rate_at
from inlay_finetune.sft.loss import row_loss
from inlay_finetune.sft.merging import merge_run
from inlay_finetune.sft.network import at_peace, base_of, check_isolation, open_model, trained_weights
from inlay_finetune.sft.rows import laid, stretched

Made = Callable[..., SftConfig]
FAMILIES = pytest.mark.parametrize("family", [(), STARCODER, STARCODER2], ids=["llama", "starcoder", "starcoder2"])


def _samples(*lengths: int) -> list[Encoded]:
    chance = np.random.default_rng(3)
    found = []
    for length in lengths:
        learnt = np.arange(length) >= length // 2
        found.append(Encoded(chance.integers(3, 500, length, dtype=np.int32), learnt))
    return found


def _losses(run: Path) -> list[float]:
    return [json.loads(line)["loss"] for line in (run / "metrics.jsonl").read_text().splitlines()]


@FAMILIES
def test_a_packed_row_loses_what_its_samples_lose_alone(recipe: Made, family: tuple[str, ...]) -> None:
    model = open_model(recipe(*family)).eval()
    samples = _samples(9, 30, 14)
    together = row_loss(model, laid(samples)).item()
    alone = [row_loss(model, laid([sample])).item() for sample in samples]
    assert together == pytest.approx(sum(alone), rel=1e-5)


@FAMILIES
def test_a_model_that_lets_samples_see_each_other_is_refused(recipe: Made, family: tuple[str, ...]) -> None:
    model = open_model(recipe(*family))
    check_isolation(model)
    decoder = base_of(model).get_decoder()
    forward = decoder.forward

    def contaminated(*, lengths: list[int], **others: object) -> object:
        return forward(lengths=[sum(lengths)], **others)

    decoder.forward = contaminated
    with pytest.raises(InlayError, match="sees the one before it"):
        check_isolation(model)


@FAMILIES
def test_the_loss_is_that_of_transformers_over_the_supervised_tokens(recipe: Made, family: tuple[str, ...]) -> None:
    model = open_model(recipe(*family)).eval()
    (sample,) = _samples(40)
    tokens = torch.from_numpy(sample.tokens).long()
    labels = torch.where(torch.from_numpy(sample.learnt), tokens, -100)
    theirs = base_of(model)(input_ids=tokens[None], labels=labels[None], use_cache=False).loss.item()
    assert row_loss(model, laid([sample])).item() / sample.supervised == pytest.approx(theirs, rel=1e-5)


@FAMILIES
def test_a_stretched_row_loses_the_same_and_has_the_same_gradients(recipe: Made, family: tuple[str, ...]) -> None:
    found = []
    for row in (laid(_samples(9, 30, 14)), stretched(laid(_samples(9, 30, 14)), 32)):
        model = open_model(recipe(*family))
        loss = row_loss(model, row)
        loss.backward()
        found.append((loss.item(), [each.grad for each in trained_weights(model).values()]))
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-6)
    for one, two in zip(found[0][1], found[1][1], strict=True):
        torch.testing.assert_close(one, two)


@pytest.mark.parametrize("mixed", [False, True], ids=["adapters", "all weights"])
def test_samples_of_many_lengths_make_few_sizes_in_bfloat16_on_a_processor(recipe: Made, mixed: bool) -> None:
    # oneDNN compiles products of 16 bits for each size and keeps the code, some MiB a size.
    model = open_model(recipe("model.dtype=bfloat16", *(["adapter=null"] if mixed else [])))
    base, sizes, seen = base_of(model), set[int](), set[int]()
    for part in (base.model.layers[0].mlp, base.get_output_embeddings()):
        part.register_forward_pre_hook(lambda _, inputs: sizes.add(inputs[0].shape[-2]))
    forward = base.model.forward

    def noting(*, lengths: list[int], **others: object) -> object:
        seen.update(lengths)
        return forward(lengths=lengths, **others)

    base.model.forward = noting
    rows = [laid(_samples(length, 2 * length + 1)) for length in range(10, 30)]
    with torch.autocast("cpu", torch.bfloat16, enabled=mixed):
        losses = [row_loss(model, row).item() for row in rows]
    assert sizes <= {32, 64, 96, 128}
    assert seen == {32, 64}
    exact = open_model(recipe(*(["adapter=null"] if mixed else [])))
    assert losses == pytest.approx([row_loss(exact, row).item() for row in rows], rel=0.02)


def test_a_head_in_chunks_gives_the_same_loss_and_gradients(recipe: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for size in (1024, 7):
        monkeypatch.setattr("inlay_finetune.sft.loss._CHUNK", size)
        model = open_model(recipe())
        loss = row_loss(model, laid(_samples(25, 31)))
        loss.backward()
        found.append((loss.item(), [each.grad for each in trained_weights(model).values()]))
    assert found[0][0] == pytest.approx(found[1][0], rel=1e-6)
    for one, two in zip(found[0][1], found[1][1], strict=True):
        torch.testing.assert_close(one, two)


@FAMILIES
def test_how_samples_lie_in_rows_changes_no_gradient(recipe: Made, family: tuple[str, ...]) -> None:
    samples = _samples(9, 30, 14, 22)
    total = sum(sample.supervised for sample in samples)
    found = []
    for rows in ([samples], [samples[:1], samples[1:3], samples[3:]]):
        model = open_model(recipe(*family))
        for row in rows:
            (row_loss(model, laid(row)) / total).backward()
        found.append([each.grad for each in trained_weights(model).values()])
    for one, two in zip(*found, strict=True):
        torch.testing.assert_close(one, two)


def test_only_adapters_of_the_modules_named_are_trained(recipe: Made) -> None:
    names = trained_weights(open_model(recipe("adapter.targets=[q_proj, down_proj]")))
    assert names
    assert all(".lora_A." in name or ".lora_B." in name for name in names)
    assert {name.split(".lora_")[0].rpartition(".")[2] for name in names} == {"q_proj", "down_proj"}
    whole = open_model(recipe("adapter=null"))
    assert len(trained_weights(whole)) == len(list(whole.parameters()))


def test_training_changes_every_adapter_and_nothing_else(recipe: Made) -> None:
    config = recipe("training.steps=3")
    before = {name: weight.detach().clone() for name, weight in open_model(config).named_parameters()}
    fine_tune(config)
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained(config.run / "base")
    with at_peace():
        after = dict(PeftModel.from_pretrained(base, config.run / "adapter").named_parameters())
    assert after.keys() == before.keys()
    for name, weight in after.items():
        assert torch.equal(weight, before[name]) != (".lora_" in name), name


@FAMILIES
def test_eight_samples_are_learnt_by_heart(recipe: Made, family: tuple[str, ...], tmp_path: Path) -> None:
    data = tmp_path / "eight.jsonl"
    write_samples(data, [Answer(prompt=f"<n{number}> {number} is", completion=f" {9 - number}") for number in range(8)])
    overrides = ("adapter=null", "training.steps=240", "training.learning_rate=0.01", "training.rows=1")
    assert fine_tune(recipe(*family, *overrides, data=data)).loss < 0.05


def test_a_run_that_was_ended_goes_on_as_if_it_had_not_been(recipe: Made) -> None:
    steps = ("training.steps=8", "training.log_steps=1", "adapter.dropout=0.2")
    whole, parted = recipe(*steps, run="whole"), recipe(*steps, run="parted")
    fine_tune(whole)
    first = fine_tune(recipe(*steps, "training.halt_after_steps=3", run="parted"))
    assert first.steps == 3
    fine_tune(parted)
    assert _losses(parted.run) == _losses(whole.run)
    assert len(_losses(whole.run)) == 8


def test_a_checkpoint_of_other_data_or_another_model_is_not_gone_on_from(recipe: Made, tmp_path: Path) -> None:
    fine_tune(recipe("training.steps=1"))
    with pytest.raises(UsageError, match="another model or other data"):
        fine_tune(recipe("training.steps=2", "adapter.rank=2"))
    state = tmp_path / "run" / "checkpoint.pt"
    state.write_bytes(b"torn")
    with pytest.raises(UsageError, match="is no checkpoint"):
        fine_tune(recipe("training.steps=2"))
    assert state.read_bytes() == b"torn"


def test_a_spoilt_checkpoint_leads_back_to_the_one_before_and_not_to_a_new_beginning(
    recipe: Made, tmp_path: Path
) -> None:
    run, settings = tmp_path / "run", ("training.checkpoint_steps=1", "training.log_steps=1")
    fine_tune(recipe(*settings, "training.steps=2"))
    last, before = run / "checkpoint.pt", run / "checkpoint.before.pt"
    last.write_bytes(b"torn")
    with pytest.raises(UsageError, match="is no checkpoint") as spoilt:
        fine_tune(recipe(*settings, "training.steps=3"))
    assert f"move {before} over {last}" in spoilt.value.hint
    last.unlink()
    kept = before.read_bytes()
    with pytest.raises(UsageError, match=r"checkpoint\.pt is gone") as gone:
        fine_tune(recipe(*settings, "training.steps=3"))
    assert f"move {before} over {last}" in gone.value.hint
    assert before.read_bytes() == kept
    before.replace(last)
    fine_tune(recipe(*settings, "training.steps=3"))
    assert len(_losses(run)) == 3


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_the_last_checkpoint(recipe: Made, tmp_path: Path) -> None:
    overrides = ("adapter=null", "training.warmup_steps=0", "training.checkpoint_steps=1")
    with pytest.raises(InlayError, match="is not finite at step"):
        fine_tune(recipe(*overrides, "training.steps=30", "training.learning_rate=1e38"))
    assert (tmp_path / "run" / "checkpoint.pt").is_file()


def test_adapters_are_merged_and_the_file_says_what_was_trained(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=4", "prompts={python-function: '1'}")
    fine_tune(config)
    merged = merge_run(config.run, tmp_path / "merged")
    assert merged.difference < 1e-4
    assert merged.same_choice == 1.0
    export_folder(tmp_path / "merged", tmp_path / "out" / "tiny.gguf")
    reader = gguf.GGUFReader(tmp_path / "out" / "tiny.gguf")
    assert json.loads(reader.get_field("inlay.prompts").contents()) == {"python-function": "1"}
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["tiny.gguf"]
    with pytest.raises(UsageError, match="is there already"):
        merge_run(config.run, tmp_path / "merged")


def test_an_adapter_of_another_base_is_refused(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=1")
    fine_tune(config)
    resolved = config.run / "resolved.yaml"
    resolved.write_text(resolved.read_text().replace("width: 32", "width: 64"))
    with pytest.raises(UsageError, match="has width 32; model.shape says width 64"):
        merge_run(config.run, tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_a_model_of_another_kind_is_not_exported_and_the_reason_told(recipe: Made, tmp_path: Path) -> None:
    config = recipe("training.steps=1", "adapter=null", "model.shape.kv_heads=1", "model.shape.family=llama")
    fine_tune(config)
    assert export_folder(config.run / "model", tmp_path / "tiny.gguf").tokens_equal
    told = config.run / "model" / "config.json"
    told.write_text(told.read_text().replace('"model_type": "llama"', '"model_type": "mistral"'))
    with pytest.raises(UsageError, match="a model of the kind mistral cannot be exported"):
        export_folder(config.run / "model", tmp_path / "other.gguf")


def test_the_learning_rate_goes_up_in_a_line_and_down_along_a_cosine(recipe: Made) -> None:
    training = recipe("training.steps=22", "training.warmup_steps=2").training
    assert [rate_at(training, step) for step in (0, 1, 2)] == pytest.approx([0.5, 1.0, 1.0])
    assert rate_at(training, 12) == pytest.approx(0.55)
    assert rate_at(training, 22) == pytest.approx(0.1)


def test_the_rope_base_of_a_recipe_replaces_that_of_the_weights_and_is_kept(recipe: Made, tmp_path: Path) -> None:
    short = recipe("training.steps=1", "adapter=null", "data.context=64", run="short")
    fine_tune(short)
    more = (f"model.base={short.run / 'model'}", "model.rope_base=1e6", "data.context=128")
    long = recipe("training.steps=1", *more, run="long")
    fine_tune(long)
    merge_run(long.run, tmp_path / "merged")
    kept = json.loads((tmp_path / "merged" / "config.json").read_text())
    assert (kept["rope_parameters"]["rope_theta"], kept["max_position_embeddings"]) == (1e6, 128)


def test_a_run_that_is_refused_keeps_what_it_was_told(recipe: Made, tmp_path: Path) -> None:
    fine_tune(recipe("training.steps=1"))
    before = (tmp_path / "run" / "resolved.yaml").read_text()
    with pytest.raises(UsageError, match="another model or other data"):
        fine_tune(recipe("training.steps=2", "adapter.rank=2"))
    assert (tmp_path / "run" / "resolved.yaml").read_text() == before
