import pytest
from tokenizers import Tokenizer
from toy import toy_records

from inlay.errors import UsageError
from inlay_finetune.export.parity import NASTY
from inlay_finetune.tokenizer import CONTROL, REFERENCES, train_tokenizer


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize("text", [*CONTROL, *REFERENCES])
def test_every_added_token_is_one_token(tokenizer: Tokenizer, text: str) -> None:
    assert _ids(tokenizer, text) == [tokenizer.token_to_id(text)]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_back_as_it_was(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.decode(_ids(tokenizer, text), skip_special_tokens=False) == text


def test_a_reference_swallows_no_space_around_it(tokenizer: Tokenizer) -> None:
    spaced = tokenizer.encode("a <n3> b", add_special_tokens=False).tokens
    assert spaced == ["a", "Ġ", "<n3>", "Ġ", "b"]


def test_digits_stand_alone(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("2024", add_special_tokens=False).tokens == ["2", "0", "2", "4"]


def test_the_vocabulary_has_the_size_that_was_asked_for_and_no_long_token(tokenizer: Tokenizer) -> None:
    assert tokenizer.get_vocab_size() == 512
    assert max(len(token) for token in tokenizer.get_vocab()) <= 31


def test_no_merge_is_learnt_from_inside_a_reference() -> None:
    texts = [str(record["schema"]) for record in toy_records(5, seed=1)]
    assert train_tokenizer(texts, 448).get_vocab() == train_tokenizer([*texts, "<n1>" * 500], 448).get_vocab()


@pytest.mark.parametrize(("size", "reason"), [(500, "not a multiple of 64"), (320, "does not hold the 256 bytes")])
def test_a_vocabulary_of_a_wrong_size_is_refused(size: int, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        train_tokenizer(["a"], size)


def test_text_that_gives_too_few_merges_is_filled_up_to_the_size() -> None:
    assert train_tokenizer(["abc"], 512).get_vocab_size() == 512
