"""New tasks with proved solutions: what is kept, and what falls at which hurdle."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from typer.testing import CliRunner

from inlay.backends import Completion, Request, Usage
from inlay.backends.fake import Fake
from inlay.errors import BackendError, UsageError
from inlay.sandbox import Box, open_box
from inlay_finetune.cli import app
from inlay_finetune.data.instruct import InstructSettings, self_instruct
from inlay_finetune.data.instruct.tasks import Task, checks_in, tasks_in
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Chat

KNOWN = Task(task="Give the number of open invoices of a customer, zero without any.", signature="def open_ones(x):")
SHIPPING = Task(
    task="The shipping fee: 5 for up to 3 kilos, 2 more for each started kilo.", signature="def fee(kilos):"
)
REWORDED = KNOWN.model_copy(update={"task": KNOWN.task.replace("zero", "nothing")})
CHECKS = "```python\nassert fee(3) == 5\nassert fee(3.5) == 7\nassert fee(5) == 9\n```"
RIGHT = "```python\nimport math\n\ndef fee(kilos):\n    return 5 + 2 * max(0, math.ceil(kilos - 3))\n```"
WRONG = "```python\ndef fee(kilos):\n    return 5\n```"


def called(*results: str) -> str:
    return "\n".join(f"assert fee({number}) == {result}" for number, result in enumerate(results, 1))


def tasks(*found: Task) -> str:
    return f"```json\n{json.dumps([each.model_dump() for each in found])}\n```"


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with open_box() as opened:
        yield opened


def made(
    box: Box, answers: Mapping[str, Sequence[str]], *, count: int = 1, known: Sequence[Task] = (KNOWN,)
) -> tuple[list[Chat], Ledger]:
    ledger = Ledger()
    settings = InstructSettings(count=count, patience=2)
    return list(self_instruct(Fake(answers), box, known, settings, ledger)), ledger


def test_a_task_is_kept_with_the_first_solution_that_passes_its_checks(box: Box) -> None:
    answers = {"tasks": [tasks(SHIPPING)], "checks": [CHECKS], "solutions": [WRONG, RIGHT, RIGHT]}
    [chat], ledger = made(box, answers)
    asked, answered = chat.messages
    assert asked.content.startswith("The shipping fee")
    assert "`def fee(kilos):`" in asked.content
    assert answered.content == RIGHT
    assert chat.about["checks"] == ["assert fee(3) == 5", "assert fee(3.5) == 7", "assert fee(5) == 9"]
    assert (ledger.kept, dict(ledger.reasons)) == (1, {})


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"tasks": ["Let me think."]}, "no task"),
        ({"tasks": [tasks(KNOWN)]}, "the same task"),
        ({"tasks": [tasks(REWORDED)]}, "nearly the same task"),
        ({"tasks": [tasks(SHIPPING)], "checks": ["assert fee(1) == 5"]}, "too few checks"),
        ({"tasks": [tasks(SHIPPING)], "checks": [called("None", "None", "None")]}, "checks that tell nothing"),
        ({"tasks": [tasks(SHIPPING)], "checks": [called("1", "2", "3")]}, "checks that tell nothing"),
        ({"tasks": [tasks(SHIPPING)], "checks": [CHECKS], "solutions": [WRONG, "no"]}, "no solution passes its checks"),
        ({"tasks": [tasks(SHIPPING)], "checks": [CHECKS]}, "no solution passes its checks"),
    ],
)
def test_what_is_not_proved_is_dropped_with_the_reason(
    answers: Mapping[str, Sequence[str]], reason: str, box: Box
) -> None:
    chats, ledger = made(box, answers)
    assert chats == []
    assert reason in ledger.reasons


@pytest.mark.parametrize(
    "hostile",
    [
        "import os\nos._exit(0)",
        "class Same:\n    def __eq__(self, other): return True\n\ndef fee(kilos): return Same()",
        "def fee(kilos): return {3: 5, 3.5: True, 5: 9}[kilos]",
        "def fee(kilos):\n    while True: pass",
        "def fee(kilos): return open('/etc/passwd').read()",
    ],
)
def test_a_solution_cannot_talk_its_way_through(hostile: str, box: Box) -> None:
    answers = {"tasks": [tasks(SHIPPING)], "checks": [CHECKS], "solutions": [f"```python\n{hostile}\n```"]}
    assert made(box, answers)[0] == []


def test_checks_are_read_and_never_run() -> None:
    text = """
assert fee(1) == 5
assert fee(1) == 5
assert fee(__import__('os').getpid()) == 5
assert other(1) == 5
assert fee(1) == fee(2)
assert fee(-2, [1, (2, 'x')], {'a': None}) == {'b': [True]}
assert fee({1: 2}) == 3
assert fee(1) > 2
fee(1)
"""
    lines = [check.line for check in checks_in(text, "fee")]
    assert lines == ["assert fee(1) == 5", "assert fee(-2, [1, (2, 'x')], {'a': None}) == {'b': [True]}"]


@given(st.text())
def test_no_answer_breaks_the_reading_of_it(text: str) -> None:
    assert all(isinstance(each, str | Task) for each in tasks_in(text))
    assert isinstance(checks_in(text, "fee"), list)


def test_a_model_that_is_lost_costs_nothing_of_what_was_made(box: Box) -> None:
    class Dying(Fake):
        def complete(self, request: Request) -> tuple[list[Completion], Usage]:
            if request.prompt.slot == "tasks" and self.requests:
                raise BackendError("the server is gone")
            return super().complete(request)

    answers = {"tasks": [tasks(SHIPPING)], "checks": [CHECKS], "solutions": [RIGHT]}
    ledger = Ledger()
    chats = list(self_instruct(Dying(answers), box, [KNOWN], InstructSettings(count=9), ledger))
    assert len(chats) == 1
    assert dict(ledger.notes) == {"ended early: the server is gone": 1}


def test_ctrl_c_costs_nothing_of_what_was_made_and_still_ends_as_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering = Fake.complete

    def ended(self: Fake, request: Request) -> tuple[list[Completion], Usage]:
        if request.prompt.slot == "tasks" and self.requests:
            raise KeyboardInterrupt
        return answering(self, request)

    monkeypatch.setattr(Fake, "complete", ended)
    known, answers, out = tmp_path / "known.jsonl", tmp_path / "answers.yaml", tmp_path / "out.jsonl"
    known.write_text(KNOWN.model_dump_json() + "\n")
    answers.write_text(json.dumps({"tasks": [tasks(SHIPPING)], "checks": [CHECKS], "solutions": [RIGHT]}))
    words = ["data", "self-instruct", str(known), "--out", str(out), "--backend", f"fake:{answers}", "--count", "9"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 130
    assert "ended early: interrupted: 1" in result.output
    assert [json.loads(line)["messages"][1]["content"] for line in out.read_text().splitlines()] == [RIGHT]


def test_a_model_that_does_not_chat_is_refused(box: Box) -> None:
    with pytest.raises(UsageError, match="does not chat"):
        list(self_instruct(Fake({}, style="infill"), box, [KNOWN], InstructSettings(), Ledger()))


def test_the_command_writes_chats_and_says_what_was_dropped(tmp_path: Path) -> None:
    known, answers, out = tmp_path / "known.jsonl", tmp_path / "answers.yaml", tmp_path / "out.jsonl"
    known.write_text(KNOWN.model_dump_json() + "\n")
    told = {"tasks": [tasks(KNOWN, SHIPPING)], "checks": [CHECKS], "solutions": [RIGHT]}
    answers.write_text(json.dumps(told))
    words = ["data", "self-instruct", str(known), "--out", str(out), "--backend", f"fake:{answers}", "--count", "1"]
    output = CliRunner().invoke(app, words).output
    assert "written:" in output
    assert "dropped, the same task: 1" in output
    assert json.loads(out.read_text())["messages"][1]["content"] == RIGHT


def test_a_line_that_is_no_task_is_named(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    known.write_text(KNOWN.model_dump_json() + '\n{"task": "Too short.", "signature": "def f():"}\n')
    words = ["data", "self-instruct", str(known), "--out", str(tmp_path / "out"), "--backend", "fake"]
    fault = CliRunner().invoke(app, words).exception
    assert isinstance(fault, UsageError)
    assert "known.jsonl:2:1: task: String should have at least 20 characters" in str(fault)
