import json
from pathlib import Path

import gguf
import pytest
import torch
from tokenizers import Tokenizer

from inlay.errors import InlayError, UsageError
from inlay_finetune.export.gguf_file import write_gguf
from inlay_finetune.export.parity import NASTY, check_parity, compare, require
from inlay_finetune.export.quantize import Quantised, quantize
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(0)
    config = ModelConfig(vocabulary=512, width=64, layers=2, heads=2, hidden=128, context=512, rope_base=50_000.0)
    made = Network(config, dtype=torch.float32)
    for weight in made.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.1)
    return made


def _write(network: Network, tokenizer: Tokenizer, path: Path, *, permute: bool = True) -> Path:
    prompts, data = {"python-function": "1", "sql-query": "1"}, {"seed": 7}
    return write_gguf(network, tokenizer, path, name="tiny", prompts=prompts, data=data, permute=permute)


def test_a_written_file_reads_the_same_tokens_and_gives_the_same_logits(
    network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    file = _write(network, tokenizer, tmp_path / "tiny.gguf")
    found = check_parity(network, tokenizer, file, ["return <n1>.<n2> * 12\n"])
    assert found.tokens_equal
    assert found.same_choice == 1.0
    assert found.difference < 0.01


def test_without_the_permutation_the_file_loads_and_the_check_refuses_it(
    network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    file = _write(network, tokenizer, tmp_path / "wrong.gguf", permute=False)
    found = compare(network, tokenizer, file, NASTY)
    assert found.difference > 0.5
    assert found.divergence > 0.01
    with pytest.raises(InlayError, match="is not the model that was trained"):
        require(found, file)


def test_a_quantised_file_is_smaller_and_close(network: Network, tokenizer: Tokenizer, tmp_path: Path) -> None:
    full = _write(network, tokenizer, tmp_path / "full.gguf")
    small = quantize(full, tmp_path / "small.gguf")
    assert small.stat().st_size < full.stat().st_size / 2
    found = compare(network, tokenizer, small, NASTY)
    assert found.tokens_equal
    assert found.divergence < 0.01


@pytest.mark.parametrize("form", ["q8_0", "q4_0", "q4_k_m"])
def test_every_form_loads_and_says_what_it_is(
    form: Quantised, network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    full = _write(network, tokenizer, tmp_path / "full.gguf")
    small = quantize(full, tmp_path / "small.gguf", form=form)
    kind = gguf.LlamaFileType(gguf.GGUFReader(small).get_field("general.file_type").contents())
    assert kind.name == f"MOSTLY_{form.upper()}"
    assert compare(network, tokenizer, small, NASTY).tokens_equal


def test_a_file_is_not_rounded_twice(network: Network, tokenizer: Tokenizer, tmp_path: Path) -> None:
    small = quantize(_write(network, tokenizer, tmp_path / "full.gguf"), tmp_path / "small.gguf")
    with pytest.raises(UsageError, match=r"small\.gguf is rounded already, to q8_0"):
        quantize(small, tmp_path / "smaller.gguf", form="q4_0")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["full.gguf", "small.gguf"]


@pytest.mark.parametrize("text", [None, b"", b"not a model", b"GGUF"])
def test_what_is_no_model_is_not_rounded(text: bytes | None, tmp_path: Path) -> None:
    source = tmp_path / "source.gguf"
    if text is not None:
        source.write_bytes(text)
    with pytest.raises(UsageError, match=r"source\.gguf"):
        quantize(source, tmp_path / "small.gguf")
    assert not (tmp_path / "small.gguf").exists()


def test_references_are_text_and_markers_are_control_and_the_prompts_travel_along(
    network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    reader = gguf.GGUFReader(_write(network, tokenizer, tmp_path / "tiny.gguf"))
    types = reader.get_field("tokenizer.ggml.token_type").contents()
    kinds = {text: types[tokenizer.token_to_id(text)] for text in ("<n0>", "<v7>", "<k15>", "<|end|>", "<|code|>")}
    assert kinds == {"<n0>": 4, "<v7>": 4, "<k15>": 4, "<|end|>": 3, "<|code|>": 3}
    assert reader.get_field("tokenizer.ggml.eos_token_id").contents() == tokenizer.token_to_id("<|end|>")
    assert reader.get_field("llama.rope.freq_base").contents() == 50_000.0
    assert json.loads(reader.get_field("inlay.prompts").contents()) == {"python-function": "1", "sql-query": "1"}
    assert json.loads(reader.get_field("inlay.data").contents()) == {"seed": 7}


def test_a_token_that_would_be_dropped_when_shown_is_refused(network: Network, tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_str('{"version":"1.0","added_tokens":[],"model":{"type":"BPE","vocab":{},"merges":[]}}')
    tokenizer.add_tokens(["a" * 40])
    with pytest.raises(UsageError, match="longer than 32 bytes"):
        _write(network, tokenizer, tmp_path / "tiny.gguf")


def test_a_broken_file_is_an_error_of_ours(network: Network, tokenizer: Tokenizer, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF\x03\x00\x00\x00rubbish")
    with pytest.raises(InlayError, match="does not load"):
        compare(network, tokenizer, broken, NASTY)
    with pytest.raises(InlayError, match="is no GGUF file"):
        quantize(broken, tmp_path / "small.gguf")
