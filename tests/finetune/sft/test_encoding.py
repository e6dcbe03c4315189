import json
import re
import shutil
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.fim import LAYOUTS, Parts, arranged, text_of
from inlay_finetune.data.samples import Answer, Chat, Preference, Sample, Text, Turn, write_samples
from inlay_finetune.sft.encoding import encode_sample
from inlay_finetune.sft.preview import report_text
from inlay_finetune.sft.reading import read_corpus, tokens_of
from inlay_finetune.sft.report import report_on
from inlay_finetune.sft.tokens import Tokens, load_tokens


@pytest.fixture
def tokens(tokenizer_file: Path) -> Tokens:
    return load_tokens(tokenizer_file)


def _learnt(sample: Sample, tokens: Tokens) -> list[str]:
    """Give the parts of a sample that the loss is taken of, as text."""
    encoded = encode_sample(sample, tokens)
    parts, part = [], []
    for token, learnt in zip(encoded.tokens.tolist(), encoded.learnt.tolist(), strict=True):
        if learnt:
            part.append(token)
        elif part:
            parts.append(tokens.decode(part))
            part = []
    return [*parts, tokens.decode(part)] if part else parts


def test_of_an_answer_only_the_completion_and_its_end_are_learnt(tokens: Tokens) -> None:
    sample = Answer(prompt="Add fee to age.\n<|code|>\n", completion="return <n1>.<n2>\n")
    assert _learnt(sample, tokens) == ["return <n1>.<n2>\n<|end|>"]
    assert tokens.decode(encode_sample(sample, tokens).tokens.tolist()) == sample.prompt + sample.completion + "<|end|>"


def test_of_a_chat_every_turn_of_the_assistant_is_learnt_and_no_other(tokens: Tokens) -> None:
    turns = [("system", "Answer."), ("user", "One?"), ("assistant", "1"), ("user", "Two?"), ("assistant", "2")]
    sample = Chat(messages=tuple(Turn(role=role, content=content) for role, content in turns))
    assert _learnt(sample, tokens) == ["1\n<|end|>", "2\n<|end|>"]


def test_a_chat_follows_the_template_of_the_model(tokenizer_file: Path, tmp_path: Path) -> None:
    shutil.copy(tokenizer_file, tmp_path / "tokenizer.json")
    template = (
        "{% for m in messages %}{% if m.role == 'user' %}[INST] {{ m.content }} [/INST]"
        "{% else %} {{ m.content }} {{ eos_token }}{% endif %}{% endfor %}"
    )
    configuration = {"chat_template": template, "eos_token": {"content": "<|pad|>"}}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(configuration))
    tokens = load_tokens(tmp_path)
    sample = Chat(messages=(Turn(role="user", content="One?"), Turn(role="assistant", content="1")))
    assert tokens.decode(encode_sample(sample, tokens).tokens.tolist()) == "[INST] One? [/INST] 1 <|pad|>"
    assert _learnt(sample, tokens) == [" 1 <|pad|>"]


def test_a_template_that_rewrites_earlier_turns_is_refused(tokenizer_file: Path, tmp_path: Path) -> None:
    shutil.copy(tokenizer_file, tmp_path / "tokenizer.json")
    (tmp_path / "chat_template.jinja").write_text("{{ messages | length }}{{ messages[-1].content }}")
    sample = Chat(messages=(Turn(role="user", content="One?"), Turn(role="assistant", content="1")))
    with pytest.raises(UsageError, match="does not keep earlier turns"):
        encode_sample(sample, load_tokens(tmp_path))


def test_a_text_is_learnt_whole_but_for_its_first_token(tokens: Tokens) -> None:
    encoded = encode_sample(Text(text="return 1\n"), tokens)
    assert encoded.learnt.tolist() == [False] + [True] * (len(encoded) - 1)
    assert tokens.decode(encoded.tokens.tolist()) == "return 1\n<|end|>"


def test_a_preference_is_no_sample_for_this_stage(tokens: Tokens) -> None:
    with pytest.raises(UsageError, match="cannot be learnt by sft"):
        encode_sample(Preference(prompt="a", chosen="b", rejected="c"), tokens)


def test_marks_that_the_tokenizer_lacks_are_named(tokens: Tokens) -> None:
    text = Text(text="▁<PRE>a▁<SUF>c▁<MID>b▁<EOT>", layout="codellama")
    with pytest.raises(UsageError, match="no token '▁<PRE>'"):
        encode_sample(text, tokens)
    with pytest.raises(UsageError, match="says layout starcoder, but the text does not hold the four marks"):
        encode_sample(Text(text="a", layout="starcoder"), tokens)


def test_a_broken_tokenizer_is_an_error_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "tokenizer.json"
    broken.write_text("{")
    with pytest.raises(UsageError, match="is no tokenizer"):
        load_tokens(broken)
    with pytest.raises(UsageError, match="there is no tokenizer at"):
        load_tokens(tmp_path / "nowhere")


def test_a_tokenizer_larger_than_the_model_does_not_fit(recipe) -> None:
    with pytest.raises(UsageError, match="has 512 tokens, model.shape.vocabulary is 256"):
        tokens_of(recipe("model.shape.vocabulary=256"))


def test_too_many_samples_longer_than_the_context_are_an_error_that_names_the_first(recipe) -> None:
    config = recipe("data.context=40")
    with pytest.raises(
        InlayError, match=r"\d+ of 24 samples would be dropped, .*allows 1.0%; the first: .*\.jsonl:\d+"
    ):
        read_corpus(config, tokens_of(config))


def test_truncating_is_allowed_only_where_the_recipe_says_how_much(recipe, tmp_path: Path) -> None:
    data = tmp_path / "long.jsonl"
    write_samples(data, [Text(text="return 1\n" * 30), Text(text="return 2\n")])
    with pytest.raises(InlayError, match="1 of 2 samples would be dropped, 50.0%"):
        config = recipe("data.context=32", data=data)
        read_corpus(config, tokens_of(config))
    with pytest.raises(InlayError, match="1 of 2 samples would be truncated, 50.0%"):
        config = recipe("data.context=32", "data.most_truncated=0.1", data=data)
        read_corpus(config, tokens_of(config))
    config = recipe("data.context=32", "data.most_truncated=0.5", data=data)
    corpus = read_corpus(config, tokens_of(config))
    assert (len(corpus.samples), corpus.truncated, max(map(len, corpus.samples))) == (2, 1, 32)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, "a preference pair cannot be learnt by sft"),
        ({"text": "x", "layout": "starcoder"}, "the sample says layout starcoder, but"),
        ({"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}, "fails: no system"),
    ],
)
def test_a_sample_that_cannot_be_learnt_is_told_by_its_line(
    line: dict[str, object], message: str, recipe, tokenizer_file: Path, tmp_path: Path
) -> None:
    model, data = tmp_path / "model", tmp_path / "data.jsonl"
    model.mkdir()
    shutil.copy(tokenizer_file, model / "tokenizer.json")
    (model / "chat_template.jinja").write_text(
        "{% if messages[0].role != 'system' %}{{ raise_exception('no system') }}{% endif %}"
    )
    data.write_text(json.dumps({"text": "return 1\n"}) + "\n\n" + json.dumps(line) + "\n")
    config = recipe(f"model.tokenizer={model}", data=data)
    with pytest.raises(UsageError, match=rf"data\.jsonl:3:1: .*{message}"):
        read_corpus(config, tokens_of(config))


def test_a_sample_with_a_hole_is_never_cut(recipe, tmp_path: Path) -> None:
    vocabulary = {mark: number for number, mark in enumerate(("<|endoftext|>", *LAYOUTS["starcoder"].marks[:3]))}
    tokenizer = Tokenizer(WordLevel({**vocabulary, "word": 4, "<unk>": 5}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.add_special_tokens(list(vocabulary))
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    hole = text_of(arranged(Parts("word " * 20, "word", "word " * 20), "psm", LAYOUTS["starcoder"]))
    data = tmp_path / "data.jsonl"
    write_samples(data, [Text(text=hole, layout="starcoder"), Text(text="word " * 40), Text(text="word")])
    allowed = ("data.most_truncated=1", "data.most_dropped=1")
    config = recipe("data.context=32", *allowed, f"model.tokenizer={tmp_path}", data=data)
    corpus = read_corpus(config, tokens_of(config))
    assert dict(corpus.ledger.reasons) == {"with a hole to fill and longer than the context": 1}
    assert (len(corpus.samples), corpus.truncated) == (2, 1)


def test_where_a_source_has_too_little_the_others_keep_their_share_and_the_report_says_so(
    recipe, tmp_path: Path
) -> None:
    own, code, little = tmp_path / "own.jsonl", tmp_path / "code.jsonl", tmp_path / "little.jsonl"
    for path, count in ((own, 200), (code, 200), (little, 3)):
        write_samples(path, [Answer(prompt="2 + 2 =", completion=" 4") for _ in range(count)])
    sources = f"[{{path: {own}}}, {{path: {code}, share: 0.06}}, {{path: {little}, share: 0.5}}]"
    config = recipe(f"data.sources={sources}")
    corpus = read_corpus(config, tokens_of(config))
    assert corpus.by_source[str(code)] / corpus.tokens == pytest.approx(0.06, abs=0.005)
    told = report_text(report_on(corpus, config))
    assert re.search(r"little\.jsonl 1\.\d% \(50\.0% asked for, it has no more\)", told)
    assert told.count("asked for") == 1


def test_a_source_that_is_named_twice_counts_twice(recipe, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    write_samples(own, [Answer(prompt="2 + 2 =", completion=" 4") for _ in range(20)])
    config = recipe(f"data.sources=[{{path: {own}}}, {{path: {own}}}]")
    corpus = read_corpus(config, tokens_of(config))
    assert corpus.by_source == {str(own): corpus.tokens}


def test_rehearsal_makes_up_its_share_of_the_tokens(recipe, tmp_path: Path) -> None:
    own, general = tmp_path / "own.jsonl", tmp_path / "general.jsonl"
    write_samples(own, [Answer(prompt="2 + 2 =", completion=" 4") for _ in range(90)])
    write_samples(general, [Answer(prompt="3 + 3 =", completion=" 6") for _ in range(90)])
    config = recipe(f"data.sources=[{{path: {general}, share: 0.1}}, {{path: {own}}}]")
    corpus = read_corpus(config, tokens_of(config))
    assert corpus.by_source[str(general)] / corpus.tokens == pytest.approx(0.1)


def test_a_weight_says_how_often_a_sample_is_seen(recipe, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    write_samples(own, [Answer(prompt="2 + 2 =", completion=" 4") for _ in range(100)])
    twice, some = (recipe(f"data.sources=[{{path: {own}, weight: {weight}}}]") for weight in (2, 0.25))
    assert len(read_corpus(twice, tokens_of(twice)).samples) == 200
    assert 10 <= len(read_corpus(some, tokens_of(some)).samples) <= 40
