import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from tokenizers import Tokenizer, decoders, models, normalizers, trainers

from inlay.errors import UsageError
from inlay_finetune.data.fim import (
    LAYOUTS,
    Order,
    Parts,
    arranged,
    cut_in_three,
    document_of,
    encoded,
    fim_samples,
    layout_named,
    pieces_of,
    text_of,
)
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.sft.tokens import load_tokens

_LAYOUTS = st.sampled_from(sorted(LAYOUTS.values(), key=lambda layout: layout.name))
_ORDERS: st.SearchStrategy[Order] = st.sampled_from(("psm", "spm"))
# Fragments of marks stand in the documents on purpose: only whole marks may be read as marks.
_TEXTS = st.lists(st.sampled_from(("▁<", "<fim_", "suffix>", "PRE>", "<SUF", "▁", "ab", "\r\n", " ", "é", "👩‍👧"))).map(
    "".join
)


@given(_TEXTS | st.text(), st.integers(), _LAYOUTS, _ORDERS)
def test_a_rearranged_document_gives_itself_again(document: str, seed: int, layout, order: Order) -> None:
    if any(mark in document for mark in layout.marks):
        return
    parts = cut_in_three(document, random.Random(seed))
    assert parts.document == document
    text = text_of(arranged(parts, order, layout))
    assert document_of(text, layout) == document


@given(_TEXTS, st.integers(), _LAYOUTS, _ORDERS)
def test_a_text_is_read_back_in_the_pieces_it_was_made_of(document: str, seed: int, layout, order: Order) -> None:
    if any(mark in document for mark in layout.marks):
        return
    parts = cut_in_three(document, random.Random(seed))
    pieces = arranged(parts, order, layout)
    if order == "psm" and not parts.prefix:
        return  # then both orders read the same
    assert pieces_of(text_of(pieces), layout) == pieces


def test_each_layout_puts_its_marks_where_the_model_saw_them() -> None:
    parts = Parts("def f(x):\n", "    y = x\n", "    return y\n")
    starcoder, codellama = layout_named("starcoder"), layout_named("codellama")
    assert text_of(arranged(parts, "psm", starcoder)) == (
        "<fim_prefix>def f(x):\n<fim_suffix>    return y\n<fim_middle>    y = x\n<|endoftext|>"
    )
    assert text_of(arranged(parts, "spm", starcoder)) == (
        "<fim_prefix><fim_suffix>    return y\n<fim_middle>def f(x):\n    y = x\n<|endoftext|>"
    )
    assert text_of(arranged(parts, "psm", codellama)) == (
        "▁<PRE>def f(x):\n▁<SUF>    return y\n▁<MID>    y = x\n▁<EOT>"
    )


def test_nine_documents_in_ten_are_rearranged_and_half_of_them_suffix_first() -> None:
    ledger = Ledger()
    documents = [(f"file{number}", f"value = {number}\nprint(value)\n") for number in range(2000)]
    samples = list(fim_samples(documents, layout_named("starcoder"), ledger, seed=3))
    orders = Counter(str(sample.about.get("order")) for sample in samples)
    assert len(samples) == ledger.kept == 2000
    assert 170 <= orders["None"] <= 230
    assert abs(orders["psm"] - orders["spm"]) < 130


def test_a_document_that_must_be_cut_is_never_rearranged() -> None:
    long = "".join(f"line {number}\n" for number in range(400))
    ledger = Ledger()
    samples = list(fim_samples([("long", long)], layout_named("starcoder"), ledger, rate=1.0, longest=1000))
    assert all(not sample.layout and len(sample.text) <= 1000 for sample in samples)
    assert "".join(sample.text for sample in samples) == long
    assert ledger.notes == {"plain, of a cut document": len(samples)}


def test_a_line_longer_than_a_sample_is_cut_and_nothing_is_lost() -> None:
    text = "short\n" + "x" * 2500 + "\nend\n"
    samples = list(fim_samples([("one", text)], layout_named("starcoder"), Ledger(), longest=1000))
    assert "".join(sample.text for sample in samples) == text
    assert max(len(sample.text) for sample in samples) <= 1000


def test_a_document_that_holds_a_mark_or_nothing_is_dropped_with_the_reason() -> None:
    ledger = Ledger()
    documents = [("marked", "x = '<fim_middle>'"), ("blank", " \n"), ("good", "x = 1\n")]
    assert len(list(fim_samples(documents, layout_named("starcoder"), ledger))) == 1
    assert ledger.reasons == {"holds a mark of the layout": 1, "empty": 1}
    assert (ledger.read, ledger.kept) == (3, 1)


def test_the_choice_for_a_document_does_not_hang_on_its_neighbours() -> None:
    one, two = ("a", "first = 1\nsecond = 2\n"), ("b", "other = 3\n")
    layout = layout_named("codellama")
    alone = list(fim_samples([two], layout, Ledger(), seed=5))
    assert list(fim_samples([one, two], layout, Ledger(), seed=5))[-1:] == alone


def test_a_layout_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="no layout 'santacoder'"):
        layout_named("santacoder")


@pytest.fixture(scope="module")
def spaced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tokenizer in the manner of CodeLlama's: each text gets a space before it, spaces are `▁`."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    octets = [f"<0x{number:02X}>" for number in range(256)]
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=["<unk>", "<s>", "</s>", *octets],
        initial_alphabet=list("▁abcxyz():=\n"),
        show_progress=False,
    )
    tokenizer.train_from_iterator(["def f(x):\n    y = x\n    return y\n"] * 3, trainer)
    tokenizer.add_special_tokens(list(LAYOUTS["codellama"].marks))
    path = tmp_path_factory.mktemp("spaced") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def test_a_glued_text_gets_no_space_before_it(spaced: Path) -> None:
    tokens = load_tokens(spaced)
    assert tokens.decode(tokens.encode("return")) != tokens.decode(tokens.encode("return", glued=True)[:0])
    plain, glued = tokens.encode("return y"), tokens.encode("return y", glued=True)
    assert plain != glued
    marks = layout_named("codellama")
    pieces = arranged(Parts("def f(x):\n    y", " = x\n", "    return y\n"), "psm", marks)
    ids = encoded(pieces, tokens.encode, tokens.id_of)
    for mark in marks.marks:
        assert ids.count(tokens.id_of(mark)) == 1
    middle, suffix = ids.index(tokens.id_of(marks.middle)), ids.index(tokens.id_of(marks.suffix))
    assert ids[suffix + 1 : middle] == tokens.encode("    return y\n", glued=True)
    assert ids[middle + 1 : -1] == tokens.encode(" = x\n", glued=True)
    assert ids[1:suffix] == tokens.encode("def f(x):\n    y")


def test_suffix_first_the_prefix_and_the_middle_are_tokenised_as_one(spaced: Path) -> None:
    tokens = load_tokens(spaced)
    marks = layout_named("codellama")
    pieces = arranged(Parts("ret", "urn y", "\n"), "spm", marks)
    ids = encoded(pieces, tokens.encode, tokens.id_of)
    assert ids[ids.index(tokens.id_of(marks.middle)) + 1 : -1] == tokens.encode("return y")
