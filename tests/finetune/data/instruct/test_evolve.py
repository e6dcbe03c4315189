"""Tasks made harder round by round, and what is eliminated on the way."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inlay.backends.fake import Fake
from inlay.errors import InlayError, UsageError
from inlay_finetune.cli import app
from inlay_finetune.data.instruct import EvolveSettings, evolve
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Chat, Turn

TASK = "Sum the numbers of a list."
HARDER = "Sum the even numbers of a list, each once, without a loop."
HARDEST = "Sum the even numbers of a stream, each once, in constant memory."
CODE = "```python\ndef f(x):\n    return sum({n for n in x if n % 2 == 0})\n```"
CHAT = Chat(messages=(Turn(role="user", content=TASK), Turn(role="assistant", content="def f(x): return sum(x)")))


def evolved(answers: Mapping[str, Sequence[str]], rounds: int = 1) -> tuple[list[Chat], Ledger, Fake]:
    backend, ledger = Plain(answers), Ledger()
    return list(evolve(backend, [CHAT], EvolveSettings(rounds=rounds), ledger)), ledger, backend


class Plain(Fake):
    """A model that answers in words, without a fence."""

    def _dressed(self, body: str) -> str:
        return body


def test_each_round_begins_from_the_last_good_task() -> None:
    chats, ledger, backend = evolved(
        {"evolve": [HARDER, HARDEST], "same": ["Different.", "different"], "answer": [CODE, CODE]}, rounds=2
    )
    assert [chat.messages[0].content for chat in chats] == [HARDER, HARDEST]
    assert [chat.about["from"] for chat in chats] == [TASK, HARDER]
    assert chats[0].messages[1].content == CODE
    assert ledger.kept == 2
    asked = [request.prompt.messages[0].content for request in backend.requests if request.prompt.slot == "evolve"]
    assert asked[1].endswith(HARDER)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"evolve": [TASK.upper()]}, "it asks nothing new"),
        ({"evolve": [HARDER], "same": ["Equal"]}, "it asks nothing new"),
        ({"evolve": [f"#Rewritten task#: {HARDER}"]}, "it repeats how it was asked for"),
        ({"evolve": ["…"]}, "no task"),
        ({"evolve": []}, "no task"),
        ({"evolve": [HARDER], "same": ["different"], "answer": ["Sorry, that cannot be done."]}, "it was refused"),
        ({"evolve": [HARDER], "same": ["different"], "answer": ["!"]}, "no answer"),
    ],
)
def test_a_failed_evolution_is_eliminated_with_the_reason(answers: Mapping[str, Sequence[str]], reason: str) -> None:
    chats, ledger, _ = evolved(answers)
    assert chats == []
    assert dict(ledger.reasons) == {reason: 1}


def test_after_an_elimination_the_next_round_begins_from_the_last_good_task() -> None:
    chats, _, _ = evolved(
        {"evolve": ["…", HARDER], "same": ["different"], "answer": ["I am sorry to say this is long. " + CODE * 20]},
        rounds=2,
    )
    assert [chat.about["from"] for chat in chats] == [TASK]


def test_the_command_reads_chats_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(CHAT.model_dump_json() + "\n")
    out = tmp_path / "out.jsonl"
    fault = CliRunner().invoke(app, ["data", "evolve", str(source), "--out", str(out), "--backend", "fake"]).exception
    assert isinstance(fault, InlayError)
    assert "nothing is left to learn from: 3 read, dropped: 3 no task" in str(fault)
    assert not out.exists()

    source.write_text(json.dumps({"text": "just a text"}) + "\n")
    fault = CliRunner().invoke(app, ["data", "evolve", str(source), "--out", str(out), "--backend", "fake"]).exception
    assert isinstance(fault, UsageError)
    assert "in.jsonl:1:1: no chat" in str(fault)
