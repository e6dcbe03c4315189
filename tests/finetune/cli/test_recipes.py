import json
from pathlib import Path

import pytest
from toy import write_shard
from typer.testing import CliRunner, Result

from inlay.cli.app import run as inlay
from inlay_finetune.cli import app
from inlay_finetune.data.samples import Answer, write_samples
from inlay_finetune.pretrain.config import load_config
from inlay_finetune.sft.preview import batch_text
from inlay_finetune.sft.reading import read_corpus, tokens_of
from inlay_finetune.shelf import load_sft


def _invoke(*words: str) -> Result:
    result = CliRunner().invoke(app, list(words))
    assert result.exception is None, result.output
    return result


@pytest.fixture
def files(tmp_path: Path, tokenizer_file: Path) -> tuple[str, ...]:
    shard = write_shard(tmp_path / "train.jsonl", 6, seed=1)
    return (f"model.tokenizer={tokenizer_file}", f"data.sources=[{{path: {shard}}}]", f"run={tmp_path / 'run'}")


def test_the_recipes_are_listed_with_one_line_each() -> None:
    lines = _invoke("recipes").output.splitlines()
    assert lines[0].split()[0] == "name"
    assert {line.split()[0] for line in lines[1:]} >= {"embedded", "tiny-lora", "codellama-7b-lora"}
    listed = json.loads(_invoke("recipes", "--output-format", "json").output)
    assert len(listed) == len(lines) - 1


def test_a_copy_says_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    answer = json.loads(_invoke("copy", "tiny-lora", str(file), "--output-format", "json").stdout)
    assert answer == {"recipe": "tiny-lora", "file": str(file)}
    assert file.is_file()


@pytest.mark.parametrize("command", ["train", "sft"])
def test_what_a_training_came_to_is_the_only_thing_on_standard_output(command: str, files: tuple[str, ...]) -> None:
    words = (command, "tiny-lora", *files, "training.steps=2", "--output-format", "json")
    answer = json.loads(_invoke(*words).stdout)
    assert answer["run"] == files[-1].removeprefix("run=")
    assert answer["steps"] == 2
    assert answer["loss"] > 0
    again = json.loads(_invoke(*words).stdout)
    assert again == {**answer, "loss": None}


def test_a_recipe_is_validated_with_its_data_counted_before_any_training(files: tuple[str, ...]) -> None:
    output = _invoke("validate", "tiny-lora", *files).output
    # 6 records of 4 tasks
    assert "samples:   24" in output
    assert "dropped:   none" in output
    assert "training:\n  steps: 20\n" in output
    for word in ("learnt", "filled", "tokens; ", "a device (weights"):
        assert word in output


def test_the_report_can_be_read_by_programs(files: tuple[str, ...]) -> None:
    answer = json.loads(_invoke("validate", "tiny-lora", *files, "--output-format", "json").output)
    data = answer["data"]
    assert answer["recipe"]["training"]["steps"] == 20
    assert (data["samples"], data["truncated"], data["dropped"]) == (24, 0, {})
    assert 0.5 < data["filled"] <= 1
    assert 0 < data["learnt"] < 1


def test_a_batch_is_shown_with_what_is_learnt_marked(files: tuple[str, ...]) -> None:
    output = _invoke("validate", "tiny-lora", *files, "--show-batch").output
    learnt = [part.partition("⟧")[0] for part in output.split("⟦")[1:]]
    assert learnt
    assert all(part.startswith("return ") and part.endswith("<|end|>") for part in learnt)


def test_on_a_terminal_a_batch_is_coloured_and_nothing_in_it_can_move_the_cursor(
    files: tuple[str, ...], tmp_path: Path
) -> None:
    shard = tmp_path / "train.jsonl"
    write_samples(shard, [Answer(prompt="fee \x1b[2J", completion="rate\x07")])
    config = load_sft("tiny-lora", files)
    tokens = tokens_of(config)
    shown = batch_text(read_corpus(config, tokens), config, tokens, colour=True)
    assert shown == "\x1b[90mfee \N{REPLACEMENT CHARACTER}[2J\x1b[0m\x1b[32mrate\N{REPLACEMENT CHARACTER}<|end|>\x1b[0m"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("validate", "tiny-lora", "steps=3"), 2),
        (("validate", "tiny-lora"), 2),
        (("validate", "nothing"), 2),
        (("copy", "nothing", "mine.yaml"), 2),
        (("sft", "embedded"), 2),
        (("merge", "nowhere", "--to", "merged"), 2),
        (("export", "nowhere"), 2),
    ],
)
def test_what_a_user_gets_wrong_is_exit_2_and_no_traceback(
    words: tuple[str, ...],
    code: int,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert inlay(["finetune", *words]) == code
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert "Traceback" not in told


def test_dropping_more_than_allowed_is_a_check_that_says_no(
    files: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert inlay(["finetune", "validate", "tiny-lora", *files, "data.context=40"]) == 1
    assert "would be dropped" in capsys.readouterr().err


def test_a_pretraining_is_validated_with_its_data_counted_and_its_first_tree_shown(
    tmp_path: Path, tokenizer_file: Path
) -> None:
    write_shard(tmp_path / "data" / "a.jsonl", 6, seed=1)
    recipe = tmp_path / "mine.yaml"
    recipe.write_text(
        f"stage: pretrain\ndata: {tmp_path / 'data'}\ntokenizer: {tokenizer_file}\nrun: {tmp_path / 'run'}\nsteps: 2\n"
        "step_tokens: 400\nlink_seconds: 0\n"
        "model: {vocabulary: 512, width: 32, layers: 2, heads: 2, hidden: 64, context: 512}\n"
    )
    output = _invoke("validate", str(recipe), "--show-batch").output
    assert "shards:    1, 6 records" in output
    assert "samples:   24" in output
    # Tables 512 x 32; in each layer four matrices of 32 x 32, three of 64 x 32, two norms; one norm at the end.
    assert f"{512 * 32 + 2 * (4 * 32 * 32 + 3 * 64 * 32 + 64) + 32:,}" in output
    first, *_ = output.split("<|schema|>")[1].split("----")
    assert first.rstrip().endswith("<|end|>⟧")
    assert "<|code|>\n⟦return" in first
    assert not (tmp_path / "run").exists()
    assert inlay(["finetune", "validate", str(recipe), "model.vocabulary=576"]) == 2
    assert load_config(recipe).run == tmp_path / "run"


def test_both_sides_of_the_first_pair_of_preferences_are_shown(tmp_path: Path, tokenizer_file: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"prompt": "<|task|>Add.", "chosen": "return a", "rejected": "return b"}\n')
    files = (f"model.tokenizer={tokenizer_file}", f"data.files=[{pairs}]", f"run={tmp_path / 'run'}")
    output = _invoke("validate", "tiny-dpo", *files, "--show-batch").output
    assert "<|task|>Add.⟦return a<|end|>⟧\n----\n<|task|>Add.⟦return b<|end|>⟧" in output
