"""Slotbench: slots filled by a model, what was accepted judged by hidden cases, samples drawn before the gates."""

from pathlib import Path

import pytest

from inlay.backends.fake import Fake
from inlay.errors import UsageError
from inlay.fill import FillSettings, Sureness
from inlay.journal import Journal
from inlay_eval.slotbench import Outcome, bench, cases_in, report_of, slots_with_hidden_cases, specs_in
from inlay_eval.suites.records import DataInvalid

SPEC = """\
inlay: 1
template: fastapi-service
name: tills
description: Counts money.
entities:
  Till:
    cash: decimal(12,2)
rules:
  doubled:
    takes: {till: Till}
    returns: decimal
    does: Twice the cash of the till.
    examples:
      - given: {till: {cash: 2}}
        then: 4
"""
HIDDEN = "rules.doubled:\n  - {given: {till: {cash: 3.50}}, then: 7}\n"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "tills.yaml"
    path.write_text(SPEC)
    path.with_suffix(".hidden.yaml").write_text(HIDDEN)
    return path


def outcome_of(spec: Path, *bodies: str, samples: int = 0) -> Outcome:
    backend = Fake({"rules.doubled": bodies})
    [case] = cases_in(spec)
    with Journal(spec.parent / "journal.db") as journal:
        return bench(case, backend, FillSettings(batches=(), repair_rounds=0), journal, samples=samples)


def test_hidden_cases_are_read_like_examples(spec: Path) -> None:
    [(slot, hidden)] = slots_with_hidden_cases(spec)

    assert hidden is not None
    assert (len(slot.examples), len(hidden.examples)) == (1, 1)
    assert hidden.examples[0].given != slot.examples[0].given


UNNAMED = """\
  halved:
    takes: {till: Till}
    returns: decimal
    does: Half of the cash of the till.
    examples:
      - given: {till: {cash: 2}}
        then: 1
"""


def test_a_slot_that_no_hidden_case_names_has_none_and_is_neither_right_nor_wrong(spec: Path) -> None:
    spec.write_text(SPEC + UNNAMED)
    [named, unnamed] = cases_in(spec)

    assert (named.hidden is None, unnamed.hidden) == (False, None)
    backend = Fake({"rules.halved": ["return till.cash - 1"]})
    with Journal(spec.parent / "journal.db") as journal:
        outcome = bench(unnamed, backend, FillSettings(batches=(), repair_rounds=0), journal)
    assert (outcome.accepted, outcome.right, outcome.hidden) == (True, None, False)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "1:1", "the file is empty"),
        ("nonsense\n", "1:1", "the file is a mapping of slots, not text"),
        ("rules.doubled: [{given: {till: {cash: 3", "1:", "not YAML"),
        (
            "rules.doubled: []\nrules.trebled: []\n",
            "2:1",
            "there is no slot `rules.trebled` (did you mean rules.doubled?)",
        ),
        ("rules.doubled: []\nrules.doubled: []\n", "2:", "stands twice"),
        ("rules.doubled: 7\n", "1:16", "`examples` is a list, not the number 7"),
        ("rules.doubled:\n  - {given: {till: {cash: 1}}}\n", "2:5", "`then` is missing"),
        ("rules.doubled:\n  - {given: {tile: {cash: 1}}, then: 2}\n", "2:14", "`tile` is not a parameter"),
    ],
)
def test_faulty_hidden_cases_are_told_at_their_place_in_their_own_file(
    spec: Path, text: str, place: str, message: str
) -> None:
    path = spec.with_suffix(".hidden.yaml")
    path.write_text(text)

    with pytest.raises(DataInvalid) as wrong:
        cases_in(spec)
    assert f"{path}:{place}" in str(wrong.value)
    assert message in str(wrong.value)
    assert wrong.value.exit_code == 2


def test_a_right_body_is_accepted_and_right(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.cash * 2")

    assert (outcome.accepted, outcome.right, outcome.greedy_right) == (True, True, True)


def test_a_body_that_fits_the_examples_alone_is_accepted_and_wrong(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.cash + 2")

    assert (outcome.accepted, outcome.right, outcome.greedy_right) == (True, False, False)


def test_a_refused_body_is_neither_right_nor_wrong(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.money")

    assert (outcome.accepted, outcome.right, outcome.hidden) == (False, None, True)


def test_samples_are_judged_by_all_cases_and_not_by_gates(spec: Path) -> None:
    right, lucky, loud = "return till.cash * 2", "return till.cash + 2", "print(1)\nreturn till.cash * 2"
    outcome = outcome_of(spec, "return 1", right, lucky, right, loud, samples=4)

    assert (outcome.accepted, outcome.samples, outcome.samples_right) == (False, 4, 3)


def test_a_model_that_gives_fewer_samples_is_asked_no_further(spec: Path) -> None:
    assert outcome_of(spec, "return 1", "return till.cash * 2", samples=5).samples == 1


def test_what_a_slot_took_is_counted(spec: Path) -> None:
    outcome = outcome_of(spec, "return till.cash * 2")

    assert (outcome.candidates, outcome.answer_tokens) == (1, 1)
    assert outcome.seconds >= outcome.gate_seconds > 0


def test_marks_stand_beside_a_spec_for_all_slots_or_slot_by_slot(spec: Path) -> None:
    spec.with_suffix(".marks.yaml").write_text("wording: terse\ndifficulty: {rules.doubled: easy}\nsource: {}\n")

    [case] = cases_in(spec)
    assert dict(case.marks) == {
        "language": "en",
        "wording": "terse",
        "difficulty": "easy",
        "source": "not marked",
    }
    assert specs_in([spec.parent]) == [spec]


def test_a_sentence_in_chinese_is_told_from_others(spec: Path) -> None:
    spec.write_text(SPEC.replace("Twice the cash of the till.", "钱箱现金的两倍。"))

    assert [case.marks["language"] for case in cases_in(spec)] == ["zh"]


def test_the_same_slots_are_asked_for_in_another_language(spec: Path) -> None:
    spec.with_suffix(".marks.yaml").write_text("wording: terse\ndifficulty: easy\n")
    spec.with_suffix(".zh.yaml").write_text("rules.doubled: 钱箱现金的两倍。\n")

    [case] = cases_in(spec, "zh")

    assert case.slot.sentence == "钱箱现金的两倍。"
    assert dict(case.marks) == {"language": "zh", "difficulty": "easy"}
    assert specs_in([spec.parent]) == [spec]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (None, "holds no sentences"),
        ("- 两倍", "holds no sentences"),
        ("{}", "its slots are not those of the spec: rules.doubled"),
        ("rules.doubled: 两倍\nrules.tripled: 三倍", "its slots are not those of the spec: rules.tripled"),
    ],
)
def test_sentences_of_other_slots_are_refused(spec: Path, said: str | None, message: str) -> None:
    if said is not None:
        spec.with_suffix(".zh.yaml").write_text(said)

    with pytest.raises(UsageError, match=message):
        cases_in(spec, "zh")


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ("difficulty: {rules.double: easy}", "names rules.double, which is no slot"),
        ("- a", "holds no marks: Input should be a valid dictionary$"),
        ("difficulty: 3", "holds no marks: difficulty: Input should be a valid string$"),
    ],
)
def test_marks_that_say_nothing_of_the_spec_are_refused(spec: Path, marks: str, message: str) -> None:
    spec.with_suffix(".marks.yaml").write_text(marks)

    with pytest.raises(UsageError, match=message):
        cases_in(spec)


LUCKY, RIGHT = "return till.cash + 2", "return till.cash * 2"


def answered(spec: Path, *bodies: str, questions: int, least: float = -1.0) -> Outcome:
    backend = Fake({"rules.doubled": bodies * 2}, style="compact")
    sureness = {"python-function": Sureness(least=least, votes=len(bodies))}
    settings = FillSettings(batches=(len(bodies) - 2,), sureness=sureness)
    [case] = cases_in(spec)
    with Journal(spec.parent / "journal.db") as journal:
        return bench(case, backend, settings, journal, questions=questions)


@pytest.fixture
def known(spec: Path) -> Path:
    spec.with_suffix(".reference.yaml").write_text(f"rules.doubled: {RIGHT}\n")
    return spec


def test_an_answer_rules_out_a_body_that_fits_the_examples_alone(known: Path) -> None:
    unasked, asked = (answered(known, LUCKY, LUCKY, RIGHT, questions=most) for most in (0, 1))

    assert (unasked.accepted, unasked.right, unasked.questions) == (True, False, 0)
    assert (asked.accepted, asked.right, asked.questions) == (True, True, 1)
    assert (asked.accepted_at_first, asked.right_at_first) == (True, False)
    named = [score.name for score in report_of([asked], data="", environment="", check=(), seconds=0.0).scores]
    assert "accepted and right, before questions" in named


def test_without_a_reference_nobody_answers(spec: Path) -> None:
    assert answered(spec, LUCKY, LUCKY, RIGHT, questions=5).questions == 0


def test_no_more_questions_are_asked_than_may_be(known: Path) -> None:
    assert answered(known, LUCKY, "return till.cash - 2", RIGHT, questions=2, least=1.0).questions <= 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: the file is empty"),
        ("- a", "1:1: the file is a mapping of slots, not a list"),
        ("rules.doubled: {}", "1:16: the body of rules.doubled is text, not a mapping"),
        ("rules.doubled:", "the body of rules.doubled is text, not nothing"),
        ("{", "not YAML"),
        ("rules.double: return 1", "1:1: there is no slot `rules.double` (did you mean rules.doubled?)"),
        ("rules.doubled: return 1\nrules.doubled: return 2", "the key `rules.doubled` stands twice"),
    ],
)
def test_a_file_that_holds_no_references_is_refused(spec: Path, text: str, said: str) -> None:
    spec.with_suffix(".reference.yaml").write_text(text)

    with pytest.raises(DataInvalid, match=r"tills\.reference\.yaml") as wrong:
        cases_in(spec)
    assert said in str(wrong.value)
