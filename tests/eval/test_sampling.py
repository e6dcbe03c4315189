"""Sampling: stored once, judged many times, gone on with after a kill."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.eval.conftest import GOLD, HEAD, TASK, TEST, write_lines
from tests.eval.test_formats import FORMATS, path_of
from typer.testing import CliRunner

from inlay.backends.fake import Fake
from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.explaining import explanation_prompt
from inlay_eval.judging import Bench, CodeTask
from inlay_eval.judging.task import Explained
from inlay_eval.prompting import completion_of, prompt_of
from inlay_eval.samples import read_samples
from inlay_eval.sampling import Decoding, Sampled, sample_suite
from inlay_eval.suites import CodeSuite, DataInvalid, load_suite
from inlay_eval.watching import Silent

WHOLE = HEAD + GOLD
HOLE = CodeTask(id="Hole/0", head=HEAD + "    return ", gold="max(numbers)", tail="\n", test="", remote=("largest",))
PROGRAM = CodeTask(id="Program/0", head="", gold="x = 1\n", test="", prompt="Set x\nto one.")


@pytest.fixture
def suite(tiny: Path) -> CodeSuite:
    return load_suite("humaneval", tiny)


def fake(*largest: str, twice: tuple[str, ...] = ("def twice(number):\n    return number + number\n",)) -> Fake:
    return Fake({"Tiny/0": largest, "Tiny/1": twice * 9})


def sampled(suite: CodeSuite, backend: Fake, out: Path, **changes: Any) -> Sampled:
    return sample_suite(suite, backend, Decoding(**{"count": 2, **changes}), out, Silent())


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_samples_are_stored_with_what_made_them_and_can_be_judged(
    suite: CodeSuite, bench: Bench, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "s.jsonl"
    found = sampled(suite, fake(WHOLE, "def largest(numbers):\n    return 0\n"), out)

    assert (found.samples, found.new, found.tokens, found.short) == (4, 4, 4, ())
    samples = read_samples(out, suite.by_id)
    script = bench.script(TASK)
    judged = bench.judge(TASK, script, [sample.completion for sample in samples if sample.task == TASK.id])
    assert [judgement.passed for judgement in judged] == [True, False]
    assert [(line["task_id"], line["sample_id"]) for line in lines(out)] == [
        ("Tiny/0", 0),
        ("Tiny/0", 1),
        ("Tiny/1", 0),
        ("Tiny/1", 1),
    ]
    assert lines(out)[0]["made"]["model"] == "fake"
    assert lines(out)[0]["made"]["temperature"] == 0.8


def test_the_suffix_may_come_first_where_a_model_fills_in_the_middle(suite: CodeSuite, tmp_path: Path) -> None:
    filling = Fake({"Tiny/0": ["a"] * 2, "Tiny/1": ["b"] * 2}, style="infill")
    sampled(suite, filling, tmp_path / "s.jsonl", suffix_first=True)

    assert all(request.prompt.suffix_first for request in filling.requests)
    assert lines(tmp_path / "s.jsonl")[0]["made"]["order"] == "suffix-prefix-middle"
    with pytest.raises(DataInvalid, match="this sample was made otherwise: more is told of it"):
        sampled(suite, filling, tmp_path / "s.jsonl")
    with pytest.raises(UsageError, match="fake does not fill in the middle"):
        sampled(suite, fake("a", "b"), tmp_path / "other.jsonl", suffix_first=True)


def test_a_run_that_was_killed_goes_on_where_it_was(suite: CodeSuite, tmp_path: Path) -> None:
    out = tmp_path / "s.jsonl"
    sampled(suite, fake("a", "b"), out)
    first, second, third, _ = out.read_text().splitlines(keepends=True)
    out.write_text(first + second + third[:-9])
    again = fake("a", "b")

    found = sampled(suite, again, out)

    assert (found.samples, found.new) == (4, 2)
    assert out.read_text().startswith(first + second)
    assert [request.prompt.slot for request in again.requests] == ["Tiny/1"]


def test_more_samples_of_a_task_are_drawn_with_other_seeds(suite: CodeSuite, tmp_path: Path) -> None:
    out = tmp_path / "s.jsonl"
    model = fake("a", "b", "c")
    sampled(suite, model, out, count=1)
    sampled(suite, model, out, count=3)

    of_first = [request for request in model.requests if request.prompt.slot == "Tiny/0"]
    assert [(request.count, request.seed, request.greedy) for request in of_first] == [(1, 0, False), (2, 1, False)]


def test_samples_of_other_settings_are_not_mixed(suite: CodeSuite, tmp_path: Path) -> None:
    out = tmp_path / "s.jsonl"
    sampled(suite, fake("a", "b"), out)
    with pytest.raises(DataInvalid, match=r"s\.jsonl:1:1: this sample was made otherwise: temperature"):
        sampled(suite, fake("a", "b"), out, temperature=0.2)


def test_tasks_for_which_a_model_gives_too_little_are_named(suite: CodeSuite, tmp_path: Path) -> None:
    found = sampled(suite, fake("a"), tmp_path / "s.jsonl")
    assert found.short == ("Tiny/0",)
    assert "1 tasks got fewer than asked for, Tiny/0 first" in found.text()


def test_greedy_samples_are_one_a_task(suite: CodeSuite, tmp_path: Path) -> None:
    model = fake("a", "b")
    sampled(suite, model, tmp_path / "s.jsonl", count=1, temperature=0.0)
    assert all(request.greedy for request in model.requests)
    with pytest.raises(UsageError, match="every sample is the same"):
        sampled(suite, model, tmp_path / "s.jsonl", count=2, temperature=0.0)


def test_the_likeliest_k_are_asked_for_and_told(suite: CodeSuite, tmp_path: Path) -> None:
    model = fake("a", "b")
    sampled(suite, model, tmp_path / "s.jsonl", top_k=40)
    assert {request.top_k for request in model.requests} == {40}
    assert lines(tmp_path / "s.jsonl")[0]["made"]["top_k"] == 40


def test_a_search_with_beams_is_told_and_gone_on_with(suite: CodeSuite, tmp_path: Path) -> None:
    out = tmp_path / "s.jsonl"
    sampled(suite, fake("a", "b", twice=("c", "d")), out, beams=4)
    first, *_ = out.read_text().splitlines(keepends=True)
    made = json.loads(first)["made"]
    assert made["beams"] == 4
    assert not {"temperature", "top_p", "seed"} & set(made)

    whole = out.read_text()
    out.write_text(first)
    again = fake("a", "b", twice=("c", "d"))
    sampled(suite, again, out, beams=4)
    assert out.read_text() == whole
    assert [(request.count, request.beams) for request in again.requests] == [(2, 4), (2, 4)]


def test_beams_give_no_more_samples_than_there_are(suite: CodeSuite, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 beams give no 3 samples"):
        sampled(suite, fake("a"), tmp_path / "s.jsonl", count=3, beams=2)


def test_an_infilling_model_gets_what_is_before_and_behind_the_hole() -> None:
    prompt = prompt_of(HOLE, "infill")
    assert (prompt.text, prompt.suffix) == (HEAD + "    return ", "\n")
    assert completion_of(HOLE, "infill", "max(numbers)") == "max(numbers)"
    assert prompt_of(PROGRAM, "infill").text == "# Set x\n# to one.\n"


def test_a_model_that_goes_on_is_cut_where_something_else_begins() -> None:
    answer = "    if numbers:\n        return max(numbers)\n\n    return None\n\nprint(largest([1]))\n"
    assert completion_of(TASK, "infill", answer) == answer.removesuffix("print(largest([1]))\n")


def test_a_chat_model_is_told_the_task_and_its_block_is_taken() -> None:
    assert HEAD in prompt_of(TASK, "instruct").messages[1].content
    assert "Set x\nto one." in prompt_of(PROGRAM, "instruct").messages[1].content
    assert "<MISSING>" in prompt_of(HOLE, "instruct").messages[1].content
    assert completion_of(PROGRAM, "instruct", "Here:\n```python\nx = 1\n```\nDone.") == "x = 1\n"
    assert completion_of(PROGRAM, "instruct", "```\nx = 1\n") == "x = 1\n"
    assert completion_of(PROGRAM, "instruct", "x = 1") == "x = 1"
    assert completion_of(HOLE, "instruct", "```\nmax(numbers)\n```") == "max(numbers)"


def test_what_is_told_beside_a_head_stands_before_it() -> None:
    told = replace(TASK, prompt="Translate this.\nQuickly.")
    asked = prompt_of(told, "instruct").messages[1].content
    assert asked.index("Translate this.") < asked.index(HEAD)
    assert prompt_of(told, "infill").text == f"# Translate this.\n# Quickly.\n{HEAD}"


def test_a_program_is_described_and_then_written_from_the_words_alone(tmp_path: Path) -> None:
    record = {
        "task_id": "Tiny/0",
        "prompt": HEAD,
        "declaration": "def largest(numbers):\n",
        "canonical_solution": GOLD,
        "buggy_solution": "    return 0\n",
        "test": TEST.removesuffix("check(largest)\n") + "check(largest)\n",
        "entry_point": "largest",
        "docstring": "x" * 30,
    }
    explain = load_suite("humanevalpack-explain", write_lines(tmp_path / "pack.jsonl", [record]))
    words = "It gives the largest number, or None where there are none at all."
    model = Fake({"Tiny/0": [words, f"```python\n{WHOLE}```"]}, tokens=7)
    found = sampled(explain, model, tmp_path / "s.jsonl", count=1)

    describe, write = model.requests
    assert GOLD in describe.prompt.messages[1].content
    assert "in at most 30 characters" in describe.prompt.messages[1].content
    asked = write.prompt.messages[1].content
    assert "It gives the largest numbe\n" in asked  # after four signs of the fence
    assert "None where there are none" not in asked
    assert GOLD not in asked
    assert (write.greedy, found.tokens) == (True, 14)
    [line] = lines(tmp_path / "s.jsonl")
    assert words in line["words"]
    assert WHOLE in line["completion"]


def test_a_model_that_does_not_chat_describes_nothing() -> None:
    with pytest.raises(UsageError, match="a model that chats"):
        explanation_prompt(TASK, Explained(program=WHOLE, most=30), "infill")


def test_every_format_tells_a_model_what_to_write(tmp_path: Path) -> None:
    for name, (record, _, _) in FORMATS.items():
        (tmp_path / name).mkdir()
        [task] = load_suite(name, path_of(tmp_path / name, record)).tasks
        assert (task.head or task.prompt).strip(), name


def test_a_model_for_slots_only_is_refused() -> None:
    with pytest.raises(UsageError, match="slots only"):
        prompt_of(TASK, "compact")


JAVASCRIPT = CodeTask(
    id="JavaScript/0", head="// Twice.\nconst twice = (n) => {\n", gold="", test="", language="javascript"
)
BASH = CodeTask(id="Bash/0", head="twice() {\n", gold="", tail="\n}\n", test="", language="bash", stops=("\n}",))
BRACES = "  if (n) {\n    n *= 2;\n  }\n  return n;\n}\n"


def test_another_language_is_asked_for_by_its_name() -> None:
    system, user = prompt_of(JAVASCRIPT, "instruct").messages

    assert system.content.startswith("You write JavaScript.")
    assert "```javascript\n// Twice.\n" in user.content
    assert prompt_of(replace(JAVASCRIPT, prompt="Double it."), "infill").text.startswith("// Double it.\n// Twice.\n")
    assert prompt_of(BASH, "infill").suffix == ""


def test_the_body_in_another_language_is_what_stands_below_the_head() -> None:
    whole = f"Here:\n```javascript\nconst twice = (n) => {{\n{BRACES}```\n"

    assert completion_of(JAVASCRIPT, "instruct", whole) == BRACES
    assert completion_of(JAVASCRIPT, "infill", BRACES + "\ntwice(4)\n") == BRACES
    assert completion_of(BASH, "infill", "  echo $((2 * $1))\n}\ntwice 4") == "  echo $((2 * $1))"
    assert completion_of(BASH, "instruct", "```\ntwice() {\n  echo 8\n}\n```") == "  echo 8"


@pytest.mark.parametrize(("answers", "code"), [(1, 1), (2, 0)])
def test_the_command_says_by_its_exit_status_that_a_task_got_fewer_than_asked_for(
    tiny: Path, tmp_path: Path, answers: int, code: int
) -> None:
    given = tmp_path / "answers.yaml"
    given.write_text(json.dumps({"Tiny/0": [WHOLE] * 2, "Tiny/1": [WHOLE] * answers}))
    words = ["sample", "humaneval", "--data", str(tiny), "--count", "2", "--out", str(tmp_path / "out.jsonl")]
    found = CliRunner().invoke(app, [*words, "--model", f"fake:{given}"])

    assert (found.exit_code, "1 tasks got fewer than asked for, Tiny/1 first" in found.output) == (code, bool(code))
