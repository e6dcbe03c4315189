"""StarCoders as files: joined queries, one shared key, learnt positions and biases; and their successors."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import pytest
import torch
from toy import STARCODER, write_shard
from transformers import GPTBigCodeConfig, GPTBigCodeForCausalLM, Starcoder2Config, Starcoder2ForCausalLM

from inlay.errors import InlayError, UsageError
from inlay_finetune.export.model_file import write_model
from inlay_finetune.export.parity import NASTY, compare_logits, require
from inlay_finetune.sft.exporting import export_adapter, export_folder, logits_of
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.merging import merge_run
from inlay_finetune.sft.tokens import load_tokens
from inlay_finetune.shelf import load_sft

_SIZE = 576
_NO_ENDS = {"bos_token_id": None, "eos_token_id": None}
_MARKS = ("<fim_prefix>", "<fim_suffix>", "<fim_middle>")


def _random(model: Any) -> Any:
    """Give a model of which no part, no bias and no norm, may be forgotten unseen."""
    for weight in model.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.1)
    return model.eval()


@pytest.fixture
def starcoder() -> GPTBigCodeForCausalLM:
    torch.manual_seed(3)
    shape = {"n_embd": 64, "n_layer": 2, "n_head": 4, "n_inner": 192, "n_positions": 256}
    return _random(GPTBigCodeForCausalLM(GPTBigCodeConfig(vocab_size=_SIZE, **shape, **_NO_ENDS)))


@pytest.fixture
def starcoder2() -> Starcoder2ForCausalLM:
    torch.manual_seed(3)
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2, "rope_parameters": {"rope_theta": 1e5}}
    sizes = {"hidden_size": 64, "intermediate_size": 192, "num_hidden_layers": 2, "max_position_embeddings": 256}
    window = {"sliding_window": 200, "tie_word_embeddings": False}
    return _random(Starcoder2ForCausalLM(Starcoder2Config(vocab_size=_SIZE, **heads, **sizes, **window, **_NO_ENDS)))


def _kept(model: Any, folder: Path, tokenizer: Path) -> Path:
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes(tokenizer.with_name(name).read_bytes())
    (folder / "inlay_prompts.json").write_text('{"python-function": "1"}', encoding="utf-8")
    return folder


@pytest.mark.parametrize("family", ["starcoder", "starcoder2"])
def test_a_starcoder_comes_out_as_it_was(
    family: str, starcoder_tokens: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = _kept(request.getfixturevalue(family), tmp_path / "model", starcoder_tokens)
    found = export_folder(folder, tmp_path / "out" / "tiny.gguf", form="f32")
    assert found.tokens_equal
    # llama.cpp reads its curve off a table of sixteen bits: where two tokens are all but even the choice may turn.
    assert found.same_choice > 0.99
    assert found.difference < 0.01
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["tiny.gguf"]


def test_in_eight_bits_a_starcoder_is_still_itself(starcoder: Any, starcoder_tokens: Path, tmp_path: Path) -> None:
    folder = _kept(starcoder, tmp_path / "model", starcoder_tokens)
    assert export_folder(folder, tmp_path / "tiny.gguf").tokens_equal
    whole, rounded = (tmp_path / f"{name}.gguf" for name in ("whole", "tiny"))
    export_folder(folder, whole, form="f32")
    assert rounded.stat().st_size < whole.stat().st_size


def _exchange_key_and_value(model: Any) -> None:
    joined = model.transformer.h[0].attn.c_attn
    joined.weight.data = joined.weight.data[[*range(64), *range(80, 96), *range(64, 80)]]


def _shift_positions(model: Any) -> None:
    model.transformer.wpe.weight.data = model.transformer.wpe.weight.data.roll(1, 0)


def _forget_biases(model: Any) -> None:
    for block in model.transformer.h:
        block.mlp.c_fc.bias.data.zero_()


@pytest.mark.parametrize("spoil", [_exchange_key_and_value, _shift_positions, _forget_biases])
def test_a_file_with_one_thing_wrong_loads_and_is_refused(
    spoil: Callable[[Any], None], starcoder: Any, starcoder_tokens: Path, tmp_path: Path
) -> None:
    tokens = load_tokens(starcoder_tokens)
    spoilt = GPTBigCodeForCausalLM(starcoder.config)
    spoilt.load_state_dict(starcoder.state_dict())
    spoil(spoilt)
    file = write_model(spoilt, tokens, tmp_path / "wrong.gguf", name="wrong", prompts={})
    found = compare_logits(logits_of(starcoder), tokens.encode, file, NASTY, context=256)
    assert found.tokens_equal
    with pytest.raises(InlayError, match="is not the model that was trained"):
        require(found, file)


@pytest.mark.parametrize(("family", "keys", "context"), [("starcoder", 1, 256), ("starcoder2", 2, 200)])
def test_the_file_says_what_serving_must_know(
    family: str, keys: int, context: int, starcoder_tokens: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    tokens = load_tokens(starcoder_tokens)
    model = request.getfixturevalue(family)
    reader = gguf.GGUFReader(write_model(model, tokens, tmp_path / "tiny.gguf", name="tiny", prompts={"a": "1"}))

    def told(key: str) -> object:
        return reader.get_field(key).contents()

    assert told("general.architecture") == family
    assert (told(f"{family}.attention.head_count"), told(f"{family}.attention.head_count_kv")) == (4, keys)
    # Of a window nothing can be said there: the context ends where it does.
    assert (told(f"{family}.feed_forward_length"), told(f"{family}.context_length")) == (192, context)
    assert [told(f"tokenizer.ggml.fim_{key}_token_id") for key in ("pre", "suf", "mid")] == [
        tokens.id_of(mark) for mark in _MARKS
    ]
    assert told("tokenizer.ggml.eos_token_id") == tokens.id_of("<|endoftext|>")
    assert json.loads(str(told("inlay.prompts"))) == {"a": "1"}


def test_the_adapters_of_a_run_are_merged_or_laid_over_their_base(starcoder_tokens: Path, tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "train.jsonl", 4, seed=1)
    files = (f"run={tmp_path / 'run'}", f"model.tokenizer={starcoder_tokens}", f"data.sources=[{{path: {shard}}}]")
    config = load_sft("tiny-lora", (*files, *STARCODER, f"model.shape.vocabulary={_SIZE}", "training.steps=3"))
    fine_tune(config)
    assert export_adapter(config.run, tmp_path / "adapter.gguf").tokens_equal
    reader = gguf.GGUFReader(tmp_path / "adapter.gguf")
    assert reader.get_field("general.architecture").contents() == "starcoder"
    # Two layers of four matrices, each with two sides.
    assert len(reader.tensors) == 2 * 4 * 2
    merge_run(config.run, tmp_path / "merged")
    assert export_folder(tmp_path / "merged", tmp_path / "merged.gguf", form="f32").tokens_equal


@pytest.mark.parametrize(
    ("family", "changes", "reason"),
    [
        ("starcoder", {"multi_query": False}, "its heads share no key"),
        ("starcoder", {"activation_function": "relu"}, "its curve is relu, not gelu"),
        ("starcoder", {"scale_attn_weights": False}, "its attention is not scaled"),
        ("starcoder2", {"use_bias": False}, "it has no biases"),
        ("starcoder2", {"rope_parameters": {"rope_type": "yarn"}}, "its RoPE is of the type yarn"),
    ],
)
def test_what_llama_cpp_would_compute_otherwise_is_refused(
    family: str,
    changes: dict[str, object],
    reason: str,
    starcoder_tokens: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    model = request.getfixturevalue(family)
    for name, value in changes.items():
        setattr(model.config, name, value)
    with pytest.raises(UsageError, match=reason):
        write_model(model, load_tokens(starcoder_tokens), tmp_path / "tiny.gguf", name="tiny", prompts={})
    assert list(tmp_path.iterdir()) == []
