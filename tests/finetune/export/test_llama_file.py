"""Llamas as others make them: SentencePiece, queries that share keys, a head of its own, adapters."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import gguf
import pytest
import sentencepiece
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from toy import toy_records, write_shard
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.convert_slow_tokenizer import generate_merges
from typer.testing import CliRunner

from inlay.backends.llama.model import Model
from inlay.backends.llama.prompting import prompt_tokens
from inlay.errors import InlayError, UsageError
from inlay.prompts.rendered import RenderedPrompt
from inlay_finetune.cli import app
from inlay_finetune.data.fim import layout_named
from inlay_finetune.data.samples import Answer, Text
from inlay_finetune.export.model_file import write_model
from inlay_finetune.export.parity import NASTY, Parity, compare_logits, require
from inlay_finetune.sft.encoding import encode_sample
from inlay_finetune.sft.exporting import export_adapter, export_folder, logits_of
from inlay_finetune.sft.loop import fine_tune
from inlay_finetune.sft.tokens import Tokens, load_tokens
from inlay_finetune.shelf import load_sft

_MARKS = ("▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>")
_TEMPLATE = "{% for m in messages %}[INST] {{ m.content }} [/INST]{% endfor %}"
_PLAIN = tuple(text for text in NASTY if "<|" not in text)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> sentencepiece.SentencePieceProcessor:
    """A vocabulary as CodeLlama's was trained: BPE, single digits, bytes for what is rare, runs of spaces kept."""
    folder = tmp_path_factory.mktemp("pieces")
    lines = [
        record["schema"] + task["task"] + task["code"] for record in toy_records(60, 5) for task in record["tasks"]
    ]
    (folder / "text.txt").write_text("\n".join(lines) + "\n    return x\n" * 20, encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "text.txt"),
        model_prefix=str(folder / "pieces"),
        model_type="bpe",
        vocab_size=600,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        allow_whitespace_only_pieces=True,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))


def _as_transformers_has_it(pieces: sentencepiece.SentencePieceProcessor) -> Tokenizer:
    vocabulary = {pieces.id_to_piece(number): number for number in range(pieces.vocab_size())}
    scores = [(piece, pieces.get_score(number)) for piece, number in vocabulary.items()]
    made = Tokenizer(
        models.BPE(
            vocab=vocabulary,
            merges=generate_merges(vocabulary, scores, skip_tokens={"<unk>", "<s>", "</s>"}),
            unk_token="<unk>",
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    made.add_special_tokens([AddedToken(text, normalized=False) for text in ("<unk>", "<s>", "</s>", *_MARKS)])
    return made


@pytest.fixture(scope="module")
def folder(pieces: sentencepiece.SentencePieceProcessor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the family of CodeLlama 34B: SentencePiece, four heads that share two of keys, a head of its own."""
    folder = tmp_path_factory.mktemp("llama")
    tokenizer = _as_transformers_has_it(pieces)
    tokenizer.save(str(folder / "tokenizer.json"))
    told = {"bos_token": "<s>", "eos_token": "</s>", "add_bos_token": True, "chat_template": _TEMPLATE}
    (folder / "tokenizer_config.json").write_text(json.dumps(told))
    (folder / "inlay_prompts.json").write_text('{"python-function": "1"}')
    torch.manual_seed(3)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=tokenizer.get_vocab_size() + 9,
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=256,
            rope_parameters={"rope_type": "default", "rope_theta": 1e6},
        )
    )
    for weight in model.parameters():
        weight.data.add_(torch.randn_like(weight) * 0.1)
    model.save_pretrained(folder)
    return folder


@pytest.fixture
def model(folder: Path) -> LlamaForCausalLM:
    return LlamaForCausalLM.from_pretrained(folder).eval()


def _parity(model: LlamaForCausalLM, tokens: Tokens, file: Path) -> Parity:
    return compare_logits(logits_of(model), tokens.encode, file, NASTY, context=256)


def test_our_tokens_are_those_of_sentencepiece_itself(
    folder: Path, pieces: sentencepiece.SentencePieceProcessor
) -> None:
    tokens = load_tokens(folder)
    assert [tokens.encode(text) for text in _PLAIN] == [pieces.encode(text) for text in _PLAIN]


def test_sentencepiece_shared_keys_and_an_own_head_come_out_as_they_were(folder: Path, tmp_path: Path) -> None:
    found = export_folder(folder, tmp_path / "out" / "tiny.gguf", form="f32")
    assert found.tokens_equal
    assert found.same_choice == 1.0
    assert found.difference < 0.01
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["tiny.gguf"]


def test_without_the_permutation_the_file_loads_and_is_refused(
    folder: Path, model: LlamaForCausalLM, tmp_path: Path
) -> None:
    tokens = load_tokens(folder)
    file = write_model(model, tokens, tmp_path / "wrong.gguf", name="wrong", prompts={}, permute=False)
    found = _parity(model, tokens, file)
    assert found.tokens_equal
    assert found.divergence > 0.01
    with pytest.raises(InlayError, match="is not the model that was trained"):
        require(found, file)


def test_the_file_says_what_serving_must_know(folder: Path, tmp_path: Path) -> None:
    export_folder(folder, tmp_path / "tiny.gguf", form="f32")
    reader, tokens = gguf.GGUFReader(tmp_path / "tiny.gguf"), load_tokens(folder)

    def told(key: str) -> object:
        return reader.get_field(key).contents()

    assert told("llama.rope.freq_base") == 1e6
    assert (told("llama.attention.head_count"), told("llama.attention.head_count_kv")) == (4, 2)
    assert [told(f"tokenizer.ggml.fim_{key}_token_id") for key in ("pre", "suf", "mid")] == [
        tokens.id_of(mark) for mark in _MARKS[:3]
    ]
    assert (told("tokenizer.ggml.bos_token_id"), told("tokenizer.ggml.add_bos_token")) == (1, True)
    assert told("tokenizer.chat_template") == _TEMPLATE
    assert json.loads(told("inlay.prompts")) == {"python-function": "1"}
    kinds = told("tokenizer.ggml.token_type")
    spelt = ("<unk>", "<s>", "<0x0A>", "▁return", "▁<PRE>")
    assert [kinds[tokens.id_of(text)] for text in spelt] == [2, 3, 6, 1, 3]
    assert kinds[tokens.size :] == [5] * 9


def _answer(*words: str) -> str:
    return CliRunner().invoke(app, [*words, "--output-format", "json"], catch_exceptions=False).stdout


def test_a_hole_is_asked_in_training_by_the_tokens_of_serving_and_ends_with_one_that_serving_knows(
    folder: Path, tmp_path: Path
) -> None:
    export_folder(folder, tmp_path / "tiny.gguf", form="f32")
    tokens, layout = load_tokens(folder), layout_named("codellama")
    before, body, behind = "def fee(loan):\n    return ", "loan.days * 3", "\n\ndef name(loan):\n    return loan.name\n"
    prompt = RenderedPrompt(name="p", version="1", style="infill", digest="", text=before, suffix=behind)
    asked = f"{layout.prefix}{before}{layout.suffix}{behind}{layout.middle}"
    document = encode_sample(Text(text=asked + body + layout.end, layout="codellama"), tokens)
    pair = encode_sample(Answer(prompt=asked, completion=body, layout="codellama"), tokens)
    with closing(Model(tmp_path / "tiny.gguf")) as model:
        served = prompt_tokens(model, prompt)
        assert pair.tokens[: len(served)].tolist() == document.tokens[: len(served)].tolist() == served
        assert pair.tokens.tolist() == document.tokens.tolist()
        assert pair.learnt.tolist() == [False] * len(served) + [True] * (len(pair) - len(served))
        assert model.text(pair.tokens[len(served) : -1].tolist()) == body
        assert model.ends(int(pair.tokens[-1]))


def test_adapters_laid_over_their_base_give_what_was_trained(folder: Path, tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "train.jsonl", 4, seed=1)
    shape = json.loads((folder / "config.json").read_text())
    sizes = f"{{vocabulary: {shape['vocab_size']}, width: 64, layers: 2, heads: 4, kv_heads: 2, hidden: 128}}"
    every = "adapter={rank: 4, alpha: 8}"
    files = (f"run={tmp_path / 'run'}", f"model.base={folder}", "model.tokenizer=null", f"model.shape={sizes}")
    config = load_sft("tiny-lora", (*files, "model.rope_base=1e6", f"data.sources=[{{path: {shard}}}]", every))
    fine_tune(config)
    output = CliRunner().invoke(app, ["export", str(config.run), "--to", str(tmp_path / "adapter.gguf")]).output
    assert "the same tokens" in output
    merged = json.loads(_answer("merge", str(config.run), "--to", str(tmp_path / "whole")))
    assert merged["to"] == str(tmp_path / "whole")
    assert merged["difference"] < 1e-3
    whole = json.loads(_answer("export", str(tmp_path / "whole"), "--to", str(tmp_path / "whole.gguf")))
    assert whole["tokens_equal"] is True
    assert whole["rows"] > 100
    reader = gguf.GGUFReader(tmp_path / "adapter.gguf")
    assert reader.get_field("adapter.lora.alpha").contents() == 8.0
    assert len(reader.tensors) == 2 * 7 * 2


def test_an_adapter_of_a_run_without_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no fine-tuning run"):
        export_adapter(tmp_path, tmp_path / "adapter.gguf")
    assert list(tmp_path.iterdir()) == []


def _cut(pre_tokenizer: pre_tokenizers.PreTokenizer, folder: Path, base: Path) -> Path:
    tokenizer = Tokenizer.from_file(str(base))
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


_WAYS: dict[str, Callable[[], pre_tokenizers.PreTokenizer]] = {
    "gpt-2": lambda: pre_tokenizers.ByteLevel(add_prefix_space=False),
    "smollm": lambda: pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    ),
}


@pytest.fixture(params=sorted(_WAYS))
def way(request: pytest.FixtureRequest, tmp_path: Path, tokenizer_file: Path) -> Iterator[tuple[str, Path]]:
    yield request.param, _cut(_WAYS[request.param](), tmp_path, tokenizer_file)


def test_how_a_byte_level_tokenizer_cuts_a_text_is_named_and_gives_its_tokens(way: tuple[str, Path]) -> None:
    name, place = way
    tokens = load_tokens(place)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=512, max_position_embeddings=256, **shape)).eval()
    file = write_model(model, tokens, place / "tiny.gguf", name="tiny", prompts={})
    assert gguf.GGUFReader(file).get_field("tokenizer.ggml.pre").contents() == name
    assert _parity(model, tokens, file).tokens_equal


def test_a_way_to_cut_texts_that_llama_cpp_has_no_name_for_is_refused(tmp_path: Path, tokenizer_file: Path) -> None:
    tokens = load_tokens(_cut(pre_tokenizers.Whitespace(), tmp_path, tokenizer_file))
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=512, **shape))
    with pytest.raises(UsageError, match="no name that we know for how .* cuts a text"):
        write_model(model, tokens, tmp_path / "tiny.gguf", name="tiny", prompts={})
    assert not (tmp_path / "tiny.gguf").exists()
