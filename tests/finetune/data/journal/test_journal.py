import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from inlay.contract import Contract, Entity, EntityType, Field, Parameter, Scalar
from inlay.errors import UsageError
from inlay.journal import AnswerRecord, CallRecord, Journal, VerdictEntry
from inlay.project.lock import Lock, LockedFile, LockedSlot, render_lock
from inlay.project.tree import digest_of
from inlay.prompts.registry import load_prompt
from inlay.prompts.rendered import RenderedPrompt, Style
from inlay.slot import Slot
from inlay_finetune.data.fim import LAYOUTS
from inlay_finetune.data.journal.edits import Edit, edits_in
from inlay_finetune.data.journal.pairs import Pairs, pairs_of
from inlay_finetune.data.journal.reading import read_journal
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Chat

SLOT = Slot(
    id="rules.fee",
    kind="python-function",
    contract=Contract(
        name="fee",
        kind="python-function",
        parameters=(Parameter(name="loan", type=EntityType("Loan")),),
        result=Scalar("int"),
        entities=(Entity(name="Loan", fields=(Field(name="days", type=Scalar("int")),)),),
    ),
    sentence="3 for each day of the loan.",
    file="src/fee.py",
)
RIGHT, WRONG, TEXTUAL = "return loan.days * 3\n", "return loan.days + 3\n", "I cannot do that."


def _fenced(body: str) -> str:
    return f"```python\n{body}```"


def _verdict(gate: str, passed: bool) -> VerdictEntry:
    return VerdictEntry(gate=gate, version="1", passed=passed, reason="", counterexample="", seconds=0.0)


def _call(prompt: RenderedPrompt, number: int, run: str = "r") -> CallRecord:
    shown = {
        "messages": [asdict(message) for message in prompt.messages],
        "text": prompt.text,
        "suffix": prompt.suffix,
        "references": dict(prompt.references),
    }
    return CallRecord(
        run=run,
        number=number,
        slot=SLOT.id,
        kind=SLOT.kind,
        backend="fake",
        model="m",
        prompt=prompt.label,
        prompt_digest=prompt.digest,
        rendered=json.dumps({key: value for key, value in shown.items() if value}),
        parameters={},
        sentence=SLOT.sentence,
        contract=repr(SLOT.contract),
    )


def _record(path: Path, style: Style, right: str, wrong: str, run: str = "r") -> Path:
    """Write a journal as filling a slot does: one unreadable answer, one refused, one that became the fill."""
    prompt = load_prompt("python-function", "1", style).render(SLOT)
    with Journal(path) as journal:
        call = _call(prompt, 1, run)
        journal.write_call(call, [AnswerRecord(text=text) for text in (TEXTUAL, wrong, right)])
        journal.write_body(call.id, 0, None, "there is no fenced block")
        journal.write_body(call.id, 1, WRONG, "")
        journal.write_body(call.id, 2, RIGHT, "")
        journal.write_verdicts(call.id, 1, [_verdict("types", True), _verdict("examples", False)])
        journal.write_verdicts(call.id, 2, [_verdict("types", True), _verdict("examples", True)])
        journal.write_choice(call.id, 2)
    return path


def _pairs(path: Path, ledger: Ledger, edits: tuple[Edit, ...] = (), most: int = 4) -> Pairs:
    return pairs_of(read_journal(path), edits, LAYOUTS["codellama"], ledger, most=most)


def test_a_fill_is_learnt_and_preferred_over_what_a_gate_refused(tmp_path: Path) -> None:
    prose = f"Here you are:\n\n{_fenced(RIGHT)}\n\nThis multiplies."
    path = _record(tmp_path / "journal.db", "instruct", prose, _fenced(WRONG))
    pairs = _pairs(path, Ledger())
    (learnt,) = pairs.learnt
    assert isinstance(learnt, Chat)
    assert [turn.role for turn in learnt.messages] == ["system", "user", "assistant"]
    assert SLOT.sentence in learnt.messages[1].content
    assert learnt.messages[2].content == _fenced(RIGHT), "what a model says around its answer is not learnt"
    assert [(each.rejected, each.about["refused_by"]) for each in pairs.preferred] == [
        (TEXTUAL, "reading"),
        (_fenced(WRONG), "examples"),
    ]
    assert {each.chosen for each in pairs.preferred} == {_fenced(RIGHT)}


def test_the_same_question_of_another_run_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    for run in ("first", "second"):
        _record(path, "instruct", _fenced(RIGHT), _fenced(WRONG), run)
    pairs = _pairs(path, Ledger())
    assert (len(pairs.learnt), len(pairs.preferred)) == (1, 2)


def test_no_more_rejected_answers_are_taken_than_asked_for(tmp_path: Path) -> None:
    path = _record(tmp_path / "journal.db", "instruct", _fenced(RIGHT), _fenced(WRONG))
    assert len(_pairs(path, Ledger(), most=1).preferred) == 1


def test_a_compact_answer_is_learnt_raw_as_it_was_given(tmp_path: Path) -> None:
    prompt = load_prompt("python-function", "1", "compact").render(SLOT)
    tokens = {name: token for token, name in prompt.references.items()}
    raw = f"return {tokens['loan']}.{tokens['days']} * 3\n"
    path = _record(tmp_path / "journal.db", "compact", raw, raw.replace("*", "+"))
    (learnt,) = _pairs(path, Ledger()).learnt
    assert learnt == Answer(
        prompt=prompt.text, completion=raw, about={"slot": "rules.fee", "prompt": "python-function@1"}
    )


def test_a_hole_is_asked_in_the_layout_of_the_model(tmp_path: Path) -> None:
    body = "    return loan.days * 3\n"
    path = _record(tmp_path / "journal.db", "infill", body, "    return loan.days + 3\n")
    (learnt,) = _pairs(path, Ledger()).learnt
    assert isinstance(learnt, Answer)
    assert learnt.prompt.startswith('▁<PRE>"""Business rules')
    assert learnt.prompt.endswith("▁<MID>")
    assert learnt.completion == body
    assert learnt.layout == "codellama"


def test_an_edit_by_hand_is_learnt_in_place_of_the_fill_and_preferred_over_it(tmp_path: Path) -> None:
    path = _record(tmp_path / "journal.db", "instruct", _fenced(RIGHT), _fenced(WRONG))
    by_hand = "return 3 * max(loan.days, 0)"
    ledger = Ledger()
    pairs = _pairs(path, ledger, (Edit("rules.fee", SLOT.sentence, by_hand, RIGHT.strip()),))
    assert [learnt.messages[-1].content for learnt in pairs.learnt if isinstance(learnt, Chat)] == [
        _fenced(by_hand + "\n")
    ]
    (preferred,) = pairs.preferred
    assert (preferred.chosen, preferred.rejected) == (_fenced(by_hand + "\n"), _fenced(RIGHT))
    assert ledger.notes["edits by hand"] == 1


def test_an_edit_of_a_slot_that_was_never_asked_for_is_dropped_with_the_reason(tmp_path: Path) -> None:
    path = _record(tmp_path / "journal.db", "instruct", _fenced(RIGHT), _fenced(WRONG))
    ledger = Ledger()
    _pairs(path, ledger, (Edit("rules.fee", "Another sentence.", "return 1", ""),))
    assert ledger.reasons == {"the journal does not know how an edited slot was asked for": 1}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A generated project of one slot, filled with `return loan.days * 3`, then edited."""
    folder = tmp_path / "project"
    source = "def fee(loan):\n    # region inlay:rules.fee\n    {}\n    # endregion inlay:rules.fee\n"
    pristine = source.format("return loan.days * 3").encode()
    (folder / ".inlay" / "objects").mkdir(parents=True)
    (folder / ".inlay" / "objects" / digest_of(pristine)).write_bytes(pristine)
    (folder / "fee.py").write_text(source.format("return 3 * max(loan.days, 0)"))
    yield folder


def _lock(project: Path, state: str, fill: str) -> None:
    pristine = next((project / ".inlay" / "objects").iterdir()).name
    slot = LockedSlot(
        kind="python-function",
        file="fee.py",
        state=state,  # type: ignore[arg-type]
        sentence=SLOT.sentence,
        contract="",
        spec_line=1,
        spec_column=1,
        fill=digest_of(fill.encode()),
    )
    lock = Lock(
        tool="inlay",
        inputs="",
        spec="",
        spec_path="spec.yaml",
        template="t",
        template_digest="",
        catalog_digest="",
        files={"fee.py": LockedFile(owner="renderer", sha256=pristine, slot="rules.fee")},
        slots={"rules.fee": slot},
    )
    (project / "inlay.lock").write_bytes(render_lock(lock))


def test_an_edit_counts_when_every_gate_has_passed_it(project: Path) -> None:
    _lock(project, "edited", "return 3 * max(loan.days, 0)")
    (edit,) = edits_in(project, Ledger())
    assert edit == Edit("rules.fee", SLOT.sentence, "return 3 * max(loan.days, 0)", "return loan.days * 3")


def test_an_edit_that_was_not_verified_teaches_nothing(project: Path) -> None:
    _lock(project, "clean", "return loan.days * 3")
    ledger = Ledger()
    assert list(edits_in(project, ledger)) == []
    assert ledger.reasons == {"edited by hand and not verified yet": 1}


def test_what_is_no_journal_is_an_error_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no journal at"):
        list(read_journal(tmp_path / "journal.db"))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "journal.db").write_bytes(b"no database at all, " * 100)
    with pytest.raises(UsageError, match="is no journal that can be read"):
        list(read_journal(tmp_path / "journal.db"))


def test_an_edit_of_a_compact_slot_says_names_and_constants_by_their_tokens_beside_what_the_model_said(
    tmp_path: Path,
) -> None:
    prompt = load_prompt("python-function", "1", "compact").render(SLOT)
    tokens = {name: token for token, name in prompt.references.items()}
    loan, days, three = tokens["loan"], tokens["days"], tokens["3"]
    raw = f"return {loan}.{days} *{three}"
    path = _record(tmp_path / "journal.db", "compact", raw, raw.replace("*", "+"))
    by_hand = "return max(loan.days, 0) * 3 if loan.days < 30 else 90"
    pairs = _pairs(path, Ledger(), (Edit("rules.fee", SLOT.sentence, by_hand, RIGHT.strip()),))
    # no space before a token, as the model writes
    said = f"return max({loan}.{days}, 0) *{three} if{loan}.{days} < 30 else 90"
    assert [learnt.completion for learnt in pairs.learnt if isinstance(learnt, Answer)] == [said]
    assert [(each.chosen, each.rejected) for each in pairs.preferred] == [(said, raw)]
