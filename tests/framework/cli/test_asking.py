"""`inlay strength` and `inlay clarify`: what examples leave open, and how a person answers."""

import io
import json
import sys
from pathlib import Path

import pytest

from inlay.cli.app import run

SPEC = """\
inlay: 1
template: fastapi-service
name: gym
description: Who may train in the evening.
entities:
  Member:
    age: int >= 0
rules:
  may_train_late:
    takes: {member: Member}
    returns: bool
    does: Members over 16 may train late.
    examples:
      - {given: {member: {age: 40}}, then: true}
      - {given: {member: {age: 9}}, then: false}
"""


@pytest.fixture
def gym(tmp_path: Path) -> list[str]:
    """A spec with one slot and the backend that fills it, as words of a command line."""
    (tmp_path / "gym.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "bodies.yaml").write_text("rules.may_train_late: [return member.age > 16]\n", encoding="utf-8")
    return [str(tmp_path / "gym.yaml"), "--backend", f"fake:{tmp_path / 'bodies.yaml'}"]


def test_strength_lists_what_survives_with_an_input_that_tells_it(
    gym: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["strength", *gym]) == 0
    shown = capsys.readouterr().out
    assert "  survives (boundary, 1:8): `member.age > 16` -> `member.age >= 16`\n" in shown
    assert "    member: {age: 16}: now false, changed true\n" in shown
    assert "mutants killed by 2 examples" in shown


def test_strength_is_exit_one_only_when_more_is_asked_for(gym: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", *gym, "--at-least", "100", "--output-format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["killed"] < answer["mutants"]
    assert answer["slots"][0]["worth_nothing"] is False


def test_a_slot_without_a_body_is_named_and_not_measured(gym: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", gym[0], "--backend", "fake"]) == 0
    assert "rules.may_train_late: no accepted body" in capsys.readouterr().out


def test_the_strength_of_a_slot_that_does_not_exist_cannot_be_asked(gym: list[str]) -> None:
    assert run(["strength", *gym, "--slot", "rules.may_swim"]) == 2


def test_clarify_asks_and_writes_what_is_confirmed(gym: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clarify", *gym]) == 1
    assert "   may train late, a member with age 16: no or yes?\n" in capsys.readouterr().out

    assert run(["clarify", *gym, "--yes", "1"]) == 0
    assert "      - {given: {member: {age: 16}}, then: false}\n" in Path(gym[0]).read_text(encoding="utf-8")
    capsys.readouterr()

    assert run(["clarify", *gym]) == 0
    assert capsys.readouterr().out.startswith("Nothing to ask")


class Keyboard(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "then"), [("2\n", "true"), ("1\n", "false"), ("= true\n", "true")])
def test_on_a_terminal_a_question_is_answered_by_number_or_in_words(
    typed: str, then: str, gym: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard(typed))
    assert run(["clarify", *gym]) == 0
    assert "    1) no (what it gives now)\n    2) yes\n" in capsys.readouterr().out
    assert f"      - {{given: {{member: {{age: 16}}}}, then: {then}}}\n" in Path(gym[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("7\n2\n", "'7' is none of the numbers"),
        ("yes\n2\n", "'yes' is none of the numbers"),
        ("²\n2\n", "'²' is none of the numbers"),
        ("= 3\n2\n", "the result is true or false, not the number 3"),
        ("= [\n2\n", "cannot be read"),
    ],
)
def test_what_is_no_answer_is_asked_again(
    typed: str, told: str, gym: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard(typed))
    assert run(["clarify", *gym]) == 0
    assert told in capsys.readouterr().out
    assert Path(gym[0]).read_text(encoding="utf-8").count("then:") == SPEC.count("then:") + 1


def test_input_that_ends_leaves_the_questions_open(
    gym: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard("7\n"))
    assert run(["clarify", *gym]) == 1
    assert Path(gym[0]).read_text(encoding="utf-8") == SPEC


def test_questions_go_out_as_json_and_answers_come_back_the_same_way(
    gym: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["clarify", *gym, "--output-format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    [question] = answer["open"]
    assert [result["result"] for result in question["results"]] == [False, True]

    question["answer"] = True
    (tmp_path / "answers.json").write_text(json.dumps(answer), encoding="utf-8")
    assert run(["clarify", gym[0], "--answers", str(tmp_path / "answers.json")]) == 0
    assert "      - {given: {member: {age: 16}}, then: true}\n" in Path(gym[0]).read_text(encoding="utf-8")


class Interrupting(Keyboard):
    """Somebody who presses Ctrl-C."""

    def readline(self, _size: int | None = -1, /) -> str:
        raise KeyboardInterrupt


def test_an_interrupt_at_a_question_ends_the_command(gym: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Interrupting())
    assert run(["clarify", *gym]) == 130
    assert Path(gym[0]).read_text(encoding="utf-8") == SPEC


@pytest.mark.parametrize("tier", ["none", "landlock"])
def test_clarify_and_fill_name_weaker_walls(tier: str, gym: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    spec, *backend = gym
    for words in (["clarify", spec, *backend], ["fill", spec, "rules.may_train_late", *backend]):
        run([*words, "--sandbox", tier])
        assert f"--sandbox={tier}" in capsys.readouterr().out
        run([*words, "--sandbox", tier, "--output-format", "json"])
        assert json.loads(capsys.readouterr().out)["walls"] == tier


def test_fill_shows_how_the_sentence_is_read(gym: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    spec, *backend = gym
    read = "Members [member] over 16 may train late."
    assert run(["fill", spec, "rules.may_train_late", *backend]) == 0
    assert capsys.readouterr().out.startswith(f"read as: {read}\ncandidate 1 ")
    assert run(["fill", spec, "rules.may_train_late", *backend, "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == read


@pytest.mark.parametrize("slot", ["5", "[]", '"name.x"'])
def test_an_answer_about_no_slot_is_told(
    slot: str, gym: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.json").write_text(f'[{{"slot": {slot}, "given": {{}}, "answer": 2}}]', encoding="utf-8")
    assert run(["clarify", gym[0], "--answers", str(tmp_path / "answers.json")]) == 2
    assert "has no slot" in capsys.readouterr().err


NOT_ANSWERED = '[{"slot": "rules.may_train_late", "given": {"member": {"age": 16}}, "then": true}]'


@pytest.mark.parametrize("content", ["", "{}", '"x"', '{"open": [{"answer": 1}]}', '{"open": 3}', NOT_ANSWERED])
def test_a_file_of_answers_that_is_none_is_told(
    gym: list[str], tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.json").write_text(content, encoding="utf-8")
    assert run(["clarify", gym[0], "--answers", str(tmp_path / "answers.json")]) == 2
    assert "holds no answered questions" in capsys.readouterr().err


def test_a_question_that_was_not_asked_cannot_be_confirmed(gym: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clarify", *gym, "--yes", "7"]) == 2
    assert "there is no question 7" in capsys.readouterr().err
