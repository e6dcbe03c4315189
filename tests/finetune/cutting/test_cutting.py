"""A smaller Llama cut from a larger one: what is kept is as it was, what is new can be learnt."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings, strategies as st
from tests.finetune.toy import toy_records, write_shard
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_finetune.cli import app
from inlay_finetune.cutting.folder import cut_folder, texts_of
from inlay_finetune.cutting.vocabulary import cut_vocabulary
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.loop import pretrain
from inlay_finetune.pretrain.starting import starting_network
from inlay_finetune.sft.weights import open_weights

OTHERS = {"rope_base": 10000.0, "norm_epsilon": 1e-6}
"""What transformers takes where nothing is said."""
PROSE = [
    "A room is free when no booking of it overlaps the days that are asked for.",
    "Orders above one hundred get five percent off unless the customer owes an older invoice.",
    "Whether the weight, the amount and the price of a parcel are known.",
]


def _whole_tokenizer() -> Tokenizer:
    """A byte-level vocabulary of prose, as a model of much text has it: without a token of ours."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=900, show_progress=False, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())
    )
    toys = [text for record in toy_records(200, 5) for task in record["tasks"] for text in task.values()]  # type: ignore[attr-defined]
    tokenizer.train_from_iterator([*PROSE * 9, *(text for text in toys if isinstance(text, str))], trainer)
    return tokenizer


_WHOLE = _whole_tokenizer()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shard(tmp_path_factory.mktemp("cut") / "data" / "train-00000.jsonl", 60, 1).parent


def _llama(folder: Path, **changes: Any) -> LlamaForCausalLM:
    torch.manual_seed(3)
    shape = {"hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 3, "max_position_embeddings": 512}
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": True}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=_WHOLE.get_vocab_size(), **{**shape, **heads, **changes}))
    model.save_pretrained(folder)
    _WHOLE.save(str(folder / "tokenizer.json"))
    return model.eval()


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The folder of a Llama whose four heads share two keys."""
    _llama(tmp_path / "whole")
    return tmp_path / "whole"


def test_with_all_layers_and_words_kept_it_says_what_the_whole_one_says(data: Path, tmp_path: Path) -> None:
    whole = _llama(tmp_path / "whole")
    before = cut_vocabulary(_WHOLE, texts_of(data), 1024).before
    cut_folder(tmp_path / "whole", tmp_path / "cut", layers=3, vocabulary=1024, context=512, data=data)
    cut = open_weights(tmp_path / "cut", dtype=torch.float32)
    kept = [number for number, was in enumerate(before) if was is not None]

    said = cut(torch.tensor([kept[40:80]])).logits[0]
    meant = whole(torch.tensor([[before[number] for number in kept[40:80]]])).logits[0]

    assert len(kept) == _WHOLE.get_vocab_size()
    torch.testing.assert_close(said[:, kept], meant[:, [before[number] for number in kept]], atol=1e-5, rtol=1e-4)


def test_a_text_whose_words_are_kept_is_cut_as_before(data: Path) -> None:
    tokenizer = cut_vocabulary(_WHOLE, PROSE, 640).tokenizer

    assert tokenizer.get_vocab_size() == 640
    for text in PROSE:
        assert tokenizer.encode(text).tokens == _WHOLE.encode(text).tokens


def test_where_there_is_no_room_the_words_that_are_used_most_are_kept_whole() -> None:
    often, also, seldom = "the weight of the parcel", " ".join(PROSE[1:]), " overlaps"
    tokenizer = cut_vocabulary(_WHOLE, [often] * 50 + [also] * 5 + [seldom], 448).tokenizer

    assert "Ġparcel" in tokenizer.encode(often).tokens
    assert len(tokenizer.encode(seldom).tokens) > len(_WHOLE.encode(seldom).tokens)


@given(st.text())
@settings(max_examples=200)
def test_any_text_comes_back(text: str) -> None:
    tokenizer = cut_vocabulary(_WHOLE, PROSE, 448).tokenizer
    assert tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=False) == text


def test_references_are_tokens_that_differ(whole: Path, data: Path, tmp_path: Path) -> None:
    cut_folder(whole, tmp_path / "cut", layers=2, vocabulary=640, context=256, data=data)
    network = starting_network(tmp_path / "cut")
    tokenizer = Tokenizer.from_file(str(tmp_path / "cut" / "tokenizer.json"))

    embedding = network.embedding.detach()
    one, two = (embedding[tokenizer.token_to_id(name)] for name in ("<n1>", "<n2>"))
    assert not torch.allclose(one, two)
    assert 0.5 < float(one.norm() / embedding[:256].norm(dim=1).mean()) < 2


def test_what_was_cut_is_trained_on_with_what_the_command_says_of_it(whole: Path, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cut"
    asked = ["cut", str(whole), "--to", str(folder), "--data", str(data), "--layers=2", "--vocabulary=640"]
    done = CliRunner().invoke(app, [*asked, "--context=512", "--output-format=json"])
    assert done.exit_code == 0, done.output

    model = json.loads(done.stdout)["model"]
    assert model == {"vocabulary": 640, "width": 64, "layers": 2, "heads": 4, "hidden": 96, "context": 512, **OTHERS}
    places = {"data": data, "tokenizer": folder / "tokenizer.json", "start": folder, "run": tmp_path / "run"}
    pace = {"workers": 1, "dtype": "float32", "step_tokens": 600, "warmup_steps": 2, "steps": 12, "log_steps": 1}
    run = pretrain(PretrainConfig.model_validate({**places, **pace, "model": model}))
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    losses = [line["loss"] for line in lines if line["kind"] == "train"]
    assert losses[-1] < losses[0]


def test_the_command_says_what_a_recipe_needs(whole: Path, data: Path, tmp_path: Path) -> None:
    asked = ["cut", str(whole), "--to", str(tmp_path / "cut"), "--data", str(data), "--layers=1", "--vocabulary=640"]
    done = CliRunner().invoke(app, [*asked, "--context=256"])

    assert done.exit_code == 0, done.output
    assert "model: {vocabulary: 640, width: 64, layers: 1, heads: 4, hidden: 96, context: 256, rope" in done.stdout


def test_what_cannot_be_cut_is_refused_and_nothing_is_written(data: Path, tmp_path: Path) -> None:
    _llama(tmp_path / "whole")
    _llama(tmp_path / "untied", tie_word_embeddings=False)
    _llama(tmp_path / "words")
    Tokenizer(models.WordLevel({"a": 0}, unk_token="a")).save(str(tmp_path / "words" / "tokenizer.json"))
    (tmp_path / "taken").mkdir()
    _llama(tmp_path / "both", prefix_lm=[1, 2])
    settings: dict[str, Any] = {"layers": 2, "vocabulary": 640, "context": 256, "data": data}

    for source, target, changes, told in (
        ("whole", "taken", {}, "taken is there already"),
        ("whole", "cut", {"layers": 4}, "whole has 3 layers"),
        ("whole", "cut", {"context": 1024}, "has learnt 512 positions"),
        ("whole", "cut", {"vocabulary": 600}, "600 is not a multiple of 64"),
        ("whole", "cut", {"vocabulary": 320}, "does not hold the 256 bytes"),
        ("untied", "cut", {}, "untied holds no Llama with tied embeddings"),
        ("both", "cut", {}, "both reads its tasks both ways"),
        ("words", "cut", {}, "the tokenizer is a WordLevel"),
        ("nowhere", "cut", {}, "there is no tokenizer"),
    ):
        with pytest.raises(UsageError, match=told):
            cut_folder(tmp_path / source, tmp_path / target, **{**settings, **changes})
    assert not (tmp_path / "cut").exists()
    assert not list(tmp_path.glob("tmp*"))
