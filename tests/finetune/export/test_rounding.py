import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inlay.errors import InlayError, UsageError
from inlay_finetune.cli import app
from inlay_finetune.data.samples import Answer, read_samples
from inlay_finetune.export.exactness import exactness
from inlay_finetune.export.rounding import rounded


def test_a_model_that_knows_its_answers_by_heart_gives_all_of_them(model: Path, shard: Path) -> None:
    answers = [answer for answer in read_samples(shard) if isinstance(answer, Answer)]
    found = exactness(model, answers)
    assert (found.exact, found.asked) == (len(answers), len(answers))


def test_an_answer_that_goes_on_or_ends_early_is_not_exact(model: Path, shard: Path) -> None:
    known = next(answer for answer in read_samples(shard) if isinstance(answer, Answer))
    body = known.completion.removesuffix("<|end|>")
    wrong = [known.model_copy(update={"completion": text}) for text in (body[:-1], body + " + 1", "return None")]
    assert exactness(model, wrong).exact == 0


def test_rounding_says_what_it_saved_and_what_it_cost(model: Path, shard: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.gguf"
    words = ["quantize", str(model), "--to", str(target), "--as", "q4_0", "--tasks", str(shard), "--most", "5"]
    output = CliRunner().invoke(app, words).output
    assert re.search(r"small\.gguf: \d\.\d MB to \d\.\d MB; 100\.0% of 5 answers exact, then ", output)
    assert target.stat().st_size < model.stat().st_size / 2


def test_what_a_rounding_saved_can_be_read_by_programs(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.gguf"
    words = ["quantize", str(model), "--to", str(target), "--as", "q4_0", "--output-format", "json"]
    answer = json.loads(CliRunner().invoke(app, words).stdout)
    assert answer == {
        "to": str(target),
        "bytes_before": model.stat().st_size,
        "bytes_after": target.stat().st_size,
        "before": None,
        "after": None,
    }


def test_a_rounding_that_costs_more_than_it_may_is_not_written(model: Path, shard: Path, tmp_path: Path) -> None:
    # no rounding of a model that gives every answer can gain a point
    with pytest.raises(InlayError, match=r"q4_0 costs [\d.]+ points of exact answers"):
        rounded(model, tmp_path / "small.gguf", form="q4_0", tasks=shard, may_lose=-1)
    assert list(tmp_path.iterdir()) == []


def test_a_limit_without_tasks_is_refused(model: Path, tmp_path: Path) -> None:
    words = ["quantize", str(model), "--to", str(tmp_path / "s.gguf"), "--as", "q8_0", "--may-lose", "1"]
    fault = CliRunner().invoke(app, words).exception
    assert isinstance(fault, UsageError)


def test_a_rounding_over_what_it_reads_is_refused_and_so_is_one_over_a_folder(
    model: Path, shard: Path, tmp_path: Path
) -> None:
    whole, tasks = tmp_path / "whole.gguf", tmp_path / "tasks.jsonl"
    whole.write_bytes(model.read_bytes())
    tasks.write_bytes(shard.read_bytes())
    for target, told in ((whole, "it would be lost"), (tasks, "it would be lost"), (tmp_path, "is a folder")):
        with pytest.raises(UsageError, match=told):
            rounded(whole, target, form="q8_0", tasks=tasks)
    assert (whole.read_bytes(), tasks.read_bytes()) == (model.read_bytes(), shard.read_bytes())


def test_tasks_without_an_answer_are_refused_with_what_would_do(model: Path, tmp_path: Path) -> None:
    tasks = tmp_path / "texts.jsonl"
    tasks.write_text('{"text": "x = 1"}\n')
    with pytest.raises(UsageError, match="no answer to compare with") as refused:
        rounded(model, tmp_path / "small.gguf", form="q8_0", tasks=tasks)
    assert "prompts with their answers" in refused.value.hint
    assert [each.name for each in tmp_path.iterdir()] == ["texts.jsonl"]
