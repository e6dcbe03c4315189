"""A Llama model with random weights in GGUF, small enough to be made by a test, with inlay's special tokens."""

import json
from collections.abc import Callable
from pathlib import Path

import gguf
import numpy
import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

END = "<|end|>"
CONTROL = [END, "<|pad|>"]
OWN = ["<|schema|>", "<|task|>", "<|code|>", *(f"<n{i}>" for i in range(96)), *(f"<k{i}>" for i in range(16))]
OWN += [f"<v{i}>" for i in range(8)]
FIM = ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"]
CORPUS = ["return sum(line.quantity * line.unit_price for line in order.lines)", "SELECT a FROM b WHERE c = :d"] * 4


def write_tiny(
    path: Path,
    *,
    prompts: dict[str, str] | None = None,
    fim: bool = False,
    chat_template: str = "",
    layers: int = 2,
    width: int = 64,
    heads: int = 4,
    vocabulary: int = 640,
    context: int = 2048,
    seed: int = 0,
    extra: dict[str, str] | None = None,
) -> Path:
    """Write a model file; `prompts` goes into the metadata key `inlay.prompts`."""
    tokenizer = _tokenizer(vocabulary, fim)
    writer = gguf.GGUFWriter(path, "llama")
    _describe(writer, layers, width, heads, context, vocabulary)
    _vocabulary(writer, tokenizer, fim, vocabulary)
    if prompts is not None:
        writer.add_string("inlay.prompts", json.dumps(prompts))
    if chat_template:
        writer.add_chat_template(chat_template)
    for key, value in (extra or {}).items():
        writer.add_string(key, value)
    _weights(writer, layers, width, heads, vocabulary, seed)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tokenizer(vocabulary: int, fim: bool) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[*CONTROL, *OWN, *(FIM if fim else [])],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=31,
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def _tokens(tokenizer: Tokenizer) -> list[str]:
    return [token for token, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]


def _describe(writer: gguf.GGUFWriter, layers: int, width: int, heads: int, context: int, vocabulary: int) -> None:
    writer.add_name("tiny")
    writer.add_type("model")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(width * 3)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads // 2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(vocabulary)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)


def _vocabulary(writer: gguf.GGUFWriter, tokenizer: Tokenizer, fim: bool, size: int) -> None:
    tokens = _tokens(tokenizer)
    unused = [f"[PAD{number}]" for number in range(len(tokens), size)]
    tokens += unused
    kinds = dict.fromkeys(OWN, gguf.TokenType.USER_DEFINED) | dict.fromkeys([*CONTROL, *FIM], gguf.TokenType.CONTROL)
    kinds |= dict.fromkeys(unused, gguf.TokenType.UNUSED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([kinds.get(token, gguf.TokenType.NORMAL) for token in tokens])
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    writer.add_eos_token_id(tokens.index(END))
    writer.add_bos_token_id(tokens.index(END))
    writer.add_pad_token_id(tokens.index("<|pad|>"))
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    if fim:
        for token, key in zip(FIM, ("pre", "suf", "mid"), strict=True):
            writer.add_uint32(f"tokenizer.ggml.fim_{key}_token_id", tokens.index(token))


def _weights(writer: gguf.GGUFWriter, layers: int, width: int, heads: int, vocabulary: int, seed: int) -> None:
    random = numpy.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> numpy.ndarray:
        return random.normal(0, 1.5 / columns**0.5, (rows, columns)).astype(numpy.float32)

    writer.add_tensor("token_embd.weight", matrix(vocabulary, width) * 2)
    writer.add_tensor("output_norm.weight", numpy.ones(width, numpy.float32))
    for layer in range(layers):
        block = f"blk.{layer}"
        writer.add_tensor(f"{block}.attn_norm.weight", numpy.ones(width, numpy.float32))
        writer.add_tensor(f"{block}.ffn_norm.weight", numpy.ones(width, numpy.float32))
        writer.add_tensor(f"{block}.attn_q.weight", matrix(width, width))
        writer.add_tensor(f"{block}.attn_k.weight", matrix(width // 2, width))
        writer.add_tensor(f"{block}.attn_v.weight", matrix(width // 2, width))
        writer.add_tensor(f"{block}.attn_output.weight", matrix(width, width))
        writer.add_tensor(f"{block}.ffn_gate.weight", matrix(width * 3, width))
        writer.add_tensor(f"{block}.ffn_up.weight", matrix(width * 3, width))
        writer.add_tensor(f"{block}.ffn_down.weight", matrix(width, width * 3))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes models; the same wishes give the same file."""
    folder = tmp_path_factory.mktemp("models")

    def make(name: str = "tiny", **wishes: object) -> Path:
        path = folder / f"{name}.gguf"
        return path if path.exists() else write_tiny(path, **wishes)

    return make


@pytest.fixture(scope="session")
def trained(tiny: Callable[..., Path]) -> Path:
    """A model that says which prompts it was trained on."""
    return tiny("trained", prompts={"python-function": "1", "sql-query": "2"})
