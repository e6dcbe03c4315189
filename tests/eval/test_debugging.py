"""Self-debugging: failing samples are shown what became of them, the others are left alone."""

import json
from pathlib import Path

import pytest
from tests.eval.conftest import GOLD, HEAD, write_lines
from typer.testing import CliRunner

from inlay.backends import Completion, Request, Usage
from inlay.backends.fake import Fake
from inlay.errors import BackendError, UsageError
from inlay.prompts.rendered import RenderedPrompt
from inlay_eval.cli import app
from inlay_eval.debugging import Debugged, debug_samples
from inlay_eval.run import Settings
from inlay_eval.samples import Sample
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.suites import CodeSuite, DataInvalid, load_suite
from inlay_eval.watching import Silent

WRONG = "    return max(numbers)\n"  # fails on no numbers
RIGHT = f"```python\n{HEAD}{GOLD}```"


@pytest.fixture
def suite(tiny: Path) -> CodeSuite:
    return load_suite("humaneval", tiny)


def debugged(suite: CodeSuite, backend: Fake, out: Path, *completions: str, rounds: int = 2) -> Debugged:
    samples = [Sample(task="Tiny/0", completion=text, line=line) for line, text in enumerate(completions, 1)]
    return debug_samples(suite, samples, backend, Settings(seconds=1.0), out, Silent(), rounds=rounds)


def test_a_failing_sample_is_written_again_until_it_passes(suite: CodeSuite, tmp_path: Path) -> None:
    backend = Fake({"Tiny/0": [f"```python\n{HEAD}    return 0\n```", RIGHT]})
    found = debugged(suite, backend, tmp_path / "out.jsonl", WRONG, GOLD)
    assert found.passed == (1, 1, 2)
    first, second = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines())
    assert [(line["rounds"], line["passed"]) for line in (first, second)] == [(2, True), (0, True)]
    assert second["completion"] == GOLD
    assert first["made"]["told_by"] == "the suite's tests"
    assert "after round 2: 2 of 2 (100.00 %) pass" in found.text()


def test_the_model_sees_its_program_and_what_became_of_it(suite: CodeSuite, tmp_path: Path) -> None:
    backend = Fake({"Tiny/0": [RIGHT]})
    debugged(suite, backend, tmp_path / "out.jsonl", WRONG)
    [request] = backend.requests
    system, asked, own, told = request.prompt.messages
    assert (system.role, asked.role, own.role, told.role) == ("system", "user", "assistant", "user")
    assert WRONG in own.content
    assert "max()" in told.content  # the error that no numbers gave
    assert GOLD not in "".join(message.content for message in request.prompt.messages)


def test_a_sample_that_never_passes_ends_after_its_rounds(suite: CodeSuite, tmp_path: Path) -> None:
    backend = Fake({"Tiny/0": ["```python\nx = 1\n```"] * 9})
    found = debugged(suite, backend, tmp_path / "out.jsonl", WRONG, rounds=3)
    assert found.passed == (0, 0, 0, 0)
    assert len(backend.requests) == 3


def test_without_an_answer_the_sample_stays_what_it_was(suite: CodeSuite, tmp_path: Path) -> None:
    assert debugged(suite, Fake({}), tmp_path / "out.jsonl", WRONG).passed == (0, 0, 0)
    assert json.loads((tmp_path / "out.jsonl").read_text())["completion"] == WRONG


def test_a_killed_run_goes_on_where_it_was(suite: CodeSuite, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    debugged(suite, Fake({"Tiny/0": [RIGHT, "```python\nx = 1\n```"]}), out, WRONG, WRONG, GOLD, rounds=1)
    whole = out.read_text()
    out.write_text(whole[: whole.index("\n") + 20])

    again = Fake({"Tiny/0": [RIGHT, "```python\nx = 1\n```"]})
    again.complete(Request(prompt=RenderedPrompt(name="", version="", style="instruct", digest="", slot="Tiny/0")))
    found = debugged(suite, again, out, WRONG, WRONG, GOLD, rounds=1)

    assert out.read_text() == whole
    assert (len(again.requests), found.samples, found.passed) == (2, 3, (1, 2))


def test_answers_are_there_as_soon_as_they_come(suite: CodeSuite, tmp_path: Path) -> None:
    class Lost(Fake):
        def complete(self, request: Request) -> tuple[list[Completion], Usage]:
            if len(self.requests) == 1:
                raise BackendError("the network is gone")
            return super().complete(request)

    with pytest.raises(BackendError):
        debugged(suite, Lost({"Tiny/0": [RIGHT]}), tmp_path / "out.jsonl", WRONG, WRONG)
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1


def test_answers_of_other_samples_or_settings_are_not_gone_on_with(suite: CodeSuite, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    debugged(suite, Fake({}), out, WRONG)
    with pytest.raises(DataInvalid, match=r"out\.jsonl:1:1: this answer was made otherwise: most_rounds"):
        debugged(suite, Fake({}), out, WRONG, rounds=1)
    with pytest.raises(DataInvalid, match="this answer is of another sample"):
        debugged(suite, Fake({}), out, GOLD)


def test_a_model_that_does_not_chat_is_refused(suite: CodeSuite, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not chat"):
        debugged(suite, Fake({}, style="infill"), tmp_path / "out.jsonl", WRONG)
    assert not (tmp_path / "out.jsonl").exists()


def test_the_command_says_what_each_round_brought(tiny: Path, tmp_path: Path) -> None:
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "Tiny/0", "completion": WRONG}])
    answers, out = tmp_path / "answers.yaml", tmp_path / "out.jsonl"
    answers.write_text(json.dumps({"Tiny/0": [RIGHT]}))
    words = ["debug", "humaneval", "--samples", str(samples), "--data", str(tiny), "--out", str(out)]
    output = CliRunner().invoke(app, [*words, "--model", f"fake:{answers}", "--rounds", "1"]).output
    assert "before: 0 of 1 (0.00 %) pass" in output
    assert "after round 1: 1 of 1 (100.00 %) pass" in output
    assert "gold     1 of 1 pass (all must)" in output


@pytest.mark.parametrize(
    ("column", "other", "message"),
    [
        ("canonical_solution", WRONG, "Tiny/0: the reference does not pass"),
        ("test", "def check(candidate):\n    pass\n", "Tiny/0: nothing at all passes"),
    ],
)
def test_a_suite_that_does_not_pass_its_self_check_debugs_nothing(
    tiny: Path, tmp_path: Path, column: str, other: str, message: str
) -> None:
    tasks = [json.loads(line) for line in tiny.read_text().splitlines()]
    faulty = load_suite("humaneval", write_lines(tmp_path / "faulty.jsonl", [{**tasks[0], column: other}, tasks[1]]))
    backend = Fake({"Tiny/0": [RIGHT]})
    with pytest.raises(SelfCheckFailed, match=message):
        debugged(faulty, backend, tmp_path / "out.jsonl", WRONG)
    assert not backend.requests
    assert not (tmp_path / "out.jsonl").exists()
