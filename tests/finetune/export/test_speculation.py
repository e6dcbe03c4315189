import json
import re
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_finetune.cli import app
from inlay_finetune.data.samples import Answer, read_samples
from inlay_finetune.export.gguf_file import write_gguf
from inlay_finetune.export.quantize import quantize
from inlay_finetune.export.speculation import Guessing, speculate
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.tokenizer import train_tokenizer


@pytest.fixture(scope="module")
def answers(shard: Path) -> list[Answer]:
    return [answer for answer in read_samples(shard) if isinstance(answer, Answer)]


def test_a_draft_that_agrees_saves_most_passes_and_changes_no_answer(
    model: Path, answers: list[Answer], tmp_path: Path
) -> None:
    found = speculate(model, answers, Guessing(quantize(model, tmp_path / "draft.gguf"), ahead=4), context=512)
    assert (found.same, found.answers) == (len(answers), len(answers))
    assert found.tokens / found.passes > 2


def test_a_draft_that_is_always_wrong_changes_no_answer_either(
    model: Path, answers: list[Answer], tokenizer: Tokenizer, tmp_path: Path
) -> None:
    shape = ModelConfig(vocabulary=512, width=32, layers=1, heads=2, hidden=64, context=512)
    draft = write_gguf(Network(shape), tokenizer, tmp_path / "draft.gguf", name="draft", prompts={}, data={})
    found = speculate(model, answers, Guessing(draft, ahead=4), context=512)
    assert found.same == len(answers)
    assert found.tokens / found.passes < 1.5


def test_looking_the_prompt_up_changes_no_answer(model: Path, shard: Path) -> None:
    output = CliRunner().invoke(app, ["speculate", str(model), "--tasks", str(shard), "--most", "4"]).output
    assert re.search(r"^4 of 4 answers the same; \d\.\d\d tokens a pass .* times as fast", output)


def test_what_guessing_saves_can_be_read_by_programs(model: Path, shard: Path) -> None:
    words = ["speculate", str(model), "--tasks", str(shard), "--most", "2", "--output-format", "json"]
    answer = json.loads(CliRunner().invoke(app, words).stdout)
    assert (answer["same"], answer["answers"]) == (2, 2)
    assert 0 < answer["passes"] <= answer["tokens"]


def test_a_draft_of_other_tokens_is_refused(model: Path, answers: list[Answer], tmp_path: Path) -> None:
    other = train_tokenizer(["rows of other words and other letters"] * 20, 448)
    shape = ModelConfig(vocabulary=448, width=32, layers=1, heads=2, hidden=64, context=512)
    draft = write_gguf(Network(shape), other, tmp_path / "draft.gguf", name="draft", prompts={}, data={})
    with pytest.raises(UsageError, match="writes other tokens than the model"):
        speculate(model, answers, Guessing(draft), context=512)


def test_without_a_prompt_there_is_nothing_to_measure(model: Path) -> None:
    with pytest.raises(UsageError, match="no prompt to answer"):
        speculate(model, [], Guessing())
